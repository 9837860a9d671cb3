// The pages about many URLs: the store, a root, a host. Each is made from the same JSON that the API gives.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/time.h"
#include "inspect/properties.h"
#include "robots/robots.h"
#include "serve/answers.h"
#include "serve/html.h"

namespace lycosa::inline serve {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kShownRuns = 50;

std::string string_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
}

// The part of the store that a page is about, and the addresses of the lists behind its numbers.
struct Scope {
  Links links;
  std::string_view parameter = {};  // "root", "host", or empty for the whole store
  std::string value = {};

  std::string list(std::string_view filter, std::string_view what) const {
    if (parameter.empty()) return links.to("/urls", {{filter, what}});
    return links.to("/urls", {{filter, what}, {parameter, value}});
  }
};

void write_count(Html& html, int64_t count, const std::string& list) {
  if (list.empty()) {
    html.number(count);
    return;
  }
  html << "<a href=\"";
  html.text(list) << "\">";
  html.number(count) << "</a>";
}

// "1 host", "2 hosts"
void write_amount(Html& html, int64_t count, std::string_view word) {
  html.number(count) << " ";
  html.text(word);
  if (count != 1) html << "s";
}

void write_funnel(Html& html, const Json& funnel, const Scope& scope) {
  html << "<section aria-labelledby=\"funnel\"><h2 id=\"funnel\">From discovered to indexable</h2><div class=\"card "
          "wide\">"
          "<table class=\"funnel\"><tbody>";
  const int64_t whole = std::max<int64_t>(1, funnel.empty() ? 1 : funnel[0]["count"].get<int64_t>());
  for (const Json& stage : funnel) {
    const int64_t count = stage["count"].get<int64_t>();
    const std::string name = string_of(stage["name"]);
    html << "<tr><th scope=\"row\">";
    html.text(name)
        << "</th><td><svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
           "<rect class=\"back\" width=\"100\" height=\"4\"/><rect width=\"";
    html.number(std::clamp<int64_t>(count * 100 / whole, count > 0 ? 1 : 0, 100))
        << "\" height=\"4\"/></svg></td><td class=\"num\" data-stage=\"";
    html.text(name) << "\">";
    write_count(html, count, scope.list("stage", name));
    html << "</td><td class=\"quiet\">";
    html.text(string_of(stage["text"])) << "</td></tr>";
  }
  html << "</tbody></table></div></section>";
}

void write_reasons(Html& html, const Json& reasons, const Scope& scope) {
  if (reasons.empty()) return;
  html << "<section aria-labelledby=\"reasons\"><h2 id=\"reasons\">Reasons</h2><div class=\"card wide\" tabindex=\"0\" "
          "role=\"group\" "
          "aria-labelledby=\"reasons\"><table><thead><tr><th class=\"num\">URLs</th><th>Reason</th><th>What "
          "happened</th><th>Blame"
          "</th></tr></thead><tbody>";
  for (const Json& row : reasons) {
    const std::string code = string_of(row["code"]);
    html << "<tr><td class=\"num\">";
    write_count(html, row["count"].get<int64_t>(), scope.list("reason", code));
    html << "</td><td><code><a href=\"";
    html.text(scope.list("reason", code)) << "\">";
    html.text(code) << "</a></code></td><td>";
    html.text(string_of(row["text"])) << "</td><td class=\"quiet\">";
    html.text(string_of(row["blame"])) << "</td></tr>";
  }
  html << "</tbody></table></div></section>";
}

void write_counts(Html& html, std::string_view title, const Json& rows, const char* label, std::string_view parameter,
                  const Scope& scope) {
  if (rows.empty()) return;
  html << "<div class=\"card\"><h3>";
  html.text(title) << "</h3><table><tbody>";
  for (const Json& row : rows) {
    const std::string name = string_of(row[label]);
    html << "<tr><th scope=\"row\">";
    html.bdi(name) << "</th><td class=\"num\">";
    write_count(html, row["count"].get<int64_t>(), parameter.empty() ? "" : scope.list(parameter, name));
    html << "</td></tr>";
  }
  html << "</tbody></table></div>";
}

