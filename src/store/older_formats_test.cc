// Stores live on: what earlier versions made is read as it is, and brought to the present format when it is written to.
#include "store/older_formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "base/hash.h"
#include "record/columns.h"
#include "store/store.h"
#include "store/store_info.h"
#include "store/table_sql.h"
#include "store/test_rows.h"

namespace lycosa::inline store {
namespace {

using test::key;
using testing::HasSubstr;

// The tables of format 1, as it made them. Must never change.
constexpr const char* kFormat1 =
    "CREATE TABLE page_info(root_hash INTEGER NOT NULL, src_unparsed TEXT NOT NULL, "
    "download_stamp INTEGER NOT NULL, download_http_code INTEGER NOT NULL, download_type TEXT NOT NULL, "
    "download_size INTEGER NOT NULL, wire_size INTEGER NOT NULL, download_ms INTEGER NOT NULL, "
    "protocol TEXT NOT NULL, charset TEXT NOT NULL, meta_title TEXT, meta_description TEXT, "
    "meta_canonical TEXT, meta_canonical_raw TEXT, meta_canonical_source TEXT, meta_lang TEXT, "
    "text_lang TEXT, directives TEXT, fh_dont_index INTEGER, fh_dont_index_reason TEXT, "
    "fh_dont_index_evidence TEXT, ml_spam_score REAL, ml_spam_evidence TEXT, soft_404_score REAL, "
    "soft_404_evidence TEXT, needs_js_score REAL, needs_js_evidence TEXT, history_drop_reason TEXT, "
    "history_drop_evidence TEXT, content_hash INTEGER, similarity_hash INTEGER, redirect_target TEXT, "
    "redirect_raw TEXT, unavailable_after_stamp INTEGER, first_indexed_stamp INTEGER, "
    "first_crawled_stamp INTEGER NOT NULL, flags TEXT NOT NULL, parse_errors TEXT, "
    "words INTEGER NOT NULL, link_density REAL, links_found INTEGER NOT NULL, "
    "links_not_http INTEGER NOT NULL, links_invalid INTEGER NOT NULL, archive_file TEXT, "
    "archive_offset INTEGER, ver INTEGER NOT NULL, PRIMARY KEY(root_hash, src_unparsed)) STRICT, "
    "WITHOUT ROWID;"
    "CREATE TABLE page_text(root_hash INTEGER NOT NULL, src_unparsed TEXT NOT NULL, "
    "boilerpipe_text BLOB NOT NULL, markdown BLOB NOT NULL, readable_markdown BLOB NOT NULL, "
    "ver INTEGER NOT NULL, PRIMARY KEY(root_hash, src_unparsed)) STRICT;"
    "CREATE TABLE page_history(root_hash INTEGER NOT NULL, src_unparsed TEXT NOT NULL, "
    "event_stamp_ms INTEGER NOT NULL, outcome TEXT NOT NULL, download_http_code INTEGER, "
    "content_hash INTEGER, similarity_hash INTEGER, verdict TEXT NOT NULL, reason TEXT, "
    "history_drop_reason TEXT, detail TEXT, archive_file TEXT, archive_offset INTEGER, "
    "ver INTEGER NOT NULL, PRIMARY KEY(root_hash, src_unparsed, event_stamp_ms)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE robots(root_hash INTEGER NOT NULL, host TEXT NOT NULL, "
    "fetch_stamp_ms INTEGER NOT NULL, http_code INTEGER, outcome TEXT NOT NULL, access TEXT NOT NULL, "
    "redirects TEXT, body BLOB NOT NULL, flags TEXT NOT NULL, expires_stamp INTEGER NOT NULL, "
    "archive_file TEXT, archive_offset INTEGER, ver INTEGER NOT NULL, PRIMARY KEY(root_hash, host, "
    "fetch_stamp_ms)) STRICT;"
    "CREATE TABLE ban(root_hash INTEGER NOT NULL, host TEXT NOT NULL, rule TEXT NOT NULL, "
    "target TEXT NOT NULL, reason TEXT NOT NULL, source TEXT NOT NULL, host_spam_score REAL, "
    "since_stamp INTEGER NOT NULL, active INTEGER NOT NULL, ver INTEGER NOT NULL, PRIMARY KEY(root_hash, "
    "host)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE seen(root_hash INTEGER NOT NULL, src_unparsed TEXT NOT NULL, "
    "first_stamp INTEGER NOT NULL, last_stamp INTEGER NOT NULL, how TEXT NOT NULL, referrer TEXT, "
    "depth INTEGER NOT NULL, hops INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, evidence TEXT, "
    "next_due_stamp_ms INTEGER, attempts INTEGER NOT NULL, ver INTEGER NOT NULL, PRIMARY KEY(root_hash, "
    "src_unparsed)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE link(root_hash INTEGER NOT NULL, side TEXT NOT NULL, own_unparsed TEXT NOT NULL, "
    "other_root_hash INTEGER NOT NULL, other_unparsed TEXT NOT NULL, anchor TEXT NOT NULL, "
    "rel TEXT NOT NULL, how TEXT NOT NULL, count INTEGER NOT NULL, line INTEGER NOT NULL, "
    "ver INTEGER NOT NULL, PRIMARY KEY(root_hash, side, own_unparsed, other_unparsed)) STRICT, "
    "WITHOUT ROWID;";

constexpr const char* kRowsOfFormat1 =
    "INSERT INTO seen VALUES(0, 'com,example!/ s443', 1700000000, 1700000500, 'seed', NULL, 0, 0, 'crawled', NULL, "
    "NULL, NULL, 1, 1700000500000);"
    "INSERT INTO seen VALUES(0, 'com,example!/a s443', 1700000100, 1700000200, 'link', 'com,example!/ s443', 1, 0, "
    "'refused', 'robots.disallowed', 'line 2', NULL, 0, 1700000200000);"
    "INSERT INTO page_info(root_hash, src_unparsed, download_stamp, download_http_code, download_type, download_size, "
    "wire_size, download_ms, protocol, charset, fh_dont_index, ml_spam_score, first_crawled_stamp, flags, words, "
    "links_found, links_not_http, links_invalid, ver) VALUES(0, 'com,example!/ s443', 1700000500, 200, 'text/html', "
    "10, 10, 5, 'h2', 'UTF-8', 0, 0, 1700000500, '', 3, 1, 0, 0, 1700000500000);"
    "INSERT INTO page_history VALUES(0, 'com,example!/ s443', 1700000500000, 'answered', 200, NULL, NULL, 'INDEXABLE', "
    "NULL, NULL, NULL, NULL, NULL, 1700000500000);"
    "INSERT INTO link VALUES(0, 'out', 'com,example!/ s443', 0, 'com,example!/a s443', 'a', '', 'link', 1, 7, "
    "1700000500000);"
    "PRAGMA application_id=1280918351;PRAGMA user_version=1;PRAGMA journal_mode=WAL;";

// What format 2 has otherwise, with the rows of above as it keeps them. Must never change.
constexpr const char* kFormat2 =
    "DROP TABLE seen;"
    "ALTER TABLE page_info ADD COLUMN links_ver INTEGER;"
    "ALTER TABLE page_history ADD COLUMN run INTEGER;"
    "CREATE TABLE seen(root_hash INTEGER NOT NULL, src_unparsed TEXT NOT NULL, role TEXT NOT NULL, "
    "depth INTEGER NOT NULL, hops INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, evidence TEXT, "
    "next_due_stamp_ms INTEGER, attempts INTEGER NOT NULL, ver INTEGER NOT NULL, PRIMARY KEY(root_hash, "
    "src_unparsed)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE discovery(root_hash INTEGER NOT NULL, src_unparsed TEXT NOT NULL, how TEXT NOT NULL, "
    "source TEXT NOT NULL, stamp_ms INTEGER NOT NULL, depth INTEGER NOT NULL, hops INTEGER NOT NULL, "
    "nofollow INTEGER NOT NULL, lastmod_stamp INTEGER, priority REAL, run INTEGER, ver INTEGER NOT NULL, "
    "PRIMARY KEY(root_hash, src_unparsed, how, source)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE run(run INTEGER NOT NULL, kind TEXT NOT NULL, end_stamp_ms INTEGER, ended TEXT, "
    "version TEXT NOT NULL, user_agent TEXT NOT NULL, product_token TEXT NOT NULL, settings TEXT NOT NULL, "
    "fetched INTEGER NOT NULL, answered INTEGER NOT NULL, robots_files INTEGER NOT NULL, "
    "bytes INTEGER NOT NULL, links INTEGER NOT NULL, ver INTEGER NOT NULL, PRIMARY KEY(run)) STRICT, "
    "WITHOUT ROWID;"
    "INSERT INTO seen VALUES(0, 'com,example!/ s443', 'page', 0, 0, 'crawled', NULL, NULL, NULL, 1, 1700000500000);"
    "INSERT INTO seen VALUES(0, 'com,example!/a s443', 'page', 1, 0, 'refused', 'robots.disallowed', 'line 2', NULL, "
    "0, 1700000200000);"
    "INSERT INTO discovery VALUES(0, 'com,example!/ s443', 'seed', '', 1700000000000, 0, 0, 0, NULL, NULL, NULL, "
    "1700000000000);"
    "INSERT INTO discovery VALUES(0, 'com,example!/a s443', 'link', 'com,example!/ s443', 1700000100000, 1, 0, 0, "
    "NULL, NULL, NULL, 1700000100000);"
    "PRAGMA user_version=2;";

// Of both: links of more pages than one, and some from elsewhere.
constexpr const char* kMoreLinks =
    "INSERT INTO link VALUES(0, 'in', 'com,example!/a s443', 0, 'com,example!/ s443', 'a', '', 'link', 1, 7, "
    "1700000500000);"
    "INSERT INTO link VALUES(0, 'in', 'com,example!/a s443', 5, 'org,other!/ s443', 'from elsewhere', 'nofollow', "
    "'link', 3, 9, 1700000400000);"
    "INSERT INTO link VALUES(0, 'out', 'com,example!/b s443', 0, 'com,example!/a s443', 'b', '', 'link', 1, 1, "
    "1700000300000);";

class OlderStore : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(store() + "/shards");
    std::filesystem::create_directories(store() + "/archive");
    std::ofstream(store() + "/store.toml") << before();
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((store() + "/shards/00.db").c_str(), &db), SQLITE_OK);
    for (const char* sql : {kFormat1, kRowsOfFormat1, kMoreLinks, GetParam() == 2 ? kFormat2 : ""}) {
      ASSERT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    }
    sqlite3_close(db);
  }

  static std::string before() {
    return "# mine\nformat = " + std::to_string(GetParam()) + "\nshard_count = 1\ncluster = \"old\"\n";
  }
  std::string store() const { return folder_.path("/store"); }
  std::string toml() const {
    std::ifstream file(store() + "/store.toml");
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // What is asked of the store, before and after it is brought to the present format.
  void expect_its_rows() {
    auto reader = open_store_reader(store());
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_TRUE((*reader)->check_shard(0));
    const auto page = (*reader)->page_info(page_);
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_TRUE(page->found);
    EXPECT_EQ(page->found->words, 3);
    EXPECT_EQ(page->found->links_ver, std::nullopt);
    const auto seen = (*reader)->seen(target_);
    ASSERT_TRUE(seen && seen->found);
    EXPECT_EQ(seen->found->role, Role::page);
    EXPECT_EQ(seen->found->state, SeenState::refused);
    EXPECT_EQ(seen->found->depth, 1);
    const auto ways = (*reader)->discoveries(target_, 10);
    ASSERT_TRUE(ways) << ways.error().message;
    ASSERT_EQ(ways->found.size(), 1u);
    EXPECT_EQ(ways->found[0].how, Discovery::link);
    EXPECT_EQ(ways->found[0].source, page_.unparsed);
    EXPECT_EQ(ways->found[0].stamp_ms, 1700000100000);
    EXPECT_EQ(ways->found[0].run, std::nullopt);
    EXPECT_EQ((*reader)->discoveries(page_, 10)->found.at(0).source, "");
    EXPECT_EQ((*reader)->links(page_, LinkSide::out, "", 10)->found.rows.size(), 1u);
    const auto incoming = (*reader)->links(target_, LinkSide::in, "", 10);
    ASSERT_TRUE(incoming) << incoming.error().message;
    ASSERT_EQ(incoming->found.rows.size(), 2u);
    EXPECT_EQ(incoming->found.rows[1].anchor, "from elsewhere");
    EXPECT_EQ(incoming->found.rows[1].other.root_hash, 5u);
    EXPECT_EQ(incoming->found.rows[1].count, 3);
    const auto of_b = (*reader)->links(key(0, "com,example!/b s443"), LinkSide::out, "", 10);
    ASSERT_TRUE(of_b && of_b->found.rows.size() == 1u);
    EXPECT_EQ(of_b->found.rows[0].anchor, "b");
    EXPECT_EQ((*reader)->history(page_, std::nullopt, 10)->found.at(0).run, std::nullopt);
    EXPECT_TRUE((*reader)->runs(10)->found.empty());
    EXPECT_TRUE((*reader)->scan_hosts([](const HostRow&) {
      ADD_FAILURE() << "formats 1 and 2 knew of none";
      return true;
    }));
    const auto outcomes = (*reader)->filters(page_, (*reader)->info().filters, Timestamp::from_seconds(1700000600));
    ASSERT_TRUE(outcomes) << outcomes.error().message;
    for (const auto& outcome : *outcomes) {
      EXPECT_EQ(outcome.found.status, FilterOutcome::Status::pass) << outcome.found.name << outcome.found.error;
    }
  }

  test::TemporaryFolder folder_;
  const UrlKey page_ = key(0, "com,example!/ s443"), target_ = key(0, "com,example!/a s443");
};

