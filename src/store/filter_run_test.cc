#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "store/filter_engine.h"
#include "store/store.h"
#include "store/test_rows.h"

namespace lycosa::inline store {
namespace {

using Status = FilterOutcome::Status;
using testing::HasSubstr;

constexpr int64_t kVer = 1775842628000;  // 2026-04-10 17:37:08
const Timestamp kNow = *parse_time("2026-04-12T00:00:00Z");

class Filters : public testing::Test {
 protected:
  void SetUp() override {
    StoreOptions options;
    options.shard_count = 1;
    auto writer = open_store_writer(folder_.path("/store"), options);
    ASSERT_TRUE(writer) << writer.error().message;
    writer_ = std::move(*writer);
    auto reader = open_store_reader(folder_.path("/store"));
    ASSERT_TRUE(reader) << reader.error().message;
    reader_ = std::move(*reader);
  }

  void store(const std::function<void(PageInfoRow&)>& change = [](PageInfoRow&) {}) {
    PageInfoRow row = test::info_row(page_, ++ver_);
    change(row);
    WriteBatch batch;
    batch.pages.emplace_back().info = row;
    ASSERT_TRUE(writer_->write(batch));
  }

  Lookup<FilterOutcome> run(const std::string& condition, Timestamp now = kNow, bool at_hand_too = true) {
    const Filter filter{"a filter", condition};
    auto outcomes = reader_->filters(page_, std::span(&filter, 1), now);
    EXPECT_TRUE(outcomes) << outcomes.error().message;
    if (outcomes && at_hand_too) expect_the_same_of_the_row(filter, now, outcomes->front().found);
    return outcomes ? std::move(outcomes->front()) : Lookup<FilterOutcome>{};
  }

