// Files that others wrote.
#include <gtest/gtest.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "archive/archive.h"
#include "archive/gzip_member.h"
#include "conformance/shared_data.h"
#include "exchange/decode.h"

namespace lycosa::inline archive {
namespace {

namespace fs = std::filesystem;

struct Count {
  uint64_t records = 0, responses = 0, exchanges = 0;
  std::string damage;
};
Count count(const std::string& path) {
  Count count;
  auto reader = ArchiveReader::open(path);
  if (!reader) return count;
  for (;;) {
    auto item = (*reader)->next();
    EXPECT_TRUE(item) << path;
    if (!item || !*item) break;
    EXPECT_TRUE((*item)->exchange.answered()) << path;
    ++count.exchanges;
  }
  count.records = (*reader)->records();
  count.responses = (*reader)->responses();
  for (const ArchiveDamage& damage : (*reader)->damage())
    count.damage += std::to_string(damage.place.offset) + ": " + damage.what + "\n";
  return count;
}

class Warc : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = (conformance::shared_data() / "warc").string();
    if (!fs::exists(folder_ + "/index.json")) GTEST_SKIP() << "no sample files at " << folder_;
  }
  std::string folder_;
};

TEST_F(Warc, CountsRecordsAndResponsesOfSoundFiles) {
  nlohmann::json index = nlohmann::json::parse(std::ifstream(folder_ + "/index.json"));
  int sound = 0;
  for (const auto& [name, expected] : index.items()) {
    if (!expected["first_error"].is_null() || !(name.ends_with(".warc") || name.ends_with(".warc.gz"))) continue;
    Count got = count(folder_ + "/" + name);
    EXPECT_EQ(got.records, expected["records"].get<uint64_t>()) << name;
    EXPECT_EQ(got.responses, expected["by_type"].value("response", uint64_t{0})) << name;
    uint64_t answers = 0;
    for (const auto& status : expected["http_status"]) answers += status.get<uint64_t>();
    // That file has a page of HTML as a resource record.
    const uint64_t pages = name == "warcio__example-resource.warc.gz" ? 1 : 0;
    EXPECT_EQ(got.exchanges, answers + pages) << name;
    // One response of that file begins with HTTPX/1.1.
    EXPECT_EQ(got.damage, name == "pywb__example-extra.warc" ? "3207: the response has no status line\n" : "") << name;
    ++sound;
  }
  EXPECT_GT(sound, 30);
}

TEST_F(Warc, SurvivesEveryFileAndFindsItsExchangesAgain) {
  for (const auto& entry : fs::directory_iterator(folder_)) {
    auto reader = ArchiveReader::open(entry.path().string());
    ASSERT_TRUE(reader) << entry.path();
    for (int i = 0;; ++i) {
      auto item = (*reader)->next();
      ASSERT_TRUE(item) << entry.path();
      if (!*item) break;
      // The whole file as one member has no place for the later ones.
      auto again = read_exchange(folder_, (*item)->place);
      if (again && again->url == (*item)->exchange.url) {
        EXPECT_EQ(again->body, (*item)->exchange.body) << entry.path();
      } else {
        EXPECT_TRUE(i > 0) << entry.path() << " " << (again ? again->url : again.error().message);
      }
    }
  }
}

