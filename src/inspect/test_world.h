#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "inspect/inspect.h"

// For tests: a small store in memory and ways to put rows into it.
namespace lycosa::inline inspect {

inline Timestamp at(std::string_view text) {
  const std::optional<Timestamp> t = parse_time(text);
  EXPECT_TRUE(t) << text;
  return t.value_or(Timestamp{});
}

// A reader over another one that has its own StoreInfo and can be told to fail.
class ToldReader : public StoreReader {
 public:
  explicit ToldReader(StoreReader& inner) : told_info(inner.info()), inner_(inner) {}

  StoreInfo told_info;
  std::optional<Error> shard_error, page_error, robots_error, ban_error, seen_error, text_error, filter_error,
      sitemap_error;
  // Called between the questions about page_info and seen, as a crawl that writes at that moment.
  std::function<void()> before_seen;

  const StoreInfo& info() const override { return told_info; }
  Result<void> check_shard(uint32_t shard) override {
    if (shard_error) return Unexpected{*shard_error};
    return inner_.check_shard(shard);
  }
  Result<Lookup<uint32_t>> calculate_shard(std::string_view root) override { return inner_.calculate_shard(root); }
  Result<Lookup<std::optional<PageInfoRow>>> page_info(const UrlKey& key) override {
    if (page_error) return Unexpected{*page_error};
    return inner_.page_info(key);
  }
  Result<Lookup<std::optional<PageTextRow>>> page_text(const UrlKey& key) override {
    if (text_error) return Unexpected{*text_error};
    return inner_.page_text(key);
  }
  Result<Lookup<std::vector<PageHistoryRow>>> history(const UrlKey& key, std::optional<int64_t> before_ms,
                                                      int limit) override {
    return inner_.history(key, before_ms, limit);
  }
  Result<Lookup<std::vector<RobotsRow>>> robots(uint64_t hash, const std::string& origin, int limit) override {
    if (robots_error) return Unexpected{*robots_error};
    return inner_.robots(hash, origin, limit);
  }
  Result<Lookup<std::vector<BanRow>>> bans(uint64_t hash, const std::string& host) override {
    if (ban_error) return Unexpected{*ban_error};
    return inner_.bans(hash, host);
  }
  Result<Lookup<std::optional<SeenRow>>> seen(const UrlKey& key) override {
    if (before_seen) std::exchange(before_seen, nullptr)();
    if (seen_error) return Unexpected{*seen_error};
    return inner_.seen(key);
  }
  Result<Lookup<std::vector<RobotsRow>>> robots_of_host(uint64_t hash, const std::string& host, int limit) override {
    return inner_.robots_of_host(hash, host, limit);
  }
  Result<Lookup<std::vector<SitemapRow>>> sitemaps_of_host(uint64_t hash, const std::string& host, SitemapChoice choice,
                                                           int limit) override {
    if (sitemap_error) return Unexpected{*sitemap_error};
    return inner_.sitemaps_of_host(hash, host, choice, limit);
  }
  Result<Lookup<LinkPage>> links(const UrlKey& key, LinkSide side, const std::string& after, int limit) override {
    return inner_.links(key, side, after, limit);
  }
  Result<KeyList> same_content(const UrlKey& key, int64_t content_hash, int limit) override {
    return inner_.same_content(key, content_hash, limit);
  }
  Result<std::vector<Lookup<FilterOutcome>>> filters(const UrlKey& key, std::span<const Filter> filters,
                                                     Timestamp now) override {
    if (filter_error) return Unexpected{*filter_error};
    return inner_.filters(key, filters, now);
  }
  Result<void> walk(uint32_t shard, const StorePart& part, const std::optional<UrlKey>& after,
                    const std::function<bool(UrlRows&)>& visit) override {
    if (shard_error) return Unexpected{*shard_error};
    return inner_.walk(shard, part, after, visit);
  }
  Result<void> walk_events(uint32_t shard, const StorePart& part,
                           const std::function<bool(const PageHistoryRow&)>& visit) override {
    if (shard_error) return Unexpected{*shard_error};
    return inner_.walk_events(shard, part, visit);
  }
  Result<void> scan_columns(const ColumnScan& scan, const std::function<bool(const ColumnBatch&)>& visit) override {
    if (shard_error) return Unexpected{*shard_error};
    return inner_.scan_columns(scan, visit);
  }
  std::string target(uint32_t shard) const override { return inner_.target(shard); }
  std::string version(uint32_t shard) const override { return inner_.version(shard); }
  StoreFiles files() const override { return inner_.files(); }
  Result<Lookup<std::vector<DiscoveryRow>>> discoveries(const UrlKey& key, int limit) override {
    return inner_.discoveries(key, limit);
  }
  Result<Lookup<std::vector<RunRow>>> runs(int limit) override { return inner_.runs(limit); }
  Result<void> scan_discoveries(Discovery how, const std::function<bool(DiscoveryRow)>& visit) override {
    return inner_.scan_discoveries(how, visit);
  }
  Result<void> scan_seen(const std::function<bool(SeenRow)>& visit) override { return inner_.scan_seen(visit); }
  Result<void> scan_page_info(const std::function<bool(PageInfoRow)>& visit) override {
    return inner_.scan_page_info(visit);
  }
  Result<void> scan_bans(const std::function<bool(BanRow)>& visit) override { return inner_.scan_bans(visit); }
  Result<void> scan_sitemaps(const std::function<bool(SitemapRow)>& visit) override {
    return inner_.scan_sitemaps(visit);
  }
  Result<void> scan_hosts(const std::function<bool(HostRow)>& visit) override { return inner_.scan_hosts(visit); }