TEST_P(OlderStore, IsReadAsItIs) {
  expect_its_rows();
  EXPECT_EQ(toml(), before()) << "reading changes nothing";
}

INSTANTIATE_TEST_SUITE_P(Formats, OlderStore, testing::Values(1, 2));

TEST_P(OlderStore, IsBroughtToThePresentFormatWhenItIsWrittenTo) {
  {
    auto writer = open_store_writer(store(), {});
    ASSERT_TRUE(writer) << writer.error().message;
    EXPECT_EQ((*writer)->info().format, kStoreFormat);
  }
  EXPECT_EQ(toml(), "# mine\nformat = " + std::to_string(kStoreFormat) + "\nshard_count = 1\ncluster = \"old\"\n");
  expect_its_rows();
  auto writer = open_store_writer(store(), {});
  ASSERT_TRUE(writer) << "once more";
  ASSERT_TRUE((*writer)->write(test::whole_batch(key(0, "com,example!/new s443"), 1700001000000)));
  auto reader = open_store_reader(store());
  EXPECT_EQ((*reader)->runs(10)->found.size(), 1u);
  int hosts = 0;
  EXPECT_TRUE((*reader)->scan_hosts([&](const HostRow&) { return ++hosts > 0; }));
  EXPECT_EQ(hosts, 1);
  EXPECT_TRUE((*reader)->page_info(key(0, "com,example!/new s443"))->found->links_ver);
}

TEST(WithPresentFormat, ChangesThatKeyAlone) {
  const std::string now = std::to_string(kStoreFormat);
  EXPECT_EQ(with_present_format("a = 1\n format=1 # one\nformats = 1\nb = 2"),
            "a = 1\nformat = " + now + "\nformats = 1\nb = 2");
  EXPECT_EQ(with_present_format(""), "");
}

// What a store looks like belongs to its format's number. When this fails: raise kStoreFormat, say in older_formats.cc
// how a store of the former one is read and brought on, tell of it in docs/formats/store.md, and only then note the new
// shape here. Columns are never taken away or given another meaning. Indices are no part of the shape: with one more or
// less a store is read and written the same.
TEST(Format, HasTheShapeThatItsNumberStandsFor) {
  std::string shape;
  for (const Table& each : tables()) shape += create_table(each) + ";";
  shape += create_link_tables() + create_views();
  EXPECT_EQ(kStoreFormat, 3);
  EXPECT_EQ(siphash64(shape), 1048835274172604385u) << shape;
}

}  // namespace
}  // namespace lycosa::inline store
