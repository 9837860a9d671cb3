// How a crawl begins: the store is opened, what it holds is taken up, seeds and bans are read.
#include <algorithm>
#include <set>
#include <unordered_set>

#include "crawl/loop.h"

namespace lycosa::inline crawl {
namespace {

Result<std::vector<Url>> read_seeds(const std::vector<Seed>& seeds, const CanonicalOptions& rules) {
  std::vector<Url> urls;
  for (const Seed& seed : seeds) {
    const std::string where = seed.place.empty() ? "" : seed.place + ": ";
    auto url = Url::parse(seed.text);
    if (!url) {
      return fail(ErrorKind::invalid, where + "\"" + seed.text + "\" is not a URL (" + url.error().message +
                                          "); write it whole, such as https://example.com/");
    }
    if (!url->is_http()) {
      return fail(ErrorKind::invalid, where + "\"" + seed.text + "\" has the scheme " + std::string(url->scheme()) +
                                          "; only http and https are crawled");
    }
    urls.push_back(canonical(*std::move(url), rules));
  }
  return urls;
}

}  // namespace

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
  auto scanned = reader_->scan_discoveries(Discovery::seed, [&](DiscoveryRow row) {
    seeds.insert(std::move(row.key.unparsed));
    return true;
  });
  if (!scanned) return scanned;
  return reader_->scan_seen([&](const SeenRow& row) {
    frontier_->restore(row, seeds.contains(row.key.unparsed) ? Discovery::seed : Discovery::link, now);
    return true;
  });
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
    Admitted admitted = frontier_->admit(candidate, now);
    if (admitted.seen) batch.seen.push_back(std::move(*admitted.seen));
    if (admitted.discovery) batch.discoveries.push_back(std::move(*admitted.discovery));
  }
  for (SeenRow& row : frontier_->take_changes()) batch.seen.push_back(std::move(row));
  batch.bans = ban_rows_;
  return store_->write(batch);
}

Result<void> Crawl::Loop::open(const std::vector<Seed>& seeds, const std::vector<BanFile>& bans) {
  const auto options = store_options(config_);
  if (!options) return options.unexpected();
  // Bad seeds are told before a store is made for them.
  if (auto read = read_seeds(seeds, options->rules); !read) return read.unexpected();
  auto store = open_store_writer(config_.store, *options);
  if (!store) return store.unexpected();
  store_ = std::move(*store);
  options_ = pipeline_options(config_, store_->info().rules);
  auto urls = read_seeds(seeds, options_.canonical);
  if (!urls) return urls.unexpected();
  auto reader = open_store_reader(config_.store);
  if (!reader) return reader.unexpected();
  reader_ = std::move(*reader);

  auto scope_seeds = seeds_of_earlier_runs();
  if (!scope_seeds) return scope_seeds.unexpected();
  scope_seeds->insert(scope_seeds->begin(), urls->begin(), urls->end());
  if (scope_seeds->empty()) {
    return fail(ErrorKind::invalid, "there is nothing to crawl: give at least one URL, or a file of them with --seeds");
  }
  auto ban_list = take_bans(bans);
  if (!ban_list) return ban_list.unexpected();
  auto rules = Rules::make(config_, *scope_seeds, std::move(*ban_list));
  if (!rules) return rules.unexpected();
  frontier_ = std::make_unique<Frontier>(config_, std::move(*rules));
  if (auto restored = restore(); !restored) return restored;
  if (auto admitted = admit_seeds(seeds, *urls); !admitted) return admitted;

  ArchiveOptions archive_options;
  archive_options.software = "lycosa/" LYCOSA_VERSION;
  archive_options.user_agent = config_.effective_user_agent();
  auto archive = ArchiveWriter::open(config_.store + "/archive", clock_, archive_options);
  if (!archive) return archive.unexpected();
  archive_ = std::move(*archive);
  auto fetcher = Fetcher::open(config_, clock_);
  if (!fetcher) return fetcher.unexpected();
  fetcher_ = std::move(*fetcher);
  return {};
}

}  // namespace lycosa::inline crawl