TEST(ForeignWarc, PairsRequestsThatStandBesideTheirResponse) {
  const std::string response_block = "HTTP/1.0 200 OK\nA: b\n\nbody";
  auto record = [](const std::string& fields, const std::string& type, const std::string& block) {
    return "WARC/1.0\r\n" + fields + "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(block.size()) +
           "\r\n\r\n" + block + "\r\n\r\n";
  };
  const std::string text =
      record("WARC-Type: request\r\nWARC-Record-ID: <a>\r\n", "application/http", "GET / HTTP/1.0\r\n\r\n") +
      record(
          "WARC-Type: response\r\nWARC-Record-ID: <b>\r\nWARC-Concurrent-To: <a>\r\nWARC-Date: 2026-04-10T17:37:08Z\r\n"
          "WARC-Target-URI: <http://a.example/>\r\nWARC-IP-Address: 192.0.2.1\r\n",
          "application/http;msgtype=response", response_block) +
      record("WARC-Type: metadata\r\nWARC-Concurrent-To: <b>\r\n", "application/warc-fields", "via: x\r\n") +
      record("WARC-Type: response\r\nWARC-Record-ID: <c>\r\nWARC-Truncated: length\r\nwarc-target-uri: dns:x\r\n",
             "text/dns", "x") +
      record(
          "WARC-Type: response\r\nWARC-Record-ID: <d>\r\nWARC-Truncated: length\r\nwarc-target-uri: "
          "http://b.example/\r\n",
          "application/http", response_block);
  char name[] = "/tmp/lycosa-foreign-XXXXXX";
  std::string folder = mkdtemp(name);
  std::ofstream(folder + "/x.warc", std::ios::binary) << text;
  auto reader = ArchiveReader::open(folder);
  auto first = *(*reader)->next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->exchange.url, "http://a.example/");
  EXPECT_EQ(first->exchange.request_head, "GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(first->exchange.response_head, "HTTP/1.0 200 OK\nA: b\n\n");
  EXPECT_EQ(first->exchange.body, "body");
  EXPECT_EQ(first->exchange.protocol, "http/1.0");
  EXPECT_EQ(first->exchange.address, "192.0.2.1");
  EXPECT_EQ(first->exchange.stamp, *parse_time("2026-04-10T17:37:08Z"));
  EXPECT_FALSE(first->exchange.truncated);
  auto second = *(*reader)->next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->exchange.url, "http://b.example/");
  EXPECT_TRUE(second->exchange.request_head.empty());
  EXPECT_TRUE(second->exchange.truncated);
  EXPECT_FALSE(*(*reader)->next());
  fs::remove_all(folder);
}

class ForeignFile : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/lycosa-foreign-XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { fs::remove_all(folder_); }

  static std::string record(const std::string& type, const std::string& fields, const std::string& block) {
    return "WARC/1.0\r\nWARC-Type: " + type + "\r\n" + fields + "Content-Length: " + std::to_string(block.size()) +
           "\r\n\r\n" + block + "\r\n\r\n";
  }
  static std::string target(const std::string& path) { return "WARC-Target-URI: http://a.example" + path + "\r\n"; }
  static std::string page(const std::string& body, const std::string& fields = "") {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + fields + "\r\n" + body;
  }

  std::vector<Exchange> read(const std::string& text, const std::string& name = "x.warc") {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    auto reader = *ArchiveReader::open(folder_ + "/" + name);
    std::vector<Exchange> exchanges;
    for (auto item = reader->next(); item && *item; item = reader->next()) {
      // What is found again by its place is the same.
      const auto again = read_exchange(folder_, (*item)->place);
      if (again && again->url == (*item)->exchange.url) {
        EXPECT_EQ(again->headers, (*item)->exchange.headers);
      }
      exchanges.push_back(std::move((*item)->exchange));
    }
    passed_over_ = reader->passed_over();
    damage_ = reader->damage().size();
    return exchanges;
  }

  std::string folder_;
  std::map<std::string, uint64_t> passed_over_;
  size_t damage_ = 0;
};

TEST_F(ForeignFile, TakesAResponseByWhatItHolds) {
  for (const char* type : {"", "Content-Type: text/html\r\n", "Content-Type: message/http\r\n", "Content-Type:\r\n"}) {
    const auto found = read(record("response", target("/") + type, page("body")));
    ASSERT_EQ(found.size(), 1u) << type;
    EXPECT_EQ(found[0].status, 200);
    EXPECT_EQ(found[0].body, "body");
  }
  const std::string other = "WARC-Target-URI: dns:a.example\r\nContent-Type: text/dns\r\n";
  EXPECT_TRUE(read(record("response", other, "HTTP/1.1 200 OK") + record("response", target("/"), "GET")).empty());
  EXPECT_EQ(damage_, 0u);
  EXPECT_EQ(passed_over_, (std::map<std::string, uint64_t>{{"response", 2}}));
}

