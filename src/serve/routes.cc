#include "serve/routes.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lycosa::inline serve {
namespace {

constexpr Parameter kUrl{"url", true, "string", "The URL, whole, such as https://example.com/about"};
constexpr Parameter kMaybeUrl{"url", false, "string", "The URL; or give `unparsed`"};
constexpr Parameter kShard{"shard", false, "integer", "With `unparsed`: the shard to compare with"};
constexpr Parameter kRootHash{"root_hash", false, "string", "With `unparsed`: the root hash to compare with"};
constexpr Parameter kUnparsed{"unparsed", false, "string", "The unparsed URL, such as com,example!/about s443"};
constexpr Parameter kNow{"now", false, "string", "The time to judge ages and filters by, such as 2026-04-12T00:00:00Z"};
constexpr Parameter kLimit{"limit", false, "integer", "At most so many rows, 1 to 1000; 100 unless told"};
constexpr Parameter kAfter{"after", false, "string", "Go on behind this place: the `next` of the page before"};
constexpr Parameter kText{"text", true, "string", "Which text: boilerpipe, markdown or readable"};
constexpr Parameter kAnyText{"text", false, "string", "Which text is shown: boilerpipe, markdown or readable"};
constexpr Parameter kRoot{"root", true, "string", "The registrable domain, such as example.com"};
constexpr Parameter kHost{"host", true, "string", "The host, such as www.example.com"};
constexpr Parameter kReasonFilter{"reason", false, "string", "Only URLs with this reason, such as robots.disallowed"};
constexpr Parameter kStateFilter{"state", false, "string", "Only queued, leased, crawled, refused, failed or retry"};
constexpr Parameter kVerdictFilter{"verdict", false, "string", "Only INDEXABLE, NOT_INDEXABLE or NOT_CRAWLED"};
constexpr Parameter kStageFilter{"stage", false, "string",
                                 "Only URLs that came so far: discovered, admitted, crawled, ok or indexable"};
constexpr Parameter kStatusFilter{"http_status", false, "integer", "Only pages whose last answer had this status"};
constexpr Parameter kHostFilter{"host", false, "string", "Only this host"};
constexpr Parameter kRootFilter{"root", false, "string", "Only this registrable domain"};
constexpr Parameter kSide{"side", false, "string", "Only links `in` or `out`; both unless told"};
constexpr Parameter kBefore{"before", false, "string", "Events before this time: the `next` of the page before"};

constexpr std::array kInspect = {kMaybeUrl, kShard, kRootHash, kUnparsed, kNow};
constexpr std::array kLookup = {kMaybeUrl, kShard, kRootHash, kUnparsed, kNow, kAnyText};
constexpr std::array kSite = {kRoot, kNow};
constexpr std::array kHostOnly = {kHost, kNow};
constexpr std::array kNowOnly = {kNow};
constexpr std::array kUrls = {kReasonFilter, kStateFilter, kVerdictFilter, kStageFilter, kStatusFilter,
                              kHostFilter,   kRootFilter,  kAfter,         kLimit,       kNow};
constexpr std::array kHistory = {kUrl, kBefore, kLimit};
constexpr std::array kLinks = {kUrl, kSide, kAfter, kLimit};
constexpr std::array kDuplicates = {kUrl, kLimit};
constexpr std::array kPage = {kUrl, kText};
constexpr std::array kOnlyUrl = {kUrl};

using Kind = Route::Kind;
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kHtml = "text/html; charset=utf-8";

// clang-format off
constexpr std::array kRoutes = {
    Route{"GET", "/api/v1/inspect", kInspect, kJson, "The report on one URL: the bytes of `lycosa inspect --json`",
          answer_inspect},
    Route{"POST", "/api/v1/inspect", {}, "application/x-ndjson",
          "Reports on many URLs: one a line in, as text or as {\"url\": ...}; one JSON object a line out, in order, while "
          "the lines still come",
          nullptr, Kind::batch},
    Route{"POST", "/api/v1/live", kOnlyUrl, kJson,
          "Fetches the URL now without storing it: the live report beside the stored one, and what differs. Only with "
          "--live, and with its token",
          answer_live},
    Route{"GET", "/api/v1/site", kSite, kJson, "Counts of a root: the bytes of `lycosa stats --root --json`", answer_site},
    Route{"GET", "/api/v1/host", kHostOnly, kJson,
          "Counts of a host, its versions of robots.txt and its bans: the bytes of `lycosa stats --host --json`",
          answer_host},
    Route{"GET", "/api/v1/stats", kNowOnly, kJson, "Counts of the store: the bytes of `lycosa stats --json`",
          answer_stats},
    Route{"GET", "/api/v1/urls", kUrls, kJson, "A page of a list of URLs: the bytes of `lycosa urls --json`",
          answer_urls},
    Route{"GET", "/api/v1/history", kHistory, kJson, "Every crawl of a URL, newest first", answer_history},
    Route{"GET", "/api/v1/links", kLinks, kJson, "Links to and from a URL, in the order of the other end", answer_links},
    Route{"GET", "/api/v1/duplicates", kDuplicates, kJson, "Other pages whose content is the same byte for byte",
          answer_duplicates},
    Route{"GET", "/api/v1/page", kPage, "text/plain; charset=utf-8", "One of the page's three texts, as text",
          answer_page_text},
    Route{"GET", "/api/v1/raw", kOnlyUrl, "application/octet-stream",
          "The archived response, head and body as they came over the wire, as a download", answer_raw},
    Route{"GET", "/api/v1/openapi.json", {}, kJson, "This interface as an OpenAPI 3.1 document", answer_openapi},
    Route{"GET", "/healthz", {}, kJson, "Whether the store can be read", answer_health, Kind::operation},
    Route{"GET", "/metrics", {}, "text/plain; version=0.0.4; charset=utf-8", "What the server counts about itself, for Prometheus",
          answer_metrics, Kind::operation},
    Route{"GET", "/robots.txt", {}, "text/plain; charset=utf-8", "Keeps crawlers out", answer_robots_txt,
          Kind::operation},
    Route{"GET", "/", kLookup, kHtml, "The page: look-up and report", answer_lookup_page, Kind::page},
    Route{"GET", "/store", kNowOnly, kHtml, "The page: the whole store", answer_store_page, Kind::page},
    Route{"GET", "/site", kSite, kHtml, "The page: one root", answer_site_page, Kind::page},
    Route{"GET", "/host", kHostOnly, kHtml, "The page: one host", answer_host_page, Kind::page},
    Route{"GET", "/urls", kUrls, kHtml, "The page: lists of URLs", answer_urls_page, Kind::page},
    Route{"GET", "/links", kLinks, kHtml, "The page: links of a URL", answer_links_page, Kind::page},
    Route{"GET", "/source", kOnlyUrl, kHtml, "The page: the archived source with line numbers", answer_source_page,
          Kind::page},
    Route{"GET", "/render", kPage, kHtml, "A Markdown text as HTML without scripts, images or styles, for a sandboxed frame",
          answer_render, Kind::page},
};
// clang-format on

constexpr std::string_view kAssets = "/assets/";
constexpr Route kAssetRoute{"GET",        kAssets,   {}, "", "Scripts, styles and pictures of the page",
                            answer_asset, Kind::page};

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

const Route* find_route(std::string_view method, std::string_view path) {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const Route& route : kRoutes) {
    if (route.path == path && route.method == wanted) return &route;
  }
  return wanted == "GET" && path.starts_with(kAssets) ? &kAssetRoute : nullptr;
}