 private:
  StoreReader& inner_;
};

inline UrlKey key_of_text(std::string_view url) {
  const Result<Url> parsed = Url::parse(url);
  EXPECT_TRUE(parsed) << url;
  return key_of(canonical(*parsed, CanonicalOptions()));
}

// One store, one page that most tests ask about, and a clock.
struct World {
  static StoreOptions few_shards() {
    StoreOptions options;
    options.shard_count = 2;
    return options;
  }
  explicit World(const StoreOptions& options = few_shards()) {
    Result<MemoryStore> opened = open_memory_store(options);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    store = std::move(*opened);
    reader = std::make_unique<ToldReader>(*store.reader);
    ask.now = at("2026-04-12T00:00:00Z");
  }

  MemoryStore store;
  std::unique_ptr<ToldReader> reader;
  InspectOptions ask;
  std::string url = "https://a.example/dir/page";
  int64_t version = at("2026-04-10T17:00:00Z").ms;

  UrlKey key() const { return key_of_text(url); }

  // A page that nothing keeps out of the index.
  PageInfoRow good_page() const {
    PageInfoRow row;
    row.key = key();
    row.download_stamp = at("2026-04-10T17:37:08Z").seconds();
    row.first_crawled_stamp = row.download_stamp;
    row.download_http_code = 200;
    row.download_type = "text/html";
    row.download_size = 1234;
    row.wire_size = 567;
    row.download_ms = 89;
    row.protocol = "http/1.1";
    row.charset = "UTF-8";
    row.meta_title = "A title";
    row.fh_dont_index = 0;
    row.ml_spam_score = 0;
    return row;
  }
  SeenRow seen_row(SeenState state) const {
    SeenRow row;
    row.key = key();
    row.depth = 1;
    row.state = state;
    return row;
  }
  DiscoveryRow discovery_row() const {
    DiscoveryRow row;
    row.key = key();
    row.source = key_of_text("https://a.example/").unparsed;
    row.stamp_ms = row.ver = at("2026-04-09T08:00:00Z").ms;
    row.depth = 1;
    return row;
  }
  RobotsRow robots_row(std::string body) const {
    RobotsRow row;
    row.root_hash = key().root_hash;
    row.host = origin_of(key().unparsed);
    row.fetch_stamp_ms = at("2026-04-11T20:00:00Z").ms;
    row.http_code = 200;
    row.outcome = "answered";
    row.access = "by_rules";
    row.body = std::move(body);
    row.expires_stamp = at("2026-04-12T20:00:00Z").seconds();
    return row;
  }
  BanRow ban_row(std::string rule) const {
    BanRow row;
    row.root_hash = key().root_hash;
    row.host = rule == "domain" ? "*" : std::string(unparsed_host(key().unparsed));
    row.rule = std::move(rule);
    row.target = "a.example";
    row.reason = "sells links";
    row.source = "bans.txt:12";
    row.since_stamp = at("2026-04-11T00:00:00Z").seconds();
    return row;
  }

  void put(PageInfoRow row) {
    WriteBatch batch;
    PageWrite page;
    row.ver = ++version;
    page.seen = seen_row(SeenState::crawled);
    page.seen->key = row.key;
    page.seen->ver = row.ver;
    PageHistoryRow event;
    event.key = row.key;
    event.event_stamp_ms = row.download_stamp * 1000;
    event.outcome = "answered";
    event.download_http_code = row.download_http_code;
    event.verdict = row.download_http_code == 200 ? "INDEXABLE" : "NOT_INDEXABLE";
    event.ver = row.ver;
    page.history = event;
    page.info = std::move(row);
    batch.discoveries.push_back(discovery_row());
    batch.pages.push_back(std::move(page));
    write(batch);
  }
  void put(PageTextRow row) {
    WriteBatch batch;
    PageWrite page;
    row.key = key();
    row.ver = ++version;
    page.text = std::move(row);
    batch.pages.push_back(std::move(page));
    write(batch);
  }
  void put(SeenRow row) {
    WriteBatch batch;
    row.ver = ++version;
    batch.discoveries.push_back(discovery_row());
    batch.seen.push_back(std::move(row));
    write(batch);
  }
  void put(RobotsRow row) {
    WriteBatch batch;
    row.ver = ++version;
    batch.robots.push_back(std::move(row));
    write(batch);
  }
  void put(BanRow row) {
    WriteBatch batch;
    row.ver = ++version;
    batch.bans.push_back(std::move(row));
    write(batch);
  }
  void write(const WriteBatch& batch) {
    const Result<void> written = store.writer->write(batch);
    EXPECT_TRUE(written) << (written ? "" : written.error().message);
  }

  Report inspect() { return Inspector(*reader, ask).inspect_url(url); }
  Report inspect(const DirectKey& direct) { return Inspector(*reader, ask).inspect_key(direct); }
};

// The decisive reason's code, or "none".
inline std::string decisive(const Report& report) {
  for (const HeldReason& reason : report.verdict.reasons) {
    if (reason.decisive) return reason.code;
  }
  return "none";
}

inline std::string codes(const Report& report) {
  std::string out;
  for (const HeldReason& reason : report.verdict.reasons) out += (out.empty() ? "" : " ") + reason.code;
  return out;
}

}  // namespace lycosa::inline inspect
