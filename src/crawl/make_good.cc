// What an earlier crawl found for shards that its store left out, taken in now that they are there again.
#include <algorithm>
#include <utility>

#include "crawl/loop.h"
#include "crawl/seen_writes.h"

namespace lycosa::inline crawl {
namespace {

constexpr int kLinksAtOnce = 1000;
constexpr size_t kRowsAtOnce = 20'000;

}  // namespace

Result<void> Crawl::Loop::make_good() {
  if (missed_.to_make_good().empty()) return {};
  SeenWrites seen(*reader_);
  WriteBatch batch;
  for (uint32_t shard = 0; shard < store_->info().shard_count; ++shard) {
    if (missed_.is_left_out(shard)) continue;
    ColumnScan scan;
    scan.shard = shard;
    scan.table = "link";
    scan.columns = {"root_hash", "side", "own_unparsed", "other_root_hash"};
    UrlKey page;
    Result<void> done;
    auto scanned = reader_->scan_columns(scan, [&](const ColumnBatch& rows) {
      for (size_t i = 0; i < rows.rows && done; ++i) {
        const auto target = static_cast<uint64_t>(rows.columns[3].integers[i]);
        if (rows.columns[1].text(i) != name(LinkSide::out) || !missed_.is_to_make_good(target)) continue;
        UrlKey own{static_cast<uint64_t>(rows.columns[0].integers[i]), std::string(rows.columns[2].text(i))};
        if (own == page) continue;
        page = std::move(own);
        done = make_good_links_of(page, seen, batch);
      }
      return done.has_value();
    });
    if (!done) return done;
    if (!scanned) return scanned;
  }
  if (auto written = write_at_start(seen, batch); !written) return written;
  return missed_.made_good();
}

// The links of one page into the shards that are there again, as a crawl that had them would have taken them.
Result<void> Crawl::Loop::make_good_links_of(const UrlKey& page, SeenWrites& seen, WriteBatch& batch) {
  const auto info = reader_->page_info(page);
  if (!info) return info.unexpected();
  const std::string page_nofollow = info->found ? stored_nofollow(*info->found, options_.agent) : std::string();
  const SeenNow own = frontier_->find(page.unparsed).value_or(SeenNow{});
  std::optional<std::string> after = "";
  while (after) {
    auto links = reader_->links(page, LinkSide::out, *after, kLinksAtOnce);
    if (!links) return links.unexpected();
    after = links->found.next;
    for (LinkRow& link : links->found.rows) {
      const auto how = discovery_from_name(link.how);
      const auto url = parse_unparsed(link.other.unparsed);
      if (!how || !url || !missed_.is_to_make_good(link.other.root_hash)) continue;
      const Distance distance = distance_behind(*how, {own.depth, own.hops});
      const UrlKey target = link.other;
      Candidate candidate;
      candidate.url = &*url;
      candidate.key = &target;
      candidate.how = *how;
      candidate.source = page.unparsed;
      candidate.depth = distance.depth;
      candidate.hops = distance.hops;
      candidate.nofollow = *how == Discovery::link && (has_nofollow(link) || !page_nofollow.empty());
      if (candidate.nofollow) candidate.nofollow_evidence = has_nofollow(link) ? "rel=nofollow" : page_nofollow;
      if (auto admitted = admit_at_start(candidate, seen, batch); !admitted) return admitted;
      std::swap(link.own, link.other);
      link.side = LinkSide::in;
      batch.in_links.push_back(std::move(link));
    }
  }
  return batch.in_links.size() < kRowsAtOnce ? Result<void>() : write_at_start(seen, batch);
}

}  // namespace lycosa::inline crawl
