#include "frontier/host_queue.h"

#include <gtest/gtest.h>

namespace lycosa::inline frontier {
namespace {

constexpr Timestamp kNow{1'700'000'000'000};

std::string all(HostQueue& queue, Timestamp now) {
  std::string order;
  while (const auto url = queue.pop(now)) order += url->unparsed;
  return order;
}

TEST(HostQueue, KeepsTheOrderAndLetsThoseGoFirstWhoseTimeHasCome) {
  HostQueue queue;
  for (const char* url : {"a", "b"}) queue.push({url});
  queue.push_first({"c"});
  queue.push_delayed({"later"}, kNow + 10);
  queue.push_delayed({"soon"}, kNow);
  EXPECT_EQ(queue.size(), 5u);
  EXPECT_EQ(queue.due(), Timestamp{});
  EXPECT_EQ(all(queue, kNow), "sooncab");
  EXPECT_EQ(queue.due(), kNow + 10);
  EXPECT_EQ(all(queue, kNow + 10), "later");
  EXPECT_FALSE(queue.due());
}

TEST(HostQueue, CountsWhatIsKeptElsewhereAndWantsItWhenItIsEmpty) {
  HostQueue queue(2);
  for (const char* url : {"a", "b", "c", "d", "e"}) queue.push({url});
  EXPECT_EQ(queue.size(), 5u);
  EXPECT_FALSE(queue.wants());
  EXPECT_EQ(queue.pop(kNow)->unparsed, "a");
  queue.push({"f"});  // behind c, d and e, so not here
  EXPECT_EQ(all(queue, kNow), "b");
  EXPECT_TRUE(queue.wants());
  EXPECT_FALSE(queue.due()) << "nothing can be leased before it was refilled";
  queue.refill({{"c"}, {"d"}}, 2);
  EXPECT_FALSE(queue.wants());
  EXPECT_EQ(all(queue, kNow), "cd");
  queue.refill({{"e"}, {"f"}}, 0);
  EXPECT_EQ(all(queue, kNow), "ef");
  EXPECT_FALSE(queue.wants());
  EXPECT_EQ(queue.size(), 0u);
}

TEST(LevelOf, IsTheDepthAndWhatASitemapSays) {
  const int64_t now = kNow.seconds();
  struct Case {
    int64_t depth;
    std::optional<double> priority;
    std::optional<int64_t> lastmod;
    int level;
  };
  for (const Case& test : {Case{0, {}, {}, 0}, Case{3, {}, {}, 3}, Case{4095, {}, {}, 10}, Case{3, 1.0, {}, 1},
                           Case{3, 0.5, {}, 3}, Case{3, 0.0, {}, 5}, Case{0, 1.0, {}, 0}, Case{3, -7.0, {}, 5},
                           Case{3, {}, now - 86'400, 2}, Case{3, {}, now - 30 * 86'400, 3}, Case{3, 0.8, now, 1}}) {
    EXPECT_EQ(level_of(test.depth, test.priority, test.lastmod, kNow), test.level) << test.depth;
  }
}

TEST(HostQueue, PrefersABetterLevelButLetsNobodyWaitForEver) {
  HostQueue queue;
  const auto push = [&](const std::string& url, uint8_t level) {
    QueuedUrl queued{url};
    queued.level = level;
    queue.push(std::move(queued));
  };
  push("deep", 2);
  push("near", 0);
  push("nearer the end", 1);
  EXPECT_EQ(queue.pop(kNow)->unparsed, "near");
  for (int i = 0; i < 1000; ++i) push(std::to_string(i), 0);
  int passed = 0;
  while (queue.pop(kNow)->unparsed != "deep") ++passed;
  EXPECT_GT(passed, 100) << "a better level goes before it";
  EXPECT_LE(passed, 201) << "for a while";
}

}  // namespace
}  // namespace lycosa::inline frontier
