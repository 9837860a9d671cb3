#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "record/columns.h"
#include "store/contract.h"

// Questions about a shard, a part of one, and the store.
namespace lycosa::inline store {
namespace {

using test::history_row;
using test::info_row;
using test::key;
using test::seen_row;
using testing::ElementsAre;

// Two URLs of every root from 1 to 12, of which 2, 6 and 10 share a shard, and some of one host of root 6.
WriteBatch many_urls() {
  WriteBatch batch;
  const auto add = [&](const UrlKey& url, bool crawled) {
    PageWrite page;
    page.seen = seen_row(url, crawled ? SeenState::crawled : SeenState::queued, kVer);
    if (crawled) page.info = info_row(url, kVer);
    if (crawled) page.history = history_row(url, kVer);
    batch.pages.push_back(page);
  };
  for (uint64_t root = 1; root <= 12; ++root) {
    add(key(root, "com,b!/ s443"), true);
    add(key(root, "com,a!/ s443"), false);
  }
  for (const char* url : {"com,a!/x s443", "com,a!/y h80", "com,a,www!/ s443", "com,a\"!/ s443"})
    add(key(6, url), true);
  return batch;
}

TEST_P(Contract, ScansEveryRowInKeyOrderUntilToldToStop) {
  WriteBatch batch;
  for (const char* name : {"b", "a", "c"}) {
    batch.seen.push_back(seen_row(key(6, name), SeenState::queued, kVer));
    batch.seen.push_back(seen_row(key(1, name), SeenState::queued, kVer));
    batch.pages.emplace_back().info = info_row(key(2, name), kVer);
  }
  batch.bans = {test::ban_row(6, "*", kVer)};
  batch.hosts = {test::host_row(6, "a s443", kVer)};
  batch.sitemaps = {test::sitemap_row(6, "a s443", "a!/s s443", kVer)};
  write(batch);
  std::vector<std::string> found;
  ASSERT_TRUE(reader_->scan_seen([&](SeenRow row) {
    found.push_back(std::to_string(row.key.root_hash) + row.key.unparsed);
    return true;
  }));
  EXPECT_THAT(found, ElementsAre("1a", "1b", "1c", "6a", "6b", "6c"));
  int count = 0;
  ASSERT_TRUE(reader_->scan_seen([&](SeenRow) { return ++count < 4; }));
  EXPECT_EQ(count, 4);
  count = 0;
  ASSERT_TRUE(reader_->scan_page_info([&](PageInfoRow) { return ++count > 0; }));
  EXPECT_EQ(count, 3);
  count = 0;
  ASSERT_TRUE(reader_->scan_bans([&](BanRow) { return ++count > 0; }));
  EXPECT_EQ(count, 1);
  ASSERT_TRUE(reader_->scan_hosts([&](const HostRow& row) {
    EXPECT_EQ(row.reason, "http.429");
    return ++count > 0;
  }));
  EXPECT_EQ(count, 2);
  ASSERT_TRUE(reader_->scan_sitemaps([&](const SitemapRow& row) {
    EXPECT_EQ(row.src_unparsed, "a!/s s443");
    return ++count > 0;
  }));
  EXPECT_EQ(count, 3);
}

TEST_P(Contract, WalksEveryUrlOfAPartInKeyOrder) {
  write(many_urls());
  const auto walked = [&](const StorePart& part, const std::optional<UrlKey>& after) {
    std::vector<std::string> found;
    EXPECT_TRUE(reader_->walk(2, part, after, [&](const UrlRows& rows) {
      EXPECT_EQ(rows.seen->key, rows.key);
      EXPECT_EQ(rows.page.has_value(), rows.seen->state == SeenState::crawled) << rows.key.unparsed;
      found.push_back(std::to_string(rows.key.root_hash) + rows.key.unparsed);
      return true;
    }));
    return found;
  };
  EXPECT_THAT(walked({}, std::nullopt),
              ElementsAre("2com,a!/ s443", "2com,b!/ s443", "6com,a!/ s443", "6com,a!/x s443", "6com,a!/y h80",
                          "6com,a\"!/ s443", "6com,a,www!/ s443", "6com,b!/ s443", "10com,a!/ s443", "10com,b!/ s443"));
  EXPECT_THAT(walked({}, key(6, "com,a,www!/ s443")), ElementsAre("6com,b!/ s443", "10com,a!/ s443", "10com,b!/ s443"));
  EXPECT_THAT(walked({10, ""}, std::nullopt), ElementsAre("10com,a!/ s443", "10com,b!/ s443"));
  EXPECT_THAT(walked({10, ""}, key(10, "com,a!/ s443")), ElementsAre("10com,b!/ s443"));
  EXPECT_THAT(walked({6, "com,a"}, std::nullopt), ElementsAre("6com,a!/ s443", "6com,a!/x s443", "6com,a!/y h80"));
  EXPECT_THAT(walked({6, "com,a"}, key(6, "com,a!/x s443")), ElementsAre("6com,a!/y h80"));
  EXPECT_THAT(walked({6, "com,a"}, key(6, "com,z")), ElementsAre());
  EXPECT_THAT(walked({6, "com"}, std::nullopt), ElementsAre());
  EXPECT_THAT(walked({3, ""}, std::nullopt), ElementsAre()) << "a root of another shard";
  int count = 0;
  EXPECT_TRUE(reader_->walk(2, {}, std::nullopt, [&](UrlRows&) { return ++count < 3; }));
  EXPECT_EQ(count, 3);
}

TEST_P(Contract, WalksPagesThatTheTableSeenLacks) {
  WriteBatch batch;
  batch.pages.emplace_back().info = info_row(key(6, "a"), kVer);
  batch.seen.push_back(seen_row(key(6, "b"), SeenState::queued, kVer));
  batch.pages.emplace_back().info = info_row(key(6, "c"), kVer);
  write(batch);
  std::string found;
  EXPECT_TRUE(reader_->walk(2, {}, std::nullopt, [&](const UrlRows& rows) {
    found += rows.seen ? "s" : "";
    found += rows.page ? "p" : "";
    return true;
  }));
  EXPECT_EQ(found, "psp");
}

TEST_P(Contract, LetsWhoeverWalksAskTheReader) {
  write(many_urls());
  int found = 0;
  EXPECT_TRUE(reader_->walk(2, {}, std::nullopt, [&](const UrlRows& rows) {
    found += reader_->seen(rows.key)->found && reader_->filters(rows.key, reader_->info().filters, {}) ? 1 : 0;
    return true;
  }));
  EXPECT_EQ(found, 10);
}

TEST_P(Contract, WalksTheTimeLinesOfAPart) {
  WriteBatch batch;
  for (const int64_t ver : {kVer + 2, kVer, kVer + 1}) {
    batch.pages.emplace_back().history = history_row(key(6, "com,a!/ s443"), ver);
    batch.pages.emplace_back().history = history_row(key(6, "com,b!/ s443"), ver);
    batch.pages.emplace_back().history = history_row(key(2, "com,a!/ s443"), ver);
  }
  write(batch);
  const auto walked = [&](const StorePart& part, size_t most) {
    std::string found;
    size_t count = 0;
    EXPECT_TRUE(reader_->walk_events(2, part, [&](const PageHistoryRow& event) {
      found += std::to_string(event.key.root_hash) + event.key.unparsed[4] + std::to_string(event.ver - kVer) + " ";
      return ++count < most;
    }));
    return found;
  };
  EXPECT_EQ(walked({}, 100), "2a0 2a1 2a2 6a0 6a1 6a2 6b0 6b1 6b2 ");
  EXPECT_EQ(walked({6, "com,b"}, 100), "6b0 6b1 6b2 ");
  EXPECT_EQ(walked({6, ""}, 4), "6a0 6a1 6a2 6b0 ");
}

TEST_P(Contract, RefusesToWalkAShardThatThereIsNot) {
  EXPECT_FALSE(reader_->walk(4, {}, std::nullopt, [](UrlRows&) { return true; }));
  EXPECT_FALSE(reader_->walk_events(4, {}, [](const PageHistoryRow&) { return true; }));
}

TEST_P(Contract, HasAnotherVersionOfAShardOnceSomebodyWroteToIt) {
  const std::string before = reader_->version(2);
  const std::string other = reader_->version(3);
  EXPECT_EQ(reader_->version(2), before);
  write_seen(seen_row(key(6, "a"), SeenState::queued, kVer));
  EXPECT_NE(reader_->version(2), before);
  EXPECT_EQ(reader_->version(3), other);
}

}  // namespace
}  // namespace lycosa::inline store
