#include "frontier/restate.h"

namespace lycosa::inline frontier {
namespace {

bool is_done(SeenState state) {
  return state == SeenState::crawled || state == SeenState::failed;
}

// Whether a refusal is not one of today's rules to lift. Those by a sitemap's place are for who knows the places.
bool stays_refused(const std::optional<Reason>& reason, bool allow_private, bool has_place) {
  if (reason == Reason::ban_private_address) return !allow_private;
  if (is_by_place(reason)) return !has_place;
  return !reason || stage(*reason) == Stage::robots;
}

}  // namespace

bool is_by_place(const std::optional<Reason>& reason) {
  return reason == Reason::scope_sitemap_depth || reason == Reason::scope_host_sitemaps;
}

std::optional<SeenRow> restated(const Rules& rules, bool allow_private, const SeenRow& row, const Url& url,
                                Discovery how, Timestamp now, bool has_place) {
  const std::optional<Reason> reason = reason_from_code(row.reason.value_or(""));
  const bool refused = row.state == SeenState::refused;
  if (is_done(row.state) || (refused && reason == Reason::discovery_link_nofollow_only)) return std::nullopt;
  Candidate candidate;
  candidate.url = &url;
  candidate.key = &row.key;
  candidate.how = how;
  candidate.depth = static_cast<int>(row.depth);
  candidate.hops = static_cast<int>(row.hops);
  candidate.beyond_scope = row.role == Role::sitemap && reason != Reason::scope_off_scope;
  const std::optional<Refusal> refusal = rules.refuse(candidate);
  const bool stays = refusal ? refused && row.reason == code(refusal->reason)
                             : !refused || stays_refused(reason, allow_private, has_place);
  if (stays) return std::nullopt;
  SeenRow changed = row;
  changed.state = refusal ? SeenState::refused : SeenState::queued;
  changed.reason.reset();
  changed.evidence.reset();
  if (refusal) {
    changed.reason = std::string(code(refusal->reason));
    changed.evidence = refusal->evidence;
  }
  changed.next_due_stamp_ms.reset();
  changed.ver = now.ms;
  return changed;
}

}  // namespace lycosa::inline frontier
