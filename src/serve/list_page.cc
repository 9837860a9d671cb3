// Lists: of URLs, of links, and of the lines of an archived page.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "exchange/decode.h"
#include "html/encoding.h"
#include "inspect/properties.h"
#include "reason/reason.h"
#include "serve/answers.h"
#include "serve/html.h"
#include "serve/json.h"
#include "serve/routes.h"
#include "serve/texts.h"

namespace lycosa::inline serve {
namespace {

using Json = nlohmann::ordered_json;

// Of an archived page; more is a matter for the download.
constexpr size_t kMostLines = 20000;
constexpr size_t kLongestShownLine = 2000;
constexpr size_t kMostShown = 2 << 20;
constexpr int kMostLinks = 1000;

std::string string_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
}

// The parameter's row in the table says what can be chosen.
void write_select(Html& html, const Call& call, std::string_view name, std::string_view label) {
  const auto& table = call.route.parameters;
  const auto row = std::find_if(table.begin(), table.end(), [&](const Parameter& p) { return p.name == name; });
  html << "<div><label for=\"f-";
  html.text(name) << "\">";
  html.text(label) << "</label><select id=\"f-";
  html.text(name) << "\" name=\"";
  html.text(name) << "\"><option value=\"\">any</option>";
  for (const std::string_view value : row->values) {
    html << "<option";
    if (value == call.text(name)) html << " selected";
    html << ">";
    html.text(value) << "</option>";
  }
  html << "</select></div>";
}

void write_list_form(Html& html, const Call& call) {
  html << "<form class=\"card filters\" action=\"/urls\" method=\"get\"><div><label for=\"f-reason\">Reason</label>"
          "<input id=\"f-reason\" name=\"reason\" list=\"codes\" autocomplete=\"off\" value=\"";
  html.text(call.text("reason")) << "\"><datalist id=\"codes\">";
  for (const ReasonInfo& row : reasons()) html << "<option>", html.text(row.code) << "</option>";
  html << "</datalist></div>";
  write_select(html, call, "state", "State");
  write_select(html, call, "verdict", "Verdict");
  write_select(html, call, "stage", "Came as far as");
  html << "<div><label for=\"f-status\">HTTP status</label><input id=\"f-status\" name=\"http_status\" "
          "inputmode=\"numeric\" value=\"";
  html.text(call.text("http_status")) << "\"></div>";
  html << "<div><label for=\"f-host\">Host</label><input id=\"f-host\" name=\"host\" value=\"";
  html.text(call.text("host")) << "\"></div>";
  if (!call.text("root").empty()) {
    html << "<input type=\"hidden\" name=\"root\" value=\"";
    html.text(call.text("root")) << "\">";
  }
  write_kept_now(html, call.links());
  html << "<button class=\"primary\">List</button></form>";
}

void write_next(Html& html, const Links& links, const Json& next) {
  if (next.is_null()) return;
  html << "<p class=\"more\"><a rel=\"next\" href=\"";
  html.text(links.here({{"after", string_of(next)}})) << "\">Next page</a></p>";
}

void write_url_rows(Html& html, const Links& links, const Json& rows) {
  html
      << "<table><thead><tr><th>URL</th><th>Verdict</th><th>Reason</th><th class=\"num\">HTTP</th></tr></thead><tbody>";
  for (const Json& row : rows) {
    const std::string verdict = row["verdict"].is_null() ? string_of(row["state"]) : string_of(row["verdict"]);
    const std::string reason = string_of(row["verdict_reason"]);
    html << "<tr><td>";
    link_to_report(html, links, string_of(row["url"]));
    if (!row["title"].is_null()) html << "<p class=\"quiet\">", html.bdi(string_of(row["title"])) << "</p>";
    html << "</td><td><span class=\"pill ";
    html.text(verdict == "INDEXABLE" ? "is-good" : verdict == "NOT_INDEXABLE" ? "is-bad" : "") << "\">";
    html.text(verdict) << "</span></td><td><code>";
    html.text(reason) << "</code></td><td class=\"num\">";
    html.text(string_of(row["http_status"])) << "</td></tr>";
  }
  html << "</tbody></table>";
}

// "line 12" in a sentence of the store.
std::optional<size_t> line_in(std::string_view text) {
  const size_t at = text.find("line ");
  if (at == std::string_view::npos) return std::nullopt;
  size_t end = at + 5;
  while (end < text.size() && is_ascii_digit(text[end])) ++end;
  const auto line = parse_uint(text.substr(at + 5, end - at - 5));
  return line ? std::optional<size_t>(static_cast<size_t>(*line)) : std::nullopt;
}

using Marks = std::multimap<size_t, std::string>;

// The lines that the extractor says it took something from.
Marks marks_of(Answers& answers, const UrlKey& key) {
  Marks marks;
  if (auto page = answers.reader().page_info(key); page && page->found) {
    const PageInfoRow& row = *page->found;
    if (row.meta_canonical_source) {
      if (const auto line = line_in(*row.meta_canonical_source)) marks.emplace(*line, "canonical");
    }
    if (row.directives) {
      for (const std::string_view part : split(*row.directives, ';')) {
        if (const auto line = line_in(part)) marks.emplace(*line, "robots directive: " + std::string(trim(part)));
      }
    }
  }
  if (const auto links = answers.overview().links(key, "out", "", kMostLinks)) {
    for (const Json& link : (*links)["out"]["links"]) {
      const auto line = link["line"].get<int64_t>();
      if (line > 0) marks.emplace(static_cast<size_t>(line), string_of(link["how"]) + " to " + string_of(link["url"]));
    }
  }
  return marks;
}

void write_source_line(Html& html, size_t number, std::string_view line, const Marks& marks) {
  const auto [first, last] = marks.equal_range(number);
  html << "<li id=\"L";
  html.text(std::to_string(number)) << "\"";
  if (first != last) html << " class=\"used\"";
  html << "><a href=\"#L";
  html.text(std::to_string(number)) << "\">";
  html.text(std::to_string(number)) << "</a>";
  html.bdi(utf8_prefix(line, kLongestShownLine));
  for (auto mark = first; mark != last; ++mark) html << "<small>", html.text(mark->second) << "</small>";
  html << "</li>";
}

void write_source(Html& html, const std::string& source, const Marks& marks) {
  html << "<div class=\"source\" tabindex=\"0\" role=\"group\" aria-label=\"Source\"><ol>";
  size_t number = 0;
  for (std::string_view line : split(utf8_prefix(source, kMostShown), '\n')) {
    if (++number > kMostLines) break;
    if (line.ends_with('\r')) line.remove_suffix(1);
    write_source_line(html, number, line, marks);
  }
  html << "</ol></div>";
  if (number > kMostLines || source.size() > kMostShown)
    html << "<p class=\"quiet\">The page goes on; the download has all of it.</p>";
}

}  // namespace

