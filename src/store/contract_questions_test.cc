#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "record/columns.h"
#include "store/contract.h"

// Questions about one URL, host or root.
namespace lycosa::inline store {
namespace {

using test::history_row;
using test::info_row;
using test::key;
using test::link_row;
using test::robots_row;
using test::whole_batch;
using testing::ElementsAre;
using testing::SizeIs;

// A page at `ver` with links to these targets, as a crawl writes it.
WriteBatch crawl_with_links(const UrlKey& page, int64_t ver, const std::vector<UrlKey>& targets) {
  WriteBatch batch;
  PageWrite& own = batch.pages.emplace_back();
  own.info = info_row(page, ver);
  own.info->links_ver = ver;
  own.replace_links = true;
  for (const UrlKey& target : targets) {
    own.out_links.push_back(link_row(page, LinkSide::out, target, ver));
    batch.in_links.push_back(link_row(target, LinkSide::in, page, ver));
  }
  return batch;
}

std::vector<std::string> others(const LinkPage& page) {
  std::vector<std::string> names;
  for (const LinkRow& row : page.rows) names.push_back(row.other.unparsed);
  return names;
}

TEST_P(Contract, FindsNothingWhereNothingIsAndStillShowsTheQuery) {
  const auto found = reader_->page_info(page_);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->found);
  EXPECT_THAT(found->evidence.rows, SizeIs(0));
  EXPECT_THAT(found->evidence.query,
              testing::EndsWith(" FROM page_info WHERE root_hash = 6 AND src_unparsed = 'com,example!/it''s s443'"));
  EXPECT_THAT(found->evidence.columns, SizeIs(table("page_info").columns.size()));
  EXPECT_FALSE(reader_->seen(page_)->found);
  EXPECT_FALSE(reader_->page_text(page_)->found);
  EXPECT_EQ(reader_->history(page_, std::nullopt, 5)->found.size(), 0u);
}

TEST_P(Contract, CalculatesTheShardAsClickHouseWould) {
  const auto shard = reader_->calculate_shard("uk,co,bnikolic");
  ASSERT_TRUE(shard) << shard.error().message;
  EXPECT_EQ(shard->evidence.target, ":memory:");
  EXPECT_EQ(shard->evidence.query,
            "SELECT bitAnd(sipHash64('uk,co,bnikolic'), 9223372036854775807) AS root_hash, "
            "bitAnd(sipHash64('uk,co,bnikolic'), 9223372036854775807) % 4 AS shard");
  EXPECT_EQ(std::get<int64_t>(shard->evidence.rows[0][0]), 8197881993659394446);
  EXPECT_EQ(shard->found, 8197881993659394446 % 4);
}

TEST_P(Contract, ListsNoIncomingLinkThatItsSourceNoLongerHas) {
  const UrlKey target = key(6, "target");
  const UrlKey beside = key(2, "beside"), elsewhere = key(3, "elsewhere");  // 2 is in the target's shard
  write(crawl_with_links(beside, kVer, {target}));
  write(crawl_with_links(elsewhere, kVer, {target}));
  write(crawl_with_links(page_, kVer, {target}));
  const auto incoming = [&] { return others(reader_->links(target, LinkSide::in, "", 10)->found); };
  EXPECT_THAT(incoming(), ElementsAre("beside", page_.unparsed, "elsewhere"));
  write(crawl_with_links(beside, kVer + 5, {}));
  EXPECT_THAT(incoming(), ElementsAre(page_.unparsed, "elsewhere"));
  EXPECT_THAT(reader_->links(target, LinkSide::in, "", 10)->evidence.rows, SizeIs(2)) << "the query can tell";
  write(crawl_with_links(elsewhere, kVer + 5, {key(1, "other")}));
  EXPECT_THAT(incoming(), ElementsAre(page_.unparsed));
  EXPECT_THAT(reader_->links(target, LinkSide::in, "", 10)->evidence.rows, SizeIs(2)) << "another shard has to";
  write(crawl_with_links(elsewhere, kVer + 9, {target}));
  EXPECT_THAT(incoming(), ElementsAre(page_.unparsed, "elsewhere"));
}

TEST_P(Contract, GivesLinksInPages) {
  const UrlKey target = key(6, "target");
  for (const char* source : {"e", "b", "d", "a", "c"}) write(crawl_with_links(key(3, source), kVer, {target}));
  for (const char* source : {"b", "c"}) write(crawl_with_links(key(3, source), kVer + 1, {}));
  const auto page = [&](const std::string& after, int limit) {
    return reader_->links(target, LinkSide::in, after, limit)->found;
  };
  EXPECT_THAT(others(page("", 2)), ElementsAre("a"));
  EXPECT_EQ(page("", 2).next, "b");
  EXPECT_THAT(others(page("b", 2)), ElementsAre("d"));
  EXPECT_EQ(page("b", 2).next, "d");
  EXPECT_THAT(others(page("d", 2)), ElementsAre("e"));
  EXPECT_EQ(page("d", 2).next, std::nullopt);
  EXPECT_EQ(page("", 5).next, std::nullopt);
  EXPECT_THAT(page("", 0).rows, SizeIs(0));
  EXPECT_EQ(page("", -1).next, std::nullopt);
}

TEST_P(Contract, GivesAPagesHistoryBehindAMoment) {
  WriteBatch batch;
  for (int64_t ver = kVer; ver < kVer + 5; ++ver) batch.pages.emplace_back().history = history_row(page_, ver);
  write(batch);
  const auto events = reader_->history(page_, kVer + 3, 2);
  ASSERT_THAT(events->found, SizeIs(2));
  EXPECT_EQ(events->found[0].event_stamp_ms, kVer + 2);
  EXPECT_EQ(events->found[1].event_stamp_ms, kVer + 1);
  EXPECT_THAT(reader_->history(page_, kVer, 2)->found, SizeIs(0));
}

TEST_P(Contract, GivesRobotsOfAllOriginsOfAHost) {
  WriteBatch batch;
  for (const char* origin : {"example,com s443", "example,com h80", "example,com,www s443", "example,co s443"}) {
    RobotsRow row = robots_row(6, kVer + static_cast<int64_t>(batch.robots.size()));
    row.host = origin;
    batch.robots.push_back(row);
  }
  write(batch);
  const auto robots = reader_->robots_of_host(6, "example,com", 10);
  ASSERT_THAT(robots->found, SizeIs(2));
  EXPECT_EQ(robots->found[0].host, "example,com h80");
  EXPECT_EQ(robots->found[1].host, "example,com s443");
  EXPECT_THAT(reader_->robots_of_host(6, "example,com", 1)->evidence.rows, SizeIs(1));
}

TEST_P(Contract, GivesHistoryAndRobotsNewestFirstWithinTheLimit) {
  WriteBatch batch;
  for (const int64_t ver : {kVer, kVer + 2, kVer + 1}) {
    batch.pages.emplace_back().history = history_row(page_, ver);
    batch.robots.push_back(robots_row(6, ver));
  }
  write(batch);
  const auto history = reader_->history(page_, std::nullopt, 2);
  ASSERT_THAT(history->found, SizeIs(2));
  EXPECT_EQ(history->found[0].event_stamp_ms, kVer + 2);
  EXPECT_EQ(history->found[1].event_stamp_ms, kVer + 1);
  EXPECT_EQ(reader_->robots(6, "example,com s443", 1)->found[0].fetch_stamp_ms, kVer + 2);
  EXPECT_EQ(reader_->history(page_, std::nullopt, -1)->found.size(), 0u);
  EXPECT_EQ(reader_->robots(6, "example,com h80", 9)->found.size(), 0u);
}

TEST_P(Contract, FindsActiveBansOfTheHostAndOfItsRoot) {
  WriteBatch batch;
  batch.bans = {test::ban_row(6, "*", kVer), test::ban_row(6, "com,example,www", kVer),
                test::ban_row(6, "com,example,mail", kVer), test::ban_row(7, "*", kVer)};
  write(batch);
  const auto hosts = [&] {
    std::vector<std::string> found;
    const auto bans = reader_->bans(6, "com,example,www");
    for (const BanRow& row : bans->found) found.push_back(row.host);
    return found;
  };
  EXPECT_THAT(hosts(), ElementsAre("*", "com,example,www"));
  batch.bans = {test::ban_row(6, "*", kVer + 1)};
  batch.bans[0].active = 0;
  write(batch);
  EXPECT_THAT(hosts(), ElementsAre("com,example,www"));
}

TEST_P(Contract, ShowsBlobsBySizeAndNumbersAndTextsAsTheyAre) {
  write(whole_batch(page_, kVer));
  const auto text = reader_->page_text(page_);
  ASSERT_THAT(text->evidence.rows, SizeIs(1));
  EXPECT_GT(std::get<Blob>(text->evidence.rows[0][2]).bytes, 0u);
  const auto robots = reader_->robots(page_.root_hash, "example,com s443", 1);
  EXPECT_EQ(std::get<Blob>(robots->evidence.rows[0][7]).bytes, 29u);
  const auto info = reader_->page_info(page_);
  EXPECT_EQ(std::get<int64_t>(info->evidence.rows[0][0]), 6);
  EXPECT_EQ(std::get<std::string>(info->evidence.rows[0][1]), page_.unparsed);
  EXPECT_EQ(std::get<double>(info->evidence.rows[0][21]), 0.0);
}

TEST_P(Contract, ChecksThatAShardExists) {
  for (uint32_t shard = 0; shard < 4; ++shard) EXPECT_TRUE(reader_->check_shard(shard));
  const auto checked = reader_->check_shard(4);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::invalid);
}

