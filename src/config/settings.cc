#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "config/config.h"

namespace lycosa::inline config {
namespace {

constexpr double kNoLeast = 0;

// Whether a crawl that goes on takes the setting from the last one, or has it anew from flags, file and default.
constexpr bool kKept = true;
constexpr bool kAnew = false;

constexpr Verbs kLive = kInspectLive | kServeLive;
constexpr Verbs kFetches = kCrawlVerb | kLive | kRobotsVerb;
constexpr Verbs kMakesStore = kCrawlVerb | kIngestVerb | kReplayVerb;
constexpr Verbs kReadsPages = kMakesStore | kLive;
constexpr Verbs kReadsRobots = kMakesStore | kLive | kRobotsVerb;
constexpr Verbs kStore = kMakesStore | kInspectVerb | kServeVerb | kStatsVerb | kUrlsVerb | kRejudgeVerb;
constexpr Verbs kOpensStore = kStore | kRequeueVerb | kHostsVerb;
constexpr Verbs kHasRules = kCrawlVerb | kRejudgeVerb;
constexpr Verbs kHasName = kReadsPages | kReadsRobots | kStore;

// Name, value, unit, limit, verbs, kept on resume, sentence, member, least.
// clang-format off
const std::array kSettings = {
    Setting{"store", "DIR", "", false, kOpensStore, kAnew,
            "Where the store is. A verb that writes makes it when there is none",
            &Config::store, kNoLeast},
    Setting{"shards", "N", "shards", false, kMakesStore, kAnew,
            "How many shards a new store gets. Fixed once the store is made",
            &Config::shards, 1},
    Setting{"cluster", "NAME", "", false, kMakesStore, kAnew,
            "The name of a new store",
            &Config::cluster, kNoLeast},
    Setting{"node-pattern", "PATTERN", "", false, kMakesStore, kAnew,
            "The name of the machine that holds a shard of a new store, such as {cluster}{100+shard}",
            &Config::node_pattern, kNoLeast},
    Setting{"scope", "host|root|prefix|any", "", false, kHasRules, kKept,
            "Which discovered URLs are crawled: those on a seed's host, those under its registrable domain, those below its path, or any",
            &Config::scope, kNoLeast},
    Setting{"include", "PATTERN", "", false, kHasRules, kKept,
            "Crawl only URLs in which this RE2 pattern is found. Repeatable",
            &Config::include, kNoLeast},
    Setting{"exclude", "PATTERN", "", false, kHasRules, kKept,
            "Refuse URLs in which this RE2 pattern is found. Repeatable",
            &Config::exclude, kNoLeast},
    Setting{"seeds", "FILE|-", "", false, kCrawlVerb, kAnew,
            "Read seed URLs from a file or standard input, one a line. Repeatable",
            &Config::seeds, kNoLeast},
    Setting{"strict", "", "", false, kCrawlVerb, kAnew,
            "Stop at a bad line of a seeds file, instead of skipping it",
            &Config::strict, kNoLeast},
    Setting{"refresh", "", "", false, kCrawlVerb, kAnew,
            "Also fetch again what is due: pages by how often they changed, failures by their reason. An answer that nothing changed is asked for",
            &Config::refresh, kNoLeast},
    Setting{"older-than", "DURATION", "", false, kCrawlVerb, kAnew,
            "With --refresh: pages are due whose last answer is older than this, such as 7d or 12h",
            &Config::older_than, kNoLeast},
    Setting{"every", "DURATION", "", false, kCrawlVerb, kAnew,
            "Crawl again and again, so long after each start, such as 1d, until interrupted",
            &Config::every, kNoLeast},
    Setting{"bans", "FILE", "", false, kHasRules, kAnew,
            "Read banned hosts and domains from a file, one a line with a reason. Repeatable",
            &Config::bans, kNoLeast},
    Setting{"rule", "NAME", "", false, kMakesStore, kAnew,
            "Switch on a rule of the canonical form of URLs, such as tracking-parameters. Fixed once the store is made. Repeatable",
            &Config::rule, kNoLeast},
    Setting{"no-rule", "NAME", "", false, kMakesStore, kAnew,
            "Switch off a rule of the canonical form of URLs, such as empty-query. Fixed once the store is made. Repeatable",
            &Config::no_rule, kNoLeast},
    Setting{"max-pages", "N", "pages", true, kCrawlVerb, kAnew,
            "Stop after this run has fetched this many pages. 0 means no limit",
            &Config::max_pages, 0},
    Setting{"max-depth", "N", "links", true, kHasRules, kKept,
            "Refuse URLs that are more links than this away from a seed. 0 means no limit",
            &Config::max_depth, 0},

    Setting{"delay", "SECONDS", "s", true, kCrawlVerb | kLive, kKept,
            "Wait between two requests to a host. A longer Crawl-delay of its robots.txt is obeyed",
            &Config::delay, 0},
    Setting{"connections", "N", "requests", true, kCrawlVerb, kKept,
            "How many requests are in flight at once, in all. Hosts that are new, slow or dear to read have half of them together",
            &Config::connections, 1},
    Setting{"connections-per-host", "N", "requests", true, kCrawlVerb, kKept,
            "How many requests are in flight at once to one host",
            &Config::connections_per_host, 1},
    Setting{"connections-per-address", "N", "requests", true, kCrawlVerb, kKept,
            "How many requests are in flight at once to one IP address. Loopback addresses are exempt",
            &Config::connections_per_address, 1},
    Setting{"connections-per-root", "N", "requests", true, kCrawlVerb, kKept,
            "How many requests are in flight at once to all hosts of one registrable domain, or to one of them if that is more",
            &Config::connections_per_root, 1},
    Setting{"threads", "N", "threads", false, kCrawlVerb, kAnew,
            "How many threads parse and extract pages. 0 means one for each core",
            &Config::threads, 0},
    Setting{"user-agent", "TEXT", "", false, kHasName, kKept,
            "The User-Agent header. Its part before \"/\" is our name in robots.txt",
            &Config::user_agent, kNoLeast},
    Setting{"contact", "URL|MAIL", "", false, kFetches, kKept,
            "How a site can reach you. It becomes part of the User-Agent",
            &Config::contact, kNoLeast},
    Setting{"resolve", "HOST:PORT:ADDR", "", false, kFetches, kAnew,
            "Use this address for a host instead of asking the DNS. Repeatable",
            &Config::resolve, kNoLeast},
    Setting{"allow-private", "", "", true, kFetches | kRejudgeVerb, kAnew,
            "Connect to loopback, private and other special addresses too",
            &Config::allow_private, kNoLeast},
    Setting{"dns-server", "ADDR:PORT", "", false, kFetches, kAnew,
            "Ask this name server instead of the system's",
            &Config::dns_server, kNoLeast},
    Setting{"ca-file", "FILE", "", false, kFetches, kAnew,
            "Trust the certificates in this PEM file instead of the system's",
            &Config::ca_file, kNoLeast},

    Setting{"dns-timeout", "SECONDS", "s", true, kFetches, kKept,
            "Longest time to resolve a name",
            &Config::dns_timeout, 0.001},
    Setting{"connect-timeout", "SECONDS", "s", true, kFetches, kKept,
            "Longest time to set up a connection, TLS included",
            &Config::connect_timeout, 0.001},
    Setting{"first-byte-timeout", "SECONDS", "s", true, kFetches, kKept,
            "Longest time from the request to the first byte of the answer",
            &Config::first_byte_timeout, 0.001},
    Setting{"fetch-timeout", "SECONDS", "s", true, kFetches, kKept,
            "Longest time for one whole fetch",
            &Config::fetch_timeout, 0.001},
    Setting{"min-rate", "N", "bytes/s", true, kFetches, kKept,
            "Give up an answer that comes more slowly than this. 0 means never",
            &Config::min_rate, 0},
    Setting{"min-rate-after", "SECONDS", "s", true, kFetches, kKept,
            "How long a fetch may take before its rate is looked at",
            &Config::min_rate_after, 0},
    Setting{"head-bytes", "N", "bytes", true, kFetches, kKept,
            "Largest response head",
            &Config::head_bytes, 256},
    Setting{"head-fields", "N", "fields", true, kFetches, kKept,
            "Most fields in a response head",
            &Config::head_fields, 1},
    Setting{"body-bytes", "N", "bytes", true, kReadsPages | kExtractVerb, kKept,
            "Largest body, both on the wire and decoded. What is longer is cut and flagged",
            &Config::body_bytes, 1},
    Setting{"body-ratio", "N", "times", true, kReadsPages | kReadsRobots, kKept,
            "Most that a body may grow when it is decoded, after its first MiB",
            &Config::body_ratio, 1},
    Setting{"body-encodings", "N", "encodings", true, kReadsPages | kReadsRobots, kKept,
            "Most content encodings that are stacked on one body",
            &Config::body_encodings, 0},
    Setting{"redirects", "N", "hops", true, kHasRules, kKept,
            "Most redirects that are followed from one URL",
            &Config::redirects, 0},
    Setting{"robots-bytes", "N", "bytes", true, kReadsRobots, kKept,
            "How many bytes of a robots.txt are read",
            &Config::robots_bytes, 1},
    Setting{"robots-redirects", "N", "hops", true, kFetches, kKept,
            "Most redirects that are followed from a robots.txt",
            &Config::robots_redirects, 0},
    Setting{"robots-lifetime", "SECONDS", "s", true, kReadsRobots, kKept,
            "How long a robots.txt is believed",
            &Config::robots_lifetime, 1},
    Setting{"robots-retry", "SECONDS", "s", true, kReadsRobots, kKept,
            "How long until an unreachable robots.txt is asked for again",
            &Config::robots_retry, 1},
    Setting{"sitemap-bytes", "N", "bytes", true, kReadsPages, kKept,
            "How many bytes of a sitemap are read",
            &Config::sitemap_bytes, 1},
    Setting{"sitemap-urls", "N", "URLs", true, kReadsPages, kKept,
            "How many URLs of a sitemap are taken",
            &Config::sitemap_urls, 0},
    Setting{"sitemap-depth", "N", "indexes", true, kCrawlVerb, kKept,
            "How many sitemap indexes, one naming the next, may lead to a sitemap. sitemaps.org has one; large sites have an index of their sections' indexes",
            &Config::sitemap_depth, 0},
    Setting{"host-sitemaps", "N", "sitemaps", true, kCrawlVerb, kKept,
            "How many sitemaps are read for one host, which its robots.txt and their indexes name on any host",
            &Config::host_sitemaps, 0},
    Setting{"url-bytes", "N", "bytes", true, kHasRules | kInspectVerb | kLive | kServeVerb | kStatsVerb | kUrlsVerb, kKept,
            "Longest URL. Longer ones are refused",
            &Config::url_bytes, 16},
    Setting{"path-segments", "N", "segments", true, kHasRules, kKept,
            "Most segments of a URL's path. URLs with more are refused as a trap",
            &Config::path_segments, 1},
    Setting{"path-repeats", "N", "times", true, kHasRules, kKept,
            "How often one segment may stand in a path. URLs in which one stands more often are refused as a trap",
            &Config::path_repeats, 1},
    Setting{"page-links", "N", "links", true, kReadsPages, kKept,
            "How many links of a page are kept, each target once. The rest are counted and flagged",
            &Config::page_links, 0},
    Setting{"html-depth", "N", "elements", true, kReadsPages | kExtractVerb, kKept,
            "How deeply elements may be nested. Deeper ones become siblings",
            &Config::html_depth, 16},
    Setting{"html-attributes", "N", "attributes", true, kReadsPages | kExtractVerb, kKept,
            "How many attributes of one tag are kept",
            &Config::html_attributes, 1},
    Setting{"retries", "N", "times", true, kCrawlVerb, kKept,
            "How often a fetch is tried again after a failure that may pass",
            &Config::retries, 0},
    Setting{"retry-wait", "SECONDS", "s", true, kCrawlVerb, kKept,
            "Wait before the first retry. It doubles each time, unless Retry-After says longer",
            &Config::retry_wait, 0},
    Setting{"retry-after-max", "SECONDS", "s", true, kCrawlVerb, kKept,
            "Longest time for which a Retry-After is obeyed, with its page and its whole host",
            &Config::retry_after_max, 0},
    Setting{"end-wait", "SECONDS", "s", true, kCrawlVerb, kKept,
            "A crawl ends when nothing is in flight and nothing falls due within this time",
            &Config::end_wait, 0},
    Setting{"refresh-first", "SECONDS", "s", true, kCrawlVerb, kKept,
            "After how long a page that was fetched once is due again",
            &Config::refresh_first, 0},
    Setting{"refresh-least", "SECONDS", "s", true, kCrawlVerb, kKept,
            "Shortest time after which a page that changes often is due again",
            &Config::refresh_least, 0},
    Setting{"refresh-most", "SECONDS", "s", true, kCrawlVerb, kKept,
            "Longest time after which a page that does not change is due again",
            &Config::refresh_most, 0},

    Setting{"serve-threads", "N", "threads", false, kServeVerb, kAnew,
            "How many threads answer HTTP requests. 0 means one for each core",
            &Config::serve_threads, 0},
    Setting{"serve-connections", "N", "connections", true, kServeVerb, kAnew,
            "Most connections to the HTTP server at once. One more cuts off the one that has waited longest",
            &Config::serve_connections, 1},
    Setting{"serve-queue", "N", "requests", true, kServeVerb, kAnew,
            "Most requests that wait for a thread of the HTTP server. Further ones are told to come later",
            &Config::serve_queue, 1},
    Setting{"serve-head-bytes", "N", "bytes", true, kServeVerb, kAnew,
            "Largest head of a request to the HTTP server",
            &Config::serve_head_bytes, 1024},
    Setting{"serve-body-bytes", "N", "bytes", true, kServeVerb, kAnew,
            "Largest body of a request to the HTTP server",
            &Config::serve_body_bytes, 0},
    Setting{"serve-batch-bytes", "N", "bytes", true, kServeVerb, kAnew,
            "Largest batch of URLs to the HTTP server",
            &Config::serve_batch_bytes, 0},
    Setting{"serve-request-time", "SECONDS", "s", true, kServeVerb, kAnew,
            "Longest time that a request to the HTTP server may take to come, and that a connection or a batch may be silent",
            &Config::serve_request_time, 0.001},
    Setting{"serve-answer-time", "SECONDS", "s", true, kServeVerb, kAnew,
            "Longest time that a client may take to receive an answer of the HTTP server",
            &Config::serve_answer_time, 0.001},
    Setting{"serve-live-per-minute", "N", "tests", true, kServeLive, kAnew,
            "Live tests that one client may ask for in a minute",
            &Config::serve_live_per_minute, 1},
};
// clang-format on

struct VerbName {
  Verbs verb;
  std::string_view name;
};
constexpr VerbName kVerbNames[] = {
    {kCrawlVerb, "crawl"},
    {kIngestVerb, "ingest"},
    {kReplayVerb, "replay"},
    {kInspectVerb, "inspect"},
    {kInspectLive, "inspect --live"},
    {kServeVerb, "serve"},
    {kServeLive, "serve --live"},
    {kStatsVerb, "stats"},
    {kUrlsVerb, "urls"},
    {kRejudgeVerb, "rejudge"},
    {kRequeueVerb, "requeue"},
    {kHostsVerb, "hosts"},
    {kRobotsVerb, "robots"},
    {kExtractVerb, "extract"},
};

// How many letters have to be changed, put in or left out to make one word of the other.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({changed, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row.back();
}

}  // namespace

