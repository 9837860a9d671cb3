#include "serve/report_parts.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "serve/texts.h"
#include "verdict/wording.h"

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

const TextName& chosen_text(const Call& call) {
  for (const TextName& row : kTexts) {
    if (row.name == call.text("text")) return row;
  }
  return kTexts[0];
}

void write_tabs(Html& html, const Links& links, const TextName& chosen) {
  html << "<ul class=\"tabs\" aria-label=\"Texts\">";
  for (const TextName& row : kTexts) {
    html << "<li><a data-here href=\"";
    html.text(links.here({{"text", row.name}}) + "#texts") << "\"";
    if (&row == &chosen) html << " aria-current=\"true\"";
    html << ">";
    html.text(row.label) << "</a></li>";
  }
  html << "</ul>";
}

void write_text(Html& html, const Links& links, const Report& report, const TextName& chosen) {
  const std::string& text = (*report.page->text).*chosen.member;
  if (text.empty()) {
    html << "<p class=\"quiet\">The text is empty.</p>";
    return;
  }
  if (chosen.name != "boilerpipe") {
    html << "<iframe sandbox=\"\" loading=\"lazy\" title=\"";
    html.text(chosen.label) << ", rendered\" src=\"";
    html.text(links.same_at("/render", {{"text", chosen.name}}))
        << "\"></iframe><details class=\"more\"><summary>As Markdown</summary>";
  }
  html << "<div class=\"copyable\"><pre tabindex=\"0\">";
  html.text(utf8_prefix(text, kShownBytes), true) << "</pre><copy-text what=\"the text\"></copy-text></div>";
  if (chosen.name != "boilerpipe") html << "</details>";
  html << "<p class=\"quiet\">";
  html.number(static_cast<int64_t>(text.size())) << " bytes";
  if (text.size() > kShownBytes) html << ", of which the first are shown";
  html << " · <a href=\"";
  html.text(links.same_at("/api/v1/page", {{"text", chosen.name}})) << "\">the whole as plain text</a></p>";
}

std::string_view tone_of(const PageHistoryRow& event) {
  return event.verdict == "INDEXABLE" ? "at-good" : event.verdict == "NOT_INDEXABLE" ? "at-bad" : "at-none";
}

void write_event(Html& html, const Links& links, const PageHistoryRow& event, bool changed) {
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
  if (event.run) {
    html << " · <a href=\"";
    html.text(links.to("/store") + "#run-" + std::to_string(*event.run)) << "\">run of ";
    html.text(date_and_time(Timestamp{*event.run})) << "</a>";
  }
  html << "</p></li>";
}

void write_link_list(Html& html, const Links& addresses, const Json& links, std::string_view title,
                     std::string_view none, const std::string& more) {
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
    link_to_report(html, addresses, string_of(row["url"]));
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

void write_duplicates(Html& html, const Links& links, const Json& answer) {
  write_unavailable(html, answer["unavailable"]);
  const Json& same = answer["same_content"];
  if (same.empty()) return;
  html << "<h2 id=\"duplicates\">Duplicates</h2><div class=\"card\"><p class=\"quiet\">The same content, byte for "
          "byte:</p>"
          "<table><tbody>";
  for (const Json& row : same) {
    html << "<tr><td>";
    link_to_report(html, links, string_of(row["url"]));
    html << "</td></tr>";
  }
  html << "</tbody></table></div>";
}

// Each way in which the URL was named.
void write_ways(Html& html, const Links& links, const std::vector<DiscoveryRow>& ways) {
  if (ways.empty()) return;
  html << "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Ways in which it was "
          "named\"><table><thead><tr>"
          "<th>When</th><th>How</th><th>Named by</th><th class=\"num\">Depth</th><th>More</th></tr></thead><tbody>";
  for (const DiscoveryRow& row : ways) {
    html << "<tr><td>";
    html.text(date_and_time(Timestamp{row.stamp_ms})) << "</td><td>";
    html.text(name(row.how)) << "</td><td>";
    if (has_referrer(row)) {
      link_to_report(html, links, url_of_unparsed(row.source));
    } else {
      html.bdi(row.source);
    }
    html << "</td><td class=\"num\">";
    html.number(row.depth) << "</td><td>";
    if (row.nofollow != 0) html << "nofollow ";
    if (row.lastmod_stamp) {
      html << "lastmod ";
      html.text(date_and_time(Timestamp::from_seconds(*row.lastmod_stamp))) << " ";
    }
    if (row.priority) html << "priority ", html.text(number_text(*row.priority));
    html << "</td></tr>";
  }
  html << "</tbody></table></div>";
}

void write_more(Html& html, const Links& links, const Report& report) {
  const std::string host = host_name(std::string(unparsed_host(report.key->unparsed)));
  const std::string site = host_name(report.key->root);
  html << "<section aria-labelledby=\"more\"><h2 id=\"more\">More</h2><div class=\"card\"><p>";
  if (report.page && report.page->row.archive_file) {
    html << "<a href=\"";
    html.text(links.same_at("/source")) << "\">Archived source</a> · <a href=\"";
    html.text(links.same_at("/api/v1/raw")) << "\">archived response (download)</a> · ";
  }
  html << "<a href=\"";
  html.text(links.to("/host", {{"host", host}})) << "\">the host ";
  html.bdi(host) << "</a> · <a href=\"";
  html.text(links.to("/site", {{"root", site}})) << "\">the site ";
  html.bdi(site) << "</a> · <a href=\"";
  html.text(links.same_at("/api/v1/inspect")) << "\">this report as JSON</a></p></div></section>";
}

}  // namespace

