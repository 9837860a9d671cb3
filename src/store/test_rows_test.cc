#include "store/test_rows.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "record/columns.h"
#include "store/functions.h"
#include "store/store_info.h"

namespace lycosa::inline store::test {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "lycosa-store-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

UrlKey key(uint64_t root_hash, std::string_view unparsed) {
  return {root_hash, std::string(unparsed)};
}

PageInfoRow info_row(const UrlKey& key, int64_t ver) {
  PageInfoRow row;
  row.key = key;
  row.ver = ver;
  row.download_stamp = ver / 1000;
  row.download_http_code = 200;
  row.download_type = "text/html";
  row.download_size = 12345;
  row.wire_size = 2345;
  row.download_ms = 87;
  row.protocol = "HTTP/1.1";
  row.charset = "utf-8";
  row.meta_title = "A title with 'quotes', \"more\" and ümlauts";
  row.meta_description = "";
  row.meta_canonical_raw = "/other";
  row.meta_canonical_source = "link element, line 7";
  row.meta_lang = "en";
  row.text_lang = "en";
  row.directives = "follow (meta robots, line 12)";
  row.fh_dont_index = 0;
  row.ml_spam_score = 0;
  row.ml_spam_evidence = "repetition=1.5";
  row.content_hash = INT64_MAX;
  row.similarity_hash = INT64_MIN;
  row.flags = "truncated";
  row.words = 321;
  row.links_found = 9;
  row.links_not_http = 2;
  row.links_invalid = 1;
  row.sitemap_urls = 3;
  row.sitemap_skipped = 1;
  row.sitemap_fault = "line 3: an & that begins no reference";
  row.sitemap_end = "sitemap-urls, 3, cut it";
  row.links_ver = ver;
  row.archive_file = "lycosa-0.warc.gz";
  row.archive_offset = 99;
  return row;
}

PageTextRow text_row(const UrlKey& key, int64_t ver) {
  return {key, ver, "Plain words.", "# Heading\n\nPlain *words*.", ""};
}

PageHistoryRow history_row(const UrlKey& key, int64_t ver) {
  PageHistoryRow row;
  row.key = key;
  row.event_stamp_ms = ver;
  row.outcome = "answered";
  row.download_http_code = 200;
  row.content_hash = 5;
  row.similarity_hash = -5;
  row.verdict = "INDEXABLE";
  row.detail = "it's fine";
  row.run = ver - 1000;
  row.archive_file = "lycosa-0.warc.gz";
  row.archive_offset = 99;
  row.ver = ver;
  return row;
}

RobotsRow robots_row(uint64_t root_hash, int64_t ver) {
  RobotsRow row;
  row.root_hash = root_hash;
  row.host = "example,com s443";
  row.fetch_stamp_ms = ver;
  row.http_code = 200;
  row.outcome = "answered";
  row.access = "by_rules";
  row.redirects = "https://example.com/robots.txt\nhttps://www.example.com/robots.txt";
  row.body = std::string("User-agent: *\nDisallow: /x\0\xff\n", 29);
  row.expires_stamp = ver / 1000 + 86400;
  row.ver = ver;
  return row;
}

SitemapRow sitemap_row(uint64_t root_hash, std::string_view host, std::string_view sitemap, int64_t ver) {
  SitemapRow row;
  row.root_hash = root_hash;
  row.host = host;
  row.src_unparsed = sitemap;
  row.level = 1;
  row.reason = "scope.sitemap_depth";
  row.urls = 3;
  row.fault = "line 3: an & that begins no reference";
  row.ver = ver;
  return row;
}

HostRow host_row(uint64_t root_hash, std::string_view host, int64_t ver) {
  HostRow row;
  row.root_hash = root_hash;
  row.host = host;
  row.delay_ms = 1000;
  row.next_request_stamp_ms = ver + 3'600'000;
  row.reason = "http.429";
  row.evidence = "Retry-After, 1 h";
  row.failures = 1;
  row.ver = ver;
  return row;
}

BanRow ban_row(uint64_t root_hash, std::string_view host, int64_t ver) {
  BanRow row;
  row.root_hash = root_hash;
  row.host = host;
  row.rule = host == "*" ? "domain" : "host";
  row.target = "example.com";
  row.reason = "asked to";
  row.source = "bans.txt:12";
  row.host_spam_score = 0.25;
  row.since_stamp = ver / 1000;
  row.ver = ver;
  return row;
}

DiscoveryRow discovery_row(const UrlKey& key, Discovery how, std::string_view source, int64_t stamp_ms) {
  DiscoveryRow row;
  row.key = key;
  row.how = how;
  row.source = source;
  row.stamp_ms = stamp_ms;
  row.depth = 3;
  row.hops = 1;
  row.nofollow = 1;
  row.lastmod_stamp = stamp_ms / 1000 - 86400;
  row.priority = 0.5;
  row.run = stamp_ms - 1000;
  row.ver = stamp_ms;
  return row;
}

RunRow run_row(int64_t run) {
  RunRow row;
  row.run = run;
  row.kind = "crawl";
  row.end_stamp_ms = run + 60000;
  row.ended = "finished";
  row.version = "1.2";
  row.user_agent = "lycosa/1.2 (+https://example.com/bot)";
  row.product_token = "lycosa";
  row.settings = "delay = 0\nscope = \"any\"\n";
  row.fetched = 12;
  row.answered = 11;
  row.robots_files = 2;
  row.bytes = 34567;
  row.links = 89;
  row.ver = run + 60000;
  return row;
}

SeenRow seen_row(const UrlKey& key, SeenState state, int64_t ver) {
  SeenRow row;
  row.key = key;
  row.role = Role::sitemap;
  row.depth = 1;
  row.hops = 2;
  row.state = state;
  row.ver = ver;
  return row;
}

LinkRow link_row(const UrlKey& own, LinkSide side, const UrlKey& other, int64_t ver) {
  LinkRow row;
  row.own = own;
  row.side = side;
  row.other = other;
  row.anchor = "an anchor";
  row.rel = "nofollow";
  row.how = "link";
  row.count = 2;
  row.line = 7;
  row.ver = ver;
  return row;
}

WriteBatch whole_batch(const UrlKey& page, int64_t ver) {
  const UrlKey target = key(page.root_hash + 1, "org,example!/target s443");
  WriteBatch batch;
  batch.seen = {seen_row(target, SeenState::queued, ver)};
  batch.discoveries = {discovery_row(target, Discovery::link, page.unparsed, ver)};
  batch.runs = {run_row(ver - 1000)};
  batch.in_links = {link_row(target, LinkSide::in, page, ver)};
  batch.robots = {robots_row(page.root_hash, ver)};
  batch.bans = {ban_row(page.root_hash, "*", ver)};
  batch.hosts = {host_row(page.root_hash, "com,example s443", ver)};
  batch.sitemaps = {sitemap_row(page.root_hash, "com,example s443", "com,example!/sitemap.xml s443", ver)};
  PageWrite write;
  write.info = info_row(page, ver);
  write.text = text_row(page, ver);
  write.history = history_row(page, ver);
  write.seen = seen_row(page, SeenState::crawled, ver);
  write.out_links = {link_row(page, LinkSide::out, target, ver)};
  write.replace_links = true;
  batch.pages.push_back(std::move(write));
  return batch;
}

std::string dump(const std::string& folder, uint32_t shard_count) {
  std::string text;
  for (uint32_t shard = 0; shard < shard_count; ++shard) {
    sqlite3* db = nullptr;
    const std::string path = folder + "/" + shard_target(shard, shard_count);
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK) << path;
    EXPECT_EQ(register_functions(db, nullptr), SQLITE_OK);
    for (const Table& each : tables()) {
      text.append("-- ").append(path.substr(folder.size())).append(" ").append(each.name).append("\n");
      const auto add = [](void* to, int count, char** values, char**) {
        for (int i = 0; i < count; ++i)
          static_cast<std::string*>(to)->append(values[i] ? values[i] : "NULL").append("|");
        static_cast<std::string*>(to)->append("\n");
        return 0;
      };
      std::string sql = "SELECT ";
      for (const Column& column : each.columns) sql.append("quote(").append(column.name).append("),");
      sql.back() = ' ';
      sql.append("FROM ").append(each.name).append(" ORDER BY 1, 2, 3, 4");
      EXPECT_EQ(sqlite3_exec(db, sql.c_str(), add, &text, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    }
    sqlite3_close(db);
  }
  return text;
}

}  // namespace lycosa::inline store::test