std::string verb_names(Verbs verbs) {
  std::vector<std::string_view> names;
  for (const auto& [verb, name] : kVerbNames) {
    // What the verb uses anyway it uses with --live too.
    const bool shadowed =
        (verb == kInspectLive && (verbs & kInspectVerb) != 0) || (verb == kServeLive && (verbs & kServeVerb) != 0);
    if ((verbs & verb) != 0 && !shadowed) names.push_back(name);
  }
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    text += i == 0 ? "" : i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

std::span<const Setting> settings() {
  return kSettings;
}

const Setting* find_setting(std::string_view name) {
  for (const Setting& setting : kSettings) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

std::string_view similar_setting(std::string_view name) {
  constexpr size_t kLongestName = 64;
  constexpr size_t kSlips = 2;
  std::string_view best;
  size_t least = kSlips + 1;
  if (name.size() > kLongestName) return best;
  for (const Setting& setting : kSettings) {
    const size_t slips = distance(name, setting.name);
    if (slips < least && slips * 2 < setting.name.size()) {
      least = slips;
      best = setting.name;
    }
  }
  return best;
}

bool is_list(const Setting& setting) {
  return std::holds_alternative<std::vector<std::string> Config::*>(setting.member);
}

bool is_switch(const Setting& setting) {
  return std::holds_alternative<bool Config::*>(setting.member);
}

}  // namespace lycosa::inline config
