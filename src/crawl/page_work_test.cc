#include "crawl/page_work.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "reason/reason.h"

namespace lycosa::inline crawl {
namespace {

PageWork page_of(std::string body) {
  PageWork work;
  work.exchange.url = "http://a.example/";
  work.exchange.status = 200;
  work.exchange.headers = {{"Content-Type", "text/html"}};
  work.exchange.body = std::move(body);
  return work;
}

std::string many_elements(size_t bytes) {
  std::string body;
  while (body.size() < bytes) body += "<a href=/x>";
  return body;
}

void leave_room_of(size_t bytes) {
  size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t most = pages * static_cast<size_t>(sysconf(_SC_PAGESIZE)) + bytes;
  const rlimit limit{most, most};
  setrlimit(RLIMIT_AS, &limit);
}

// In a process of its own, whose memory is short. Gives 0 when the page is what it should be.
[[noreturn]] void read_with_little_memory() {
  const std::string body = many_elements(4 << 20);
  PageWork work = page_of(body);
  leave_room_of(32 << 20);
  do_page_work(work, PipelineOptions(), SitemapLimits());
  const bool given_up = work.record.info &&
                        work.record.info->history_drop_reason == code(Reason::content_parse_failed) &&
                        work.record.info->wire_size == static_cast<int64_t>(body.size()) && work.in_links.empty();
  _exit(given_up ? 0 : 1);
}

TEST(PageWork, APageThatThereIsNoMemoryToReadIsAnOutcome) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers take more address space than a limit leaves";
#else
  EXPECT_EXIT(read_with_little_memory(), ::testing::ExitedWithCode(0), "");
#endif
}

TEST(PageWork, LeavesNoBodyBehind) {
  PageWork work = page_of("<title>t</title><p><a href=/b>b</a>");
  do_page_work(work, PipelineOptions(), SitemapLimits());
  EXPECT_EQ(work.wire_bytes, 35u);
  EXPECT_EQ(work.exchange.body, "");
  EXPECT_EQ(work.in_links.size(), 1u);
  EXPECT_EQ(work.record.info->history_drop_reason, std::nullopt);
}

}  // namespace
}  // namespace lycosa::inline crawl
