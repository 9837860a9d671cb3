#include <array>

#include "config/config.h"

namespace lycosa::inline config {
namespace {

constexpr double kNoLeast = 0;

// Name, value, unit, limit, sentence, member, least.
// clang-format off
const std::array kSettings = {
    Setting{"store", "DIR", "", false, "Where the store is, made when there is none", &Config::store, kNoLeast},
    Setting{"shards", "N", "shards", false, "Shards of a new store; fixed once it is made", &Config::shards, 1},
    Setting{"cluster", "NAME", "", false, "Name of a new store", &Config::cluster, kNoLeast},
    Setting{"node-pattern", "PATTERN", "", false, "Name of the machine that holds a shard, such as {cluster}{100+shard}",
            &Config::node_pattern, kNoLeast},
    Setting{"scope", "host|root|prefix|any", "", false,
            "Which discovered URLs are crawled: those on a seed's host, under its root, below its path, or any",
            &Config::scope, kNoLeast},
    Setting{"include", "PATTERN", "", false, "Crawl only URLs in which this RE2 pattern is found; repeatable",
            &Config::include, kNoLeast},
    Setting{"exclude", "PATTERN", "", false, "Refuse URLs in which this RE2 pattern is found; repeatable",
            &Config::exclude, kNoLeast},
    Setting{"seeds", "FILE|-", "", false, "Read seed URLs from a file or standard input, one a line; repeatable",
            &Config::seeds, kNoLeast},
    Setting{"bans", "FILE", "", false, "Read banned hosts and roots from a file, one a line with a reason; repeatable",
            &Config::bans, kNoLeast},
    Setting{"rule", "NAME", "", false,
            "Switch a rule of the canonical form on, such as tracking-parameters; fixed once the store is made; repeatable",
            &Config::rule, kNoLeast},
    Setting{"no-rule", "NAME", "", false, "Switch a rule of the canonical form off, such as empty-query; likewise",
            &Config::no_rule, kNoLeast},
    Setting{"max-pages", "N", "pages", true, "Stop after so many pages were fetched; 0 for no end", &Config::max_pages, 0},
    Setting{"max-depth", "N", "links", true, "Refuse URLs further from a seed; 0 for no limit", &Config::max_depth, 0},

    Setting{"delay", "SECONDS", "s", true, "Between two requests to a host, unless its robots.txt asks for longer",
            &Config::delay, 0},
    Setting{"connections", "N", "requests", true, "In flight at once, in all", &Config::connections, 1},
    Setting{"connections-per-host", "N", "requests", true, "In flight at once to one host", &Config::connections_per_host,
            1},
    Setting{"connections-per-address", "N", "requests", true,
            "In flight at once to one IP address; loopback addresses are exempt", &Config::connections_per_address, 1},
    Setting{"threads", "N", "threads", false, "That parse and extract pages; 0 for one a core", &Config::threads, 0},
    Setting{"user-agent", "TEXT", "", false, "The User-Agent header; its part before \"/\" is our name in robots.txt",
            &Config::user_agent, kNoLeast},
    Setting{"contact", "URL|MAIL", "", false, "How a site can reach you; part of the User-Agent", &Config::contact,
            kNoLeast},
    Setting{"resolve", "HOST:PORT:ADDR", "", false, "Use this address for a host instead of asking the DNS; repeatable",
            &Config::resolve, kNoLeast},
    Setting{"allow-private", "", "", true, "Connect to loopback, private and other special addresses too",
            &Config::allow_private, kNoLeast},
    Setting{"dns-server", "ADDR:PORT", "", false, "Ask this name server instead of the system's", &Config::dns_server,
            kNoLeast},
    Setting{"ca-file", "FILE", "", false, "Trust the certificates in this PEM file instead of the system's",
            &Config::ca_file, kNoLeast},

    Setting{"dns-timeout", "SECONDS", "s", true, "For a name to be resolved", &Config::dns_timeout, 0.001},
    Setting{"connect-timeout", "SECONDS", "s", true, "For a connection to stand, TLS included", &Config::connect_timeout,
            0.001},
    Setting{"first-byte-timeout", "SECONDS", "s", true, "From the request to the first byte of the answer",
            &Config::first_byte_timeout, 0.001},
    Setting{"fetch-timeout", "SECONDS", "s", true, "For one whole fetch", &Config::fetch_timeout, 0.001},
    Setting{"min-rate", "N", "bytes/s", true, "An answer that comes slower is given up", &Config::min_rate, 0},
    Setting{"min-rate-after", "SECONDS", "s", true, "From when the rate is looked at", &Config::min_rate_after, 0},
    Setting{"head-bytes", "N", "bytes", true, "Of a response head", &Config::head_bytes, 256},
    Setting{"head-fields", "N", "fields", true, "Of a response head", &Config::head_fields, 1},
    Setting{"body-bytes", "N", "bytes", true, "Of a body, on the wire and decoded; the rest is cut off and flagged",
            &Config::body_bytes, 1},
    Setting{"body-ratio", "N", "times", true, "A body may grow in decoding, after its first MiB", &Config::body_ratio, 1},
    Setting{"body-encodings", "N", "encodings", true, "Stacked on one body", &Config::body_encodings, 0},
    Setting{"redirects", "N", "hops", true, "Followed from one URL", &Config::redirects, 0},
    Setting{"robots-bytes", "N", "bytes", true, "Of a robots.txt that are read", &Config::robots_bytes, 1},
    Setting{"robots-redirects", "N", "hops", true, "Followed from a robots.txt", &Config::robots_redirects, 0},
    Setting{"robots-lifetime", "SECONDS", "s", true, "For which a robots.txt is believed", &Config::robots_lifetime, 1},
    Setting{"robots-retry", "SECONDS", "s", true, "Until an unreachable robots.txt is asked for again",
            &Config::robots_retry, 1},
    Setting{"sitemap-bytes", "N", "bytes", true, "Of a sitemap that are read", &Config::sitemap_bytes, 1},
    Setting{"sitemap-urls", "N", "URLs", true, "Of a sitemap that are taken", &Config::sitemap_urls, 0},
    Setting{"url-bytes", "N", "bytes", true, "Of a URL; longer ones are refused", &Config::url_bytes, 16},
    Setting{"path-segments", "N", "segments", true, "Of a URL's path; more are refused as a trap",
            &Config::path_segments, 1},
    Setting{"path-repeats", "N", "times", true, "One segment may stand in a path; more are refused as a trap",
            &Config::path_repeats, 1},
    Setting{"page-links", "N", "links", true, "Kept of one page, each target once; the rest is counted and flagged",
            &Config::page_links, 0},
    Setting{"html-depth", "N", "elements", true, "Nested; deeper ones become siblings", &Config::html_depth, 16},
    Setting{"html-attributes", "N", "attributes", true, "Kept of one tag", &Config::html_attributes, 1},
    Setting{"retries", "N", "times", true, "A fetch is tried again after a failure that may pass", &Config::retries, 0},
    Setting{"retry-wait", "SECONDS", "s", true, "Before the first retry, doubled each time, unless Retry-After says longer",
            &Config::retry_wait, 0},
    Setting{"end-wait", "SECONDS", "s", true, "A crawl ends when nothing is in flight and nothing falls due within this time",
            &Config::end_wait, 0},

    Setting{"serve-threads", "N", "threads", false, "That answer HTTP requests; 0 for one a core", &Config::serve_threads,
            0},
    Setting{"serve-connections", "N", "connections", true,
            "To the HTTP server at once; one more cuts off the one that has waited longest", &Config::serve_connections, 1},
    Setting{"serve-queue", "N", "requests", true, "That wait for a thread of the HTTP server; more are told to come later",
            &Config::serve_queue, 1},
    Setting{"serve-head-bytes", "N", "bytes", true, "Of the head of a request to the HTTP server",
            &Config::serve_head_bytes, 1024},
    Setting{"serve-body-bytes", "N", "bytes", true, "Of the body of a request to the HTTP server",
            &Config::serve_body_bytes, 0},
    Setting{"serve-batch-bytes", "N", "bytes", true, "Of a batch of URLs to the HTTP server", &Config::serve_batch_bytes,
            0},
    Setting{"serve-request-time", "SECONDS", "s", true,
            "For a request to the HTTP server to come, and for a connection or a batch to be silent",
            &Config::serve_request_time, 0.001},
    Setting{"serve-answer-time", "SECONDS", "s", true, "For an answer of the HTTP server to be taken",
            &Config::serve_answer_time, 0.001},
    Setting{"serve-live-per-minute", "N", "tests", true, "Live tests that one client may ask for in a minute",
            &Config::serve_live_per_minute, 1},
};
// clang-format on

}  // namespace

std::span<const Setting> settings() {
  return kSettings;
}

const Setting* find_setting(std::string_view name) {
  for (const Setting& setting : kSettings) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

}  // namespace lycosa::inline config
