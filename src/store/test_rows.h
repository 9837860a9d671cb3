#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "record/record.h"
#include "store/store.h"

// Rows and folders that the store's tests are made of.
namespace lycosa::inline store::test {

// A folder that is gone when the test is over.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  std::string path(std::string_view inner = "") const { return path_ + std::string(inner); }

 private:
  std::string path_;
};

// The key of a page of the root with this hash.
UrlKey key(uint64_t root_hash, std::string_view unparsed);

// Rows with something in every column.
PageInfoRow info_row(const UrlKey& key, int64_t ver);
PageTextRow text_row(const UrlKey& key, int64_t ver);
PageHistoryRow history_row(const UrlKey& key, int64_t ver);
RobotsRow robots_row(uint64_t root_hash, int64_t ver);
BanRow ban_row(uint64_t root_hash, std::string_view host, int64_t ver);
SitemapRow sitemap_row(uint64_t root_hash, std::string_view host, std::string_view sitemap, int64_t ver);
HostRow host_row(uint64_t root_hash, std::string_view host, int64_t ver);
DiscoveryRow discovery_row(const UrlKey& key, Discovery how, std::string_view source, int64_t stamp_ms);
RunRow run_row(int64_t run);
SeenRow seen_row(const UrlKey& key, SeenState state, int64_t ver);
LinkRow link_row(const UrlKey& own, LinkSide side, const UrlKey& other, int64_t ver);

// A batch with one crawled page, what it led to, and rows of every table.
WriteBatch whole_batch(const UrlKey& page, int64_t ver);

// Every row of every table of a folder's shards as one text, through SQLite itself.
std::string dump(const std::string& folder, uint32_t shard_count);

}  // namespace lycosa::inline store::test