void write_all_counts(Html& html, const Json& stats, const Scope& scope) {
  html << "<section aria-labelledby=\"counts\"><h2 id=\"counts\">Counts</h2><div class=\"columns\">";
  write_counts(html, "URLs by state", stats["states"], "state", "state", scope);
  write_counts(html, "Verdict", stats["verdicts"], "verdict", "verdict", scope);
  write_counts(html, "Pages by HTTP status", stats["statuses"], "http_status", "http_status", scope);
  write_counts(html, "Pages by type", stats["types"], "type", "", scope);
  html << "</div></section>";
}

struct Series {
  std::string_view label;
  const char* member;
};

// A table that time-plot draws; without scripts it is the table.
void write_plot(Html& html, std::string_view title, const Json& buckets, std::initializer_list<Series> series) {
  html << "<div class=\"card\"><h3>";
  html.text(title) << "</h3><time-plot><details><summary>As a table</summary><div class=\"wide\" tabindex=\"0\" "
                      "role=\"group\" aria-label=\"";
  html.text(title) << "\"><table><thead><tr><th>Time</th>";
  for (const Series& each : series) html << "<th class=\"num\">", html.text(each.label) << "</th>";
  html << "</tr></thead><tbody>";
  for (const Json& bucket : buckets) {
    const std::string at = string_of(bucket["at"]);
    const auto time = parse_time(at);
    html << "<tr><td data-at=\"";
    html.text(std::to_string(time ? time->seconds() : 0)) << "\">";
    html.text(at) << "</td>";
    for (const Series& each : series) {
      const std::string value = string_of(bucket[each.member]);
      html << "<td class=\"num\" data-value=\"";
      html.text(value) << "\">";
      html.text(value) << "</td>";
    }
    html << "</tr>";
  }
  html << "</tbody></table></div></details></time-plot></div>";
}

void write_plots(Html& html, const Json& timeline) {
  const Json& buckets = timeline["buckets"];
  if (buckets.empty()) return;
  html << "<section aria-labelledby=\"time\"><h2 id=\"time\">Over time</h2>";
  write_plot(html, "Answers by status", buckets,
             {{"2xx", "status_2xx"},
              {"3xx", "status_3xx"},
              {"4xx", "status_4xx"},
              {"5xx", "status_5xx"},
              {"no answer", "no_answer"}});
  write_plot(html, "Speed of the pages' last crawl, in ms", buckets, {{"mean", "mean_ms"}, {"slowest", "slowest_ms"}});
  html << "<p class=\"quiet\">One point stands for ";
  html.text(duration(timeline["bucket_seconds"].get<int64_t>() * 1000)) << ".</p></section>";
}

void write_hosts(Html& html, const Links& links, const Json& hosts) {
  if (hosts["largest"].empty()) return;
  html << "<section aria-labelledby=\"hosts\"><h2 id=\"hosts\">Hosts</h2><div class=\"card wide\" tabindex=\"0\" "
          "role=\"group\" "
          "aria-labelledby=\"hosts\"><table><thead><tr><th>Host</th><th class=\"num\">Discovered</th><th "
          "class=\"num\">Crawled</th>"
          "<th class=\"num\">Indexable</th></tr></thead><tbody>";
  for (const Json& row : hosts["largest"]) {
    const std::string host = string_of(row["host"]);
    html << "<tr><td><a href=\"";
    html.text(links.to("/host", {{"host", host}})) << "\">";
    html.bdi(host) << "</a></td>";
    for (const char* column : {"discovered", "crawled", "indexable"}) {
      html << "<td class=\"num\">";
      html.number(row[column].get<int64_t>()) << "</td>";
    }
    html << "</tr>";
  }
  html << "</tbody></table>";
  const auto shown = static_cast<int64_t>(hosts["largest"].size());
  if (hosts["count"].get<int64_t>() > shown) {
    html << "<p class=\"quiet more\">The ";
    html.number(shown) << " largest of ";
    html.number(hosts["count"].get<int64_t>()) << ".</p>";
  }
  html << "</div></section>";
}

