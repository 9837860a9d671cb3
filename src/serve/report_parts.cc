#include "serve/report_parts.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "serve/texts.h"

namespace lycosa::inline serve {
namespace {

using Json = nlohmann::ordered_json;

// Of a text within the report; the whole is one click away.
constexpr size_t kShownBytes = 12 << 10;
constexpr int kShownLinks = 20;
constexpr int kShownDuplicates = 20;

std::string string_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
}

const TextName& chosen_text(const Request& request) {
  for (const TextName& row : kTexts) {
    if (row.name == request.parameter("text")) return row;
  }
  return kTexts[0];
}

void write_tabs(Html& html, const Report& report, const TextName& chosen) {
  html << "<ul class=\"tabs\" aria-label=\"Texts\">";
  for (const TextName& row : kTexts) {
    html << "<li><a href=\"";
    html.text(address("/", "url", report.canonical_url) + "&text=" + std::string(row.name) + "#texts") << "\"";
    if (&row == &chosen) html << " aria-current=\"true\"";
    html << ">";
    html.text(row.label) << "</a></li>";
  }
  html << "</ul>";
}

void write_text(Html& html, const Report& report, const TextName& chosen) {
  const std::string& text = (*report.page->text).*chosen.member;
  if (text.empty()) {
    html << "<p class=\"quiet\">The text is empty.</p>";
    return;
  }
  if (chosen.name != "boilerpipe") {
    html << "<iframe sandbox=\"\" loading=\"lazy\" title=\"";
    html.text(chosen.label) << ", rendered\" src=\"";
    html.text(address("/render", "url", report.canonical_url) + "&text=" + std::string(chosen.name))
        << "\"></iframe><details class=\"more\"><summary>As Markdown</summary>";
  }
  html << "<div class=\"copyable\"><pre tabindex=\"0\">";
  html.text(utf8_prefix(text, kShownBytes), true) << "</pre><copy-text what=\"the text\"></copy-text></div>";
  if (chosen.name != "boilerpipe") html << "</details>";
  html << "<p class=\"quiet\">";
  html.number(static_cast<int64_t>(text.size())) << " bytes";
  if (text.size() > kShownBytes) html << ", of which the first are shown";
  html << " · <a href=\"";
  html.text(address("/api/v1/page", "url", report.canonical_url) + "&text=" + std::string(chosen.name))
      << "\">the whole as plain text</a></p>";
}

std::string_view tone_of(const PageHistoryRow& event) {
  return event.verdict == "INDEXABLE" ? "at-good" : event.verdict == "NOT_INDEXABLE" ? "at-bad" : "at-none";
}

void write_event(Html& html, const PageHistoryRow& event, bool changed) {
  html << "<li class=\"";
  html.text(tone_of(event)) << "\"><p";
  if (changed) html << " class=\"changed\"";
  html << "><time class=\"mono\">";
  html.text(date_and_time(Timestamp{event.event_stamp_ms})) << "</time> ";
  html.text(event.verdict);
  if (changed) html << " <span class=\"pill is-warn\">changed</span>";
  html << "</p><p class=\"quiet\">";
  if (event.download_http_code) {
    html << "HTTP ";
    html.number(*event.download_http_code);
  } else {
    html << "no answer";
  }
  if (event.reason) html << " · ", html.bdi(*event.reason);
  if (event.detail && !event.detail->empty()) html << " · ", html.bdi(*event.detail);
  html << "</p></li>";
}

void write_link_list(Html& html, const Json& links, std::string_view title, std::string_view none,
                     const std::string& more) {
  html << "<div class=\"card\"><h3>";
  html.text(title) << "</h3>";
  const Json& rows = links["links"];
  if (rows.empty()) {
    html << "<p class=\"quiet\">";
    html.text(none) << "</p></div>";
    return;
  }
  html << "<table><tbody>";
  for (const Json& row : rows) {
    html << "<tr><td>";
    link_to_report(html, string_of(row["url"]));
    const std::string anchor = string_of(row["anchor"]), rel = string_of(row["rel"]), how = string_of(row["how"]);
    html << "<p class=\"quiet\">";
    if (how != "link") html.text(how) << " ";
    if (!anchor.empty()) html << "«", html.bdi(anchor) << "» ";
    if (!rel.empty()) html << "rel=", html.bdi(rel);
    html << "</p></td></tr>";
  }
  html << "</tbody></table>";
  if (!links["next"].is_null()) {
    html << "<p class=\"more\"><a href=\"";
    html.text(more) << "\">All links</a></p>";
  }
  html << "</div>";
}

void write_duplicates(Html& html, const Json& same) {
  if (same.empty()) return;
  html << "<h2 id=\"duplicates\">Duplicates</h2><div class=\"card\"><p class=\"quiet\">The same content, byte for "
          "byte:</p>"
          "<table><tbody>";
  for (const Json& row : same) {
    html << "<tr><td>";
    link_to_report(html, string_of(row["url"]));
    html << "</td></tr>";
  }
  html << "</tbody></table></div>";
}

}  // namespace

