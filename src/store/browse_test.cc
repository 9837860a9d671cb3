#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "store/store.h"
#include "store/test_rows.h"

namespace lycosa::inline store {
namespace {

// URLs of two roots in different shards: some crawled, some refused, one crawled twice with another end.
class Browse : public ::testing::Test {
 protected:
  void SetUp() override {
    StoreOptions options;
    options.shard_count = 4;
    auto writer = open_store_writer(folder_.path(), options);
    ASSERT_TRUE(writer) << writer.error().message;
    WriteBatch batch;
    for (int i = 0; i < 40; ++i) add_url(batch, i);
    ASSERT_TRUE((*writer)->write(batch));
    auto reader = open_store_reader(folder_.path());
    ASSERT_TRUE(reader) << reader.error().message;
    reader_ = std::move(*reader);
  }

  static UrlKey key_at(int i) {
    const std::string number = std::to_string(100 + i);
    return i < 30 ? test::key(5, "example,a!/" + number + " s443") : test::key(6, "example,b,www!/" + number + " s443");
  }

  static void add_url(WriteBatch& batch, int i) {
    if (i % 5 == 4) {
      SeenRow seen = test::seen_row(key_at(i), SeenState::refused, 1000);
      seen.reason = "robots.disallowed";
      batch.seen.push_back(seen);
      return;
    }
    PageWrite page;
    page.seen = test::seen_row(key_at(i), SeenState::crawled, 1000);
    page.seen->reason.reset();
    page.info = test::info_row(key_at(i), 1000);
    page.info->content_hash = i % 2;
    page.info->download_http_code = 200;
    page.history = test::history_row(key_at(i), 1000);
    page.history->event_stamp_ms = 1000 + i;
    page.history->verdict = i % 5 == 0 ? "NOT_INDEXABLE" : "INDEXABLE";
    page.history->reason = i % 5 == 0 ? std::optional<std::string>("http.404") : std::nullopt;
    batch.pages.push_back(page);
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<StoreReader> reader_;
};

TEST_F(Browse, WalksEveryUrlOfAPartInKeyOrder) {
  const auto reader = open_store_reader(folder_.path());
  ASSERT_TRUE(reader);
  const auto walked = [&](uint32_t shard, const StorePart& part, const std::optional<UrlKey>& after) {
    std::vector<UrlKey> keys;
    EXPECT_TRUE((*reader)->walk(shard, part, after, [&](const UrlRows& rows) {
      EXPECT_TRUE(rows.seen) << rows.key.unparsed;
      EXPECT_EQ(rows.page.has_value(), rows.seen->state == SeenState::crawled) << rows.key.unparsed;
      keys.push_back(rows.key);
      return true;
    }));
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
    return keys;
  };
  const std::vector<UrlKey> all = walked(shard_of(5, 4), {}, std::nullopt);
  EXPECT_EQ(all.size(), 30u);
  EXPECT_EQ(walked(shard_of(5, 4), {}, all[9]), std::vector<UrlKey>(all.begin() + 10, all.end()));
  EXPECT_EQ(walked(shard_of(6, 4), {6, ""}, std::nullopt).size(), 10u);
  EXPECT_EQ(walked(shard_of(6, 4), {6, "example,b,www"}, std::nullopt).size(), 10u);
  EXPECT_EQ(walked(shard_of(6, 4), {6, "example,b"}, std::nullopt).size(), 0u);
  int events = 0;
  EXPECT_TRUE((*reader)->walk_events(shard_of(5, 4), {}, [&](const PageHistoryRow&) { return ++events < 7; }));
  EXPECT_EQ(events, 7);
}

TEST_F(Browse, WalksPagesThatTheTableSeenLacks) {
  auto memory = open_memory_store({});
  ASSERT_TRUE(memory);
  WriteBatch batch;
  batch.pages.emplace_back().info = test::info_row(key_at(1), 1000);
  batch.seen.push_back(test::seen_row(key_at(2), SeenState::queued, 1000));
  batch.pages.emplace_back().info = test::info_row(key_at(3), 1000);
  ASSERT_TRUE(memory->writer->write(batch));
  std::string found;
  const uint32_t shard = shard_of(key_at(1).root_hash, memory->reader->info().shard_count);
  EXPECT_TRUE(memory->reader->walk(shard, {}, std::nullopt, [&](const UrlRows& rows) {
    found += rows.seen ? "s" : "";
    found += rows.page ? "p" : "";
    return true;
  }));
  EXPECT_EQ(found, "psp");
}

TEST_F(Browse, NamesPagesWithTheSameContentInAnyShard) {
  const auto same = reader_->same_content(key_at(1), 1, 100);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->keys.size(), 15u);
  EXPECT_EQ(reader_->same_content(key_at(1), 1, 3)->keys.size(), 3u);
}

TEST_F(Browse, NamesTheShardThatCannotBeReadAndAnswersFromTheOthers) {
  const uint32_t bad = shard_of(5, 4);
  const std::string path = folder_.path() + "/" + reader_->target(bad);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << std::string(20'000, 'x');
  auto reader = open_store_reader(folder_.path());
  ASSERT_TRUE(reader);
  const auto same = (*reader)->same_content(key_at(1), 1, 100);
  ASSERT_TRUE(same);
  EXPECT_FALSE(same->keys.empty());
  ASSERT_EQ(same->unavailable.size(), 1u);
  EXPECT_EQ(same->unavailable[0].shard, bad);
  EXPECT_EQ(same->unavailable[0].target, (*reader)->target(bad));
  EXPECT_FALSE(same->unavailable[0].error.message.empty());
}

TEST_F(Browse, KeepsAnIncomingLinkWhoseSourceCannotBeAsked) {
  const UrlKey target = test::key(5, "example,a!/target s443"), source = key_at(35);
  {
    auto writer = open_store_writer(folder_.path(), {});
    ASSERT_TRUE(writer);
    WriteBatch batch;
    batch.in_links = {test::link_row(target, LinkSide::in, source, 900)};
    batch.pages.emplace_back().info = test::info_row(source, 2000);
    batch.pages.back().info->links_ver = 2000;
    ASSERT_TRUE((*writer)->write(batch));
  }
  EXPECT_TRUE(reader_->links(target, LinkSide::in, "", 10)->found.rows.empty());
  const uint32_t bad = shard_of(source.root_hash, 4);
  std::ofstream(folder_.path() + "/" + reader_->target(bad), std::ios::binary | std::ios::trunc)
      << std::string(20'000, 'x');
  auto reader = open_store_reader(folder_.path());
  ASSERT_TRUE(reader);
  const auto links = (*reader)->links(target, LinkSide::in, "", 10);
  ASSERT_TRUE(links);
  EXPECT_EQ(links->found.rows.size(), 1u);
  ASSERT_EQ(links->found.unavailable.size(), 1u);
  EXPECT_EQ(links->found.unavailable[0].shard, bad);
}

TEST_F(Browse, WritingChangesTheVersion) {
  const std::string before = reader_->version(shard_of(5, 4));
  EXPECT_EQ(reader_->version(shard_of(5, 4)), before);
  auto writer = open_store_writer(folder_.path(), {});
  ASSERT_TRUE(writer);
  EXPECT_TRUE(reader_->files().writer);
  WriteBatch batch;
  batch.seen.push_back(test::seen_row(test::key(5, "example,a!/new s443"), SeenState::queued, 3000));
  ASSERT_TRUE((*writer)->write(batch));
  EXPECT_NE(reader_->version(shard_of(5, 4)), before);
  writer->reset();
  EXPECT_FALSE(reader_->files().writer);
}

}  // namespace
}  // namespace lycosa::inline store
