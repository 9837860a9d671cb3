#include "store/memory_reader.h"

#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>

#include "store/asking_reader.h"
#include "store/filter_engine.h"
#include "store/filter_run.h"
#include "store/memory_question.h"
#include "store/memory_scan.h"
#include "store/walk.h"

namespace lycosa::inline store {
namespace {

constexpr const char* kTarget = ":memory:";

// The rows of a table within a range of keys, one at a time.
template <class Row>
class RangeCursor {
 public:
  RangeCursor(const MemoryTable<Row>& table, const StorePart& part, const KeyRange& range)
      : table_(table), has_end_(part.root_hash.has_value()), end_{range.root, clean_text(range.end)} {
    const RowKey begin = {range.root, clean_text(range.first)};
    at_ = table.upper_bound(KeyPrefix{begin});
  }
  const Row* row() const {
    if (at_ == table_.end() || (has_end_ && !KeyLess{}(at_->first, KeyPrefix{end_}))) return nullptr;
    return &at_->second;
  }
  Row take() const { return at_->second; }
  Result<void> next() {
    ++at_;
    return {};
  }

 private:
  const MemoryTable<Row>& table_;
  bool has_end_;
  RowKey end_;
  typename MemoryTable<Row>::const_iterator at_;
};

class MemoryReader final : public AskingReader<MemoryReader> {
 public:
  explicit MemoryReader(std::shared_ptr<MemoryData> data) : AskingReader(data->info), data_(std::move(data)) {}

  Result<void> check_shard(uint32_t shard) override { return check_shard_number(shard, info().shard_count); }

  Result<Lookup<uint32_t>> calculate_shard(std::string_view root) override {
    const uint64_t hash = root_hash(root);
    const auto shard = static_cast<int64_t>(shard_of_root(hash));
    Lookup<uint32_t> lookup{{kTarget, {}, {"root_hash", "shard"}, {}}, static_cast<uint32_t>(shard)};
    lookup.evidence.query = expanded(kCalculateShard, {clean_text(root), int64_t{info().shard_count}});
    lookup.evidence.rows.push_back({static_cast<int64_t>(hash), shard});
    return lookup;
  }

  Result<std::vector<Lookup<FilterOutcome>>> filters(const UrlKey& key, std::span<const Filter> filters,
                                                     Timestamp now) override {
    const auto engine = FilterEngine::open(filters);
    if (!engine) return engine.unexpected();
    const std::vector<FilterOutcome>& prepared = (*engine)->without_row();
    const auto* page = data_->shard_of_root(key.root_hash).find<PageInfoRow>(key);
    std::vector<FilterOutcome> outcomes = page ? (*engine)->run(*page, now) : prepared;
    std::vector<Lookup<FilterOutcome>> lookups;
    for (size_t i = 0; i < outcomes.size(); ++i) {
      Evidence evidence{kTarget, {}, {}, {}};
      if (prepared[i].status != FilterOutcome::Status::error) {
        evidence = evidence_of(outcomes[i], key, page != nullptr, now);
      }
      lookups.push_back({std::move(evidence), std::move(outcomes[i])});
    }
    return lookups;
  }

  Result<void> walk(uint32_t shard, const StorePart& part, const std::optional<UrlKey>& after,
                    const std::function<bool(UrlRows&)>& visit) override {
    if (auto checked = check_shard(shard); !checked) return checked;
    const KeyRange range = key_range(part, after);
    RangeCursor<SeenRow> seen(data_->shards[shard].rows<SeenRow>(), part, range);
    RangeCursor<PageInfoRow> pages(data_->shards[shard].rows<PageInfoRow>(), part, range);
    return walk_side_by_side(seen, pages, visit);
  }

  Result<void> walk_events(uint32_t shard, const StorePart& part,
                           const std::function<bool(const PageHistoryRow&)>& visit) override {
    if (auto checked = check_shard(shard); !checked) return checked;
    const KeyRange range = key_range(part, std::nullopt);
    RangeCursor<PageHistoryRow> events(data_->shards[shard].rows<PageHistoryRow>(), part, range);
    while (events.row() && visit(*events.row())) (void)events.next();
    return {};
  }

  Result<void> scan_columns(const ColumnScan& scan, const std::function<bool(const ColumnBatch&)>& visit) override {
    if (auto checked = check_shard(scan.shard); !checked) return checked;
    return scan_shard(data_->shards[scan.shard], scan, visit);
  }

  std::string target(uint32_t) const override { return kTarget; }
  std::string version(uint32_t shard) const override {
    return shard < data_->shards.size() ? std::to_string(data_->shards[shard].changes) : "";
  }
  // Nothing of it is on a disk.
  StoreFiles files() const override {
    StoreFiles files;
    if (data_->has_writer) files.writer = static_cast<uint64_t>(getpid());
    return files;
  }

  // What AskingReader calls.
  template <class Row>
  Result<Lookup<std::vector<Row>>> answer(uint32_t shard, const Question& question, const Parameters& parameters) {
    const Parameters clean = clean_parameters(parameters);
    Lookup<std::vector<Row>> lookup{{kTarget, expanded(question.sql, clean), column_names(*question.table), {}}, {}};
    for (const Row* row : rows_of<Row>(data_->shards[shard], question, clean)) {
      lookup.evidence.rows.push_back(cells_of(*row));
      lookup.found.push_back(*row);
    }
    return lookup;
  }

  template <class Row>
  Result<bool> stream(uint32_t shard, const Question& question, const Parameters& parameters,
                      const std::function<bool(Row)>& visit) {
    for (const Row* row : rows_of<Row>(data_->shards[shard], question, clean_parameters(parameters))) {
      if (!visit(*row)) return false;
    }
    return true;
  }

  Result<std::optional<int64_t>> links_version(const UrlKey& page) {
    const auto* row = data_->shard_of_root(page.root_hash).find<PageInfoRow>(page);
    return row ? row->links_ver : std::nullopt;
  }

  Result<std::vector<UrlKey>> with_content(uint32_t shard, int64_t content_hash, int64_t limit) {
    std::vector<UrlKey> keys;
    for (const auto& [_, row] : data_->shards[shard].rows<PageInfoRow>()) {
      if (static_cast<int64_t>(keys.size()) >= limit) break;
      if (row.content_hash == content_hash) keys.push_back(row.key);
    }
    return keys;
  }

 private:
  // The query that SQLite would run, with what it would give.
  static Evidence evidence_of(const FilterOutcome& outcome, const UrlKey& key, bool has_page, Timestamp now) {
    Evidence evidence{kTarget, {}, {"pass"}, {}};
    const auto portable = portable_condition(outcome.condition, now);
    if (!portable) return evidence;
    const Parameters parameters = {static_cast<int64_t>(key.root_hash), clean_text(key.unparsed)};
    evidence.query = expanded(outcome_query(*portable), parameters);
    if (!has_page || outcome.status == FilterOutcome::Status::error) return evidence;
    Cell pass = nullptr;
    if (outcome.status != FilterOutcome::Status::unknown) {
      pass = int64_t{outcome.status == FilterOutcome::Status::pass ? 1 : 0};
    }
    evidence.rows.push_back({std::move(pass)});
    return evidence;
  }

  std::shared_ptr<MemoryData> data_;
};

}  // namespace

std::unique_ptr<StoreReader> make_memory_reader(std::shared_ptr<MemoryData> data) {
  return std::make_unique<MemoryReader>(std::move(data));
}

}  // namespace lycosa::inline store
