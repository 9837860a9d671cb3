#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "record/members.h"
#include "store/store.h"
#include "store/test_rows.h"

// The contract that every engine keeps: StoreReader and StoreWriter, engine by engine the same tests. What only one
// engine has, such as files that can be damaged, has tests of its own.
namespace lycosa::inline store {

constexpr int64_t kVer = 1775842628000;  // 2026-04-10 17:37:08

// Rows are equal when every member is.
template <class Row>
std::string text_of(const Row& row) {
  std::string text;
  each_member(row, [&](std::string_view column, const auto& member) {
    text.append(column).append("=").append(testing::PrintToString(member)).append("\n");
  });
  return text;
}

class Contract : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    StoreOptions options;
    options.shard_count = 4;
    if (std::string_view(GetParam()) == "memory") {
      auto store = open_memory_store(options);
      ASSERT_TRUE(store) << store.error().message;
      writer_ = std::move(store->writer);
      reader_ = std::move(store->reader);
    } else {
      auto writer = open_store_writer(folder_.path("/store"), options);
      ASSERT_TRUE(writer) << writer.error().message;
      writer_ = std::move(*writer);
      auto reader = open_store_reader(folder_.path("/store"));
      ASSERT_TRUE(reader) << reader.error().message;
      reader_ = std::move(*reader);
    }
  }

  void write(const WriteBatch& batch) {
    const auto written = writer_->write(batch);
    ASSERT_TRUE(written) << written.error().message;
  }
  void write_seen(const SeenRow& row) {
    WriteBatch batch;
    batch.seen = {row};
    write(batch);
  }
  void write_info(const PageInfoRow& row) {
    WriteBatch batch;
    batch.pages.emplace_back().info = row;
    write(batch);
  }
  SeenRow seen() { return *reader_->seen(page_)->found; }
  PageInfoRow info() { return *reader_->page_info(page_)->found; }

  test::TemporaryFolder folder_;
  std::unique_ptr<StoreWriter> writer_;
  std::unique_ptr<StoreReader> reader_;
  const UrlKey page_ = test::key(6, "com,example!/it's s443");
};

}  // namespace lycosa::inline store
