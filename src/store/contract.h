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

// An empty store of four shards on an engine, whose name this is.
struct Engine {
  std::unique_ptr<StoreWriter> writer;
  std::unique_ptr<StoreReader> reader;
};
inline Result<Engine> open_engine(std::string_view name, const std::string& folder) {
  StoreOptions options;
  options.shard_count = 4;
  if (name == "memory") {
    auto store = open_memory_store(options);
    if (!store) return store.unexpected();
    return Engine{std::move(store->writer), std::move(store->reader)};
  }
  auto writer = open_store_writer(folder, options);
  if (!writer) return writer.unexpected();
  auto reader = open_store_reader(folder);
  if (!reader) return reader.unexpected();
  return Engine{std::move(*writer), std::move(*reader)};
}
// Every engine that there is.
inline auto engines() {
  return testing::Values("memory", "sqlite");
}
inline std::string engine_name(const testing::TestParamInfo<const char*>& engine) {
  return engine.param;
}

class Contract : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    auto opened = open_engine(GetParam(), folder_.path("/store"));
    ASSERT_TRUE(opened) << opened.error().message;
    writer_ = std::move(opened->writer);
    reader_ = std::move(opened->reader);
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
