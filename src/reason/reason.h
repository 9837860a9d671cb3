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

enum class Blame { site, operator_config, crawler_limit, network, nobody };
enum class Permanence { permanent, until_time, until_change };
// How a reason keeps a page out: the index filters, robots, the schedule, or as an answer to the question itself.
enum class Blocks { filter, robots, schedule, lookup };

struct ReasonInfo {
  Reason reason;
  std::string_view code;  // "robots.disallowed"
  Blame blame;
  Permanence permanence;
  Blocks blocks;
  std::string_view sentence;  // what happened, for a person
  std::string_view remedy;    // what would change it: the last half of a counterfactual, after «would be ... if»
};

// The whole catalogue, in order of precedence.
std::span<const ReasonInfo> reasons();
const ReasonInfo& info(Reason reason);
inline std::string_view code(Reason reason) {
  return info(reason).code;
}
std::optional<Reason> reason_from_code(std::string_view code);

std::string_view name(Blame blame);            // "site", "operator-config", ...
std::string_view name(Permanence permanence);  // "permanent", "until-time", "until-change"
std::string_view name(Blocks blocks);

}  // namespace lycosa::inline reason
