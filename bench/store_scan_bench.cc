// Reading three columns of every page of a shard: as whole rows, in batches of columns, and on the engine in memory.
// Items are pages.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <memory>
#include <string>

#include "store/store.h"

namespace {

using namespace lycosa;

constexpr int kPages = 100'000;

// As full as rows of a crawl are: about 700 bytes.
PageInfoRow row_at(int i) {
  PageInfoRow row;
  row.key = {8, "org,example!/articles/2026/04/" + std::to_string(1'000'000 + i) + "-a-title-in-the-path s443"};
  row.ver = 1775842628000 + i;
  row.download_stamp = 1775842628 + i;
  row.download_http_code = i % 20 == 0 ? 404 : 200;
  row.download_type = "text/html";
  row.download_size = 174'000 + i;
  row.protocol = "http/1.1";
  row.charset = "UTF-8";
  row.meta_title = "The title of page " + std::to_string(i) + " and of its site";
  row.meta_description = std::string(150, 'd');
  row.directives = "index, follow (meta robots, line 12)";
  row.fh_dont_index = 0;
  row.ml_spam_score = 0;
  row.content_hash = i;
  row.similarity_hash = -i;
  row.words = 1200;
  row.link_density = 0.25;
  row.archive_file = "20260410173708-00001.warc.gz";
  row.archive_offset = int64_t{i} * 30'000;
  return row;
}

void fill(StoreWriter& writer) {
  for (int i = 0; i < kPages;) {
    WriteBatch batch;
    for (int n = 0; n < 1000; ++n) batch.pages.emplace_back().info = row_at(i++);
    if (!writer.write(batch)) std::abort();
  }
}

StoreOptions one_shard() {
  StoreOptions options;
  options.shard_count = 1;
  return options;
}

StoreReader& on_sqlite() {
  static const std::unique_ptr<StoreReader> kReader = [] {
    const std::string folder = std::filesystem::temp_directory_path() / "lycosa_store_scan_bench";
    std::filesystem::remove_all(folder);
    auto writer = open_store_writer(folder, one_shard());
    if (!writer) std::abort();
    fill(**writer);
    writer->reset();
    auto reader = open_store_reader(folder);
    if (!reader || !(*reader)->check_shard(0)) std::abort();
    std::filesystem::remove_all(folder);  // its files live until they are closed
    return std::move(*reader);
  }();
  return *kReader;
}

StoreReader& in_memory() {
  static const MemoryStore kStore = [] {
    auto store = open_memory_store(one_shard());
    if (!store) std::abort();
    fill(*store->writer);
    return std::move(*store);
  }();
  return *kStore.reader;
}

void read_rows(benchmark::State& state, StoreReader& reader) {
  for (auto _ : state) {
    int64_t sum = 0;
    const auto read = reader.scan_page_info([&](const PageInfoRow& row) {
      sum += row.download_http_code + row.words + static_cast<int64_t>(row.key.unparsed.size());
      return true;
    });
    if (!read) state.SkipWithError("the scan failed");
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * kPages);
}

void read_columns(benchmark::State& state, StoreReader& reader, const char* condition) {
  ColumnScan scan;
  scan.table = "page_info";
  scan.columns = {"download_http_code", "words", "src_unparsed"};
  scan.condition = condition;
  for (auto _ : state) {
    int64_t sum = 0;
    const auto read = reader.scan_columns(scan, [&](const ColumnBatch& batch) {
      for (size_t i = 0; i < batch.rows; ++i) sum += batch.columns[0].integers[i] + batch.columns[1].integers[i];
      sum += static_cast<int64_t>(batch.columns[2].bytes.size());
      return true;
    });
    if (!read) state.SkipWithError("the scan failed");
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * kPages);
}

void BM_RowsOnSqlite(benchmark::State& state) {
  read_rows(state, on_sqlite());
}
void BM_ColumnsOnSqlite(benchmark::State& state) {
  read_columns(state, on_sqlite(), "");
}
void BM_ColumnsWhereOnSqlite(benchmark::State& state) {
  read_columns(state, on_sqlite(), "download_http_code = 200");
}
void BM_ColumnsInMemory(benchmark::State& state) {
  read_columns(state, in_memory(), "");
}

BENCHMARK(BM_RowsOnSqlite)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ColumnsOnSqlite)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ColumnsWhereOnSqlite)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ColumnsInMemory)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
