#include "store/browse.h"

#include <gtest/gtest.h>

#include <fstream>

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
    auto browser = open_store_browser(folder_.path());
    ASSERT_TRUE(browser) << browser.error().message;
    browser_ = std::move(*browser);
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

  std::vector<UrlKey> all(UrlQuery query) {
    std::vector<UrlKey> keys;
    while (true) {
      const auto page = browser_->urls(query);
      EXPECT_TRUE(page) << page.error().message;
      if (!page) return keys;
      EXPECT_LE(page->rows.size(), static_cast<size_t>(query.limit));
      for (const UrlRow& row : page->rows) keys.push_back(row.seen.key);
      if (!page->more) return keys;
      query.after = page->last;
    }
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<StoreBrowser> browser_;
};

TEST_F(Browse, PagesOfAnySizeMakeTheSameList) {
  UrlQuery query;
  query.limit = 1000;
  const std::vector<UrlKey> whole = all(query);
  EXPECT_EQ(whole.size(), 40u);
  for (const int limit : {1, 3, 7, 39, 40, 41}) {
    query.limit = limit;
    EXPECT_EQ(all(query), whole) << limit;
  }
}

TEST_F(Browse, ListsKeepToWhatTheyAreAskedFor) {
  UrlQuery query;
  query.limit = 4;
  query.reason = "robots.disallowed";
  EXPECT_EQ(all(query).size(), 8u);
  query.part.root_hash = 6;
  EXPECT_EQ(all(query).size(), 2u);
  query.part.host = "example,b,www";
  EXPECT_EQ(all(query).size(), 2u);
  query.part.host = "example,b";
  EXPECT_EQ(all(query).size(), 0u);
  UrlQuery verdicts;
  verdicts.verdict = "INDEXABLE";
  EXPECT_EQ(all(verdicts).size(), 24u);
  verdicts.verdict = "NOT_CRAWLED";
  EXPECT_EQ(all(verdicts).size(), 8u);
  UrlQuery states;
  states.state = SeenState::refused;
  EXPECT_EQ(all(states).size(), 8u);
  UrlQuery pages;
  pages.reason = "http.404";
  EXPECT_EQ(all(pages).size(), 8u);
}

TEST_F(Browse, EveryStageOfTheFunnelHasItsList) {
  Totals sum;
  for (uint32_t shard = 0; shard < 4; ++shard) add(sum, *browser_->count(shard, {}, 1000000));
  const auto listed = [&](std::string_view stage) {
    UrlQuery query;
    query.stage = funnel_stage_from_name(stage);
    EXPECT_TRUE(query.stage) << stage;
    EXPECT_EQ(name(*query.stage), stage);
    return static_cast<int64_t>(all(query).size());
  };
  EXPECT_EQ(listed("discovered"), sum.discovered);
  EXPECT_EQ(listed("admitted"), sum.discovered - sum.states["refused"]);
  EXPECT_EQ(listed("crawled"), sum.pages);
  EXPECT_EQ(listed("ok"), sum.ok_pages);
  EXPECT_EQ(listed("indexable"), sum.verdicts["INDEXABLE"]);
  EXPECT_FALSE(funnel_stage_from_name("fetched"));
  for (const auto& [status, count] : sum.statuses) {
    UrlQuery query;
    query.http_status = status;
    EXPECT_EQ(static_cast<int64_t>(all(query).size()), count) << status;
  }
}

TEST_F(Browse, AReasonIsTheNewestEventsOnly) {
  browser_.reset();
  {
    auto writer = open_store_writer(folder_.path(), {});
    ASSERT_TRUE(writer);
    WriteBatch batch;
    PageWrite page;
    page.history = test::history_row(key_at(0), 2000);
    page.history->event_stamp_ms = 2000;
    page.history->verdict = "INDEXABLE";
    page.history->reason.reset();
    batch.pages.push_back(page);
    ASSERT_TRUE((*writer)->write(batch));
  }
  browser_ = std::move(*open_store_browser(folder_.path()));
  UrlQuery query;
  query.reason = "http.404";
  EXPECT_EQ(all(query).size(), 7u);
  Totals sum;
  for (uint32_t shard = 0; shard < 4; ++shard) add(sum, *browser_->count(shard, {}, 1000000));
  EXPECT_EQ(sum.reasons["http.404"], 7);
  const auto events = browser_->history(key_at(0), std::nullopt, 10);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 2u);
  EXPECT_EQ((*events)[0].event_stamp_ms, 2000);
  EXPECT_EQ(browser_->history(key_at(0), 2000, 10)->size(), 1u);
}

