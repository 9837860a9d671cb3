#include "crawl/redirect_loops.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace lycosa::inline crawl {
namespace {

using testing::IsEmpty;

// Redirects from number to number.
class Redirects : public testing::Test {
 protected:
  static UrlKey key(int number) { return {1, "a!/" + std::to_string(number) + " h80"}; }

  void redirect(int from, int to) { targets_[key(from).unparsed] = key(to); }

  // Members found by steps of some look-ups, each once.
  std::map<std::string, uint64_t> find(RedirectLoops& loops, size_t look_ups_a_step = 7) {
    std::map<std::string, uint64_t> found;
    for (int steps = 0; loops.is_due(0); ++steps) {
      if (steps > 1'000'000) {
        ADD_FAILURE() << "it does not end";
        break;
      }
      const size_t before = look_ups_;
      const auto members = loops.step(0, look_ups_a_step, [this](const UrlKey& from) -> Result<std::optional<UrlKey>> {
        ++look_ups_;
        const auto at = targets_.find(from.unparsed);
        return at == targets_.end() ? std::optional<UrlKey>() : std::optional(at->second);
      });
      EXPECT_LE(look_ups_ - before, look_ups_a_step);
      for (const LoopMember& member : *members) {
        EXPECT_EQ(member.target.unparsed, targets_.at(member.key.unparsed).unparsed);
        EXPECT_TRUE(found.emplace(member.key.unparsed, member.length).second) << member.key.unparsed << " came twice";
      }
    }
    return found;
  }

  std::map<std::string, UrlKey> targets_;
  size_t look_ups_ = 0;
};

TEST_F(Redirects, ALoopOfAnyLengthIsNamedWhole) {
  for (const int length : {2, 3, 64, 201, 5000}) {
    targets_.clear();
    for (int i = 0; i < length; ++i) redirect(i, (i + 1) % length);
    RedirectLoops loops;
    loops.suspect(key(length / 2), 0);
    const auto found = find(loops);
    EXPECT_EQ(found.size(), static_cast<size_t>(length));
    for (const auto& [member, told] : found) EXPECT_EQ(told, static_cast<uint64_t>(length));
  }
}

TEST_F(Redirects, EveryMemberMayBeSuspectedAndTheLoopIsWalkedOnce) {
  RedirectLoops loops;
  for (int i = 0; i < 1000; ++i) {
    redirect(i, (i + 1) % 1000);
    loops.suspect(key(i), 0);
  }
  EXPECT_EQ(find(loops).size(), 1000u);
  EXPECT_LT(look_ups_, 4000u);
}

TEST_F(Redirects, WhatLeadsIntoALoopIsNoMember) {
  for (int i = 0; i < 100; ++i) redirect(i, i + 1);
  redirect(100, 60);
  RedirectLoops loops;
  loops.suspect(key(0), 0);
  EXPECT_THAT(find(loops), IsEmpty());
  loops.suspect(key(70), 0);
  EXPECT_EQ(find(loops).size(), 41u);
}

TEST_F(Redirects, AUrlThatRedirectsToItselfIsNotNamedHere) {
  redirect(1, 1);
  RedirectLoops loops;
  loops.suspect(key(1), 0);
  EXPECT_THAT(find(loops), IsEmpty());
}

// A site whose pages are crawled from the end of a chain to its beginning.
TEST_F(Redirects, ManyRedirectsIntoOneLongChainCostAFewLookUpsEach) {
  RedirectLoops loops;
  for (int i = 1; i <= 10000; ++i) {
    redirect(i, i - 1);
    loops.suspect(key(i), 0);
    EXPECT_THAT(find(loops), IsEmpty());
  }
  EXPECT_LT(look_ups_, 50000u);
  redirect(0, 10000);
  loops.suspect(key(0), 0);
  EXPECT_EQ(find(loops, 500).size(), 10001u);
}

TEST_F(Redirects, WaitsUntilWhatWasWrittenCanBeRead) {
  redirect(0, 1);
  redirect(1, 0);
  RedirectLoops loops;
  loops.suspect(key(0), 0);
  loops.put_off(0, 5);
  EXPECT_FALSE(loops.is_due(4));
  EXPECT_TRUE(loops.is_due(5));
  EXPECT_EQ(loops.waiting(), 1u);
}

}  // namespace
}  // namespace lycosa::inline crawl
