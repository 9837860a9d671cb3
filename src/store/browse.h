#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/record.h"
#include "store/store.h"
#include "url/url.h"

// More questions about a store. Lists come in pages that begin behind a key, so that the last page costs what the first
// one does.
namespace lycosa::inline store {

struct KeyList {
  std::vector<UrlKey> keys;
  std::vector<ShardFault> unavailable;
};

struct LinkList {
  std::vector<LinkRow> rows;  // in the order of the other end's unparsed URL
  std::optional<std::string> next;
};

// What a store takes on disk, and who writes to it now.
struct StoreFiles {
  int64_t shard_bytes = 0;
  int64_t archive_bytes = 0;
  std::optional<uint64_t> writer;  // process id
};

// One thread at a time, as StoreReader.
class StoreBrowser {
 public:
  virtual ~StoreBrowser() = default;
  virtual const StoreInfo& info() const = 0;

  // How evidence and faults name a shard.
  virtual std::string target(uint32_t shard) const = 0;

  virtual Result<LinkList> links(const UrlKey& key, LinkSide side, const std::string& after, int limit) = 0;
  virtual Result<std::vector<PageHistoryRow>> history(const UrlKey& key, std::optional<int64_t> before_ms,
                                                      int limit) = 0;
  // Other pages whose decoded body is the same, at most `limit`.
  virtual Result<KeyList> same_content(const UrlKey& key, int64_t content_hash, int limit) = 0;
  // Versions of robots.txt of all origins of a host, newest first.
  virtual Result<std::vector<RobotsRow>> robots_of_host(uint64_t root_hash, const std::string& host, int limit) = 0;

  // Changes whenever somebody wrote to the shard; the same for all browsers of a store.
  virtual std::string version(uint32_t shard) const = 0;
  virtual StoreFiles files() const = 0;
};

Result<std::unique_ptr<StoreBrowser>> open_store_browser(const std::string& folder);

}  // namespace lycosa::inline store
