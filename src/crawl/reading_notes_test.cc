#include "crawl/reading_notes.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

namespace lycosa::inline crawl {
namespace {

class Notes : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "notes-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // Ends a process while its worker reads a page, and gives the pages that are suspected then.
  std::vector<UrlKey> suspects_after(const std::function<void()>& end) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto notes = ReadingNotes::open(path());
      std::thread worker([&] {
        const SignalStack stack;
        (*notes)->begin(0, "example,a!/bad h80");
        end();
      });
      worker.join();
      ::_exit(0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "it should have died";
    return ReadingNotes::left_behind(path());
  }
  std::string path() const { return folder_ + "/reading"; }

  std::string folder_;
};

// Every call keeps its own bytes, so that the calls cannot be made into a loop.
int overflow(int depth) {
  volatile char bytes[4096];
  bytes[0] = static_cast<char>(depth);
  return depth < 0 ? 0 : overflow(depth + 1) + bytes[0];
}

TEST_F(Notes, SuspectThePageOfAProcessThatCrashed) {
  EXPECT_EQ(suspects_after([] { std::abort(); }).size(), 1u);
  EXPECT_EQ(suspects_after([] { ::raise(SIGSEGV); }).size(), 1u);
  EXPECT_EQ(suspects_after([] { ::kill(::getpid(), SIGBUS), ::pause(); }).size(), 1u);
  const auto keys = suspects_after([] { static_cast<void>(overflow(0)); });
  ASSERT_EQ(keys.size(), 1u) << "a stack that overflowed";
  EXPECT_EQ(keys[0].unparsed, "example,a!/bad h80");
}

TEST_F(Notes, SuspectNothingWhenTheProcessWasKilledFromOutside) {
  EXPECT_TRUE(suspects_after([] { ::raise(SIGKILL); }).empty());
  EXPECT_TRUE(suspects_after([] { ::raise(SIGTERM); }).empty());
}

TEST_F(Notes, SuspectNothingThatWasRead) {
  {
    const auto notes = ReadingNotes::open(path());
    (*notes)->begin(1, "example,a!/good h80");
    (*notes)->end(1);
    ReadingNotes::mark_crash();
  }
  EXPECT_TRUE(ReadingNotes::left_behind(path()).empty());
  EXPECT_TRUE(ReadingNotes::left_behind(folder_ + "/none").empty());
}

}  // namespace
}  // namespace lycosa::inline crawl
