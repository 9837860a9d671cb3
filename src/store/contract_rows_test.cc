#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "record/columns.h"
#include "store/contract.h"

// What is written and what becomes of it.
namespace lycosa::inline store {

INSTANTIATE_TEST_SUITE_P(Engines, Contract, engines(), engine_name);

namespace {

using test::discovery_row;
using test::history_row;
using test::info_row;
using test::key;
using test::link_row;
using test::run_row;
using test::seen_row;
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

TEST_P(Contract, RefusesToReplaceLinksOfNobody) {
  WriteBatch batch;
  batch.pages.emplace_back().replace_links = true;
  const auto written = writer_->write(batch);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::invalid);
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

}  // namespace
}  // namespace lycosa::inline store
