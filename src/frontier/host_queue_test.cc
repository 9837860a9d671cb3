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

}  // namespace
}  // namespace lycosa::inline frontier
