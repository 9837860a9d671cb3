#include "crawl/requeue.h"

#include <algorithm>

#include "reason/reason.h"

namespace lycosa::inline crawl {
namespace {

// URLs that are queued with one write.
constexpr size_t kMostAtOnce = 5000;

bool has_reason(const std::string& code_wanted, const SeenRow& seen, const std::optional<PageInfoRow>& page) {
  if (seen.reason == code_wanted) return true;
  if (seen.state != SeenState::crawled || !page) return false;
  const auto reason = reason_for_status(static_cast<int>(page->download_http_code));
  return page->history_drop_reason == code_wanted || (reason && code(*reason) == code_wanted);
}

SeenRow queued(SeenRow row, Timestamp now) {
  row.state = SeenState::queued;
  row.reason.reset();
  row.evidence.reset();
  row.next_due_stamp_ms.reset();
  row.attempts = 0;
  row.ver = std::max(row.ver + 1, now.ms);
  return row;
}

// Takes rows until there are enough for a write.
class Requeuing {
 public:
  Requeuing(const RequeueChoice& choice, StoreReader& reader, StoreWriter& writer, Timestamp now)
      : choice_(choice), reader_(reader), writer_(writer), now_(now) {
    done_.left_out = writer.left_out();
  }

  Result<Requeued> run() {
    const auto looked = choice_.keys.empty() ? look_at_part() : look_at_keys();
    if (!looked) return looked.unexpected();
    if (auto written = flush(); !written) return written.unexpected();
    return std::move(done_);
  }

 private:
  Result<void> look_at_keys() {
    for (const UrlKey& key : choice_.keys) {
      if (writer_.fault_of(key.root_hash) != nullptr) continue;
      auto seen = reader_.seen(key);
      if (!seen) return seen.unexpected();
      if (!seen->found) {
        ++done_.unknown;
        continue;
      }
      auto page = reader_.page_info(key);
      if (!page) return page.unexpected();
      take(*seen->found, page->found);
    }
    return {};
  }

  Result<void> look_at_part() {
    for (uint32_t shard = 0; shard < reader_.info().shard_count; ++shard) {
      const bool elsewhere =
          choice_.part.root_hash && shard != shard_of(*choice_.part.root_hash, reader_.info().shard_count);
      if (elsewhere || is_left_out(shard)) continue;
      if (auto looked = look_at_shard(shard); !looked) return looked;
    }
    return {};
  }

  // In pieces: what is read in one walk is of one moment, and is written before the next.
  Result<void> look_at_shard(uint32_t shard) {
    std::optional<UrlKey> after;
    while (true) {
      bool more = false;
      auto walked = reader_.walk(shard, choice_.part, after, [&](UrlRows& rows) {
        if (rows.seen) take(*rows.seen, rows.page);
        after = rows.key;
        more = batch_.seen.size() >= kMostAtOnce;
        return !more;
      });
      if (!walked) return walked;
      if (auto written = flush(); !written) return written;
      if (!more) return {};
    }
  }

  void take(const SeenRow& seen, const std::optional<PageInfoRow>& page) {
    if (fits(choice_, seen, page, now_)) batch_.seen.push_back(queued(seen, now_));
  }

  Result<void> flush() {
    if (batch_.seen.empty()) return {};
    done_.count += static_cast<int64_t>(batch_.seen.size());
    const WriteBatch batch = std::exchange(batch_, {});
    return writer_.write(batch);
  }

  bool is_left_out(uint32_t shard) const {
    return std::any_of(done_.left_out.begin(), done_.left_out.end(),
                       [&](const ShardFault& fault) { return fault.shard == shard; });
  }

  const RequeueChoice& choice_;
  StoreReader& reader_;
  StoreWriter& writer_;
  const Timestamp now_;
  WriteBatch batch_;
  Requeued done_;
};

}  // namespace

bool fits(const RequeueChoice& choice, const SeenRow& seen, const std::optional<PageInfoRow>& page, Timestamp now) {
  if (seen.state == SeenState::queued || seen.state == SeenState::leased) return false;
  if (choice.state && seen.state != *choice.state) return false;
  if (choice.http_status && (!page || page->download_http_code != *choice.http_status)) return false;
  if (!choice.reason.empty() && !has_reason(choice.reason, seen, page)) return false;
  if (!choice.older_than_ms) return true;
  const bool answered = seen.state == SeenState::crawled && page;
  const Timestamp since = answered ? Timestamp::from_seconds(page->download_stamp) : Timestamp{seen.ver};
  return now - since >= *choice.older_than_ms;
}

Result<Requeued> requeue(const RequeueChoice& choice, StoreReader& reader, StoreWriter& writer, Timestamp now) {
  return Requeuing(choice, reader, writer, now).run();
}

}  // namespace lycosa::inline crawl
