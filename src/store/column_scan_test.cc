#include "store/column_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "store/sqlite.h"
#include "store/store.h"
#include "store/test_rows.h"

namespace lycosa::inline store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ColumnScan scan_of(std::string table, std::vector<std::string> columns) {
  ColumnScan scan;
  scan.table = std::move(table);
  scan.columns = std::move(columns);
  return scan;
}

TEST(ScanPlan, HasTheColumnsInTheOrderOfTheQuestion) {
  const auto plan = plan_scan(scan_of("ban", {"source", "root_hash"}));
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->table, &table("ban"));
  ASSERT_EQ(plan->columns.size(), 2u);
  EXPECT_EQ(plan->columns[0]->name, "source");
  EXPECT_EQ(plan->columns[1]->name, "root_hash");
  EXPECT_EQ(plan_scan(scan_of("ban", {}))->columns.size(), table("ban").columns.size());
}

TEST(ScanPlan, SaysWhatIsWrongAndWhatThereIs) {
  const auto with = [](ColumnScan scan, auto change) {
    change(scan);
    return scan;
  };
  const struct {
    ColumnScan scan;
    const char* message;
  } cases[] = {
      {scan_of("pages", {}), "a store has no table pages; it has page_info, page_text, page_history, robots, ban, "},
      {scan_of("run", {"run", "title"}), "the table run has no column title; it has run, kind, end_stamp_ms, "},
      {scan_of("run", {"run", "run"}), "the column run is asked for twice"},
      {with(scan_of("run", {}), [](ColumnScan& s) { s.after = {"a"}; }), "behind a key of other columns"},
      {with(scan_of("run", {}),
            [](ColumnScan& s) {
              s.after = {int64_t{1}, int64_t{2}};
            }),
       "a key of other columns"},
      {with(scan_of("run", {}), [](ColumnScan& s) { s.batch_rows = 0; }), "a batch of a scan needs rows"},
      {with(scan_of("run", {}), [](ColumnScan& s) { s.condition = "run > 1"; }), "a condition reads page_info"},
  };
  for (const auto& each : cases) {
    const auto plan = plan_scan(each.scan);
    ASSERT_FALSE(plan) << each.message;
    EXPECT_EQ(plan.error().kind, ErrorKind::invalid);
    EXPECT_THAT(plan.error().message, HasSubstr(each.message));
  }
}

TEST(ColumnValues, LayValuesOutAsArrowDoes) {
  const auto plan = plan_scan(scan_of("discovery", {"lastmod_stamp", "priority", "source"}));
  ColumnBatch batch = empty_batch(*plan);
  for (int repeat = 0; repeat < 2; ++repeat) {
    for (ColumnValues& values : batch.columns) values.clear();
    for (int64_t row = 0; row < 9; ++row) {
      row % 4 == 1 ? batch.columns[0].add_null() : batch.columns[0].add(row);
      row % 4 == 1 ? batch.columns[1].add_null() : batch.columns[1].add(0.5);
      row % 4 == 1 ? batch.columns[2].add_null() : batch.columns[2].add(std::string_view("ab"));
    }
    EXPECT_THAT(batch.columns[0].integers, ElementsAre(0, 0, 2, 3, 4, 0, 6, 7, 8));
    EXPECT_EQ(batch.columns[1].reals.size(), 9u);
    EXPECT_EQ(batch.columns[2].bytes, "ababababababab");
    EXPECT_THAT(batch.columns[2].offsets, ElementsAre(0, 2, 2, 4, 6, 8, 8, 10, 12, 14));
    EXPECT_EQ(batch.columns[2].text(1), "");
    EXPECT_EQ(batch.columns[2].text(8), "ab");
    for (const ColumnValues& values : batch.columns) {
      EXPECT_THAT(values.known, ElementsAre(0b11011101, 1));
      EXPECT_EQ(values.nulls, 2u);
      EXPECT_TRUE(values.has(8));
      EXPECT_FALSE(values.has(5));
    }
  }
}

// What only a file can be: damaged, or made by somebody else.
class DamagedScan : public testing::Test {
 protected:
  void SetUp() override {
    StoreOptions options;
    options.shard_count = 1;
    auto writer = open_store_writer(folder_.path("/store"), options);
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_TRUE((*writer)->write(test::whole_batch(test::key(6, "a"), 1000)));
  }
  void change(const std::string& sql) {
    auto shard = Connection::open(folder_.path("/store/shards/00.db"), Connection::Mode::write, "shard");
    ASSERT_TRUE(shard);
    const auto changed = (*shard)->execute(sql);
    ASSERT_TRUE(changed) << changed.error().message;
  }
  Result<void> scan(const ColumnScan& what) {
    auto reader = open_store_reader(folder_.path("/store"));
    if (!reader) return reader.unexpected();
    return (*reader)->scan_columns(what, [](const ColumnBatch&) { return true; });
  }
  test::TemporaryFolder folder_;
};

TEST_F(DamagedScan, NamesTheShardThatCannotBeRead) {
  const struct {
    const char* sql;
    ColumnScan scan;
    const char* message;
  } cases[] = {
      {"UPDATE page_text SET markdown = x'00'", scan_of("page_text", {"markdown"}), "00.db) is damaged: a stored text"},
      {"UPDATE seen SET src_unparsed = CAST(x'ff' AS TEXT)", scan_of("seen", {"state"}), "a key of seen is not clean"},
      {"DROP TABLE ban", scan_of("ban", {"rule"}), "no such table: ban; restore its file from a copy"},
  };
  for (const auto& each : cases) {
    EXPECT_TRUE(scan(each.scan)) << each.sql;
    change(each.sql);
    const auto scanned = scan(each.scan);
    ASSERT_FALSE(scanned) << each.sql;
    EXPECT_EQ(scanned.error().kind, ErrorKind::corrupt);
    EXPECT_THAT(scanned.error().message, HasSubstr(each.message));
  }
}

}  // namespace
}  // namespace lycosa::inline store