Response answer_urls_page(Answers& answers, const Call& call) {
  const Links links = call.links();
  const auto list = answers.overview().urls(list_request(call), answers.now_of(call));
  if (!list) return error_page(links, list.error());
  Html html;
  html << "<h1>URLs</h1>";
  write_list_form(html, call);
  write_unavailable(html, (*list)["unavailable"]);
  html << "<div class=\"card wide\" tabindex=\"0\" role=\"group\" aria-label=\"URLs\">";
  if ((*list)["urls"].empty()) {
    html << "<p class=\"quiet\">";
    html.text((*list)["next"].is_null() ? "No URL of the store is like that." : "None so far; the list goes on.")
        << "</p>";
  } else {
    write_url_rows(html, links, (*list)["urls"]);
  }
  html << "</div>";
  write_next(html, links, (*list)["next"]);
  return page_response(links, {"URLs · Crawler Inspector", "urls", false}, html.take());
}

Response answer_links_page(Answers& answers, const Call& call) {
  const Links addresses = call.links();
  const std::string side(call.text("side"));
  const auto key = answers.key(call);
  if (!key) return error_page(addresses, key.error());
  const auto links = answers.overview().links(*key, side, std::string(call.text("after")), limit_of(call));
  if (!links) return error_page(addresses, links.error());
  Html html;
  html << "<h1>Links ";
  html.text(side == "in" ? "to " : "from ");
  link_to_report(html, addresses, string_of((*links)["url"]));
  html << "</h1><div class=\"card wide\" tabindex=\"0\" role=\"group\" "
          "aria-label=\"Links\"><table><thead><tr><th>URL</th><th>Anchor</th><th>rel"
          "</th><th>Kind</th><th class=\"num\">Line</th></tr></thead><tbody>";
  for (const Json& row : (*links)[side]["links"]) {
    html << "<tr><td>";
    link_to_report(html, addresses, string_of(row["url"]));
    for (const char* column : {"anchor", "rel", "how"}) html << "</td><td>", html.bdi(string_of(row[column]));
    html << "</td><td class=\"num\">";
    html.text(string_of(row["line"])) << "</td></tr>";
  }
  html << "</tbody></table></div>";
  write_unavailable(html, (*links)[side]["unavailable"]);
  write_next(html, addresses, (*links)[side]["next"]);
  return page_response(addresses, {"Links · Crawler Inspector", "", false}, html.take());
}