  // A filter says the same of a row at hand as of the row in its table.
  void expect_the_same_of_the_row(const Filter& filter, Timestamp now, const FilterOutcome& of_table) {
    const auto page = reader_->page_info(page_);
    ASSERT_TRUE(page) << page.error().message;
    if (!page->found) return;
    const auto engine = FilterEngine::open(std::span(&filter, 1));
    ASSERT_TRUE(engine) << engine.error().message;
    const FilterOutcome of_row = (*engine)->run(*page->found, now).front();
    EXPECT_EQ(of_row.status, of_table.status) << filter.condition << ": " << of_row.error << " / " << of_table.error;
    EXPECT_EQ(of_row.error.empty(), of_table.error.empty()) << filter.condition;
    EXPECT_EQ(of_row.condition, of_table.condition);
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<StoreWriter> writer_;
  std::unique_ptr<StoreReader> reader_;
  int64_t ver_ = kVer;
  const UrlKey page_ = test::key(6, "com,example!/it's s443");
};

TEST_F(Filters, TellPassFailAndUnknownApart) {
  const std::string http(default_filters()[0].condition), age(default_filters()[1].condition),
      history(default_filters()[2].condition), spam(default_filters()[3].condition),
      canonical(default_filters()[4].condition);
  const struct {
    const char* what;
    std::string condition;
    std::function<void(PageInfoRow&)> change;
    Status status;
  } cases[] = {
      {"200", http, [](PageInfoRow&) {}, Status::pass},
      {"404", http, [](PageInfoRow& row) { row.download_http_code = 404; }, Status::fail},
      {"fresh", age, [](PageInfoRow&) {}, Status::pass},
      {"six months and a second", age, [](PageInfoRow& row) { row.download_stamp = 1760227199; }, Status::fail},
      {"six months", age, [](PageInfoRow& row) { row.download_stamp = 1760227200; }, Status::fail},
      {"six months less a second", age, [](PageInfoRow& row) { row.download_stamp = 1760227201; }, Status::pass},
      {"no drop", history, [](PageInfoRow&) {}, Status::pass},
      {"drop", history, [](PageInfoRow& row) { row.history_drop_reason = "http.404"; }, Status::fail},
      {"clean", spam, [](PageInfoRow&) {}, Status::pass},
      {"noindex", spam, [](PageInfoRow& row) { row.fh_dont_index = 1; }, Status::fail},
      {"noindex, not scored", spam,
       [](PageInfoRow& row) {
         row.fh_dont_index = 1;
         row.ml_spam_score.reset();
       },
       Status::fail},
      {"spam", spam, [](PageInfoRow& row) { row.ml_spam_score = 0.83; }, Status::fail},
      {"spam, directives not known", spam,
       [](PageInfoRow& row) {
         row.ml_spam_score = 0.83;
         row.fh_dont_index.reset();
       },
       Status::fail},
      {"not scored", spam, [](PageInfoRow& row) { row.ml_spam_score.reset(); }, Status::unknown},
      {"directives not known", spam, [](PageInfoRow& row) { row.fh_dont_index.reset(); }, Status::unknown},
      {"no canonical", canonical, [](PageInfoRow&) {}, Status::pass},
      {"empty canonical", canonical, [](PageInfoRow& row) { row.meta_canonical = ""; }, Status::pass},
      {"canonical itself", canonical, [](PageInfoRow& row) { row.meta_canonical = row.key.unparsed; }, Status::pass},
      {"canonical elsewhere", canonical, [](PageInfoRow& row) { row.meta_canonical = "com,example!/ s443"; },
       Status::fail},
  };
  for (const auto& each : cases) {
    store(each.change);
    const Lookup<FilterOutcome> outcome = run(each.condition);
    EXPECT_EQ(outcome.found.status, each.status) << each.what << ": " << outcome.found.error << "\n"
                                                 << outcome.evidence.query;
    EXPECT_EQ(outcome.found.condition, each.condition);
  }
}

TEST_F(Filters, AreUnknownForAPageThatIsNotThere) {
  const Lookup<FilterOutcome> outcome = run("download_http_code = 200");
  EXPECT_EQ(outcome.found.status, Status::unknown);
  EXPECT_TRUE(outcome.evidence.rows.empty());
  EXPECT_FALSE(outcome.evidence.query.empty());
}

TEST_F(Filters, ShowTheQueryThatRanWithNowAsALiteral) {
  store();
  const Lookup<FilterOutcome> outcome =
      run("meta_title LIKE 'A %' AND download_stamp > now() - 1 DAY", *parse_time("2026-04-11"));
  EXPECT_EQ(outcome.evidence.query,
            "SELECT (meta_title LIKE 'A %' AND download_stamp > subtractDays(toDateTime('2026-04-11 00:00:00'), 1)) AS "
            "pass FROM page_info WHERE root_hash = 6 AND src_unparsed = 'com,example!/it''s s443'");
  EXPECT_THAT(outcome.evidence.columns, testing::ElementsAre("pass"));
  EXPECT_EQ(std::get<int64_t>(outcome.evidence.rows[0][0]), 1);
}

TEST_F(Filters, GiveTheirFaultAsAnOutcome) {
  store();
  const struct {
    std::string condition;
    const char* error;
  } cases[] = {
      {"", "is empty"},
      {"no_such_column = 1", "no such column"},
      {"no_such_function(1)", "no such function"},
      {"download_http_code = ", "syntax error"},
      {"download_http_code = 200 200", "syntax error"},
      {"meta_title", "gives a text"},
      {"toDateTime(meta_title) > 1", "not a time"},
      {"\"not a column\" = 'not a column'", "no such column"},
      {"END", "no such column"},
  };
  for (const auto& each : cases) {
    const Lookup<FilterOutcome> outcome = run(each.condition);
    EXPECT_EQ(outcome.found.status, Status::error) << each.condition;
    EXPECT_THAT(outcome.found.error, HasSubstr(each.error)) << each.condition;
  }
}

TEST_F(Filters, CannotReachAnythingButTheRow) {
  store();
  const char* conditions[] = {
      "count(*) > 0",
      "sum(download_size) > 0",
      "random() = 0",
      "randomblob(1000000000) = 1",
      "zeroblob(1000000000) = 1",
      "replace(meta_title, 'a', meta_title) = ''",
      "printf('%1000000000d', 1) = ''",
      "load_extension('x')",
      "readfile('/etc/passwd') = ''",
      "writefile('x', 'y')",
      "zstdDecompress(meta_title) = ''",
      "sqlite_version() = ''",
      "fts3_tokenizer('x')",
      "json_each.value = 1",
      "seen.state = 'queued'",
      "page_text.ver = 1",
      "root_hash IN page_text",
      "1 IN (SELECT ver FROM seen)",
      "(SELECT 1)",
      "1) FROM seen WHERE (1",
      "1) AS pass, (1",
      "RAISE(ABORT, 'x')",
      "sqlite_master.name = 'x'",
  };
  for (const char* condition : conditions) {
    const Lookup<FilterOutcome> outcome = run(condition);
    EXPECT_EQ(outcome.found.status, Status::error) << condition << "\n" << outcome.evidence.query;
    EXPECT_FALSE(outcome.found.error.empty()) << condition;
  }
}

TEST_F(Filters, AreNotRememberedBeyondAThousand) {
  store();
  for (int i = 0; i < 2500; ++i) {
    EXPECT_EQ(run("download_http_code != " + std::to_string(i)).found.status, i == 200 ? Status::fail : Status::pass);
  }
}

TEST_F(Filters, LeaveHostileValuesToTheEngine) {
  store([](PageInfoRow& row) { row.meta_title = "x' OR 1 = 1 --"; });
  EXPECT_EQ(run("meta_title = 'x'").found.status, Status::fail);
  EXPECT_EQ(run("meta_title = 'x'' OR 1 = 1 --'").found.status, Status::pass);
}

// Tokens in any order give a result or an error that says something; whatever becomes portable is one expression.
TEST_F(Filters, BearAnyTokensInAnyOrder) {
  store();
  const char* tokens[] = {"download_http_code",
                          "meta_title",
                          "200",
                          "'x'",
                          "=",
                          "<",
                          ">=",
                          "AND",
                          "OR",
                          "NOT",
                          "IN",
                          "LIKE",
                          "IS",
                          "NULL",
                          "BETWEEN",
                          "(",
                          ")",
                          ",",
                          "-",
                          "+",
                          "6",
                          "MONTH",
                          "INTERVAL",
                          "now()",
                          "isNull(",
                          "length(",
                          "CASE",
                          "WHEN",
                          "THEN",
                          "ELSE",
                          "END",
                          "||",
                          ".",
                          "*",
                          "\"a\"",
                          "DISTINCT",
                          "ON",
                          "AS"};
  std::mt19937 random(3);
  int ran = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string condition;
    for (size_t n = 1 + random() % 9; n > 0; --n) condition.append(tokens[random() % std::size(tokens)]).append(" ");
    const Lookup<FilterOutcome> outcome = run(condition, kNow, round % 50 == 0);
    ran += outcome.found.status != Status::error;
    EXPECT_EQ(outcome.found.status == Status::error, !outcome.found.error.empty()) << condition;
    EXPECT_LE(outcome.evidence.rows.size(), 1u) << condition;
    EXPECT_LE(outcome.evidence.columns.size(), 1u) << condition;
  }
  EXPECT_GT(ran, 100);
}

// SQLite matches LIKE in time that grows with pattern times text, not with a power of it.
TEST_F(Filters, StopOnPatternsMadeToTakeLong) {
  store([](PageInfoRow& row) { row.meta_title = std::string(5000, 'a'); });
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "%a";
  EXPECT_EQ(run("meta_title LIKE '" + pattern + "%b'").found.status, Status::fail);
}

}  // namespace
}  // namespace lycosa::inline store
