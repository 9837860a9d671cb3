#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/verb_runner.h"
#include "store/store.h"

namespace lycosa::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kNow = "2026-04-12T00:00:00Z";
constexpr const char* kPage = "https://a.example/page";

UrlKey key_of_text(std::string_view url) {
  return key_of(canonical(*Url::parse(url), CanonicalOptions()));
}

// A store on disk with one good page, one missing and one refused.
class InspectVerb : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) /
              (std::string("inspect_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    StoreOptions options;
    options.shard_count = 2;
    auto writer = open_store_writer(folder_.string(), options);
    ASSERT_TRUE(writer) << writer.error().message;
    WriteBatch batch;
    batch.pages.push_back(page(kPage, 200));
    batch.pages.push_back(page("https://a.example/missing", 404));
    SeenRow refused;
    refused.key = key_of_text("https://a.example/deep");
    refused.state = SeenState::refused;
    refused.reason = "scope.depth";
    refused.ver = 1;
    batch.seen.push_back(refused);
    ASSERT_TRUE((*writer)->write(batch));
  }
  void TearDown() override { fs::remove_all(folder_); }

  static PageWrite page(std::string_view url, int status) {
    PageWrite write;
    PageInfoRow info;
    info.key = key_of_text(url);
    info.ver = 1;
    info.download_stamp = parse_time("2026-04-10T17:37:08Z")->seconds();
    info.download_http_code = status;
    info.fh_dont_index = 0;
    info.ml_spam_score = 0;
    if (status == 200) {
      PageTextRow text;
      text.key = info.key;
      text.ver = 1;
      text.boilerpipe_text = "first line\nsecond \x1b[31mline";
      write.text = text;
    }
    SeenRow seen;
    seen.key = info.key;
    seen.state = SeenState::crawled;
    seen.ver = 1;
    write.seen = seen;
    write.info = std::move(info);
    return write;
  }

  Ran inspect(std::vector<std::string> arguments, const std::string& input = {}) const {
    arguments.insert(arguments.end(), {"--store", folder_.string(), "--now", kNow});
    return run_verb(make_inspect_verb(), std::move(arguments), input);
  }

  fs::path folder_;
};

TEST_F(InspectVerb, AnswersWithItsExitCode) {
  struct Case {
    std::vector<std::string> urls;
    int code;
  };
  const std::string missing = "https://a.example/missing", never = "https://a.example/never";
  for (const Case& each : {Case{{kPage}, 0}, Case{{missing}, 1}, Case{{"https://a.example/deep"}, 1}, Case{{never}, 1},
                           Case{{"no url"}, 2}, Case{{kPage, missing}, 1}, Case{{kPage, "no url", missing}, 2}}) {
    EXPECT_EQ(inspect(each.urls).code, each.code) << each.urls.back();
    std::vector<std::string> as_json = each.urls;
    as_json.push_back("--json");
    EXPECT_EQ(inspect(as_json).code, each.code) << each.urls.back();
  }
}

TEST_F(InspectVerb, WritesOneLineOfAsciiForEachLineOfABatch) {
  const Ran ran = inspect({"-"}, std::string(kPage) + "\r\n\nno url\n\xff\xed\xa0\x80\nhttps://a.example/missing");
  const std::vector<std::string_view> lines = split(ran.out, '\n');
  ASSERT_EQ(lines.size(), 6u) << ran.out;
  const char* statuses[] = {"INDEXABLE", "UNKNOWN_URL", "UNKNOWN_URL", "UNKNOWN_URL", "NOT_INDEXABLE"};
  for (size_t i = 0; i < 5; ++i) {
    for (const char c : lines[i]) ASSERT_TRUE(c >= 0x20 && c < 0x7f);
    EXPECT_EQ(Json::parse(lines[i])["verdict"]["status"], statuses[i]);
  }
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(inspect({"-"}, "").code, 0);
}

TEST_F(InspectVerb, CutsALineThatNeverEnds) {
  const Ran ran = inspect({"-"}, "https://a.example/" + std::string(1 << 20, 'x') + "\n" + kPage + "\n");
  const std::vector<std::string_view> lines = split(ran.out, '\n');
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(Json::parse(lines[0])["verdict"]["reasons"][0]["code"], "input.too_long");
  EXPECT_EQ(Json::parse(lines[1])["verdict"]["status"], "INDEXABLE");
}

TEST_F(InspectVerb, PrintsOneTextMadeVisible) {
  const Ran ran = inspect({kPage, "--text", "boilerpipe"});
  EXPECT_EQ(ran.out, "first line\nsecond \\x1b[31mline\n");
  EXPECT_EQ(ran.code, 0);
  const Ran none = inspect({"https://a.example/never", "--text", "markdown"});
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("no text of https://a.example/never is stored"), std::string::npos) << none.err;
}