TEST_P(Contract, RunsTheDefaultFilters) {
  write(whole_batch(page_, kVer));
  const auto outcomes = reader_->filters(page_, reader_->info().filters, *parse_time("2026-04-12T00:00:00Z"));
  ASSERT_TRUE(outcomes) << outcomes.error().message;
  ASSERT_THAT(*outcomes, SizeIs(5));
  for (const Lookup<FilterOutcome>& outcome : *outcomes) {
    EXPECT_EQ(outcome.found.status, FilterOutcome::Status::pass) << outcome.found.name << ": " << outcome.found.error;
  }
  EXPECT_EQ((*outcomes)[1].evidence.query,
            "SELECT (download_stamp > subtractMonths(toDateTime('2026-04-12 00:00:00'), 6)) AS pass FROM page_info "
            "WHERE root_hash = 6 AND src_unparsed = 'com,example!/it''s s443'");
}

TEST_P(Contract, NamesPagesWithTheSameContentInAnyShard) {
  WriteBatch batch;
  for (uint64_t root : {5, 6, 7, 9}) {
    for (const char* name : {"b", "a"}) {
      batch.pages.emplace_back().info = info_row(key(root, name), kVer);
      batch.pages.back().info->content_hash = name[0];
    }
  }
  batch.pages.emplace_back().info = info_row(key(5, "none"), kVer);
  batch.pages.back().info->content_hash.reset();
  write(batch);
  const auto same = [&](int limit) {
    std::string found;
    const auto keys = reader_->same_content(key(5, "a"), 'a', limit);
    for (const UrlKey& each : keys->keys) found += std::to_string(each.root_hash) + each.unparsed + " ";
    return found;
  };
  EXPECT_EQ(same(100), "9a 6a 7a ");
  EXPECT_EQ(same(3), "9a 6a 7a ");
  EXPECT_EQ(same(2), "9a 6a ");
  EXPECT_EQ(same(0), "");
  EXPECT_EQ(same(-1), "");
}

