#include "crawl/write_thread.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "crawl/crawl.h"
#include "crawl/refresh.h"
#include "crawl/seen_writes.h"

namespace lycosa::inline crawl {
namespace {

// A batch gathers what comes in this time, so that few transactions carry many rows; a page is acknowledged that much
// later, no more.
constexpr auto kGather = std::chrono::milliseconds(10);
constexpr size_t kMaxItems = 512;

int64_t bytes_of(const WriteItem& item) {
  int64_t bytes = item.page ? static_cast<int64_t>(item.page->encoded.bytes.size()) : 0;
  for (const EncodedExchange& hop : item.robots_hops) bytes += static_cast<int64_t>(hop.bytes.size());
  return bytes;
}

}  // namespace

WriteThread::WriteThread(ExchangeLog& archive, StoreWriter& store, StoreReader& stored, int64_t last_ver,
                         std::function<void()> on_written)
    : archive_(archive),
      store_(store),
      stored_(stored),
      last_ver_(last_ver),
      on_written_(std::move(on_written)),
      thread_([this] { run(); }) {}

WriteThread::~WriteThread() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = dropping_ = true;
  }
  ready_.notify_one();
  if (thread_.joinable()) thread_.join();
}

int64_t WriteThread::add(WriteItem item) {
  if (item.page) pending_pages_.fetch_add(1, std::memory_order_relaxed);
  pending_bytes_.fetch_add(bytes_of(item), std::memory_order_relaxed);
  {
    const std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
  }
  ready_.notify_one();
  return ++added_;
}

Result<void> WriteThread::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  ready_.notify_one();
  if (thread_.joinable()) thread_.join();
  if (error_) return fail(error_->kind, error_->message);
  return {};
}

void WriteThread::run() {
  while (true) {
    std::vector<WriteItem> items;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [&] { return closing_ || !items_.empty(); });
      ready_.wait_for(lock, kGather, [&] { return closing_ || items_.size() >= kMaxItems; });
      if (dropping_ || (closing_ && items_.empty())) return;
      const size_t count = std::min(items_.size(), kMaxItems);
      const auto end = items_.begin() + static_cast<std::ptrdiff_t>(count);
      items.assign(std::make_move_iterator(items_.begin()), std::make_move_iterator(end));
      items_.erase(items_.begin(), end);
    }
    int64_t bytes = 0, pages = 0;
    for (const WriteItem& item : items) {
      bytes += bytes_of(item);
      pages += item.page ? 1 : 0;
    }
    if (!failed()) {
      if (auto written = write(items); !written) {
        error_ = written.error();
        failed_.store(true, std::memory_order_release);
      }
    }
    if (!failed()) acknowledged_.fetch_add(static_cast<int64_t>(items.size()), std::memory_order_release);
    pending_pages_.fetch_sub(pages, std::memory_order_relaxed);
    pending_bytes_.fetch_sub(bytes, std::memory_order_relaxed);
    on_written_();
  }
}

Result<void> WriteThread::write(std::vector<WriteItem>& items) {
  WriteBatch batch;
  SeenWrites seen(stored_);
  const auto append = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  for (WriteItem& item : items) {
    for (SeenRow& row : item.seen) seen.put(std::move(row));
    for (const SeenChange& change : item.changes) {
      if (auto changed = seen.change(change); !changed) return changed;
    }
    append(batch.discoveries, item.discoveries);
    append(batch.hosts, item.hosts);
    append(batch.sitemaps, item.sitemaps);
    append(batch.runs, item.runs);
    std::optional<ArchivePlace> robots_place;
    for (const EncodedExchange& hop : item.robots_hops) {
      auto place = archive_.append(hop);
      if (!place) return place.unexpected();
      if (!robots_place) robots_place = *place;
    }
    if (item.robots) {
      if (robots_place) {
        item.robots->archive_file = robots_place->file;
        item.robots->archive_offset = static_cast<int64_t>(robots_place->offset);
      }
      batch.robots.push_back(std::move(*item.robots));
    }
    if (item.page) {
      auto place = archive_.append(item.page->encoded);
      if (!place) return place.unexpected();
      set_place(item.page->record, *place);
      if (auto confirmed = confirm_from(stored_, batch, item.page->record); !confirmed) return confirmed;
      append(batch.in_links, item.page->in_links);
      seen.put(item.page->own);
      batch.pages.push_back(page_write(std::move(item.page->record), std::move(item.page->own)));
    }
  }
  last_ver_ = std::max(last_ver_ + 1, items.back().now.ms);
  for (HostRow& row : batch.hosts) row.ver = last_ver_;
  for (SitemapRow& row : batch.sitemaps) row.ver = last_ver_;
  seen.move_to(batch, last_ver_);
  return store_.write(batch);
}

}  // namespace lycosa::inline crawl