void write_texts(Html& html, const Call& call, const Report& report) {
  if (!report.page) return;
  html << "<section aria-labelledby=\"texts\"><h2 id=\"texts\">Texts</h2><div class=\"card\">";
  if (report.page->text) {
    const TextName& chosen = chosen_text(call);
    write_tabs(html, call.links(), chosen);
    if (const std::string former = former_text_words(*report.page); !former.empty()) {
      html << "<p class=\"quiet\">";
      html.text("Shown " + former) << ".</p>";
    }
    write_text(html, call.links(), report, chosen);
  } else {
    html << "<p class=\"quiet\">";
    html.text(report.page->text_error.empty() ? "No text is stored: the page has never answered with one."
                                              : report.page->text_error)
        << "</p>";
  }
  html << "</div></section>";
}

void write_discovery(Html& html, const Links& links, const Report& report) {
  if (!report.discovery) return;
  const DiscoveryDetails& discovery = *report.discovery;
  const SeenRow& row = discovery.row;
  html << "<section aria-labelledby=\"discovery\"><h2 id=\"discovery\">Discovery</h2><div class=\"card\"><p>Found by ";
  const DiscoveryRow* first = discovery.first();
  html.text(first ? name(first->how) : "a way that is not known") << " at depth ";
  html.number(row.depth);
  if (discovery.referrer) {
    html << ", first named by ";
    link_to_report(html, links, *discovery.referrer);
  }
  html << ". ";
  html.text(!discovery.in_sitemap   ? "Whether a sitemap names it is not known."
            : *discovery.in_sitemap ? "It is in a sitemap."
                                    : "No sitemap that was read names it.")
      << "</p><p class=\"quiet\">";
  if (first) html << "First seen ", html.text(date_and_time(Timestamp{first->stamp_ms})) << ". ";
  if (row.role != Role::page) html << "It is read as a ", html.text(name(row.role)) << ". ";
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
  html << "</p>";
  write_ways(html, links, discovery.ways);
  html << "</div></section>";
}

void write_history(Html& html, const Links& links, const Report& report) {
  if (!report.history || report.history->events.empty()) return;
  html << "<section aria-labelledby=\"history\"><h2 id=\"history\">History</h2><div class=\"card\"><ol "
          "class=\"timeline\">";
  const std::vector<PageHistoryRow>& events = report.history->events;
  for (size_t i = 0; i < events.size(); ++i) {
    const bool changed = i + 1 < events.size() && events[i].verdict != events[i + 1].verdict;
    write_event(html, links, events[i], changed);
  }
  html << "</ol><p class=\"more\"><a href=\"";
  html.text(links.same_at("/api/v1/history")) << "\">The whole time line as JSON</a></p></div></section>";
}

void write_neighbours(Html& html, Answers& answers, const Call& call, const Report& report) {
  const UrlKey key{report.key->root_hash, report.key->unparsed};
  const Links addresses = call.links();
  html << "<section aria-labelledby=\"links\"><h2 id=\"links\">Links</h2>";
  if (const auto links = answers.overview().links(key, "", "", kShownLinks)) {
    html << "<div class=\"columns\">";
    write_link_list(html, addresses, (*links)["in"], "Links in", "No crawled page links here.",
                    addresses.same_at("/links", {{"side", "in"}}));
    write_link_list(html, addresses, (*links)["out"], "Links out",
                    report.page ? "The page links nowhere." : "The page was not crawled.",
                    addresses.same_at("/links", {{"side", "out"}}));
    html << "</div>";
  } else {
    html << "<p class=\"card\">Unknown: ";
    html.text(links.error().message) << "</p>";
  }
  if (const auto same = answers.overview().duplicates(key, kShownDuplicates)) write_duplicates(html, addresses, *same);
  html << "</section>";
  write_more(html, addresses, report);
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
