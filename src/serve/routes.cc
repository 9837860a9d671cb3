#include "serve/routes.h"

#include <array>

namespace lycosa::inline serve {
namespace {

using Type = ParameterType;

// The names of what the store has; a test holds them against it.
constexpr std::array<std::string_view, 6> kStates = {"queued", "leased", "crawled", "refused", "failed", "retry"};
constexpr std::array<std::string_view, 4> kVerdicts = {"INDEXABLE", "NOT_INDEXABLE", "NOT_CRAWLED",
                                                       "STORE_UNAVAILABLE"};
constexpr std::array<std::string_view, 5> kStages = {"discovered", "admitted", "crawled", "ok", "indexable"};
constexpr std::array<std::string_view, 3> kTextNames = {"boilerpipe", "markdown", "readable"};
constexpr std::array<std::string_view, 2> kSides = {"in", "out"};
constexpr std::array<std::string_view, 5> kCheckNames = {"shard", "crawled", "robots", "ban", "seen"};

// A URL, or the parameters that the store knows it by.
constexpr Parameter kUrl{.name = "url",
                         .sentence = "The URL, whole, such as https://example.com/about; or give `unparsed`",
                         .required = true,
                         .or_else = "unparsed"};
constexpr Parameter kMaybeUrl{.name = "url",
                              .sentence = "The URL, whole, such as https://example.com/about; or give `unparsed`",
                              .or_else = "unparsed"};
constexpr Parameter kLiveUrl{
    .name = "url", .sentence = "The URL, whole, such as https://example.com/about", .required = true};
constexpr Parameter kShard{.name = "shard",
                           .type = Type::integer,
                           .sentence = "The shard to compare with",
                           .most = UINT32_MAX,
                           .with = "unparsed"};
constexpr Parameter kRootHash{.name = "root_hash",
                              .type = Type::hash,
                              .sentence = "The root hash to compare with, and to look under when rows stand there",
                              .with = "unparsed"};
constexpr Parameter kUnparsed{.name = "unparsed", .sentence = "The unparsed URL, such as com,example!/about s443"};
constexpr Parameter kNow{.name = "now",
                         .type = Type::time,
                         .sentence =
                             "The time to judge ages and filters by, such as 2026-04-12T00:00:00Z; the present "
                             "unless told"};
constexpr Parameter kKeptNow{
    .name = "now", .type = Type::time, .sentence = "The time that the reports which the page leads to are judged by"};
constexpr Parameter kLimit{.name = "limit",
                           .type = Type::integer,
                           .sentence = "At most so many rows",
                           .least = 1,
                           .most = 1000,
                           .fallback = "100"};
constexpr Parameter kAfter{.name = "after", .sentence = "Go on behind this place: the `next` of the page before"};
constexpr Parameter kText{.name = "text",
                          .type = Type::choice,
                          .sentence = "Which of the three texts",
                          .required = true,
                          .values = kTextNames};
constexpr Parameter kAnyText{.name = "text",
                             .type = Type::choice,
                             .sentence = "Which of the three texts is shown",
                             .fallback = "boilerpipe",
                             .values = kTextNames};
constexpr Parameter kOpen{
    .name = "open", .type = Type::choices, .sentence = "Which checks are unfolded", .values = kCheckNames};
constexpr Parameter kRoot{.name = "root", .sentence = "The registrable domain, such as example.com", .required = true};
constexpr Parameter kHost{.name = "host", .sentence = "The host, such as www.example.com", .required = true};
constexpr Parameter kReasonFilter{
    .name = "reason", .sentence = "Only URLs of which this reason is the decisive one, such as robots.disallowed"};
constexpr Parameter kStateFilter{
    .name = "state", .type = Type::choice, .sentence = "Only URLs in this state", .values = kStates};
constexpr Parameter kVerdictFilter{
    .name = "verdict", .type = Type::choice, .sentence = "Only URLs with this verdict", .values = kVerdicts};
constexpr Parameter kStageFilter{
    .name = "stage", .type = Type::choice, .sentence = "Only URLs that came so far", .values = kStages};
constexpr Parameter kStatusFilter{.name = "http_status",
                                  .type = Type::integer,
                                  .sentence = "Only pages whose last answer had this status",
                                  .least = 100,
                                  .most = 999};
constexpr Parameter kHostFilter{.name = "host", .sentence = "Only this host"};
constexpr Parameter kRootFilter{.name = "root", .sentence = "Only this registrable domain"};
constexpr Parameter kSide{.name = "side",
                          .type = Type::choice,
                          .sentence = "Only links to it or from it; both unless told",
                          .values = kSides};
constexpr Parameter kShownSide{.name = "side",
                               .type = Type::choice,
                               .sentence = "Whether links to it are shown or those from it",
                               .fallback = "out",
                               .values = kSides};
constexpr Parameter kBefore{
    .name = "before", .type = Type::time, .sentence = "Events before this time: the `next` of the page before"};

constexpr std::array kInspect = {kUrl, kShard, kRootHash, kUnparsed, kNow};
constexpr std::array kLookup = {kMaybeUrl, kShard, kRootHash, kUnparsed, kNow, kAnyText, kOpen};
constexpr std::array kSite = {kRoot, kNow};
constexpr std::array kHostOnly = {kHost, kNow};
constexpr std::array kNowOnly = {kNow};
constexpr std::array kRuns = {kLimit};
constexpr std::array kUrls = {kReasonFilter, kStateFilter, kVerdictFilter, kStageFilter, kStatusFilter,
                              kHostFilter,   kRootFilter,  kAfter,         kLimit,       kNow};
constexpr std::array kHistory = {kUrl, kShard, kRootHash, kUnparsed, kBefore, kLimit};
constexpr std::array kLinks = {kUrl, kShard, kRootHash, kUnparsed, kSide, kAfter, kLimit};
constexpr std::array kLinksPage = {kUrl, kShard, kRootHash, kUnparsed, kShownSide, kAfter, kLimit, kKeptNow};
constexpr std::array kDuplicates = {kUrl, kShard, kRootHash, kUnparsed, kLimit};
constexpr std::array kPage = {kUrl, kShard, kRootHash, kUnparsed, kText};
constexpr std::array kRaw = {kUrl, kShard, kRootHash, kUnparsed};
constexpr std::array kSource = {kUrl, kShard, kRootHash, kUnparsed, kKeptNow};
constexpr std::array kLive = {kLiveUrl};

using Kind = Route::Kind;
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kHtml = "text/html; charset=utf-8";

// clang-format off
constexpr std::array kRoutes = {
    Route{"GET", "/api/v1/inspect", kInspect, kJson, "The report on one URL: the bytes of `lycosa inspect --json`",
          answer_inspect},
    Route{"POST", "/api/v1/inspect", kNowOnly, "application/x-ndjson",
          "Reports on many URLs: one a line in, as text or as {\"url\": ...}; one JSON object a line out, in order, while "
          "the lines still come",
          nullptr, Kind::batch},
    Route{"POST", "/api/v1/live", kLive, kJson,
          "Fetches the URL now without storing it: the live report beside the stored one, and what differs. Only with "
          "--live, and with its token",
          answer_live},
    Route{"GET", "/api/v1/site", kSite, kJson, "Counts of a root: the bytes of `lycosa stats --root --json`", answer_site},
    Route{"GET", "/api/v1/host", kHostOnly, kJson,
          "Counts of a host, its sitemaps, its versions of robots.txt and its bans: the bytes of `lycosa stats --host --json`",
          answer_host},
    Route{"GET", "/api/v1/stats", kNowOnly, kJson, "Counts of the store: the bytes of `lycosa stats --json`",
          answer_stats},
    Route{"GET", "/api/v1/runs", kRuns, kJson, "Crawls, ingests and replays into the store, newest first", answer_runs},
    Route{"GET", "/api/v1/urls", kUrls, kJson, "A page of a list of URLs: the bytes of `lycosa urls --json`",
          answer_urls},
    Route{"GET", "/api/v1/history", kHistory, kJson, "Every crawl of a URL, newest first", answer_history},
    Route{"GET", "/api/v1/links", kLinks, kJson, "Links to and from a URL, in the order of the other end", answer_links},
    Route{"GET", "/api/v1/duplicates", kDuplicates, kJson, "Other pages whose content is the same byte for byte",
          answer_duplicates},
    Route{"GET", "/api/v1/page", kPage, "text/plain; charset=utf-8", "One of the page's three texts, as text",
          answer_page_text},
    Route{"GET", "/api/v1/raw", kRaw, "application/octet-stream",
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
    Route{"GET", "/links", kLinksPage, kHtml, "The page: links of a URL", answer_links_page, Kind::page},
    Route{"GET", "/source", kSource, kHtml, "The page: the archived source with line numbers", answer_source_page,
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

}  // namespace lycosa::inline serve