void write_texts(Html& html, const Report& report, const Request& request) {
  if (!report.page) return;
  html << "<section aria-labelledby=\"texts\"><h2 id=\"texts\">Texts</h2><div class=\"card\">";
  if (report.page->text) {
    const TextName& chosen = chosen_text(request);
    write_tabs(html, report, chosen);
    write_text(html, report, chosen);
  } else {
    html << "<p class=\"quiet\">";
    html.text(report.page->text_error.empty() ? "No text is stored: the page has never answered with one."
                                              : report.page->text_error)
        << "</p>";
  }
  html << "</div></section>";
}

void write_discovery(Html& html, const Report& report) {
  if (!report.discovery) return;
  const SeenRow& row = report.discovery->row;
  html << "<section aria-labelledby=\"discovery\"><h2 id=\"discovery\">Discovery</h2><div class=\"card\"><p>Found by ";
  const DiscoveryRow* first = report.discovery->first();
  html.text(first ? name(first->how) : "a way that is not known") << " at depth ";
  html.number(row.depth);
  if (report.discovery->referrer) {
    html << ", first named by ";
    link_to_report(html, *report.discovery->referrer);
  }
  html << ".</p><p class=\"quiet\">";
  if (first) html << "First seen ", html.text(date_and_time(Timestamp{first->stamp_ms})) << ". ";
  html << "State: ";
  html.text(name(row.state));
  if (row.reason) html << ", ", html.text(*row.reason);
  html << ", after ";
  html.number(row.attempts);
  html.text(row.attempts == 1 ? " attempt." : " attempts.");
  if (row.next_due_stamp_ms) {
    html << " Next due ";
    html.text(date_and_time(Timestamp{*row.next_due_stamp_ms})) << ".";
  }
  html << "</p></div></section>";
}

void write_history(Html& html, const Report& report) {
  if (!report.history || report.history->events.empty()) return;
  html << "<section aria-labelledby=\"history\"><h2 id=\"history\">History</h2><div class=\"card\"><ol "
          "class=\"timeline\">";
  const std::vector<PageHistoryRow>& events = report.history->events;
  for (size_t i = 0; i < events.size(); ++i) {
    const bool changed = i + 1 < events.size() && events[i].verdict != events[i + 1].verdict;
    write_event(html, events[i], changed);
  }
  html << "</ol><p class=\"more\"><a href=\"";
  html.text(address("/api/v1/history", "url", report.canonical_url))
      << "\">The whole time line as JSON</a></p></div></section>";
}

void write_neighbours(Html& html, Answers& answers, const Report& report) {
  const auto links = answers.overview().links(report.canonical_url, "", "", kShownLinks);
  if (!links) return;
  const std::string more = address("/links", "url", report.canonical_url);
  html << "<section aria-labelledby=\"links\"><h2 id=\"links\">Links</h2><div class=\"columns\">";
  write_link_list(html, (*links)["in"], "Links in", "No crawled page links here.", more + "&side=in");
  write_link_list(html, (*links)["out"], "Links out",
                  report.page ? "The page links nowhere." : "The page was not crawled.", more + "&side=out");
  html << "</div>";
  if (const auto same = answers.overview().duplicates(report.canonical_url, kShownDuplicates)) {
    write_duplicates(html, (*same)["same_content"]);
  }
  html << "</section><section aria-labelledby=\"more\"><h2 id=\"more\">More</h2><div class=\"card\"><p>";
  if (report.page && report.page->row.archive_file) {
    html << "<a href=\"";
    html.text(address("/source", "url", report.canonical_url)) << "\">Archived source</a> · <a href=\"";
    html.text(address("/api/v1/raw", "url", report.canonical_url)) << "\">archived response (download)</a> · ";
  }
  const std::string host = host_name(std::string(unparsed_host(report.key->unparsed)));
  html << "<a href=\"";
  html.text(address("/host", "host", host)) << "\">the host ";
  html.bdi(host) << "</a> · <a href=\"";
  html.text(address("/site", "root", host_name(report.key->root))) << "\">the site ";
  html.bdi(host_name(report.key->root)) << "</a> · <a href=\"";
  html.text(address("/api/v1/inspect", "url", report.canonical_url))
      << "\">this report as JSON</a></p></div></section>";
}

void write_live_test(Html& html, const Report& report) {
  html << "<section aria-labelledby=\"live\"><h2 id=\"live\">Live Test</h2><div class=\"card\"><p>Fetches the page "
          "now, through "
          "the same limits and pipeline, and stores nothing.</p><live-test url=\"";
  html.text(report.canonical_url)
      << "\"></live-test><noscript><p class=\"quiet\">Without scripts: POST /api/v1/live, or "
         "lycosa inspect --live.</p></noscript></div></section>";
}

}  // namespace lycosa::inline serve
