#include "reason/reason.h"

#include <array>

namespace lycosa::inline reason {
namespace {

using enum Reason;
using enum Blame;
using enum Permanence;
using enum Blocks;
using enum Source;
using enum ReasonTrait;

// clang-format off
constexpr std::array kReasons = {
    ReasonInfo{input_bad_url, Stage::input, "input.bad_url", nobody, permanent, lookup, question, plain,
               "The text is not a URL.",
               "the text were a URL by the WHATWG URL standard"},
    ReasonInfo{input_unsupported_scheme, Stage::input, "input.unsupported_scheme", crawler_limit, permanent, lookup, question, plain,
               "The URL's scheme is neither http nor https.",
               "the URL began with http:// or https://"},
    ReasonInfo{input_too_long, Stage::input, "input.too_long", crawler_limit, until_change, lookup, question, tells_values,
               "The URL is longer than the limit on URLs.",
               "the URL were shorter, or url-bytes larger"},

    ReasonInfo{shard_unreachable, Stage::shard, "shard.unreachable", operator_config, until_change, lookup, question, plain,
               "The shard that would hold the URL cannot be read.",
               "its shard could be read"},

    ReasonInfo{discovery_never_seen, Stage::discovery, "discovery.never_seen", nobody, until_change, lookup, question, plain,
               "No seed, page or sitemap of this crawl has named the URL.",
               "a seed, a crawled page or a sitemap named it"},
    ReasonInfo{discovery_link_nofollow_only, Stage::discovery, "discovery.link_nofollow_only", site, until_change, schedule, state, undone_by_link,
               "Every link to the URL asks crawlers not to follow it.",
               "one link to it came without nofollow"},

    ReasonInfo{scope_off_scope, Stage::scope, "scope.off_scope", operator_config, until_change, schedule, state, plain,
               "The URL is outside the crawl's scope.",
               "the scope were wider, or the URL were a seed"},
    ReasonInfo{scope_exclude_rule, Stage::scope, "scope.exclude_rule", operator_config, until_change, schedule, state, tells_values,
               "An exclude pattern matches the URL.",
               "the exclude pattern were taken away"},
    ReasonInfo{scope_not_in_include_rule, Stage::scope, "scope.not_in_include_rule", operator_config, until_change, schedule, state, plain,
               "Include patterns are given and none matches the URL.",
               "an include pattern matched it"},
    ReasonInfo{scope_depth, Stage::scope, "scope.depth", operator_config, until_change, schedule, state, undone_by_link | tells_values,
               "The URL is more links away from a seed than max-depth allows.",
               "max-depth were larger, or a page nearer to a seed linked to it"},
    ReasonInfo{scope_hop_limit, Stage::scope, "scope.hop_limit", crawler_limit, until_change, schedule, state, undone_by_link | tells_values,
               "The URL was reached through more redirects than are followed.",
               "the chain of redirects to it were shorter, or redirects larger"},
    ReasonInfo{scope_path_segments, Stage::scope, "scope.path_segments", crawler_limit, until_change, schedule, state, tells_values,
               "The URL's path has more segments than the limit.",
               "its path had fewer segments, or path-segments were larger"},
    ReasonInfo{scope_path_repetition, Stage::scope, "scope.path_repetition", crawler_limit, until_change, schedule, state, tells_values,
               "A segment of the URL's path repeats more often than the limit, as in a crawler trap.",
               "its path repeated no segment so often, or path-repeats were larger"},
    ReasonInfo{scope_sitemap_depth, Stage::scope, "scope.sitemap_depth", crawler_limit, until_change, schedule, state, undone_by_link | tells_values,
               "The sitemap stands behind more indexes, one naming the next, than sitemap-depth allows.",
               "fewer indexes led to it, or sitemap-depth were larger"},
    ReasonInfo{scope_host_sitemaps, Stage::scope, "scope.host_sitemaps", crawler_limit, until_change, schedule, state, undone_by_link | tells_values,
               "The host names more sitemaps than host-sitemaps allows.",
               "the host named fewer sitemaps, or host-sitemaps were larger"},

    ReasonInfo{ban_host, Stage::ban, "ban.host", operator_config, until_change, schedule, today, plain,
               "The host is on the ban list.",
               "the host were taken off the ban list"},
    ReasonInfo{ban_domain, Stage::ban, "ban.domain", operator_config, until_change, schedule, today, plain,
               "The host's registrable domain is on the ban list.",
               "the domain were taken off the ban list"},
    ReasonInfo{ban_private_address, Stage::ban, "ban.private_address", crawler_limit, until_change, schedule, state, plain,
               "The host's address is not a public one.",
               "the host had a public address, or allow-private were switched on"},

    ReasonInfo{robots_disallowed, Stage::robots, "robots.disallowed", site, until_change, robots, today, plain,
               "The host's robots.txt disallows the URL for this crawler.",
               "robots.txt allowed it"},
    ReasonInfo{robots_unreachable_5xx, Stage::robots, "robots.unreachable_5xx", site, until_time, robots, today, plain,
               "The host answered its robots.txt with a server error, which disallows everything until it can be read.",
               "robots.txt answered with something other than a server error"},
    ReasonInfo{robots_unreachable_network, Stage::robots, "robots.unreachable_network", network, until_time, robots, today, plain,
               "The host's robots.txt gave no answer, which disallows everything until it can be read.",
               "robots.txt could be fetched"},

    ReasonInfo{schedule_queued, Stage::schedule, "schedule.queued", nobody, until_time, schedule, state, plain,
               "The URL is known and waits for its turn.",
               "the crawl went on"},
    ReasonInfo{schedule_politeness_wait, Stage::schedule, "schedule.politeness_wait", nobody, until_time, schedule, state, plain,
               "The URL waits until its host's delay between requests is over.",
               "the host's delay were over"},
    ReasonInfo{schedule_retry_wait, Stage::schedule, "schedule.retry_wait", nobody, until_time, schedule, state, plain,
               "The last try failed and the next one is not due yet.",
               "the next try succeeded"},
    ReasonInfo{schedule_leased, Stage::schedule, "schedule.leased", nobody, until_time, schedule, state, plain,
               "The URL is being fetched.",
               "the fetch under way came to its end"},
    ReasonInfo{schedule_budget_exhausted, Stage::schedule, "schedule.budget_exhausted", operator_config, until_change, schedule, state, plain,
               "The crawl reached max-pages before the URL's turn.",
               "max-pages were larger"},

    ReasonInfo{network_dns_nxdomain, Stage::network, "network.dns_nxdomain", site, until_change, schedule, state, plain,
               "The host's name does not exist.",
               "the host's name resolved"},
    ReasonInfo{network_dns_servfail, Stage::network, "network.dns_servfail", network, until_time, schedule, state, plain,
               "The name servers failed to answer for the host.",
               "the host's name servers answered"},
    ReasonInfo{network_dns_timeout, Stage::network, "network.dns_timeout", network, until_time, schedule, state, plain,
               "Looking up the host's name took longer than dns-timeout.",
               "its name servers answered in time"},
    ReasonInfo{network_connect_refused, Stage::network, "network.connect_refused", site, until_time, schedule, state, plain,
               "The host refused the connection.",
               "the host accepted connections on that port"},
    ReasonInfo{network_connect_timeout, Stage::network, "network.connect_timeout", network, until_time, schedule, state, plain,
               "Connecting to the host took longer than connect-timeout.",
               "the host accepted the connection in time"},
    ReasonInfo{network_reset, Stage::network, "network.reset", network, until_time, schedule, state, plain,
               "The connection broke before the response was whole.",
               "the host sent a whole response"},
    ReasonInfo{network_tls_expired, Stage::network, "network.tls_expired", site, until_change, schedule, state, plain,
               "The host's certificate has expired.",
               "the host's certificate were renewed"},
    ReasonInfo{network_tls_self_signed, Stage::network, "network.tls_self_signed", site, until_change, schedule, state, plain,
               "The host's certificate is self-signed.",
               "a trusted authority had signed its certificate"},
    ReasonInfo{network_tls_chain, Stage::network, "network.tls_chain", site, until_change, schedule, state, plain,
               "The host's certificate does not lead to a trusted authority.",
               "the host sent a chain of certificates that leads to a trusted authority"},
    ReasonInfo{network_tls_name_mismatch, Stage::network, "network.tls_name_mismatch", site, until_change, schedule, state, plain,
               "The host's certificate is for another name.",
               "its certificate covered the host's name"},
    ReasonInfo{network_tls_protocol, Stage::network, "network.tls_protocol", site, until_change, schedule, state, plain,
               "No TLS connection could be agreed on with the host.",
               "the host offered a TLS version and cipher that we accept"},
    ReasonInfo{network_read_timeout, Stage::network, "network.read_timeout", network, until_time, schedule, state, plain,
               "The first byte took longer than first-byte-timeout.",
               "the host answered in time"},
    ReasonInfo{network_time_budget, Stage::network, "network.time_budget", network, until_time, schedule, state, plain,
               "The whole fetch took longer than fetch-timeout.",
               "the host sent the whole response in time"},
    ReasonInfo{network_too_slow, Stage::network, "network.too_slow", network, until_time, schedule, state, plain,
               "The response came more slowly than min-rate.",
               "the host sent at least min-rate bytes a second"},
    ReasonInfo{network_h2_error, Stage::network, "network.h2_error", site, until_time, schedule, state, plain,
               "The host broke the HTTP/2 protocol.",
               "the host kept to HTTP/2, or offered HTTP/1.1 alone"},

    ReasonInfo{http_invalid_status, Stage::http, "http.invalid_status", site, until_change, schedule, state, plain,
               "The response does not begin with an HTTP status line.",
               "the host answered with an HTTP status line"},
    ReasonInfo{http_invalid_header, Stage::http, "http.invalid_header", site, until_change, schedule, state, plain,
               "The response's header fields break the grammar or a limit.",
               "the response's header were valid and within the limits"},
    ReasonInfo{http_bad_encoding, Stage::http, "http.bad_encoding", site, until_change, filter, page, plain,
               "The response's content encoding is unknown or broken.",
               "the body were sent as its Content-Encoding says, in gzip, deflate, br or zstd"},
    ReasonInfo{http_401, Stage::http, "http.401", site, until_change, filter, page, plain,
               "The page asks for a login (HTTP 401).",
               "the page answered 200 without a login"},
    ReasonInfo{http_403, Stage::http, "http.403", site, until_change, filter, page, plain,
               "The host refuses to serve the page (HTTP 403).",
               "the page answered 200"},
    ReasonInfo{http_404, Stage::http, "http.404", site, until_change, filter, page, plain,
               "The page does not exist (HTTP 404).",
               "the page answered 200"},
    ReasonInfo{http_410, Stage::http, "http.410", site, permanent, filter, page, plain,
               "The page is gone for good (HTTP 410).",
               "the page answered 200"},
    ReasonInfo{http_429, Stage::http, "http.429", site, until_time, filter, page, plain,
               "The host asks for fewer requests (HTTP 429).",
               "the page answered 200"},
    ReasonInfo{http_other_4xx, Stage::http, "http.other_4xx", site, until_change, filter, page, plain,
               "The host says that the request was wrong (HTTP 4xx).",
               "the page answered 200"},
    ReasonInfo{http_5xx, Stage::http, "http.5xx", site, until_time, filter, page, plain,
               "The host failed to serve the page (HTTP 5xx).",
               "the page answered 200"},
    ReasonInfo{http_unexpected_status, Stage::http, "http.unexpected_status", site, until_change, filter, page, plain,
               "The response's status is not 200, nor a redirect or an error that has a reason of its own.",
               "the page answered 200"},

    ReasonInfo{redirect_loop, Stage::redirect, "redirect.loop", site, until_change, filter, page, plain,
               "The URL redirects back to itself, at once or by way of others.",
               "it answered 200, or redirected to a URL that does"},
    ReasonInfo{redirect_bad_target, Stage::redirect, "redirect.bad_target", site, until_change, filter, page, plain,
               "The URL redirects, and its Location is missing or not an http or https URL.",
               "it answered 200, or its Location named an http or https URL"},
    ReasonInfo{redirect_redirected, Stage::redirect, "redirect.redirected", site, until_change, filter, page, plain,
               "The URL redirects to another one, or its page refreshes to it at once.",
               "it answered 200 itself, and its page did not refresh to another URL at once"},

    ReasonInfo{content_crashed, Stage::content, "content.crashed", crawler_limit, until_change, schedule, state, plain,
               "The page ended the crawler's process twice, and was set aside.",
               "a crawler that can read the page took it up again"},
    ReasonInfo{content_sitemap, Stage::content, "content.sitemap", nobody, until_change, filter, page, plain,
               "The response is a sitemap: it was read for the URLs that it names, and is no page.",
               "it were a page"},
    ReasonInfo{content_mime_rejected, Stage::content, "content.mime_rejected", crawler_limit, until_change, filter, page, plain,
               "The response is not HTML.",
               "it were sent as text/html or application/xhtml+xml"},
    ReasonInfo{content_empty, Stage::content, "content.empty", site, until_change, filter, page, plain,
               "The response has no content.",
               "the page had content"},
    ReasonInfo{content_parse_failed, Stage::content, "content.parse_failed", crawler_limit, until_change, filter, page, plain,
               "The page's HTML is larger than the parser takes, 128 MiB.",
               "the page were smaller"},
    ReasonInfo{content_needs_js, Stage::content, "content.needs_js", crawler_limit, until_change, filter, page, tells_values,
               "The page's text comes only when its scripts run, and none are run here.",
               "the text stood in the page's HTML"},
    ReasonInfo{content_soft_404, Stage::content, "content.soft_404", site, until_change, filter, page, tells_values,
               "The page was answered with 200 and says that it does not exist.",
               "it had content of its own"},

    ReasonInfo{directive_noindex_meta, Stage::directive, "directive.noindex_meta", site, until_change, filter, page, tells_values,
               "A meta element of the page says noindex.",
               "the page's meta elements did not say noindex"},
    ReasonInfo{directive_noindex_header, Stage::directive, "directive.noindex_header", site, until_change, filter, page, tells_values,
               "The X-Robots-Tag header says noindex.",
               "the X-Robots-Tag header did not say noindex"},
    ReasonInfo{directive_unavailable_after, Stage::directive, "directive.unavailable_after", site, until_change, filter, page, tells_values,
               "The page asked not to be indexed after a time that is past.",
               "the time of its unavailable_after were later, or left out"},

    ReasonInfo{duplicate_canonical_elsewhere, Stage::duplicate, "duplicate.canonical_elsewhere", site, until_change, filter, page, plain,
               "The page names another URL as its canonical one.",
               "the canonical pointed here, or were left out"},

    ReasonInfo{quality_spam_score, Stage::quality, "quality.spam_score", site, until_change, filter, page, tells_values,
               "The page's content scores as spam.",
               "its spam score were below the threshold"},

    ReasonInfo{history_too_old, Stage::history, "history.too_old", nobody, until_change, filter, today, tells_values,
               "The last crawl is older than the age cutoff.",
               "it were crawled again"},

    ReasonInfo{filter_condition_failed, Stage::filter, "filter.condition_failed", operator_config, until_change, filter, today, tells_values,
               "A filter of the store's configuration fails.",
               "the filter's condition held, or the filter were switched off"},
    ReasonInfo{filter_unknown, Stage::filter, "filter.unknown", operator_config, until_change, filter, today, tells_values,
               "A filter cannot be decided, because a value that it needs is not known or its condition does not run.",
               "the values that the filter needs were known and its condition ran"},
};
// clang-format on

constexpr bool rows_follow_the_enumerators() {
  for (size_t i = 0; i < kReasons.size(); ++i) {
    if (kReasons[i].reason != static_cast<Reason>(i)) return false;
  }
  return kReasons.size() == static_cast<size_t>(filter_unknown) + 1;
}
static_assert(rows_follow_the_enumerators(), "the catalogue has one row an enumerator, in the enumerators' order");

constexpr std::array<std::string_view, 16> kStages = {
    "input", "shard",    "discovery", "scope",     "ban",       "robots",  "schedule", "network",
    "http",  "redirect", "content",   "directive", "duplicate", "quality", "history",  "filter"};

constexpr bool codes_begin_with_their_stage() {
  for (const ReasonInfo& row : kReasons) {
    if (row.code.substr(0, row.code.find('.')) != kStages[static_cast<size_t>(row.stage)]) return false;
  }
  return true;
}
static_assert(codes_begin_with_their_stage(), "a code is written stage.code");

}  // namespace

std::span<const ReasonInfo> reasons() {
  return kReasons;
}

const ReasonInfo& info(Reason reason) {
  return kReasons[static_cast<size_t>(reason)];
}

std::optional<Reason> reason_from_code(std::string_view code) {
  for (const ReasonInfo& row : kReasons) {
    if (row.code == code) return row.reason;
  }
  return std::nullopt;
}

std::string_view name(Stage stage) {
  return kStages[static_cast<size_t>(stage)];
}

std::string_view name(Blame blame) {
  switch (blame) {
    case site:
      return "site";
    case operator_config:
      return "operator-config";
    case crawler_limit:
      return "crawler-limit";
    case network:
      return "network";
    case nobody:
      return "nobody";
  }
  return "";
}

std::string_view name(Permanence permanence) {
  switch (permanence) {
    case permanent:
      return "permanent";
    case until_time:
      return "until-time";
    case until_change:
      return "until-change";
  }
  return "";
}

std::string_view name(Blocks blocks) {
  switch (blocks) {
    case filter:
      return "filter";
    case robots:
      return "robots";
    case schedule:
      return "schedule";
    case lookup:
      return "lookup";
  }
  return "";
}

std::string_view name(Source source) {
  switch (source) {
    case question:
      return "question";
    case state:
      return "state";
    case page:
      return "page";
    case today:
      return "today";
  }
  return "";
}

}  // namespace lycosa::inline reason