// What the runs of the store did; a report's history leads here.
void write_runs(Html& html, const Links& links, const Json& runs) {
  if (runs.empty()) return;
  html << "<section aria-labelledby=\"runs\"><h2 id=\"runs\">Runs</h2><div class=\"card wide\" tabindex=\"0\" "
          "role=\"group\" "
          "aria-labelledby=\"runs\"><table><thead><tr><th>Start</th><th>Kind</th><th>Ended</th><th>Agent</th>"
          "<th class=\"num\">Fetched</th><th class=\"num\">Answered</th><th>Settings</th></tr></thead><tbody>";
  for (const Json& row : runs) {
    const auto start = parse_time(string_of(row["run"]));
    html << "<tr id=\"run-";
    html.text(std::to_string(start ? start->ms : 0)) << "\"><td>";
    html.text(start ? date_and_time(*start) : "") << "</td><td>";
    html.text(string_of(row["kind"])) << "</td><td>";
    html.text(row["end"].is_null() ? "not yet, or it was killed" : string_of(row["ended"])) << "</td><td>";
    html.bdi(string_of(row["user_agent"])) << "</td><td class=\"num\">";
    html.number(row["fetched"].get<int64_t>()) << "</td><td class=\"num\">";
    html.number(row["answered"].get<int64_t>()) << "</td><td>";
    std::string settings = string_of(row["settings"]);
    std::replace(settings.begin(), settings.end(), '\n', ' ');
    html.bdi(settings) << "</td></tr>";
  }
  html << "</tbody></table><p class=\"quiet more\"><a href=\"";
  html.text(links.to("/api/v1/runs")) << "\">Runs as JSON</a></p></div></section>";
}

void write_body(Html& html, const Json& stats, const Scope& scope) {
  if (!stats["complete"].get<bool>())
    html << "<p class=\"card\">There is too much to be counted whole: these are lower bounds.</p>";
  write_funnel(html, stats["funnel"], scope);
  if (const auto counted = parse_time(string_of(stats["counted_at"]))) {
    html << "<p class=\"quiet\">Counted as of ";
    html.text(date_and_time(*counted)) << ".</p>";
  }
  write_reasons(html, stats["reasons"], scope);
  write_plots(html, stats["timeline"]);
  write_all_counts(html, stats, scope);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n')) lines.emplace_back(line);
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// The file with its lines numbered; the line that decides about the whole host's start page is marked.
void write_robots_version(Html& html, const Json& row, const std::string& agent, bool open) {
  html << "<details class=\"card check\"";
  if (open) html << " open";
  html << "><summary><h3>";
  html.text(string_of(row["fetched"])) << " · <code>";
  html.text(string_of(row["origin"])) << "</code></h3><span class=\"pill\">";
  html.text(row["http_status"].is_null() ? string_of(row["outcome"]) : "HTTP " + string_of(row["http_status"]))
      << "</span><p>access: ";
  html.text(string_of(row["access"])) << ", holds until ";
  html.text(string_of(row["expires"])) << "</p></summary><div class=\"body\">";
  const std::string body = string_of(row["body"]);
  const RobotsDecision decision = RobotsTxt::parse(body).decide(agent, "/");
  const int marked = decision.rule ? decision.rule->line : decision.group_line;
  html << "<div class=\"source\"><ol>";
  int number = 0;
  for (const std::string& line : lines_of(body)) {
    ++number;
    html << "<li";
    if (number == marked) html << " class=\"used\"";
    html << "><a>";
    html.number(number) << "</a>";
    html.bdi(line);
    if (number == marked) {
      html << "<small>";
      html.text(decision.rule ? "decides about / for " + agent : "the group for " + agent) << "</small>";
    }
    html << "</li>";
  }
  html << "</ol></div></div></details>";
}

void write_robots(Html& html, const Json& host, const std::string& agent) {
  html << "<section aria-labelledby=\"robots\"><h2 id=\"robots\">robots.txt</h2>";
  if (host["robots"].empty()) html << "<p class=\"card quiet\">None was fetched.</p>";
  bool first = true;
  for (const Json& row : host["robots"]) {
    write_robots_version(html, row, agent, first);
    first = false;
  }
  html << "</section>";
  if (host["bans"].empty()) return;
  html << "<section aria-labelledby=\"bans\"><h2 id=\"bans\">Bans</h2><div class=\"card\"><table><tbody>";
  for (const Json& ban : host["bans"]) {
    html << "<tr><th scope=\"row\">";
    html.bdi(string_of(ban["target"])) << "</th><td>";
    html.bdi(string_of(ban["reason"])) << " <span class=\"quiet\">";
    html.text(string_of(ban["rule"]) + ", " + string_of(ban["source"])) << "</span></td></tr>";
  }
  html << "</tbody></table></div></section>";
}

void write_sitemaps(Html& html, const Links& links, const Json& sitemaps) {
  if (sitemaps.empty()) return;
  html << "<section aria-labelledby=\"sitemaps\"><h2 id=\"sitemaps\">Sitemaps</h2><div class=\"card wide\" "
          "tabindex=\"0\" role=\"group\" aria-labelledby=\"sitemaps\"><table><thead><tr><th>Sitemap</th><th "
          "class=\"num\">Level</th><th class=\"num\">URLs</th><th>Read</th></tr></thead><tbody>";
  for (const Json& row : sitemaps) {
    html << "<tr><td>";
    link_to_report(html, links, string_of(row["url"]));
    html << "</td><td class=\"num\">";
    html.text(string_of(row["level"])) << "</td><td class=\"num\">";
    html.text(string_of(row["urls"])) << "</td><td>";
    const std::string why = row["fault"].is_null() ? string_of(row["reason"]) : string_of(row["fault"]);
    html.bdi(row["whole"].get<bool>() ? "whole" : why.empty() ? "not read" : "not whole: " + why) << "</td></tr>";
  }
  html << "</tbody></table></div></section>";
}

}  // namespace

