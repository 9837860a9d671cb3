#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lycosa::inline reason {

// Why a URL was not crawled or is not indexable: one enumerator a cause, one row of the catalogue each (reason.cc).
// Rows are in order of precedence: of several reasons that hold, the first that blocks is the decisive one.
// A code is written `stage.code`, on every surface. The program emits no code that is not here.
enum class Reason {
  // input: the text given is not a URL that can be asked about
  input_bad_url,
  input_unsupported_scheme,
  input_too_long,
  // shard
  shard_unreachable,
  // discovery
  discovery_never_seen,
  discovery_link_nofollow_only,
  // scope
  scope_off_scope,
  scope_exclude_rule,
  scope_not_in_include_rule,
  scope_depth,
  scope_hop_limit,
  scope_path_segments,
  scope_path_repetition,
  scope_sitemap_depth,
  scope_host_sitemaps,
  // ban
  ban_host,
  ban_domain,
  ban_private_address,
  // robots
  robots_disallowed,
  robots_unreachable_5xx,
  robots_unreachable_network,
  // schedule
  schedule_queued,
  schedule_politeness_wait,
  schedule_retry_wait,
  schedule_leased,
  schedule_budget_exhausted,
  // network: no answer came
  network_dns_nxdomain,
  network_dns_servfail,
  network_dns_timeout,
  network_connect_refused,
  network_connect_timeout,
  network_reset,
  network_tls_expired,
  network_tls_self_signed,
  network_tls_chain,
  network_tls_name_mismatch,
  network_tls_protocol,
  network_read_timeout,
  network_time_budget,
  network_too_slow,
  network_h2_error,
  // http: the answer is not one that can be kept as a page
  http_invalid_status,
  http_invalid_header,
  http_bad_encoding,
  http_401,
  http_403,
  http_404,
  http_410,
  http_429,
  http_other_4xx,
  http_5xx,
  http_unexpected_status,
  // redirect
  redirect_loop,
  redirect_bad_target,
  redirect_redirected,
  // content
  content_crashed,
  content_sitemap,
  content_mime_rejected,
  content_empty,
  content_parse_failed,
  content_needs_js,
  content_soft_404,
  // directive
  directive_noindex_meta,
  directive_noindex_header,
  directive_unavailable_after,
  // duplicate
  duplicate_canonical_elsewhere,
  // quality
  quality_spam_score,
  // history
  history_too_old,
  // filter: a condition of the operator's own
  filter_condition_failed,
  filter_unknown,
};

// The way of a URL through the crawler, in order; the first word of a code.
enum class Stage {
  input,
  shard,
  discovery,
  scope,
  ban,
  robots,
  schedule,
  network,
  http,
  redirect,
  content,
  directive,
  duplicate,
  quality,
  history,
  filter
};
enum class Blame { site, operator_config, crawler_limit, network, nobody };
enum class Permanence { permanent, until_time, until_change };
// How a reason keeps a page out: the index filters, robots, the schedule, or as an answer to the question itself.
enum class Blocks { filter, robots, schedule, lookup };
// Where it stands that a reason holds: in the question alone, in the URL's row of `seen`, in the page's rows, or in
// none of them but in the bans, robots.txt, filters and time of the moment at which it is asked about.
enum class Source { question, state, page, today };
enum class ReasonTrait : uint8_t {
  plain = 0,
  undone_by_link = 1,  // a refusal that another link, a nearer one or a followed one, can undo
  tells_values = 2,    // its evidence has the values that were compared, so that a counterfactual repeats it
};

constexpr ReasonTrait operator|(ReasonTrait a, ReasonTrait b) {
  return static_cast<ReasonTrait>(static_cast<uint8_t>(a) | static_cast<uint8_t>(b));
}

struct ReasonInfo {
  Reason reason;
  Stage stage;
  std::string_view code;  // "robots.disallowed"
  Blame blame;
  Permanence permanence;
  Blocks blocks;
  Source source;
  ReasonTrait traits;
  std::string_view sentence;  // what happened, for a person
  std::string_view remedy;    // what would change it: the last half of a counterfactual, after «would be ... if»

  bool passes_by_itself() const { return permanence == Permanence::until_time; }
  bool has(ReasonTrait trait) const { return (traits | trait) == traits; }
};

// The whole catalogue, in order of precedence.
std::span<const ReasonInfo> reasons();
const ReasonInfo& info(Reason reason);
inline std::string_view code(Reason reason) {
  return info(reason).code;
}
std::optional<Reason> reason_from_code(std::string_view code);
inline Stage stage(Reason reason) {
  return info(reason).stage;
}

// The reason why an answer with this status is not a page that can be indexed; nothing for 200. Any three digits make a
// status line (RFC 9112, section 4), so that only what is no such number is an invalid status.
std::optional<Reason> reason_for_status(int64_t status);
// 301, 302, 303, 307 and 308, whose Location is followed (RFC 9110, section 15.4).
inline bool is_redirect_status(int64_t status) {
  return reason_for_status(status) == Reason::redirect_redirected;
}
// Whether an answer with this status carries the content that was asked for: 2xx but for 204 and 205, which have none,
// and 206, a part of it that nobody asked for (RFC 9110, section 15.3). Such content is read; whether the page can be
// indexed is the filters' business.
constexpr bool has_content(int64_t status) {
  return status >= 200 && status < 300 && status != 204 && status != 205 && status != 206;
}
// "HTTP 404": the evidence that an answer gives, wherever its status is the reason.
std::string status_evidence(int64_t status);

std::string_view name(Stage stage);            // "input", ...
std::string_view name(Blame blame);            // "site", "operator-config", ...
std::string_view name(Permanence permanence);  // "permanent", "until-time", "until-change"
std::string_view name(Blocks blocks);
std::string_view name(Source source);

}  // namespace lycosa::inline reason
