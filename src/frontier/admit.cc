// What goes into a frontier: the store's rows at the start, then every URL that is named.
#include <algorithm>

#include "frontier/restate.h"
#include "frontier/retry.h"
#include "frontier/state.h"

namespace lycosa::inline frontier {
namespace {

bool can_be_undone(const SeenMark& mark, const Candidate& candidate) {
  if (mark.state != SeenState::refused || !mark.reason) return false;
  if (candidate.beyond_scope && mark.reason == Reason::scope_off_scope) return true;
  return info(*mark.reason).has(ReasonTrait::undone_by_link);
}

uint16_t depth_mark(int64_t depth) {
  return static_cast<uint16_t>(std::min<int64_t>(depth, SeenMark::kMaxDepth));
}

uint8_t hops_mark(int64_t hops) {
  return static_cast<uint8_t>(std::min<int64_t>(hops, SeenMark::kMaxHops));
}

SeenMark mark_of(const SeenRow& row) {
  SeenMark mark;
  mark.state = row.state;
  if (row.reason) mark.reason = reason_from_code(*row.reason);
  mark.depth = depth_mark(row.depth);
  mark.hops = hops_mark(row.hops);
  mark.role = row.role;
  return mark;
}

DiscoveryRow discovery_of(const Candidate& candidate, Timestamp now) {
  DiscoveryRow row;
  row.key = *candidate.key;
  row.how = candidate.how;
  row.source = candidate.source;
  row.stamp_ms = now.ms;
  row.depth = candidate.depth;
  row.hops = candidate.hops;
  row.nofollow = candidate.nofollow ? 1 : 0;
  row.lastmod_stamp = candidate.lastmod_stamp;
  row.priority = candidate.priority;
  row.ver = now.ms;
  return row;
}

QueuedUrl queued(const Candidate& candidate, Timestamp now) {
  QueuedUrl url{candidate.key->unparsed};
  url.level = level_of(candidate.depth, candidate.priority, candidate.lastmod_stamp, now);
  return url;
}

bool is_nearer(const Candidate& candidate, const SeenMark& known) {
  return !candidate.nofollow && depth_mark(candidate.depth) < known.depth;
}

}  // namespace

void Frontier::State::enqueue(const UrlKey& key, QueuedUrl url, std::optional<Timestamp> due) {
  if (only && !only->contains(url.unparsed)) return;
  Host& host = hosts.of(key);
  if (due) {
    host.queue.push_delayed(std::move(url), *due);
  } else {
    host.queue.push(std::move(url));
  }
  hosts.reschedule(host);
}

Result<void> Frontier::restore(const SeenRow& stored, Discovery how, Timestamp now, bool has_place) {
  State& s = *state_;
  const auto url = parse_unparsed(stored.key.unparsed);
  if (!url) return bad_key(stored.key.unparsed);
  SeenRow row = stored;
  if (auto changed = restated(s.rules, s.config.allow_private, stored, *url, how, now, has_place)) {
    row = std::move(*changed);
    s.changes.push_back(row);
  }
  SeenMark mark = mark_of(row);
  // What robots.txt disallowed is asked about anew when its turn comes; its row changes only if the answer does.
  const bool waits = row.state == SeenState::queued || row.state == SeenState::leased ||
                     row.state == SeenState::retry ||
                     (row.state == SeenState::refused && mark.reason == Reason::robots_disallowed);
  if (!waits) {
    s.seen.set(row.key.unparsed, mark);
    return {};
  }
  mark.state = SeenState::queued;
  if (mark.reason != Reason::content_crashed) mark.reason.reset();
  s.seen.set(row.key.unparsed, mark);
  std::optional<Timestamp> due;
  // What waited for its host alone waits for it by the host's own row.
  const bool by_itself = row.state == SeenState::retry || !row.reason;
  if (by_itself && row.next_due_stamp_ms && *row.next_due_stamp_ms > now.ms) {
    due = Timestamp{*row.next_due_stamp_ms};
  }
  QueuedUrl queued_url{row.key.unparsed, static_cast<uint8_t>(std::min<int64_t>(row.attempts, 255))};
  queued_url.level = level_of(row.depth, {}, {}, now);
  s.enqueue(row.key, std::move(queued_url), due);
  return {};
}

// When a URL that was just named can first be fetched; nothing for at once.
std::optional<Timestamp> Frontier::State::first_due(const Candidate& candidate, Timestamp now) const {
  if (!candidate.not_before || *candidate.not_before <= now) return std::nullopt;
  return std::min(*candidate.not_before, now + to_ms(config.retry_after_max));
}

// A URL that is new, or whose refusal this way of naming it may undo.
Admitted Frontier::State::admit_anew(const Candidate& candidate, const std::optional<SeenMark>& known, Timestamp now) {
  Admitted admitted;
  const auto refusal = rules.refuse(candidate);
  // Who refuses a sitemap for its place has looked at it more closely than a rule that refuses it now.
  const bool stays = known && refusal && (refusal->reason == known->reason || is_by_place(known->reason));
  if (stays && !is_nearer(candidate, *known)) return admitted;
  SeenMark mark;
  mark.depth = depth_mark(candidate.depth);
  mark.hops = hops_mark(candidate.hops);
  mark.role = candidate.role;
  if (refusal) {
    mark.state = SeenState::refused;
    mark.reason = refusal->reason;
  }
  seen.set(candidate.key->unparsed, mark);
  admitted.seen = row_of(*candidate.key, mark, now);
  if (refusal) {
    admitted.seen->evidence = refusal->evidence;
  } else {
    const std::optional<Timestamp> due = first_due(candidate, now);
    if (due) admitted.seen->next_due_stamp_ms = due->ms;
    enqueue(*candidate.key, queued(candidate, now), due);
  }
  admitted.discovery = discovery_of(candidate, now);
  return admitted;
}

// A URL that is known: what may change is its depth, that it turns out to be a sitemap, and that it is wanted again.
Admitted Frontier::State::admit_again(const Candidate& candidate, SeenMark mark, Timestamp now) {
  Admitted admitted;
  const bool nearer = is_nearer(candidate, mark);
  const bool new_role = candidate.role != Role::page && mark.role == Role::page;
  if (candidate.how != Discovery::link || nearer) admitted.discovery = discovery_of(candidate, now);
  const bool again = candidate.again && mark.state == SeenState::crawled;
  if (!nearer && !new_role && !again) return admitted;
  if (nearer) {
    mark.depth = depth_mark(candidate.depth);
    mark.hops = hops_mark(candidate.hops);
  }
  if (new_role) mark.role = candidate.role;
  admitted.change = SeenChange{*candidate.key, mark.depth, mark.hops, mark.role, false, {}, {}};
  if (mark.state == SeenState::crawled) {
    // A page's links are in the store. What a sitemap names is not, so that it has to be read once more.
    admitted.change->queue = again || mark.role != Role::page;
    admitted.links_again = nearer && mark.role == Role::page;
    if (admitted.change->queue) {
      mark.state = SeenState::queued;
      mark.reason.reset();
      enqueue(*candidate.key, queued(candidate, now), std::nullopt);
    }
  }
  seen.set(candidate.key->unparsed, mark);
  return admitted;
}

Result<Admitted> Frontier::admit(const Candidate& candidate, Timestamp now) {
  const auto known = state_->seen.find(candidate.key->unparsed);
  if (!known || can_be_undone(*known, candidate)) return state_->admit_anew(candidate, known, now);
  return state_->admit_again(candidate, *known, now);
}

}  // namespace lycosa::inline frontier
