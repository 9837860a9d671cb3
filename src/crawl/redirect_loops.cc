#include "crawl/redirect_loops.h"

#include <utility>

#include "base/hash.h"

namespace lycosa::inline crawl {
namespace {

// Of one walk, and of all: some megabytes of keys. What is not remembered is walked again.
constexpr size_t kRememberedOfAWalk = 4096;
constexpr size_t kRemembered = 16384;
constexpr size_t kNamed = 1u << 20;

}  // namespace

void RedirectLoops::suspect(UrlKey key, int64_t after) {
  suspects_.push_back({std::move(key), after});
}

void RedirectLoops::put_off(size_t from, int64_t after) {
  for (size_t i = from; i < suspects_.size(); ++i) suspects_[i].after = after;
}

bool RedirectLoops::is_due(int64_t readable) const {
  return !suspects_.empty() && suspects_.front().after <= readable;
}

Result<std::vector<LoopMember>> RedirectLoops::step(int64_t readable, size_t look_ups,
                                                    const RedirectTarget& target_of) {
  std::vector<LoopMember> members;
  for (size_t i = 0; i < look_ups && is_due(readable); ++i) {
    if (!walk_) begin();
    auto goes_on = advance(target_of, members);
    if (!goes_on) return goes_on.unexpected();
    if (*goes_on) continue;
    walk_.reset();
    suspects_.pop_front();
  }
  return members;
}

void RedirectLoops::begin() {
  Walk& walk = walk_.emplace(Walk());
  walk.at = walk.mark = suspects_.front().key;
}

// One look-up further. False when the suspect is done with.
Result<bool> RedirectLoops::advance(const RedirectTarget& target_of, std::vector<LoopMember>& members) {
  const UrlKey& first = suspects_.front().key;
  if (walk_->phase == Phase::searching) {
    if (walk_->steps == 0 && named_.contains(siphash63(first.unparsed))) return false;
    return search_on(target_of);
  }
  auto target = target_of(walk_->at);
  if (!target) return target.unexpected();
  // What was remembered can have changed: then it is no loop, or another walk's.
  if (!*target || (walk_->phase == Phase::naming && walk_->steps == walk_->length)) return false;
  ++walk_->steps;
  if (walk_->phase == Phase::naming) {
    if (named_.size() >= kNamed) named_.clear();
    named_.insert(siphash63(walk_->at.unparsed));
    members.push_back({walk_->at, **target, walk_->length});
  }
  walk_->at = std::move(**target);
  if (walk_->at != first) return walk_->phase == Phase::naming || !came_back(walk_->at);
  if (walk_->phase == Phase::naming) return false;
  walk_->length = walk_->steps;
  walk_->steps = 0;
  walk_->phase = Phase::naming;
  // A URL that redirects to itself says so by its own answer.
  return walk_->length > 1;
}

// Until it is back where it began: then the loop is counted.
Result<bool> RedirectLoops::search_on(const RedirectTarget& target_of) {
  Walk& walk = *walk_;
  const UrlKey& first = suspects_.front().key;
  UrlKey next;
  const auto known = ends_.find(walk.at.unparsed);
  if (known != ends_.end()) {
    next = known->second;
  } else {
    auto target = target_of(walk.at);
    if (!target) return target.unexpected();
    if (!*target) {
      remember_end();
      return false;
    }
    if (walk.met.size() < kRememberedOfAWalk) walk.met.push_back(walk.at);
    next = std::move(**target);
  }
  ++walk.steps;
  walk.at = std::move(next);
  if (walk.at != first) return !came_back(walk.at);
  UrlKey again = walk.at;
  walk = Walk{.phase = Phase::counting, .at = again, .mark = again};
  return true;
}

// Every URL of this chain led to where it ends now. When that one redirects too, later, walks go on from there.
void RedirectLoops::remember_end() {
  if (ends_.size() > kRemembered) ends_.clear();
  for (UrlKey& key : walk_->met) ends_.insert_or_assign(std::move(key.unparsed), walk_->at);
}

// Whether the walk is in a loop that its first URL is no member of.
bool RedirectLoops::came_back(const UrlKey& next) {
  if (next == walk_->mark) return true;
  if (walk_->steps == walk_->next_mark) {
    walk_->mark = next;
    walk_->next_mark *= 2;
  }
  return false;
}

}  // namespace lycosa::inline crawl
