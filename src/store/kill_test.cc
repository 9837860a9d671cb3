// A writer that is killed at any moment loses nothing that it acknowledged, and what it repeats changes nothing.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "store/store.h"
#include "store/test_rows.h"

namespace lycosa::inline store {
namespace {

using test::key;
using test::whole_batch;

constexpr int64_t kVer = 1775842628000;

StoreOptions shards(uint32_t count) {
  StoreOptions options;
  options.shard_count = count;
  return options;
}

// A process that writes batch after batch and reports each one when the store has acknowledged it, until it is killed.
class KilledWriter {
 public:
  KilledWriter(const std::string& store, int from) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    child_ = fork();
    if (child_ == 0) {
      auto writer = open_store_writer(store, shards(4));
      if (!writer) _exit(1);
      for (int i = from;; ++i) {
        if (!(*writer)->write(batch(i)) || ::write(ends[1], &i, sizeof i) != sizeof i) _exit(1);
      }
    }
    close(ends[1]);
    acknowledged_ = ends[0];
  }

  // Waits for so many batches and kills it, then gives the last batch that was acknowledged.
  int kill_after(int batches) {
    int last = -1;
    for (int i = 0; i < batches; ++i)
      EXPECT_EQ(::read(acknowledged_, &last, sizeof last), static_cast<ssize_t>(sizeof last));
    kill(child_, SIGKILL);
    while (::read(acknowledged_, &last, sizeof last) == sizeof last) continue;
    waitpid(child_, nullptr, 0);
    close(acknowledged_);
    return last;
  }

  static UrlKey page(int i) { return key(static_cast<uint64_t>(i % 11), "page" + std::to_string(i)); }
  static WriteBatch batch(int i) {
    WriteBatch batch = whole_batch(page(i), kVer + i);
    batch.seen.push_back(test::seen_row(page(i + 1), SeenState::queued, kVer + i));
    return batch;
  }

 private:
  pid_t child_ = 0;
  int acknowledged_ = -1;
};

TEST(Kill, LosesNoAcknowledgedRow) {
  const test::TemporaryFolder folder;
  const std::string store = folder.path("/store");
  std::mt19937 random(11);
  int next = 0;
  for (int round = 0; round < 8; ++round) {
    KilledWriter writer(store, next);
    const int last = writer.kill_after(1 + static_cast<int>(random() % 40));
    ASSERT_GE(last, next);
    next = last + 1;
    auto reader = open_store_reader(store);
    ASSERT_TRUE(reader) << reader.error().message;
    for (int i = 0; i <= last; ++i) {
      const auto seen = (*reader)->seen(KilledWriter::page(i));
      ASSERT_TRUE(seen) << seen.error().message;
      ASSERT_TRUE(seen->found && seen->found->state == SeenState::crawled) << "batch " << i << " of " << last;
      ASSERT_TRUE((*reader)->page_info(KilledWriter::page(i))->found);
      ASSERT_TRUE((*reader)->page_text(KilledWriter::page(i))->found);
    }
    // A page that is crawled, acknowledged or not, led to rows that are there.
    ASSERT_TRUE((*reader)->scan_page_info([&](PageInfoRow row) {
      const UrlKey target = key(row.key.root_hash + 1, "org,example!/target s443");
      EXPECT_TRUE((*reader)->seen(target)->found) << row.key.unparsed;
      return true;
    }));
  }
  {
    auto writer = open_store_writer(store, StoreOptions{});
    ASSERT_TRUE(writer) << writer.error().message;
    // What was in flight is written again, as a crawl that goes on would.
    ASSERT_TRUE((*writer)->write(KilledWriter::batch(next)));
  }
  const std::string never_killed = folder.path("/never-killed");
  {
    auto writer = open_store_writer(never_killed, shards(4));
    ASSERT_TRUE(writer);
    for (int i = 0; i <= next; ++i) ASSERT_TRUE((*writer)->write(KilledWriter::batch(i)));
  }
  EXPECT_EQ(test::dump(store, 4), test::dump(never_killed, 4));
}

TEST(Repetition, LeavesWhatOnceLeaves) {
  const test::TemporaryFolder folder;
  const std::string once = folder.path("/once"), twice = folder.path("/twice");
  for (const std::string& where : {once, twice}) {
    auto writer = open_store_writer(where, shards(4));
    ASSERT_TRUE(writer);
    for (int i = 0; i < 20; ++i) {
      for (int n = 0; n < (where == twice ? 2 : 1); ++n) ASSERT_TRUE((*writer)->write(KilledWriter::batch(i)));
    }
  }
  EXPECT_EQ(test::dump(once, 4), test::dump(twice, 4));
}

}  // namespace
}  // namespace lycosa::inline store
