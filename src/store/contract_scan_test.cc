#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "store/contract.h"

namespace lycosa::inline store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(), kMost = std::numeric_limits<int64_t>::max();

// The rows of a scan, each as a text, with a line between batches.
class ContractOfScans : public Contract {
 protected:
  static std::string cell(const ColumnValues& values, size_t row) {
    if (!values.has(row)) return "NULL";
    if (values.column->type == ColumnType::integer) return std::to_string(values.integers[row]);
    if (values.column->type == ColumnType::real) return testing::PrintToString(values.reals[row]);
    return std::string(values.text(row));
  }
  std::vector<std::string> rows(const ColumnScan& scan) {
    std::vector<std::string> found;
    const auto scanned = reader_->scan_columns(scan, [&](const ColumnBatch& batch) {
      if (!found.empty()) found.emplace_back("--");
      for (size_t row = 0; row < batch.rows; ++row) {
        std::string& text = found.emplace_back();
        for (const ColumnValues& values : batch.columns) text += (text.empty() ? "" : "|") + cell(values, row);
      }
      last_ = batch.last;
      return true;
    });
    EXPECT_TRUE(scanned) << scanned.error().message;
    return found;
  }
  static ColumnScan scan_of(const UrlKey& of, std::string table, std::vector<std::string> columns) {
    ColumnScan scan;
    scan.shard = shard_of(of.root_hash, 4);
    scan.table = std::move(table);
    scan.columns = std::move(columns);
    return scan;
  }
  // Pages 0 to 9 of root 6 and one of root 10, which is in the same shard.
  void write_pages() {
    WriteBatch batch;
    for (int64_t i = 9; i >= 0; --i) {
      PageInfoRow row = test::info_row(test::key(6, std::to_string(i)), kVer);
      row.words = i;
      if (i % 2 == 1) row.ml_spam_score.reset();
      batch.pages.emplace_back().info = row;
    }
    batch.pages.emplace_back().info = test::info_row(test::key(10, "0"), kVer);
    batch.pages.back().info->words = 10;
    batch.pages.emplace_back().info = test::info_row(test::key(7, "other shard"), kVer);
    write(batch);
  }
  RowKey last_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ContractOfScans, engines(), engine_name);

TEST_P(ContractOfScans, GivesTheColumnsOfAShardInKeyOrder) {
  write_pages();
  const ColumnScan scan = scan_of(page_, "page_info", {"words", "src_unparsed", "ml_spam_score"});
  const auto found = rows(scan);
  ASSERT_EQ(found.size(), 11u);
  EXPECT_EQ(found[0], "0|0|0");
  EXPECT_EQ(found[1], "1|1|NULL");
  EXPECT_EQ(found[10], "10|0|0");
  EXPECT_EQ(last_, (RowKey{int64_t{10}, "0"}));
}

TEST_P(ContractOfScans, GivesBatchesAndGoesOnBehindAnyOfThem) {
  write_pages();
  ColumnScan scan = scan_of(page_, "page_info", {"words"});
  scan.batch_rows = 4;
  EXPECT_THAT(rows(scan), ElementsAre("0", "1", "2", "3", "--", "4", "5", "6", "7", "--", "8", "9", "10"));
  scan.after = {int64_t{6}, "6"};
  EXPECT_THAT(rows(scan), ElementsAre("7", "8", "9", "10"));
  scan.after = {int64_t{6}};
  EXPECT_THAT(rows(scan), ElementsAre("10")) << "behind all that begin with it";
  scan.after = {int64_t{10}, "0"};
  EXPECT_THAT(rows(scan), ElementsAre());
  scan.after.clear();
  scan.batch_rows = 11;
  EXPECT_EQ(rows(scan).size(), 11u) << "no batch without rows at the end";
  int batches = 0;
  scan.batch_rows = 1;
  EXPECT_TRUE(reader_->scan_columns(scan, [&](const ColumnBatch&) { return ++batches < 3; }));
  EXPECT_EQ(batches, 3);
}

TEST_P(ContractOfScans, BoundsTheTextsOfABatch) {
  WriteBatch batch;
  for (const char* name : {"a", "b", "c"}) {
    batch.pages.emplace_back().text = test::text_row(test::key(6, name), kVer);
    batch.pages.back().text->markdown = std::string(3, name[0]);
  }
  write(batch);
  ColumnScan scan = scan_of(page_, "page_text", {"markdown"});
  EXPECT_THAT(rows(scan), ElementsAre("aaa", "bbb", "ccc"));
  scan.batch_bytes = 4;
  EXPECT_THAT(rows(scan), ElementsAre("aaa", "bbb", "--", "ccc"));
  scan.batch_bytes = 0;
  EXPECT_THAT(rows(scan), ElementsAre("aaa", "--", "bbb", "--", "ccc"));
}

