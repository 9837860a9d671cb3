// How a crawl begins: the store is opened, what it holds is taken up, seeds and bans are read.
#include <algorithm>
#include <set>
#include <unordered_set>

#include "crawl/loop.h"
#include "crawl/request.h"

namespace lycosa::inline crawl {

// The lists given now replace what the store has of lists with the same names; other bans of the store stay.
Result<BanList> Crawl::Loop::take_bans(const std::vector<BanFile>& files) {
  const Timestamp now = clock_.now();
  std::set<std::string> names;
  for (const BanFile& file : files) {
    auto rows = read_ban_list(file.text, file.name, now, options_.canonical);
    if (!rows) return rows.unexpected();
    names.insert(file.name);
    ban_rows_.insert(ban_rows_.end(), rows->begin(), rows->end());
  }
  const auto given = [&](const BanRow& row) {
    return std::any_of(ban_rows_.begin(), ban_rows_.end(),
                       [&](const BanRow& r) { return r.root_hash == row.root_hash && r.host == row.host; });
  };
  BanList list;
  std::vector<BanRow> lifted;
  auto scanned = reader_->scan_bans([&](BanRow row) {
    if (row.active == 0 || given(row)) return true;
    if (names.contains(row.source.substr(0, row.source.rfind(':')))) {
      row.active = 0;
      row.ver = now.ms;
      lifted.push_back(std::move(row));
    } else {
      list.add(std::move(row));
    }
    return true;
  });
  if (!scanned) return scanned.unexpected();
  for (const BanRow& row : ban_rows_) list.add(row);
  ban_rows_.insert(ban_rows_.end(), lifted.begin(), lifted.end());
  return list;
}

Result<void> Crawl::Loop::restore() {
  const Timestamp now = clock_.now();
  // Seeds pass rules that others must keep.
  std::unordered_set<std::string> seeds;
  auto noted = reader_->scan_discoveries(Discovery::seed, [&](DiscoveryRow row) {
    seeds.insert(std::move(row.key.unparsed));
    return true;
  });
  if (!noted) return noted;
  Result<void> restored;
  auto scanned = reader_->scan_seen([&](const SeenRow& row) {
    restored = frontier_->restore(row, seeds.contains(row.key.unparsed) ? Discovery::seed : Discovery::link, now);
    return restored.has_value();
  });
  return scanned ? restored : scanned;
}

// Seeds of earlier runs still say what the scope is.
Result<std::vector<Url>> Crawl::Loop::seeds_of_earlier_runs() const {
  std::vector<Url> seeds;
  auto scanned = reader_->scan_discoveries(Discovery::seed, [&](const DiscoveryRow& row) {
    if (auto url = parse_unparsed(row.key.unparsed)) seeds.push_back(std::move(*url));
    return true;
  });
  if (!scanned) return scanned.unexpected();
  return seeds;
}

Result<void> Crawl::Loop::admit_seeds(const std::vector<Seed>& seeds, const std::vector<Url>& urls) {
  WriteBatch batch;
  const Timestamp now = clock_.now();
  for (size_t i = 0; i < urls.size(); ++i) {
    const UrlKey key = key_of(urls[i]);
    Candidate candidate;
    candidate.url = &urls[i];
    candidate.key = &key;
    candidate.how = Discovery::seed;
    candidate.referrer = seeds[i].place.empty() ? "argument" : seeds[i].place;
    auto admitted = frontier_->admit(candidate, now);
    if (!admitted) return admitted.unexpected();
    if (admitted->seen) batch.seen.push_back(std::move(*admitted->seen));
    if (admitted->discovery) batch.discoveries.push_back(std::move(*admitted->discovery));
  }
  for (SeenRow& row : frontier_->take_changes()) batch.seen.push_back(std::move(row));
  batch.bans = ban_rows_;
  return store_->write(batch);
}

Result<void> Crawl::Loop::open(const std::vector<Seed>& seeds, const std::vector<BanFile>& bans) {
  options_ = pipeline_options(config_, store_->info().rules);
  auto urls = read_seeds(seeds, options_.canonical);
  if (!urls) return urls.unexpected();
  auto scope_seeds = seeds_of_earlier_runs();
  if (!scope_seeds) return scope_seeds.unexpected();
  scope_seeds->insert(scope_seeds->begin(), urls->begin(), urls->end());
  if (scope_seeds->empty()) return nothing_to_crawl();
  auto ban_list = take_bans(bans);
  if (!ban_list) return ban_list.unexpected();
  auto rules = Rules::make(config_, *scope_seeds, std::move(*ban_list));
  if (!rules) return rules.unexpected();
  frontier_ = std::make_unique<Frontier>(config_, std::move(*rules));
  if (auto restored = restore(); !restored) return restored;
  return admit_seeds(seeds, *urls);
}

}  // namespace lycosa::inline crawl
