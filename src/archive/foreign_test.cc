// Files that others wrote.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "archive/archive.h"
#include "conformance/shared_data.h"

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
    EXPECT_EQ(got.exchanges, answers) << name;
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

}  // namespace
}  // namespace lycosa::inline archive