Response answer_store_page(Answers& answers, const Call& call) {
  const auto stats = answers.overview().stats(answers.now_of(call));
  if (!stats) return error_page(call.links(), stats.error());
  const Json& store = (*stats)["store"];
  Html html;
  html << "<h1>The store</h1><p class=\"quiet\">";
  write_amount(html, store["shard_count"].get<int64_t>(), "shard");
  html << ", ";
  html.text(size_text(store["shard_bytes"].get<int64_t>())) << " of rows, ";
  html.text(size_text(store["archive_bytes"].get<int64_t>())) << " of archive, ";
  write_amount(html, (*stats)["hosts"]["count"].get<int64_t>(), "host");
  html << ", ";
  write_amount(html, (*stats)["pages"]["words"].get<int64_t>(), "word");
  html << ".</p>";
  write_unavailable(html, (*stats)["unavailable"]);
  if (!store["writer"].is_null()) {
    html << "<p class=\"card\">A crawl is writing to it now (process ";
    html.text(string_of(store["writer"])) << "). <store-progress>The numbers follow it.</store-progress></p>";
  }
  write_body(html, *stats, {call.links()});
  write_hosts(html, call.links(), (*stats)["hosts"]);
  if (const auto runs = answers.overview().runs(kShownRuns)) write_runs(html, call.links(), (*runs)["runs"]);
  return page_response(call.links(), {"The store · Crawler Inspector", "store", true}, html.take());
}

Response answer_site_page(Answers& answers, const Call& call) {
  const auto site = answers.overview().site(call.text("root"), answers.now_of(call));
  if (!site) return error_page(call.links(), site.error());
  const std::string root = string_of((*site)["root"]);
  Html html;
  html << "<h1>The site ";
  html.bdi(root) << "</h1><p class=\"quiet\">Shard ";
  html.text(string_of((*site)["shard"])) << ", root hash <span class=\"mono\">";
  html.text(string_of((*site)["root_hash"])) << "</span></p>";
  write_body(html, *site, {call.links(), "root", root});
  write_hosts(html, call.links(), (*site)["hosts"]);
  return page_response(call.links(), {root + " · Crawler Inspector", "", true}, html.take());
}

Response answer_host_page(Answers& answers, const Call& call) {
  const auto host = answers.overview().host(call.text("host"), answers.now_of(call));
  if (!host) return error_page(call.links(), host.error());
  const std::string name = string_of((*host)["host"]);
  const std::string root = host_name(string_of((*host)["root"]));
  Html html;
  html << "<h1>The host ";
  html.bdi(name) << "</h1><p class=\"quiet\">Of the site <a href=\"";
  html.text(call.links().to("/site", {{"root", root}})) << "\">";
  html.bdi(root) << "</a></p>";
  write_body(html, *host, {call.links(), "host", name});
  write_sitemaps(html, call.links(), (*host)["sitemaps"]);
  write_robots(html, *host, answers.options().config.product_token());
  return page_response(call.links(), {name + " · Crawler Inspector", "", true}, html.take());
}

}  // namespace lycosa::inline serve
