#include "cli/standard_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <sstream>
#include <string>

namespace lycosa::cli {
namespace {

TEST(StandardOutput, WritesEverythingInOrder) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::ostringstream stream;
  std::string expected;
  {
    StandardOutput out(stream, ends[1]);
    for (int i = 0; i < 1000; ++i) {
      const std::string word = std::string(static_cast<size_t>(i % 50), 'x') + std::to_string(i);
      stream << word << '\n';
      expected += word + '\n';
    }
    EXPECT_EQ(out.finish(), 0);
  }
  ::close(ends[1]);
  std::string got;
  char bytes[4096];
  for (ssize_t size; (size = ::read(ends[0], bytes, sizeof bytes)) > 0;) got.append(bytes, static_cast<size_t>(size));
  EXPECT_EQ(got, expected);
  ::close(ends[0]);
  stream << "back";
  EXPECT_EQ(stream.str(), "back");
}

TEST(StandardOutput, KnowsWhatFailedHoweverMuchWasWritten) {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  for (const size_t size : {0, 1, 5000, 500'000}) {
    for (const auto& [fd, error] : {std::pair{full, ENOSPC}, {ends[1], EPIPE}, {-1, EBADF}}) {
      std::ostringstream stream;
      StandardOutput out(stream, fd);
      stream << std::string(size, 'x');
      EXPECT_EQ(out.finish(), size == 0 ? 0 : error) << size;
      EXPECT_EQ(stream.good(), size == 0) << size;
    }
  }
  ::close(full);
  ::close(ends[1]);
}

}  // namespace
}  // namespace lycosa::cli
