#include "crawl/fair_queue.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace lycosa::inline crawl {
namespace {

std::unique_ptr<PageWork> page_of(const std::string& host) {
  auto work = std::make_unique<PageWork>();
  work->own.key.unparsed = "example," + host + "!/ h80";
  return work;
}

std::string host_of(const PageWork& work) {
  const std::string& key = work.own.key.unparsed;
  return key.substr(8, key.find('!') - 8);
}

// Reads everything with one worker. A page of `a` costs 1000 ms, any other 10 ms. Gives the hosts in their order.
std::vector<std::string> read_all(FairQueue& queue) {
  std::vector<std::string> order;
  while (auto work = queue.pop()) {
    order.push_back(host_of(*work));
    work->cpu_ms = order.back() == "a" ? 1000 : 10;
    queue.done(*work);
  }
  return order;
}

TEST(FairQueue, GivesTheTurnToWhoHadLeastProcessorTime) {
  FairQueue queue(1);
  for (int i = 0; i < 3; ++i) queue.push(page_of("a"));
  for (int i = 0; i < 50; ++i) queue.push(page_of("b"));
  const auto order = read_all(queue);
  ASSERT_EQ(order.size(), 53u);
  EXPECT_EQ(order[0], "a");
  EXPECT_EQ(std::vector<std::string>(order.begin() + 1, order.begin() + 51), std::vector<std::string>(50, "b"));
}

TEST(FairQueue, WhoComesAnewHasNoClaimOnThePast) {
  FairQueue queue(1);
  for (int i = 0; i < 100; ++i) queue.push(page_of("b"));
  for (int i = 0; i < 50; ++i) {
    auto work = queue.pop();
    work->cpu_ms = 10;
    queue.done(*work);
  }
  for (int i = 0; i < 50; ++i) queue.push(page_of("c"));
  std::map<std::string, int> among_the_next_20;
  for (int i = 0; i < 20; ++i) {
    auto work = queue.pop();
    work->cpu_ms = 10;
    queue.done(*work);
    ++among_the_next_20[host_of(*work)];
  }
  EXPECT_NEAR(among_the_next_20["b"], 10, 1);
}

TEST(FairQueue, DearPagesLeaveHalfOfTheWorkersToOthers) {
  FairQueue queue(4);
  for (int i = 0; i < 8; ++i) queue.push(page_of("a"));
  auto first = queue.pop();
  first->cpu_ms = 1000;
  queue.done(*first);
  const auto second = queue.pop(), third = queue.pop();
  ASSERT_TRUE(second && third);
  EXPECT_EQ(queue.pop(), nullptr);
  queue.push(page_of("b"));
  const auto other = queue.pop();
  ASSERT_TRUE(other);
  EXPECT_EQ(host_of(*other), "b");
  second->cpu_ms = 10;
  queue.done(*second);
  EXPECT_TRUE(queue.pop()) << "the host is cheap again";
}

// Every page that goes in comes out once, whatever the order of calls.
TEST(FairQueue, LosesNothing) {
  FairQueue queue(2);
  uint32_t random = 20260410;
  const auto next = [&] { return (random = random * 1664525 + 1013904223) >> 16; };
  std::vector<std::unique_ptr<PageWork>> being_read;
  int in = 0, out = 0;
  for (int step = 0; step < 20'000; ++step) {
    if (next() % 2 == 0) {
      queue.push(page_of(std::string(1, static_cast<char>('a' + next() % 6))));
      ++in;
    } else if (being_read.size() < 2) {
      if (auto work = queue.pop()) being_read.push_back(std::move(work));
    }
    if (!being_read.empty() && next() % 2 == 0) {
      being_read.back()->cpu_ms = next() % 5 == 0 ? 1000 : 5;
      queue.done(*being_read.back());
      being_read.pop_back();
      ++out;
    }
  }
  for (const auto& work : being_read) queue.done(*work);
  out += static_cast<int>(being_read.size()) + static_cast<int>(read_all(queue).size());
  EXPECT_EQ(in, out);
}

}  // namespace
}  // namespace lycosa::inline crawl
