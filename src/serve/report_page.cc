// The report on one URL, in the order in which a person needs it. It is whole without scripts.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "inspect/properties.h"
#include "inspect/terminal.h"
#include "record/columns.h"
#include "serve/answers.h"
#include "serve/html.h"
#include "serve/report_parts.h"
#include "serve/texts.h"

namespace lycosa::inline serve {
namespace {

using Json = nlohmann::ordered_json;

std::string_view tone_of(const Report& report) {
  switch (report.verdict.status) {
    case VerdictStatus::indexable:
      return "good";
    case VerdictStatus::not_indexable:
    case VerdictStatus::not_crawled:
      return "bad";
    default:
      return "";
  }
}

void write_badge(Html& html, std::string_view text, std::string_view tone) {
  html << "<li><span class=\"badge ";
  html.text(tone) << "\">";
  html.text(text) << "</span></li>";
}

std::string_view tone_of(RobotsState robots) {
  return robots == RobotsState::allowed ? "is-good" : robots == RobotsState::disallowed ? "is-bad" : "is-warn";
}

void write_badges(Html& html, const Report& report) {
  const std::string_view tone = tone_of(report);
  html << "<ul class=\"badges\">";
  write_badge(html, index_badge(report), tone == "good" ? "is-good" : tone == "bad" ? "is-bad" : "");
  write_badge(html, crawl_badge(report), report.verdict.crawled == CrawlState::crawled ? "is-good" : "is-warn");
  write_badge(html, robots_badge(report), tone_of(report.verdict.robots));
  html << "</ul>";
}

void write_verdict(Html& html, const Report& report) {
  html << "<section class=\"card verdict ";
  html.text(tone_of(report)) << "\" aria-label=\"Verdict\"><h1 class=\"url mono\">";
  html.bdi(report.url) << "</h1><p class=\"sentence\">";
  html.text(report.verdict.sentence) << "</p>";
  for (const std::string& mismatch : report.mismatches) {
    html << "<p class=\"would\">⚠️ ";
    html.text(mismatch) << "</p>";
  }
  if (!report.verdict.counterfactual.empty()) {
    html << "<p class=\"would\"><strong>What would have to change:</strong> it ";
    html.text(report.verdict.counterfactual) << ".</p>";
  }
  write_badges(html, report);
  html << "</section>";
}

// A list is of the URLs for which a reason decides: where it decides for this URL, the list has this URL at least.
void write_code(Html& html, const Links& links, const Report& report, const HeldReason& reason) {
  const VerdictStatus status = report.verdict.status;
  const bool is_listed = status == VerdictStatus::not_indexable || status == VerdictStatus::not_crawled;
  if (!reason.decisive || !reason.reason || !is_listed) {
    html.text(reason.code);
    return;
  }
  html << "<a href=\"";
  html.text(links.to("/urls", {{"reason", reason.code}})) << "\">";
  html.text(reason.code) << "</a>";
}

void write_reasons(Html& html, const Links& links, const Report& report) {
  if (report.verdict.reasons.empty()) return;
  html << "<section aria-labelledby=\"reasons\"><h2 id=\"reasons\">Reasons</h2><div class=\"card\"><ul "
          "class=\"reasons\">";
  for (const HeldReason& reason : report.verdict.reasons) {
    html << "<li><code>";
    write_code(html, links, report, reason);
    html << "</code> ";
    if (reason.decisive) html << "<span class=\"pill is-bad\">decisive</span> ";
    if (reason.reason) {
      html << "<span class=\"quiet\">blame: ";
      html.text(name(info(*reason.reason).blame)) << ", ";
      html.text(name(info(*reason.reason).permanence));
      if (reason.until) html << " ", html.text(date_and_time(*reason.until));
      html << "</span>";
    }
    html << "<p>";
    html.text(reason.text) << "</p>";
    if (!reason.evidence.empty()) {
      html << "<p class=\"quiet\">Evidence: ";
      html.bdi(reason.evidence) << "</p>";
    }
    html << "</li>";
  }
  html << "</ul></div></section>";
}

std::string_view tone_of(CheckResult result) {
  switch (result) {
    case CheckResult::pass:
      return "is-good";
    case CheckResult::fail:
      return "is-bad";
    case CheckResult::warn:
    case CheckResult::unknown:
      return "is-warn";
    case CheckResult::skipped:
      break;
  }
  return "";
}

void write_evidence(Html& html, const Evidence& evidence, const Json& response) {
  html << "<h4>Query: <span class=\"quiet\">(";
  html.text(evidence.target) << ")</span></h4><div class=\"copyable\"><pre tabindex=\"0\">";
  html.text(evidence.query, true) << "</pre><copy-text what=\"the query\"></copy-text></div><h4>Response:</h4><div "
                                     "class=\"copyable\"><pre tabindex=\"0\">";
  html.text(response.dump(2, ' ', false, Json::error_handler_t::replace), true)
      << "</pre><copy-text what=\"the response\"></copy-text></div>";
}

// The checks that are open, and this one.
std::string with_open(const Call& call, const std::string& check) {
  const std::string open(call.text("open"));
  return call.parameters.chosen("open", check) ? open : open + (open.empty() ? "" : ",") + check;
}

void write_unread_sitemaps(Html& html, const Report& report, const Json& json) {
  if (!report.sitemaps) return;
  html << "<details class=\"card check\" id=\"sitemaps\"><summary><h3>Sitemaps of the Host That Were Not Read "
          "Whole</h3><p>";
  if (report.sitemaps->error.empty()) {
    html.number(static_cast<int64_t>(report.sitemaps->not_whole.size()));
  } else {
    html.text(report.sitemaps->error);
  }
  html << "</p></summary><div class=\"body\">";
  if (report.sitemaps->evidence) write_evidence(html, *report.sitemaps->evidence, json["sitemaps"]["response"]);
  html << "</div></details>";
}

void write_checks(Html& html, const Call& call, const Report& report, const Json& json) {
  html << "<section aria-labelledby=\"checks\"><h2 id=\"checks\">Raw Queries and Responses</h2>";
  for (size_t i = 0; i < report.checks.size(); ++i) {
    const Check& check = report.checks[i];
    html << "<details class=\"card check\" id=\"check-";
    html.text(check.name) << "\"";
    if (call.parameters.chosen("open", check.name)) html << " open";
    html << "><summary><h3>";
    html.text(check.title) << "</h3><span class=\"pill ";
    html.text(tone_of(check.result)) << "\">";
    html.text(name(check.result)) << "</span><p>";
    if (!check.label.empty()) html.text(check.label) << "<br>";
    if (check.label.find(check.note) == std::string::npos) html.text(check.note);
    html << "</p></summary><div class=\"body\">";
    if (check.evidence) {
      write_evidence(html, *check.evidence, json["checks"][i]["response"]);
    } else {
      html << "<p class=\"quiet\">Nothing was asked";
      html.text(check.result == CheckResult::unknown ? ", or no answer came." : ".") << "</p>";
    }
    html << "<p class=\"more\"><a href=\"";
    html.text(call.links().here({{"open", with_open(call, check.name)}}) + "#check-" + check.name)
        << "\">Link to this check</a></p></div></details>";
  }
  write_unread_sitemaps(html, report, json);
  html << "</section>";
}

void write_filters(Html& html, const Report& report) {
  html << "<section aria-labelledby=\"filters\"><h2 id=\"filters\">Page Info Filters</h2><div class=\"card wide\" "
          "tabindex=\"0\" role=\"group\" aria-labelledby=\"filters\">";
  if (report.filters.empty()) {
    html << "<p class=\"quiet\">";
    html.text(report.verdict.status == VerdictStatus::store_unavailable ? "Unknown: the store could not be read."
                                                                        : "No page is stored to filter.")
        << "</p></div></section>";
    return;
  }
  html << "<table><thead><tr><th>Filter</th><th>Status</th><th>Condition</th><th>Details</th></tr></thead><tbody>";
  for (const FilterLine& line : report.filters) {
    using Status = FilterOutcome::Status;
    html << "<tr><td>";
    html.bdi(line.outcome.name) << "</td><td><span class=\"pill ";
    html.text(line.status == Status::pass ? "is-good" : line.status == Status::fail ? "is-bad" : "is-warn") << "\">";
    html.text(name(line.status)) << "</span></td><td><code>";
    html.text(line.outcome.condition) << "</code></td><td>";
    html.bdi(line.details) << "</td></tr>";
  }
  html << "</tbody></table></div></section>";
}

struct Row {
  std::string name;
  std::string value;
  bool is_url = false;
  bool copied = false;
};

void write_rows(Html& html, const Links& links, const std::vector<Row>& rows) {
  html << "<table class=\"properties\"><tbody>";
  for (const Row& row : rows) {
    html << "<tr><th scope=\"row\">";
    html.text(row.name) << "</th><td>";
    if (row.is_url) {
      link_to_report(html, links, row.value);
    } else if (row.copied) {
      html << "<span class=\"mono\">";
      html.text(row.value) << "</span><copy-text what=\"";
      html.text(row.name) << "\"></copy-text>";
    } else {
      html.bdi(row.value);
    }
    html << "</td></tr>";
  }
  html << "</tbody></table>";
}

std::vector<Row> detail_rows(const Report& report) {
  std::vector<Row> rows = {{"URL", report.canonical_url, true}};
  for (Property& each : labelled_properties(report, kOnPage)) {
    rows.push_back({std::move(each.label), std::move(each.value), each.is_url});
  }
  for (Property& each : more_properties(report, kOnPage)) {
    rows.push_back({std::move(each.label), std::move(each.value), each.is_url});
  }
  return rows;
}

void write_details(Html& html, const Links& links, const Report& report) {
  if (report.canonical_url.empty()) return;
  html << "<section aria-labelledby=\"details\"><h2 id=\"details\">Page Details</h2><div class=\"card\">";
  if (report.page) {
    write_rows(html, links, detail_rows(report));
  } else {
    html << "<p class=\"quiet\">";
    html.text(report.verdict.status == VerdictStatus::store_unavailable
                  ? "Unknown: the store could not be read."
                  : "Nothing of the page is stored: it was not crawled.")
        << "</p>";
  }
  html << "</div></section>";
}

void write_keys(Html& html, const Links& links, const Report& report) {
  if (!report.key) return;
  html << "<section aria-labelledby=\"keys\"><h2 id=\"keys\">Keys</h2><div class=\"card\">";
  write_rows(html, links,
             {{"Shard", std::to_string(report.key->shard) + " (" + report.key->cluster + ")", false, true},
              {"Root Hash", std::to_string(report.key->root_hash), false, true},
              {"Unparsed URL", report.key->unparsed, false, true}});
  html << "</div></section>";
}

void write_welcome(Html& html, const Links& links) {
  html
      << "<div class=\"card\"><h1>Why is a page in the index, or not?</h1><p>Enter a URL. The inspector asks the store "
         "five "
         "questions about it and shows each query with its raw answer, every reason that holds, and what would have to "
         "change.</p><p class=\"quiet\">Or begin with the <a href=\"";
  html.text(links.to("/store"))
      << "\">whole store</a>: how many pages there are, and what keeps the others out.</p></div>";
}

}  // namespace

Response answer_lookup_page(Answers& answers, const Call& call) {
  const Links links = call.links();
  Html html;
  write_lookup_form(html, call);
  if (call.text("unparsed").empty() && call.text("url").empty()) {
    write_welcome(html, links);
    return page_response(links, {"Crawler Inspector", "lookup", false}, html.take());
  }
  const Report report = answers.report(call);
  const Json json = to_json(report);
  write_verdict(html, report);
  write_reasons(html, links, report);
  write_checks(html, call, report, json);
  write_filters(html, report);
  write_details(html, links, report);
  write_texts(html, call, report);
  write_keys(html, links, report);
  write_discovery(html, links, report);
  write_history(html, links, report);
  if (report.key) write_neighbours(html, answers, call, report);
  if (report.key && answers.options().live) write_live_test(html, report);
  Response response = page_response(links, {report.url + " · Crawler Inspector", "lookup", false}, html.take());
  response.status = status_of(report);
  return response;
}

}  // namespace lycosa::inline serve
