#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "record/columns.h"
#include "store/contract.h"

namespace lycosa::inline store {

INSTANTIATE_TEST_SUITE_P(Engines, Contract, testing::Values("memory", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

namespace {

using test::discovery_row;
using test::history_row;
using test::info_row;
using test::key;
using test::link_row;
using test::robots_row;
using test::run_row;
using test::seen_row;
using test::text_row;
using test::whole_batch;
using testing::ElementsAre;
using testing::SizeIs;

TEST_P(Contract, GivesBackEveryColumnOfEveryTable) {
  const WriteBatch batch = whole_batch(page_, kVer);
  write(batch);
  PageInfoRow expected = *batch.pages[0].info;
  expected.first_crawled_stamp = expected.download_stamp;
  expected.first_indexed_stamp = expected.download_stamp;
  EXPECT_EQ(text_of(info()), text_of(expected));
  EXPECT_EQ(text_of(*reader_->page_text(page_)->found), text_of(*batch.pages[0].text));
  const auto history = reader_->history(page_, std::nullopt, 10);
  ASSERT_THAT(history->found, SizeIs(1));
  EXPECT_EQ(text_of(history->found[0]), text_of(*batch.pages[0].history));
  const auto robots = reader_->robots(page_.root_hash, "example,com s443", 10);
  ASSERT_THAT(robots->found, SizeIs(1));
  EXPECT_EQ(text_of(robots->found[0]), text_of(batch.robots[0]));
  const auto bans = reader_->bans(page_.root_hash, "com,example");
  ASSERT_THAT(bans->found, SizeIs(1));
  EXPECT_EQ(text_of(bans->found[0]), text_of(batch.bans[0]));
  EXPECT_EQ(text_of(seen()), text_of(*batch.pages[0].seen));
  EXPECT_EQ(text_of(*reader_->seen(batch.seen[0].key)->found), text_of(batch.seen[0]));
  const auto ways = reader_->discoveries(batch.seen[0].key, 10);
  ASSERT_THAT(ways->found, SizeIs(1));
  EXPECT_EQ(text_of(ways->found[0]), text_of(batch.discoveries[0]));
  const auto runs = reader_->runs(10);
  ASSERT_THAT(runs->found, SizeIs(1));
  EXPECT_EQ(text_of(runs->found[0]), text_of(batch.runs[0]));
  const auto out = reader_->links(page_, LinkSide::out, "", 10);
  ASSERT_THAT(out->found.rows, SizeIs(1));
  EXPECT_EQ(text_of(out->found.rows[0]), text_of(batch.pages[0].out_links[0]));
  const auto in = reader_->links(batch.seen[0].key, LinkSide::in, "", 10);
  ASSERT_THAT(in->found.rows, SizeIs(1));
  EXPECT_EQ(text_of(in->found.rows[0]), text_of(batch.in_links[0]));
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

TEST_P(Contract, KeepsTheNewerOfTwoRowsWhateverTheirOrder) {
  PageInfoRow older = info_row(page_, kVer);
  PageInfoRow newer = info_row(page_, kVer + 5000);
  newer.meta_title = "newer";
  newer.first_crawled_stamp = 0;
  write_info(newer);
  write_info(older);
  EXPECT_EQ(info().meta_title, "newer");
  EXPECT_EQ(info().ver, kVer + 5000);
  EXPECT_EQ(info().first_crawled_stamp, kVer / 1000);
  newer.meta_title = "again";
  write_info(newer);
  EXPECT_EQ(info().meta_title, "again") << "an equal version overwrites";
}

TEST_P(Contract, LeavesTheSameWhenABatchIsRepeated) {
  write(whole_batch(page_, kVer));
  const std::string first = text_of(info()) + text_of(seen());
  write(whole_batch(page_, kVer));
  EXPECT_EQ(text_of(info()) + text_of(seen()), first);
  EXPECT_EQ(reader_->history(page_, std::nullopt, 9)->found.size(), 1u);
  EXPECT_EQ(reader_->links(page_, LinkSide::out, "", 9)->found.rows.size(), 1u);
  EXPECT_EQ(reader_->robots(page_.root_hash, "example,com s443", 9)->found.size(), 1u);
}

TEST_P(Contract, KeepsTheNewestStateAsAWhole) {
  SeenRow first = seen_row(page_, SeenState::queued, kVer);
  first.depth = 2;
  SeenRow second = seen_row(page_, SeenState::retry, kVer + 9000);
  second.role = Role::page;
  second.depth = 3;
  second.reason = "network.reset";
  second.next_due_stamp_ms = kVer + 14000;
  second.attempts = 1;
  for (int order = 0; order < 2; ++order) {
    first.key = second.key = key(6, order == 0 ? "a" : "b");
    write_seen(order == 0 ? first : second);
    write_seen(order == 0 ? second : first);
    EXPECT_EQ(text_of(*reader_->seen(second.key)->found), text_of(second));
  }
}

TEST_P(Contract, KeepsEachWayInWhichAUrlWasNamedAsItWasFirstWritten) {
  WriteBatch batch;
  batch.discoveries = {discovery_row(page_, Discovery::sitemap, "com,example!/map.xml s443", kVer + 5),
                       discovery_row(page_, Discovery::link, "com,example!/b s443", kVer + 9),
                       discovery_row(page_, Discovery::link, "com,example!/a s443", kVer + 2),
                       discovery_row(key(6, "other"), Discovery::seed, "argument", kVer)};
  write(batch);
  WriteBatch again;
  again.discoveries = {batch.discoveries[0]};
  again.discoveries[0].stamp_ms = kVer;
  again.discoveries[0].ver = kVer + 100;
  again.discoveries[0].priority = 1;
  write(again);
  const auto ways = reader_->discoveries(page_, 10);
  ASSERT_TRUE(ways) << ways.error().message;
  ASSERT_THAT(ways->found, SizeIs(3));
  EXPECT_EQ(text_of(ways->found[0]), text_of(batch.discoveries[2]));
  EXPECT_EQ(text_of(ways->found[1]), text_of(batch.discoveries[0]));
  EXPECT_EQ(text_of(ways->found[2]), text_of(batch.discoveries[1]));
  EXPECT_THAT(reader_->discoveries(page_, 2)->found, SizeIs(2));
  std::vector<std::string> seeds;
  ASSERT_TRUE(reader_->scan_discoveries(Discovery::seed, [&](DiscoveryRow row) {
    seeds.push_back(row.key.unparsed + " " + row.source);
    return true;
  }));
  EXPECT_THAT(seeds, ElementsAre("other argument"));
}

TEST_P(Contract, KeepsTheLastWordOfARunAndGivesTheNewestFirst) {
  RunRow begun = run_row(kVer);
  begun.ended.reset();
  begun.end_stamp_ms.reset();
  begun.ver = kVer;
  WriteBatch batch;
  batch.runs = {begun, run_row(kVer + 5000)};
  write(batch);
  EXPECT_EQ(text_of(reader_->runs(10)->found.at(1)), text_of(begun));
  batch.runs = {run_row(kVer), begun};
  write(batch);
  const auto runs = reader_->runs(10);
  ASSERT_TRUE(runs) << runs.error().message;
  ASSERT_THAT(runs->found, SizeIs(2));
  EXPECT_EQ(runs->found[0].run, kVer + 5000);
  EXPECT_EQ(text_of(runs->found[1]), text_of(run_row(kVer)));
  EXPECT_THAT(reader_->runs(1)->found, SizeIs(1));
}

TEST_P(Contract, KnowsWhoseLinksAreCurrentWhateverTheOrder) {
  PageInfoRow linked = info_row(page_, kVer);
  PageInfoRow error = info_row(page_, kVer + 1000);
  error.links_ver.reset();
  write_info(error);
  EXPECT_EQ(info().links_ver, std::nullopt);
  write_info(linked);
  EXPECT_EQ(info().links_ver, kVer);
  write_info(error);
  EXPECT_EQ(info().links_ver, kVer);
  EXPECT_EQ(info().ver, kVer + 1000);
}

TEST_P(Contract, ForgetsTheReasonOnceTheNewerRowHasNone) {
  SeenRow failed = seen_row(page_, SeenState::failed, kVer);
  failed.reason = "network.reset";
  failed.evidence = "reset by peer";
  write_seen(failed);
  write_seen(seen_row(page_, SeenState::crawled, kVer + 1));
  EXPECT_EQ(seen().reason, std::nullopt);
  EXPECT_EQ(seen().evidence, std::nullopt);
}

TEST_P(Contract, KeepsTheTextsOfTheLastGoodCrawlWhenAnErrorComes) {
  write(whole_batch(page_, kVer));
  PageInfoRow gone = info_row(page_, kVer + 1000);
  gone.download_http_code = 404;
  write_info(gone);
  EXPECT_EQ(info().download_http_code, 404);
  EXPECT_EQ(reader_->page_text(page_)->found->markdown, "# Heading\n\nPlain *words*.");
  EXPECT_EQ(info().first_crawled_stamp, kVer / 1000);
  EXPECT_EQ(info().first_indexed_stamp, kVer / 1000);
}

TEST_P(Contract, SetsFirstIndexedWhenAllFiltersFirstPass) {
  PageInfoRow row = info_row(page_, kVer);
  row.ml_spam_score.reset();
  write_info(row);
  EXPECT_EQ(info().first_indexed_stamp, std::nullopt) << "not scored";
  row = info_row(page_, kVer + 1000);
  row.fh_dont_index = 1;
  write_info(row);
  EXPECT_EQ(info().first_indexed_stamp, std::nullopt) << "noindex";
  write_info(info_row(page_, kVer + 2000));
  EXPECT_EQ(info().first_indexed_stamp, kVer / 1000 + 2);
  write_info(info_row(page_, kVer + 3000));
  EXPECT_EQ(info().first_indexed_stamp, kVer / 1000 + 2) << "kept";
  row = info_row(page_, kVer + 4000);
  row.first_indexed_stamp = 1681165922;
  write_info(row);
  EXPECT_EQ(info().first_indexed_stamp, 1681165922) << "given, and earlier";
}

TEST_P(Contract, JudgesAPageByItsOwnFiltersWhoeverWritesIt) {
  int64_t ver = kVer;
  const auto judged_as = [&](const std::function<void(PageInfoRow&)>& change) {
    ver += 1000;
    WriteBatch batch;
    PageWrite& page = batch.pages.emplace_back();
    page.info = info_row(page_, ver);
    change(*page.info);
    page.history = history_row(page_, ver);
    page.history->verdict = "as the caller had it";
    write(batch);
    const auto events = reader_->history(page_, std::nullopt, 1);
    return events->found.at(0).verdict + " " + events->found.at(0).reason.value_or("-");
  };
  EXPECT_EQ(judged_as([](PageInfoRow&) {}), "INDEXABLE -");
  EXPECT_EQ(judged_as([](PageInfoRow& row) { row.download_http_code = 404; }), "NOT_INDEXABLE http.404");
  EXPECT_EQ(judged_as([](PageInfoRow& row) { row.history_drop_reason = "content.soft_404"; }),
            "NOT_INDEXABLE content.soft_404");
  EXPECT_THAT(judged_as([](PageInfoRow& row) { row.ml_spam_score.reset(); }), testing::StartsWith("NOT_INDEXABLE"));
}

TEST_P(Contract, ReplacesThePagesLinksAndNoOthers) {
  const auto target = [](const char* name) { return key(3, name); };
  PageWrite page;
  page.history = history_row(page_, kVer);
  page.out_links = {link_row(page_, LinkSide::out, target("a"), kVer),
                    link_row(page_, LinkSide::out, target("b"), kVer)};
  page.replace_links = true;
  PageWrite other;
  other.out_links = {link_row(key(6, "other"), LinkSide::out, target("a"), kVer)};
  WriteBatch batch;
  batch.pages = {page, other};
  batch.in_links = {link_row(page_, LinkSide::in, target("a"), kVer)};
  write(batch);
  PageWrite again;
  again.info = info_row(page_, kVer + 10);
  again.out_links = {link_row(page_, LinkSide::out, target("c"), kVer + 10)};
  again.replace_links = true;
  WriteBatch second;
  second.pages = {again};
  write(second);
  const auto names = [&](const UrlKey& of, LinkSide side) {
    std::vector<std::string> found;
    const auto links = reader_->links(of, side, "", 10);
    for (const LinkRow& row : links->found.rows) found.push_back(row.other.unparsed);
    return found;
  };
  EXPECT_THAT(names(page_, LinkSide::out), ElementsAre("c"));
  EXPECT_THAT(names(page_, LinkSide::in), ElementsAre("a"));
  EXPECT_THAT(names(key(6, "other"), LinkSide::out), ElementsAre("a"));
  write(batch);  // the older crawl once more
  EXPECT_THAT(names(page_, LinkSide::out), ElementsAre("c"));
}

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

TEST_P(Contract, RefusesToReplaceLinksOfNobody) {
  WriteBatch batch;
  batch.pages.emplace_back().replace_links = true;
  const auto written = writer_->write(batch);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::invalid);
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

TEST_P(Contract, ScansEveryRowInKeyOrderUntilToldToStop) {
  WriteBatch batch;
  for (const char* name : {"b", "a", "c"}) {
    batch.seen.push_back(seen_row(key(6, name), SeenState::queued, kVer));
    batch.seen.push_back(seen_row(key(1, name), SeenState::queued, kVer));
    batch.pages.emplace_back().info = info_row(key(2, name), kVer);
  }
  batch.bans = {test::ban_row(6, "*", kVer)};
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
}

TEST_P(Contract, MendsTextThatIsNotCleanAndLeavesBlobsAlone) {
  PageInfoRow row = info_row(page_, kVer);
  row.meta_title = std::string("a\0b\xff", 4);
  write_info(row);
  EXPECT_EQ(info().meta_title,
            "a\xef\xbf\xbd"
            "b\xef\xbf\xbd");
  const UrlKey hostile = key(6, std::string_view("x\0'; DROP TABLE seen; --", 24));
  const auto found = reader_->seen(hostile);
  ASSERT_TRUE(found);
  EXPECT_THAT(found->evidence.query, testing::EndsWith("src_unparsed = 'x\xef\xbf\xbd''; DROP TABLE seen; --'"));
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

}  // namespace
}  // namespace lycosa::inline store
