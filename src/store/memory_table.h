#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "record/merge.h"
#include "store/store.h"
#include "store/stored_row.h"

// What a store in memory keeps: the record's own rows, sorted by key.
namespace lycosa::inline store {

// All keys that begin with these values.
struct KeyPrefix {
  const RowKey& values;
};

struct KeyLess {
  using is_transparent = void;
  bool operator()(const RowKey& a, const RowKey& b) const { return a < b; }
  bool operator()(const RowKey& a, KeyPrefix b) const {
    return std::lexicographical_compare(a.begin(), a.begin() + static_cast<ptrdiff_t>(b.values.size()),
                                        b.values.begin(), b.values.end());
  }
  bool operator()(KeyPrefix a, const RowKey& b) const {
    return std::lexicographical_compare(a.values.begin(), a.values.end(), b.begin(),
                                        b.begin() + static_cast<ptrdiff_t>(a.values.size()));
  }
};

template <class Row>
using MemoryTable = std::map<RowKey, Row, KeyLess>;

// One shard.
struct MemoryShard {
  std::tuple<MemoryTable<PageInfoRow>, MemoryTable<PageTextRow>, MemoryTable<PageHistoryRow>, MemoryTable<RobotsRow>,
             MemoryTable<BanRow>, MemoryTable<SeenRow>, MemoryTable<DiscoveryRow>, MemoryTable<HostRow>,
             MemoryTable<SitemapRow>, MemoryTable<RunRow>, MemoryTable<LinkRow>>
      tables;
  uint64_t changes = 0;  // writes that changed it

  template <class Row>
  MemoryTable<Row>& rows() {
    return std::get<MemoryTable<Row>>(tables);
  }

  // Keeps a row, merged with the one that is there.
  template <class Row>
  void put(const Row& row) {
    Row fresh = stored_form(row);
    const auto [at, is_new] = rows<Row>().try_emplace(row_key(fresh), fresh);
    if (!is_new) merge_row(at->second, fresh);
  }

  template <class Row>
  const Row* find(const UrlKey& key) {
    const auto at = rows<Row>().find(RowKey{static_cast<int64_t>(key.root_hash), clean_text(key.unparsed)});
    return at == rows<Row>().end() ? nullptr : &at->second;
  }
};

// What a writer and a reader share.
struct MemoryData {
  StoreInfo info;
  std::vector<MemoryShard> shards;
  bool has_writer = false;

  MemoryShard& shard_of_root(uint64_t root_hash) { return shards[shard_of(root_hash, info.shard_count)]; }
};

}  // namespace lycosa::inline store
