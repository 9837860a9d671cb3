#include "rejudge/rejudge.h"

#include <gtest/gtest.h>

namespace lycosa::inline rejudge {
namespace {

const Timestamp kNow = *parse_time("2026-04-12T00:00:00Z");

UrlKey key_of_text(std::string_view url) {
  return key_of(canonical(*Url::parse(url), CanonicalOptions()));
}

// A store with a seed that was crawled, a page that another one links to, and one that was refused.
class Rejudge : public testing::Test {
 protected:
  void SetUp() override {
    StoreOptions options;
    options.shard_count = 2;
    auto opened = open_memory_store(options);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    WriteBatch batch;
    DiscoveryRow seed;
    seed.key = key_of_text("https://a.example/");
    seed.how = Discovery::seed;
    seed.source = "argument";
    seed.stamp_ms = seed.ver = kNow.ms - 5000;
    batch.discoveries.push_back(seed);
    batch.seen.push_back(state_of("https://a.example/queued", SeenState::queued, ""));
    batch.seen.push_back(state_of("https://a.example/deep", SeenState::refused, "scope.depth"));
    PageWrite& page = batch.pages.emplace_back();
    page.seen = state_of("https://a.example/", SeenState::crawled, "");
    page.info.emplace();
    page.info->key = seed.key;
    page.info->ver = kNow.ms - 1000;
    page.info->download_stamp = kNow.seconds() - 60;
    page.info->first_crawled_stamp = page.info->download_stamp;
    page.info->download_http_code = 200;
    page.info->fh_dont_index = 0;
    page.info->ml_spam_score = 0;
    page.history.emplace();
    page.history->key = seed.key;
    page.history->ver = page.info->ver;
    page.history->event_stamp_ms = page.info->ver;
    page.history->outcome = "answered";
    page.history->download_http_code = 200;
    page.history->verdict = "INDEXABLE";
    ASSERT_TRUE(store_.writer->write(batch));
    options_.now = kNow;
  }

  static SeenRow state_of(std::string_view url, SeenState state, std::string reason) {
    SeenRow row;
    row.key = key_of_text(url);
    row.state = state;
    row.depth = 1;
    if (!reason.empty()) row.reason = std::move(reason);
    row.ver = kNow.ms - 1000;
    return row;
  }

  // What changes, one a line.
  std::string run(const std::vector<BanFile>& bans = {}) {
    std::string told;
    const auto summary =
        rejudge_store(*store_.reader, *store_.writer, config_, bans, options_, [&](const Change& change) {
          told += std::string(name(change.what)) + " " + change.from + " > " + change.to + "\n";
        });
    EXPECT_TRUE(summary) << summary.error().message;
    return told;
  }

  MemoryStore store_;
  Config config_;
  InspectOptions options_;
};

TEST_F(Rejudge, QueuesWhatTheRulesNoLongerRefuseAndIsThenDone) {
  EXPECT_EQ(run(), "state refused scope.depth > queued\n");
  EXPECT_EQ(run(), "");
  const auto row = store_.reader->seen(key_of_text("https://a.example/deep"));
  ASSERT_TRUE(row && row->found);
  EXPECT_EQ(row->found->state, SeenState::queued);
  EXPECT_FALSE(row->found->reason);
}

TEST_F(Rejudge, ABanTurnsStatesAndTheNewestVerdict) {
  run();
  EXPECT_EQ(run({{"bans.txt", "a.example sells links\n"}}),
            "verdict INDEXABLE > NOT_INDEXABLE ban.domain\n"
            "state queued > refused ban.domain\n"
            "state queued > refused ban.domain\n");
  const auto events = store_.reader->history(key_of_text("https://a.example/"), std::nullopt, 10);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->found.size(), 1u);
  EXPECT_EQ(events->found[0].verdict, "NOT_INDEXABLE");
  EXPECT_EQ(events->found[0].reason, "ban.domain");
  EXPECT_EQ(run({{"bans.txt", ""}}),
            "verdict NOT_INDEXABLE ban.domain > INDEXABLE\n"
            "state refused ban.domain > queued\n"
            "state refused ban.domain > queued\n");
}

TEST_F(Rejudge, FollowsTheFiltersAtItsMoment) {
  run();
  options_.now = *parse_time("2027-04-12T00:00:00Z");
  EXPECT_EQ(run(), "verdict INDEXABLE > NOT_INDEXABLE history.too_old\n");
}

}  // namespace
}  // namespace lycosa::inline rejudge
