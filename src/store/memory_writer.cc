#include "store/memory_writer.h"

#include "store/filter_engine.h"
#include "store/page_write.h"
#include "store/store_info.h"

namespace lycosa::inline store {
namespace {

class MemoryWriter final : public StoreWriter {
 public:
  MemoryWriter(std::shared_ptr<MemoryData> data, std::unique_ptr<FilterEngine> filters)
      : data_(std::move(data)), filters_(std::move(filters)) {
    data_->has_writer = true;
  }
  ~MemoryWriter() override { data_->has_writer = false; }

  const StoreInfo& info() const override { return data_->info; }

  Result<void> write(const WriteBatch& batch) override {
    for (const PageWrite& page : batch.pages) {
      if (auto checked = check_page(page); !checked) return checked;
    }
    for (const RunRow& row : batch.runs) put(data_->shards[kShardOfRuns], row);
    for (const BanRow& row : batch.bans) put(data_->shard_of_root(row.root_hash), row);
    for (const RobotsRow& row : batch.robots) put(data_->shard_of_root(row.root_hash), row);
    for (const DiscoveryRow& row : batch.discoveries) put(data_->shard_of_root(row.key.root_hash), row);
    for (const HostRow& row : batch.hosts) put(data_->shard_of_root(row.root_hash), row);
    for (const SitemapRow& row : batch.sitemaps) put(data_->shard_of_root(row.root_hash), row);
    for (const SeenRow& row : batch.seen) put(data_->shard_of_root(row.key.root_hash), row);
    for (const LinkRow& row : batch.in_links) put(data_->shard_of_root(row.own.root_hash), row);
    for (const PageWrite& page : batch.pages) write_page(page);
    return {};
  }

 private:
  template <class Row>
  static void put(MemoryShard& shard, const Row& row) {
    shard.put(row);
    ++shard.changes;
  }

  // All of a page's rows are kept with the root of the one that names it.
  void write_page(const PageWrite& page) {
    const PageIdentity whose = identity(page);
    if (!whose.key) return;
    MemoryShard& shard = data_->shard_of_root(whose.key->root_hash);
    if (page.replace_links) delete_older_links(shard, whose);
    for (const LinkRow& link : page.out_links) put(shard, link);
    if (page.text) put(shard, *page.text);
    write_crawl(shard, page);
    if (page.seen) put(shard, *page.seen);
  }

  void write_crawl(MemoryShard& shard, const PageWrite& page) {
    if (!page.info) {
      if (page.history) put(shard, *page.history);
      return;
    }
    const JudgedPage kept = judged(*page.info, page.history, *filters_);
    if (kept.history) put(shard, *kept.history);
    put(shard, kept.info);
  }

  static void delete_older_links(MemoryShard& shard, const PageIdentity& whose) {
    const RowKey own = {static_cast<int64_t>(whose.key->root_hash), std::string(name(LinkSide::out)),
                        clean_text(whose.key->unparsed)};
    auto& links = shard.rows<LinkRow>();
    const auto [begin, end] = links.equal_range(KeyPrefix{own});
    for (auto at = begin; at != end;) at = at->second.ver < whose.ver ? links.erase(at) : std::next(at);
    ++shard.changes;
  }

  std::shared_ptr<MemoryData> data_;
  std::unique_ptr<FilterEngine> filters_;
};

}  // namespace

Result<std::unique_ptr<StoreWriter>> make_memory_writer(std::shared_ptr<MemoryData> data) {
  auto filters = FilterEngine::open(data->info.filters);
  if (!filters) return filters.unexpected();
  if (auto checked = (*filters)->check(); !checked) return checked.unexpected();
  return std::unique_ptr<StoreWriter>(std::make_unique<MemoryWriter>(std::move(data), std::move(*filters)));
}

}  // namespace lycosa::inline store