TEST_F(InspectVerb, LooksUpByParameters) {
  const UrlKey key = key_of_text(kPage);
  const std::string hash = std::to_string(key.root_hash);
  const std::string shard = std::to_string(shard_of(key.root_hash, 2));
  EXPECT_EQ(inspect({"--unparsed", key.unparsed, "--root-hash", hash, "--shard", shard}).code, 0);
  const Ran wrong = inspect({"--unparsed", key.unparsed, "--root-hash", "1"});
  EXPECT_NE(wrong.out.find("Direct Parameter Lookup: example,a!/page s443"), std::string::npos) << wrong.out;
  EXPECT_NE(wrong.out.find("Mismatch: The root hash 1 is not that"), std::string::npos) << wrong.out;
}

TEST_F(InspectVerb, RefusesBadUsageWithARemedy) {
  const std::vector<std::vector<std::string>> cases = {
      {},
      {kPage, "--unparsed", "example,a!/ s443"},
      {kPage, "--shard", "1"},
      {"--unparsed", "example,a!/ s443", "--shard", "one"},
      {"--unparsed", "example,a!/ s443", "--root-hash", "-1"},
      {kPage, "-"},
      {"-", "--text", "markdown"},
      {kPage, "--config", "/does/not/exist.toml"},
  };
  for (const auto& each : cases) {
    const Ran ran = inspect(each);
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_TRUE(ran.err.starts_with("lycosa: ")) << ran.err;
  }
  const Ran when = run_verb(make_inspect_verb(), {kPage, "--now", "yesterday", "--store", folder_.string()});
  EXPECT_EQ(when.code, 2);
  EXPECT_NE(when.err.find("2026-04-12T00:00:00Z"), std::string::npos);
}

TEST_F(InspectVerb, SaysThatThereIsNoStore) {
  const Ran text = run_verb(make_inspect_verb(), {kPage, "--store", (folder_ / "none").string()});
  EXPECT_EQ(text.code, 2);
  EXPECT_EQ(text.out, "");
  EXPECT_FALSE(text.err.empty());
  const Ran json = run_verb(make_inspect_verb(), {kPage, "--json", "--store", (folder_ / "none").string()});
  EXPECT_EQ(json.code, 2);
  EXPECT_EQ(Json::parse(json.out)["verdict"]["status"], "STORE_UNAVAILABLE");
  EXPECT_FALSE(fs::exists(folder_ / "none"));
}

TEST_F(InspectVerb, AsksTheOtherShardsWhenOneIsDamagedOrMissing) {
  const uint32_t shard = shard_of(key_of_text(kPage).root_hash, 2);
  const fs::path file = folder_ / "shards" / ("0" + std::to_string(shard) + ".db");
  std::string elsewhere;
  for (int i = 0; elsewhere.empty(); ++i) {
    const std::string url = "https://other" + std::to_string(i) + ".example/";
    if (shard_of(key_of_text(url).root_hash, 2) != shard) elsewhere = url;
  }
  fs::remove(file.string() + "-wal");
  fs::remove(file.string() + "-shm");
  std::ofstream(file, std::ios::binary | std::ios::trunc) << std::string(16384, '\x5a');
  for (const bool missing : {false, true}) {
    if (missing) fs::remove(file);
    const Ran ran = inspect({kPage, "--json"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(Json::parse(ran.out)["verdict"]["status"], "STORE_UNAVAILABLE") << ran.out;
    EXPECT_EQ(inspect({elsewhere}).code, 1);
  }
}

TEST(LimitsVerb, PrintsEachLimitOnALineOfItsOwnOutsideOfATerminal) {
  const Ran ran = run_verb(make_limits_verb(), {});
  EXPECT_EQ(ran.code, 0);
  const Json rows = Json::parse(run_verb(make_limits_verb(), {"--json"}).out);
  EXPECT_GT(rows.size(), 20u);
  EXPECT_EQ(static_cast<size_t>(std::count(ran.out.begin(), ran.out.end(), '\n')), rows.size());
  for (const Json& row : rows) {
    EXPECT_NE(ran.out.find(row["name"].get<std::string>()), std::string::npos);
    EXPECT_EQ(row["value"], row["default"]);
  }
}

TEST(LimitsVerb, ShowsTheValuesOfAConfiguration) {
  const fs::path file = fs::path(::testing::TempDir()) / "limits_verb_test.toml";
  std::ofstream(file) << "redirects = 3\n";
  const Json rows = Json::parse(run_verb(make_limits_verb(), {"--json", "--config", file.string()}).out);
  bool found = false;
  for (const Json& row : rows) {
    if (row["name"] != "redirects") continue;
    found = true;
    EXPECT_EQ(row["value"], 3);
    EXPECT_EQ(row["default"], 5);
  }
  EXPECT_TRUE(found);
  fs::remove(file);
}

TEST(VersionVerb, NamesItselfAndItsParts) {
  const Ran ran = run_verb(make_version_verb(), {});
  EXPECT_TRUE(ran.out.starts_with(std::string("lycosa ") + LYCOSA_VERSION + "\n"));
  EXPECT_NE(ran.out.find("SQLite"), std::string::npos);
  EXPECT_EQ(Json::parse(run_verb(make_version_verb(), {"--json"}).out)["version"], LYCOSA_VERSION);
}

}  // namespace
}  // namespace lycosa::cli