Response answer_source_page(Answers& answers, const Call& call) {
  const Links links = call.links();
  const auto key = answers.key(call);
  if (!key) return error_page(links, key.error());
  const auto exchange = archived_exchange(answers, call);
  if (!exchange) return error_page(links, exchange.error());
  Html html;
  html << "<h1>Archived source</h1><p><a href=\"";
  html.text(links.same_at("/")) << "\">";
  html.bdi(url_of_unparsed(key->unparsed)) << "</a> <span class=\"quiet\">as it came ";
  html.text(date_and_time(exchange->stamp)) << "</span></p><h2>Response head</h2><pre tabindex=\"0\">";
  html.text(exchange->response_head, true) << "</pre><h2>Body</h2>";
  DecodeLimits limits;
  limits.max_bytes = static_cast<size_t>(answers.options().config.body_bytes);
  DecodedBody body = decode_body(*exchange, limits);
  const std::string type = media_type(*exchange);
  const bool readable = type.empty() || type.starts_with("text/") || type.ends_with("xml") || type.ends_with("json") ||
                        type.ends_with("javascript");
  if (body.failed || !readable) {
    html << "<p class=\"card\">";
    html.text(body.failed ? "The body cannot be decoded: " + body.detail
                          : "The body is " + type + " of " + size_text(static_cast<int64_t>(body.bytes.size())) +
                                ", no text to show.")
        << "</p>";
  } else {
    const html::DecodedText decoded = html::decode(std::move(body.bytes), transport_charset(*exchange));
    write_source(html, decoded.utf8, marks_of(answers, *key));
  }
  html << "<p class=\"more\"><a href=\"";
  html.text(links.same_at("/api/v1/raw")) << "\">The response as a download</a></p>";
  return page_response(links, {"Source · Crawler Inspector", "", false}, html.take());
}

// Shown in a sandboxed frame, under a policy of its own that allows nothing but our style sheet: even if the renderer
// let something through, it could not run, and no picture would tell anyone that it was looked at.
Response answer_render(Answers& answers, const Call& call) {
  const auto text = stored_text(answers, call);
  if (!text) return error_page(call.links(), text.error());
  Html html;
  html << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Rendered text</title><link "
          "rel=\"stylesheet\" href=\"";
  html.text(asset_path("app.css")) << "\"></head><body class=\"frame\">";
  html.add(rendered_markdown(*text));
  html << "</body></html>\n";
  Response response;
  response.headers.emplace_back("Content-Security-Policy",
                                "sandbox; default-src 'none'; style-src 'self'; frame-ancestors 'self'");
  response.body = html.take();
  return response;
}

}  // namespace lycosa::inline serve
