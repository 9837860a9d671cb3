// What goes into a frontier: the store's rows at the start, then every URL that is named.
#include <algorithm>

#include "frontier/state.h"

namespace lycosa::inline frontier {
namespace {

bool can_be_undone(const std::optional<Reason>& reason) {
  return reason && info(*reason).has(ReasonTrait::undone_by_link);
}

SeenMark mark_of(const SeenRow& row) {
  SeenMark mark;
  mark.state = row.state;
  if (row.reason) mark.reason = reason_from_code(*row.reason);
  mark.depth = static_cast<uint16_t>(std::min<int64_t>(row.depth, SeenMark::kMaxDepth));
  mark.hops = static_cast<uint8_t>(std::min<int64_t>(row.hops, SeenMark::kMaxHops));
  mark.sitemap = row.role == Role::sitemap;
  return mark;
}

DiscoveryRow discovery_of(const Candidate& candidate, Timestamp now) {
  DiscoveryRow row;
  row.key = *candidate.key;
  row.how = candidate.how;
  row.source = candidate.referrer;
  row.stamp_ms = now.ms;
  row.depth = candidate.depth;
  row.hops = candidate.hops;
  row.nofollow = candidate.nofollow ? 1 : 0;
  row.ver = now.ms;
  return row;
}

}  // namespace

void Frontier::State::enqueue(const UrlKey& key, QueuedUrl url, std::optional<Timestamp> due) {
  Host& host = hosts.of(key);
  if (due) {
    host.queue.push_delayed(std::move(url), *due);
  } else {
    host.queue.push(std::move(url));
  }
  hosts.reschedule(host);
}

Result<void> Frontier::restore(const SeenRow& row, Discovery how, Timestamp now) {
  State& s = *state_;
  SeenMark mark = mark_of(row);
  const auto url = parse_unparsed(row.key.unparsed);
  if (!url) return bad_key(row.key.unparsed);
  // What only another link can undo stays; everything else that is not done is judged by today's rules.
  const bool done = row.state == SeenState::crawled || row.state == SeenState::failed;
  if (done || (row.state == SeenState::refused && mark.reason == Reason::discovery_link_nofollow_only)) {
    s.seen.set(row.key.unparsed, mark);
    return {};
  }
  Candidate candidate;
  candidate.url = &*url;
  candidate.key = &row.key;
  candidate.how = how;
  candidate.depth = static_cast<int>(row.depth);
  candidate.hops = static_cast<int>(row.hops);
  const auto refusal = s.rules.refuse(candidate);
  if (refusal || (mark.reason == Reason::ban_private_address && !s.config.allow_private)) {
    const Reason reason = refusal ? refusal->reason : *mark.reason;
    if (refusal && (row.state != SeenState::refused || mark.reason != reason)) {
      SeenRow changed = row;
      changed.state = SeenState::refused;
      changed.reason = std::string(code(reason));
      changed.evidence = refusal->evidence;
      changed.next_due_stamp_ms.reset();
      changed.ver = now.ms;
      s.changes.push_back(std::move(changed));
    }
    mark.state = SeenState::refused;
    mark.reason = reason;
    s.seen.set(row.key.unparsed, mark);
    return {};
  }
  // robots.disallowed is asked anew when its turn comes; its row changes only if the answer does.
  mark.state = SeenState::queued;
  mark.reason.reset();
  s.seen.set(row.key.unparsed, mark);
  std::optional<Timestamp> due;
  if (row.state == SeenState::retry && row.next_due_stamp_ms && *row.next_due_stamp_ms > now.ms) {
    due = Timestamp{*row.next_due_stamp_ms};
  }
  s.enqueue(row.key, {row.key.unparsed, static_cast<uint8_t>(std::min<int64_t>(row.attempts, 255))}, due);
  return {};
}

Result<Admitted> Frontier::admit(const Candidate& candidate, Timestamp now) {
  State& s = *state_;
  const std::string& unparsed = candidate.key->unparsed;
  const auto known = s.seen.find(unparsed);
  if (known && !(known->state == SeenState::refused && can_be_undone(known->reason))) return Admitted{};
  const auto refusal = s.rules.refuse(candidate);
  if (known && refusal && refusal->reason == known->reason) return Admitted{};

  SeenMark mark;
  mark.depth = static_cast<uint16_t>(std::min(candidate.depth, SeenMark::kMaxDepth));
  mark.hops = static_cast<uint8_t>(std::min(candidate.hops, SeenMark::kMaxHops));
  mark.sitemap = candidate.sitemap_file;
  if (refusal) {
    mark.state = SeenState::refused;
    mark.reason = refusal->reason;
  }
  SeenRow row = row_of(*candidate.key, mark, now);
  if (refusal) row.evidence = refusal->evidence;
  s.seen.set(unparsed, mark);
  if (!refusal) s.enqueue(row.key, {unparsed}, std::nullopt);
  Admitted admitted{std::move(row), std::nullopt};
  if (!known) admitted.discovery = discovery_of(candidate, now);
  return admitted;
}

}  // namespace lycosa::inline frontier