TEST_F(Browse, CountsAreThoseOfTheRows) {
  Totals sum;
  for (uint32_t shard = 0; shard < 4; ++shard) {
    const auto totals = browser_->count(shard, {}, 1000000);
    ASSERT_TRUE(totals) << totals.error().message;
    add(sum, *totals);
  }
  EXPECT_TRUE(sum.complete);
  EXPECT_EQ(sum.discovered, 40);
  EXPECT_EQ(sum.pages, 32);
  EXPECT_EQ(sum.hosts, 2);
  EXPECT_EQ(sum.states, (std::map<std::string, int64_t>{{"crawled", 32}, {"refused", 8}}));
  EXPECT_EQ(sum.verdicts, (std::map<std::string, int64_t>{{"INDEXABLE", 24}, {"NOT_INDEXABLE", 8}}));
  EXPECT_EQ(sum.reasons, (std::map<std::string, int64_t>{{"http.404", 8}, {"robots.disallowed", 8}}));
  ASSERT_EQ(sum.largest_hosts.size(), 2u);
  EXPECT_EQ(sum.largest_hosts[0].host.unparsed, "example,a");
  EXPECT_EQ(sum.largest_hosts[0].discovered, 30);
  EXPECT_EQ(sum.largest_hosts[1].indexable, 6);
  int64_t fetches = 0;
  for (const auto& [at, bucket] : sum.timeline) fetches += bucket.fetches;
  EXPECT_EQ(fetches, 32);
}

TEST_F(Browse, ACountStopsAtItsBudgetAndSaysSo) {
  const auto totals = browser_->count(shard_of(5, 4), {}, 10);
  ASSERT_TRUE(totals);
  EXPECT_FALSE(totals->complete);
  EXPECT_LE(totals->discovered + totals->pages, 12);
}

TEST_F(Browse, NamesPagesWithTheSameContentInAnyShard) {
  const auto same = browser_->same_content(key_at(1), 1, 100);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->keys.size(), 15u);
  EXPECT_EQ(browser_->same_content(key_at(1), 1, 3)->keys.size(), 3u);
}

TEST_F(Browse, NamesTheShardThatCannotBeReadAndAnswersFromTheOthers) {
  const uint32_t bad = shard_of(5, 4);
  const std::string path = folder_.path() + "/" + browser_->target(bad);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << std::string(20'000, 'x');
  auto browser = open_store_browser(folder_.path());
  ASSERT_TRUE(browser);
  UrlQuery query;
  const auto list = (*browser)->urls(query);
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->rows.size(), 10u);
  EXPECT_FALSE(list->more);
  ASSERT_EQ(list->unavailable.size(), 1u);
  EXPECT_EQ(list->unavailable[0].shard, bad);
  EXPECT_EQ(list->unavailable[0].target, (*browser)->target(bad));
  EXPECT_FALSE(list->unavailable[0].error.message.empty());
  const auto same = (*browser)->same_content(key_at(1), 1, 100);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->unavailable.size(), 1u);
  EXPECT_FALSE(same->keys.empty());
  query.part.root_hash = 5;
  EXPECT_FALSE((*browser)->urls(query)) << "a question to that shard alone has no answer";
}

TEST_F(Browse, WritingChangesTheVersion) {
  const std::string before = browser_->version(shard_of(5, 4));
  EXPECT_EQ(browser_->version(shard_of(5, 4)), before);
  auto writer = open_store_writer(folder_.path(), {});
  ASSERT_TRUE(writer);
  EXPECT_TRUE(browser_->files().writer);
  WriteBatch batch;
  batch.seen.push_back(test::seen_row(test::key(5, "example,a!/new s443"), SeenState::queued, 3000));
  ASSERT_TRUE((*writer)->write(batch));
  EXPECT_NE(browser_->version(shard_of(5, 4)), before);
  writer->reset();
  EXPECT_FALSE(browser_->files().writer);
}

TEST(TotalsSum, KeepsFewBucketsHoweverLongTheTime) {
  Totals sum;
  for (int64_t i = 0; i < 5000; ++i) {
    Totals one;
    one.timeline[i * 86400].fetches = 1;
    add(sum, one);
  }
  EXPECT_LE(sum.timeline.size(), kMostBuckets);
  int64_t fetches = 0;
  for (const auto& [at, bucket] : sum.timeline) fetches += bucket.fetches;
  EXPECT_EQ(fetches, 5000);
}

}  // namespace
}  // namespace lycosa::inline store
