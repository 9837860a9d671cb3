// Every query that the store shows, run again by the sqlite3 shell with our extension, gives the rows shown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "store/store.h"
#include "store/test_rows.h"

namespace lycosa::inline store {
namespace {

using test::key;

constexpr int64_t kVer = 1775842628000;

class Shell : public testing::Test {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "a shell without AddressSanitizer cannot load an extension with it";
#endif
    if (std::system("command -v sqlite3 >/dev/null") != 0) GTEST_SKIP() << "the sqlite3 shell is not installed";
    StoreOptions options;
    options.shard_count = 2;
    auto writer = open_store_writer(folder_.path("/store"), options);
    ASSERT_TRUE(writer) << writer.error().message;
    for (const int64_t ver : {kVer, kVer + 1000}) {
      WriteBatch batch = test::whole_batch(page_, ver);
      batch.pages[0].info->meta_title = "tab\t, line\n, quote \", back\\slash, \x01, 蜘蛛 and 🕷️";
      batch.pages[0].info->ml_spam_score = 0.83;
      ASSERT_TRUE((*writer)->write(batch));
    }
    auto reader = open_store_reader(folder_.path("/store"));
    ASSERT_TRUE(reader) << reader.error().message;
    reader_ = std::move(*reader);
  }

  // What the shell prints for a script, with our extension loaded as a user would load it.
  std::string shell(const std::string& target, const std::string& query) {
    const std::string script = folder_.path("/script.sql");
    std::ofstream(script) << ".load " << std::string(LYCOSA_SQLITE_FILE).substr(0, sizeof LYCOSA_SQLITE_FILE - 4)
                          << "\n"
                          << query << ";\n";
    const std::string database = target == ":memory:" ? target : folder_.path("/store/") + target;
    const std::string command = "sqlite3 -batch -bail -json " + database + " < " + script + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::string output;
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, n);
    EXPECT_EQ(pclose(pipe), 0) << output;
    return output;
  }

  static nlohmann::json json(const Cell& cell) {
    if (const auto* integer = std::get_if<int64_t>(&cell)) return *integer;
    if (const auto* real = std::get_if<double>(&cell)) return *real;
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* blob = std::get_if<Blob>(&cell)) return blob->bytes;
    return nullptr;
  }

  // The shell prints a BLOB's bytes; its size is what we show.
  static std::string with_sizes(const Evidence& evidence) {
    std::string columns;
    for (size_t i = 0; i < evidence.columns.size(); ++i) {
      const std::string& name = evidence.columns[i];
      const bool blob = !evidence.rows.empty() && std::holds_alternative<Blob>(evidence.rows[0][i]);
      columns += (i == 0 ? "" : ", ") + (blob ? "length(" + name + ") AS " + name : name);
    }
    return "SELECT " + columns + " FROM (" + evidence.query + ")";
  }

  void expect_same(const Evidence& evidence, size_t rows) {
    ASSERT_EQ(evidence.rows.size(), rows) << evidence.query;
    nlohmann::json expected = nlohmann::json::array();
    for (const auto& row : evidence.rows) {
      nlohmann::json object = nlohmann::json::object();
      for (size_t i = 0; i < row.size(); ++i) object[evidence.columns[i]] = json(row[i]);
      expected.push_back(std::move(object));
    }
    const std::string output = shell(evidence.target, with_sizes(evidence));
    EXPECT_EQ(output.empty() ? nlohmann::json::array() : nlohmann::json::parse(output, nullptr, false), expected)
        << evidence.query << "\n"
        << output;
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<StoreReader> reader_;
  const UrlKey page_ = key(6, "com,example!/it's%20\"here\";--🕷️ s443");
  const UrlKey target_ = key(7, "org,example!/target s443");
};

TEST_F(Shell, GivesTheRowsOfEveryLookup) {
  expect_same(reader_->calculate_shard("uk,co,b'nikolic")->evidence, 1);
  expect_same(reader_->page_info(page_)->evidence, 1);
  expect_same(reader_->page_text(page_)->evidence, 1);
  expect_same(reader_->history(page_, std::nullopt, 10)->evidence, 2);
  expect_same(reader_->history(page_, std::nullopt, 1)->evidence, 1);
  expect_same(reader_->robots(6, "example,com s443", 10)->evidence, 2);
  expect_same(reader_->bans(6, "com,example")->evidence, 1);
  expect_same(reader_->seen(page_)->evidence, 1);
  expect_same(reader_->seen(target_)->evidence, 1);
  expect_same(reader_->links(page_, LinkSide::out, "", 10)->evidence, 1);
  expect_same(reader_->links(target_, LinkSide::in, "", 10)->evidence, 1);
  expect_same(reader_->page_info(target_)->evidence, 0);
}

TEST_F(Shell, GivesTheOutcomeOfEveryFilter) {
  std::vector<Filter> filters(default_filters().begin(), default_filters().end());
  filters.push_back({"mine", "meta_title LIKE 'tab%' AND length(text_lang) = 2 AND startsWith(src_unparsed, 'com,')"});
  filters.push_back({"null", "text_lang = meta_canonical"});
  const auto outcomes = reader_->filters(page_, filters, *parse_time("2026-04-12T00:00:00Z"));
  ASSERT_TRUE(outcomes) << outcomes.error().message;
  for (const Lookup<FilterOutcome>& outcome : *outcomes) expect_same(outcome.evidence, 1);
}

TEST_F(Shell, ReadsTheStoredTexts) {
  EXPECT_EQ(shell("shards/00.db", "SELECT zstdDecompress(boilerpipe_text) AS text FROM page_text"),
            "[{\"text\":\"Plain words.\"}]\n");
}

TEST_F(Shell, KnowsTheTimeByItself) {
  EXPECT_EQ(shell(":memory:", "SELECT now() > toDateTime('2024-01-01 00:00:00') AS later"), "[{\"later\":1}]\n");
}

}  // namespace
}  // namespace lycosa::inline store