TEST_P(ContractOfScans, GivesTheRowsForWhichAConditionIsTrue) {
  write_pages();
  ColumnScan scan = scan_of(page_, "page_info", {"words"});
  scan.condition = "words >= 4 AND ml_spam_score = 0";
  scan.batch_rows = 2;
  EXPECT_THAT(rows(scan), ElementsAre("4", "6", "--", "8", "10"));
  scan.now = *parse_time("2026-04-12T00:00:00Z");
  scan.condition = "download_stamp > now() - 1 DAY";
  EXPECT_THAT(rows(scan), ElementsAre());
  scan.condition = "download_stamp > now() - 2 DAY";
  EXPECT_EQ(rows(scan).size(), 16u);
  const auto error = [&](const char* condition) {
    scan.condition = condition;
    const auto scanned = reader_->scan_columns(scan, [](const ColumnBatch&) { return true; });
    return scanned ? std::string("none") : scanned.error().message;
  };
  EXPECT_THAT(error("depth > 3"), HasSubstr("the condition does not run: no such column: depth"));
  EXPECT_THAT(error("words; DROP TABLE seen"), HasSubstr(";"));
  EXPECT_THAT(error("protocol"), HasSubstr("it must give true or false"));
}

TEST_P(ContractOfScans, GivesEveryTable) {
  write(test::whole_batch(page_, kVer));
  for (const Table& table : tables()) {
    std::vector<std::string> found;
    for (uint32_t shard = 0; shard < 4; ++shard) {
      ColumnScan scan = scan_of(page_, std::string(table.name), {});
      scan.shard = shard;
      for (std::string& row : rows(scan)) found.push_back(std::move(row));
    }
    EXPECT_FALSE(found.empty()) << table.name;
  }
  EXPECT_THAT(rows(scan_of(page_, "page_text", {"markdown", "ver"})),
              ElementsAre("# Heading\n\nPlain *words*.|" + std::to_string(kVer)));
}

TEST_P(ContractOfScans, TellsTextsFromBytes) {
  write(test::whole_batch(page_, kVer));
  const auto are_texts = [&](const char* table, std::vector<std::string> columns) {
    std::vector<bool> texts;
    EXPECT_TRUE(reader_->scan_columns(scan_of(page_, table, std::move(columns)), [&](const ColumnBatch& batch) {
      for (const ColumnValues& values : batch.columns) texts.push_back(values.is_text);
      return true;
    }));
    return texts;
  };
  EXPECT_THAT(are_texts("page_text", {"markdown", "ver"}), ElementsAre(true, false));
  EXPECT_THAT(are_texts("robots", {"host", "body"}), ElementsAre(true, false));
}

TEST_P(ContractOfScans, BearsHostileValues) {
  PageInfoRow row = test::info_row(page_, kVer);
  row.download_size = kLeast;
  row.words = kMost;
  row.similarity_hash = kLeast;
  row.ml_spam_score = std::numeric_limits<double>::infinity();
  row.link_density = std::numeric_limits<double>::quiet_NaN();
  row.meta_title = std::string("\0\xff", 2);
  write_info(row);
  EXPECT_THAT(rows(scan_of(page_, "page_info",
                           {"download_size", "words", "similarity_hash", "ml_spam_score", "link_density", "meta_title",
                            "meta_description"})),
              ElementsAre("-9223372036854775808|9223372036854775807|-9223372036854775808|inf|NULL|"
                          "\xef\xbf\xbd\xef\xbf\xbd|" +
                          row.meta_description.value_or("NULL")));
}

TEST_P(ContractOfScans, LetsWhoeverTakesABatchAskTheReader) {
  write_pages();
  ColumnScan scan = scan_of(page_, "page_info", {"words"});
  scan.batch_rows = 5;
  size_t inner = 0, pages = 0;
  EXPECT_TRUE(reader_->scan_columns(scan, [&](const ColumnBatch&) {
    EXPECT_TRUE(reader_->scan_columns(scan, [&](const ColumnBatch& batch) {
      inner += batch.rows;
      return true;
    }));
    pages += reader_->page_info(test::key(6, "3"))->found ? 1 : 0;
    return true;
  }));
  EXPECT_EQ(inner, 33u);
  EXPECT_EQ(pages, 3u);
}

TEST_P(ContractOfScans, SaysWhatItCannotScan) {
  ColumnScan scan = scan_of(page_, "page_info", {"depth"});
  const auto error = [&] {
    const auto scanned = reader_->scan_columns(scan, [](const ColumnBatch&) { return true; });
    return scanned ? Error{} : scanned.error();
  };
  EXPECT_EQ(error().kind, ErrorKind::invalid);
  EXPECT_THAT(error().message, HasSubstr("the table page_info has no column depth; it has root_hash, src_unparsed, "));
  scan.columns.clear();
  scan.shard = 4;
  EXPECT_EQ(error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace lycosa::inline store
