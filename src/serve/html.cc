#include "serve/html.h"

#include <web/assets.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/time.h"
#include "serve/answers.h"

namespace lycosa::inline serve {
namespace {

struct Place {
  std::string_view id, path, label;
};
constexpr std::array<Place, 3> kPlaces = {
    {{"lookup", "/", "Look-up"}, {"store", "/store", "Store"}, {"urls", "/urls", "URLs"}}};

// Whoever looks at another time than the present is told so on every page, with the way back.
void write_judged_as_of(Html& html, const Links& links) {
  const auto now = parse_time(links.now());
  if (!now) return;
  html << "<p class=\"as-of\">Judged as of <time>";
  html.text(date_and_time(*now)) << "</time>. <a data-here href=\"";
  html.text(links.here({{"now", ""}})) << "\">Judge as of now</a></p>";
}

}  // namespace

Html& Html::text(std::string_view value, bool keep_lines) {
  for (const char c : visible(value, keep_lines)) {
    switch (c) {
      case '&':
        out_ += "&amp;";
        break;
      case '<':
        out_ += "&lt;";
        break;
      case '>':
        out_ += "&gt;";
        break;
      case '"':
        out_ += "&quot;";
        break;
      case '\'':
        out_ += "&#39;";
        break;
      default:
        out_ += c;
    }
  }
  return *this;
}

Html& Html::bdi(std::string_view value) {
  out_ += "<bdi>";
  text(value);
  out_ += "</bdi>";
  return *this;
}

Html& Html::number(int64_t value) {
  std::string digits = std::to_string(value);
  const size_t first = digits[0] == '-' ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, ",");
  out_ += digits;
  return *this;
}

void link_to_report(Html& html, const Links& links, std::string_view url) {
  html << "<a href=\"";
  html.text(links.report(url)) << "\">";
  html.bdi(url) << "</a>";
}

std::string_view asset_path(std::string_view name) {
  for (const web::Asset& asset : web::assets()) {
    if (asset.name == name) return asset.path;
  }
  return "";
}

Response page_response(const Links& links, const PageFrame& frame, std::string content) {
  Html html;
  html << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>";
  html.text(frame.title) << "</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                            "<meta name=\"robots\" content=\"noindex\"><link rel=\"icon\" href=\"";
  html.text(asset_path("favicon.svg")) << "\"><link rel=\"stylesheet\" href=\"";
  html.text(asset_path("app.css")) << "\">";
  if (frame.plots) {
    html << "<link rel=\"stylesheet\" href=\"";
    html.text(asset_path("plots.css")) << "\"><script type=\"module\" src=\"";
    html.text(asset_path("plots.js")) << "\"></script>";
  }
  html << "<script type=\"module\" src=\"";
  html.text(asset_path("app.js")) << "\"></script></head><body><a class=\"skip\" href=\"#main\">Skip to the content</a>"
                                     "<header class=\"top\"><div><a class=\"brand\" href=\"";
  html.text(links.to("/")) << "\">🕷️ Crawler Inspector</a><nav aria-label=\"Places\">";
  for (const Place& place : kPlaces) {
    html << "<a href=\"";
    html.text(links.to(place.path)) << "\"";
    if (place.id == frame.place) html << " aria-current=\"page\"";
    html << ">";
    html.text(place.label) << "</a>";
  }
  html << "</nav></div></header><main id=\"main\">";
  write_judged_as_of(html, links);
  html.add(content);
  html << "</main><footer class=\"foot\">Lycosa " LYCOSA_VERSION
          " · <a href=\"/api/v1/openapi.json\">HTTP API</a> · times are "
          "UTC</footer></body></html>\n";
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = html.take();
  return response;
}

Response error_page(const Links& links, const Error& error) {
  Html html;
  html << "<h1>That cannot be shown</h1><div class=\"card\"><p>";
  html.text(error.message) << "</p></div>";
  Response response = page_response(links, {"That cannot be shown", "", false}, html.take());
  response.status = status_of(error.kind);
  return response;
}

void write_unavailable(Html& html, const nlohmann::ordered_json& unavailable) {
  if (unavailable.empty()) return;
  html << "<section class=\"card fault\" aria-label=\"What cannot be read\"><p>⚠️ What stands in these shards is "
          "missing "
          "here, because they cannot be read:</p><ul>";
  for (const auto& row : unavailable) {
    html << "<li><code>";
    html.text(row["target"].get<std::string>()) << "</code>: ";
    html.text(row["error"].get<std::string>()) << "</li>";
  }
  html << "</ul></section>";
}

void write_kept_now(Html& html, const Links& links) {
  if (links.now().empty()) return;
  html << "<input type=\"hidden\" name=\"now\" value=\"";
  html.text(links.now()) << "\">";
}

void write_lookup_form(Html& html, const Call& call) {
  const bool direct = !call.text("unparsed").empty();
  const Links links = call.links();
  html << "<section class=\"card lookup\" aria-labelledby=\"lookup\"><form action=\"/\" method=\"get\" role=\"search\">"
          "<label for=\"url\" id=\"lookup\">URL Lookup</label><div class=\"row\"><div class=\"grow\"><input id=\"url\" "
          "name=\"url\" type=\"text\" inputmode=\"url\" required autocomplete=\"off\" spellcheck=\"false\" "
          "placeholder=\"https://example.com/page\" value=\"";
  html.text(call.text("url")) << "\"></div><button class=\"primary\">Inspect</button></div>";
  write_kept_now(html, links);
  html << "</form><details";
  if (direct) html << " open";
  html << "><summary>Direct Parameter Lookup</summary><form action=\"/\" method=\"get\" class=\"grid\">"
          "<div><label for=\"shard\">Shard</label><input id=\"shard\" name=\"shard\" inputmode=\"numeric\" value=\"";
  html.text(call.text("shard")) << "\"></div><div><label for=\"root_hash\">Root Hash</label><input id=\"root_hash\" "
                                   "name=\"root_hash\" inputmode=\"numeric\" value=\"";
  html.text(call.text("root_hash"))
      << "\"></div><div><label for=\"unparsed\">Unparsed URL</label><input id=\"unparsed\" name=\"unparsed\" required "
         "spellcheck=\"false\" placeholder=\"com,example!/page s443\" value=\"";
  html.text(call.text("unparsed")) << "\"></div><button class=\"primary\">Inspect</button>";
  write_kept_now(html, links);
  html << "</form></details></section>";
}

Response answer_asset(Answers&, const Call& call) {
  for (const web::Asset& asset : web::assets()) {
    if (asset.path != call.request.path) continue;
    Response response;
    response.content_type = asset.type;
    // The path has a hash of the content in it.
    response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
    // A sandboxed frame has no origin, and needs the styles too; there is nothing secret in these files.
    response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    response.body = asset.content;
    return response;
  }
  return error_response(404, "not_found", "there is no such file; the page names those that there are");
}

}  // namespace lycosa::inline serve