TEST_F(ForeignFile, TakesPagesOfResourcesAndTellsWhatItPassesOver) {
  const auto found = read(record("resource", target("/page") + "Content-Type: text/html; charset=x\r\n", "<p>page") +
                          record("resource", target("/image") + "Content-Type: image/png\r\n", "png") +
                          record("resource", "WARC-Target-URI: urn:x\r\nContent-Type: text/html\r\n", "<p>") +
                          record("revisit", target("/"), "HTTP/1.1 200 OK\r\n\r\n") +
                          record("conversion", target("/"), "text") + record("warcinfo", "", "x"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].url, "http://a.example/page");
  EXPECT_EQ(found[0].status, 200);
  EXPECT_EQ(found[0].header("content-type"), "text/html; charset=x");
  EXPECT_EQ(found[0].body, "<p>page");
  EXPECT_FALSE(found[0].truncated);
  EXPECT_EQ(passed_over_, (std::map<std::string, uint64_t>{{"conversion", 1}, {"resource", 2}, {"revisit", 1}}));
}

TEST_F(ForeignFile, ReadsTheRecordRightBehindABrokenHead) {
  const std::string good = record("response", target("/good"), page("body"));
  for (const char* broken : {"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "WARC/1.0\r\nContent-Length: ten\r\n\r\n",
                             "WARC/1.0\nContent-Length: -1\n\n"}) {
    const std::string text = good + broken + good + broken + "body\r\n" + good;
    EXPECT_EQ(read(text).size(), 3u) << broken;
    EXPECT_EQ(damage_, 2u) << broken;
    std::string packed;
    append_gzip_member(packed, text, Packing::deflated);
    EXPECT_EQ(read(packed, "x.warc.gz").size(), 3u) << broken;
    packed.clear();
    for (const std::string& part : {good, std::string(broken), good})
      append_gzip_member(packed, part, Packing::deflated);
    EXPECT_EQ(read(packed, "x.warc.gz").size(), 2u) << broken;
  }
}

TEST_F(ForeignFile, TakesABodyThatWasDecodedAsItStands) {
  const std::string text = "<!doctype html><p>A few plain sentences stand here.</p>";
  for (const char* coding : {"gzip", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "GZIP"}) {
    for (const char* framing : {"", "Transfer-Encoding: chunked\r\n"}) {
      const auto found = read(
          record("response", target("/"), page(text, "Content-Encoding: " + std::string(coding) + "\r\n" + framing)));
      ASSERT_EQ(found.size(), 1u);
      EXPECT_FALSE(found[0].header("Content-Encoding")) << coding;
      EXPECT_EQ(decode_body(found[0], {}).bytes, text) << coding;
    }
  }
  std::string packed;
  append_gzip_member(packed, text, Packing::deflated);
  const std::string told = "Content-Encoding: gzip\r\n";
  for (const std::string& body : {packed, packed.substr(0, packed.size() / 2), std::string("\x1f\x8b")}) {
    const auto found = read(record("response", target("/"), page(body, told)));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(found[0].header("Content-Encoding"));
  }
  const auto image = read(record("response", target("/"), page(std::string("\x89PNG\r\n\x1a\n\0", 9), told)));
  EXPECT_FALSE(image.at(0).header("Content-Encoding"));
}

TEST_F(ForeignFile, FalseStartsCostLittle) {
  constexpr size_t kBytes = 4 << 20;
  const auto repeated = [](std::string_view part) {
    std::string text;
    while (text.size() < kBytes) text += part;
    return text;
  };
  std::string empty;
  append_gzip_member(empty, "", Packing::deflated);
  const std::string_view head("\x1f\x8b\x08\0\0\0\0\0\0\3", 10), named("\x1f\x8b\x08\x08\0\0\0\0\0\3name", 14);
  for (const std::string_view part : {std::string_view("\x1f\x8b\x08"), head, named, std::string_view(empty)}) {
    const std::clock_t begun = std::clock();
    EXPECT_TRUE(read(repeated(part), "x.warc.gz").empty());
    EXPECT_LT(static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC, 2.0) << part.size();
  }
}

}  // namespace
}  // namespace lycosa::inline archive