TEST_P(Contract, TellsEachOutcomeOfAFilter) {
  PageInfoRow row = info_row(page_, kVer);
  row.ml_spam_score.reset();
  write_info(row);
  const struct {
    const char* condition;
    FilterOutcome::Status status;
    const char* error;
    size_t rows;
  } cases[] = {
      {"words >= 0", FilterOutcome::Status::pass, "", 1},
      {"words < 0", FilterOutcome::Status::fail, "", 1},
      {"ml_spam_score = 0", FilterOutcome::Status::unknown, "", 1},
      {"depth = 0", FilterOutcome::Status::error, "the condition does not run: no such column: depth", 0},
      {"words; words", FilterOutcome::Status::error, ";", 0},
  };
  for (const auto& each : cases) {
    const Filter filter{"a filter", each.condition};
    const auto outcomes = reader_->filters(page_, std::span(&filter, 1), Timestamp{});
    ASSERT_TRUE(outcomes) << outcomes.error().message;
    EXPECT_EQ(outcomes->front().found.status, each.status) << each.condition;
    EXPECT_THAT(outcomes->front().found.error, testing::HasSubstr(each.error));
    EXPECT_THAT(outcomes->front().evidence.rows, SizeIs(each.rows)) << each.condition;
  }
  const Filter filter{"a filter", "words >= 0"};
  const auto missing = reader_->filters(key(6, "missing"), std::span(&filter, 1), Timestamp{});
  EXPECT_EQ(missing->front().found.status, FilterOutcome::Status::unknown);
  EXPECT_THAT(missing->front().evidence.rows, SizeIs(0));
}

TEST_P(Contract, HasOneWriterToTellOf) {
  EXPECT_TRUE(reader_->files().writer);
  writer_.reset();
  EXPECT_FALSE(reader_->files().writer);
}

}  // namespace
}  // namespace lycosa::inline store