std::string allowed_methods(std::string_view path) {
  std::string out;
  for (const Route& route : kRoutes) {
    if (route.path != path) continue;
    if (!out.empty()) out += ", ";
    out += route.method == "GET" ? "GET, HEAD" : route.method;
  }
  return out.empty() && path.starts_with(kAssets) ? "GET, HEAD" : out;
}

std::optional<std::string> fault_in_parameters(const Route& route, const Request& request) {
  for (auto given = request.parameters.begin(); given != request.parameters.end(); ++given) {
    const auto row = std::find_if(route.parameters.begin(), route.parameters.end(),
                                  [&](const Parameter& p) { return p.name == given->first; });
    if (row == route.parameters.end()) {
      return "there is no parameter \"" + visible(given->first) + "\" here; /api/v1/openapi.json lists them";
    }
    if (std::any_of(request.parameters.begin(), given, [&](const auto& p) { return p.first == given->first; })) {
      return "the parameter " + given->first + " was given twice; give it once";
    }
    if (row->type == "integer" && !given->second.empty() && !parse_uint(given->second)) {
      return std::string(row->name) + " is \"" + visible(given->second) + "\"; it must be a whole number";
    }
  }
  for (const Parameter& row : route.parameters) {
    if (row.required && request.parameter(row.name).empty()) {
      return "the parameter " + std::string(row.name) + " is missing: " + std::string(row.sentence);
    }
  }
  return std::nullopt;
}

}  // namespace lycosa::inline serve
