#include "store/store_info.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lycosa::inline store {
namespace {

using testing::HasSubstr;

TEST(NodeName, ReplacesWhatStandsInBraces) {
  const struct {
    const char* pattern;
    uint32_t shard;
    const char* name;
  } cases[] = {
      {"local", 7, "local"},
      {"{cluster}{100+shard}", 7, "laksa107"},
      {"{cluster}-{shard}", 7, "laksa-7"},
      {"{ cluster }-{ 1 + shard }", 7, "laksa-8"},
      {"{shard:02}.{cluster}.example", 7, "07.laksa.example"},
      {"{1000+shard:03}", 7, "1007"},
      {"n{0+shard:09}", 123, "n000000123"},
  };
  for (const auto& each : cases) {
    const auto name = node_name(each.pattern, "laksa", each.shard);
    ASSERT_TRUE(name) << each.pattern << ": " << name.error().message;
    EXPECT_EQ(*name, each.name);
  }
}

TEST(NodeName, RefusesPatternsThatItDoesNotKnow) {
  for (const char* pattern : {"{", "}", "{}", "{node}", "{shard+100}", "{-1+shard}", "{shard:2}", "{shard:00}",
                              "{shard:010}", "{9999999999+shard}", "{1+cluster}", "a{cluster", "{{cluster}}"}) {
    const auto name = node_name(pattern, "laksa", 7);
    ASSERT_FALSE(name) << pattern;
    EXPECT_THAT(name.error().message, HasSubstr("node_pattern")) << pattern;
  }
}

TEST(ShardTarget, HasTwoDigitsOrAsManyAsItTakes) {
  EXPECT_EQ(shard_target(7, 16), "shards/07.db");
  EXPECT_EQ(shard_target(99, 100), "shards/99.db");
  EXPECT_EQ(shard_target(7, 101), "shards/007.db");
  EXPECT_EQ(shard_target(7, 1000), "shards/007.db");
}

TEST(StoreToml, ReadsWhatItWrites) {
  StoreInfo info;
  info.shard_count = 32;
  info.archive = "/mnt/wide/archive";
  info.cluster = "a \"quoted\" \\ name";
  info.node_pattern = "{cluster}{100+shard}";
  info.require_robots = true;
  const auto read = parse_store_toml(store_toml(info), "store.toml");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->format, kStoreFormat);
  EXPECT_EQ(read->shard_count, 32u);
  EXPECT_EQ(read->engine, "sqlite");
  EXPECT_EQ(read->archive, info.archive);
  EXPECT_EQ(read->cluster, info.cluster);
  EXPECT_EQ(read->node_pattern, info.node_pattern);
  EXPECT_TRUE(read->require_robots);
  EXPECT_EQ(read->filters.size(), default_filters().size());
}

TEST(StoreToml, ReplacesSwitchesOffAndAppendsFilters) {
  const auto info = parse_store_toml(R"(
format = 3
shard_count = 4
[[filter]]
name = "Age cutoff"
condition = "download_stamp > now() - 12 MONTH"
[[filter]]
name = "History drop"
enabled = false
[[filter]]
name = "Never there"
enabled = false
[[filter]]
name = "English"
condition = "text_lang = 'en'"
)",
                                     "store.toml");
  ASSERT_TRUE(info) << info.error().message;
  std::vector<std::string> filters;
  for (const Filter& filter : info->filters) filters.push_back(filter.name + ": " + filter.condition);
  EXPECT_THAT(filters, testing::ElementsAre(
                           "HTTP status: download_http_code = 200", "Age cutoff: download_stamp > now() - 12 MONTH",
                           "Spam/ban: fh_dont_index != 1 AND ml_spam_score = 0",
                           "Canonical: meta_canonical IS NULL OR = '' OR = src_unparsed", "English: text_lang = 'en'"));
}

TEST(StoreToml, KeepsTheRulesOfTheCanonicalForm) {
  StoreInfo info;
  info.rules = *CanonicalOptions::make(std::vector<std::string>{"www"}, std::vector<std::string>{"empty-query"});
  const auto read = parse_store_toml(store_toml(info), "store.toml");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->rules, info.rules);
  const auto older = parse_store_toml("format = 1\nshard_count = 4\n", "store.toml");
  ASSERT_TRUE(older) << older.error().message;
  EXPECT_EQ(older->rules, CanonicalOptions());
}

TEST(StoreToml, OfAnEarlierVersionHasSqliteAndItsArchiveInTheFolder) {
  auto info = parse_store_toml("format = 3\nshard_count = 4\n", "store.toml");
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->engine, "sqlite");
  info->folder = "crawl";
  EXPECT_EQ(info->archive_folder(), "crawl/archive");
  info->archive = "/mnt/wide";
  EXPECT_EQ(info->archive_folder(), "/mnt/wide");
}

TEST(StoreToml, SaysWhatIsWrongAndWhere) {
  const struct {
    const char* toml;
    const char* message;
  } cases[] = {
      {"", "format is missing"},
      {"format = 1", "shard_count is missing"},
      {"format = 4\nshard_count = 4\nnew_key = 1",
       "store.toml:1: the store has format 4 and this lycosa reads up to 3"},
      {"format = 0", "store.toml:1: format must be"},
      {"format = \"1\"", "store.toml:1: format must be"},
      {"format = 1\nshard_count = 0", "store.toml:2: shard_count must be"},
      {"format = 1\nshard_count = 1001", "store.toml:2: shard_count must be"},
      {"format = 1\nshard_count = 4.0", "store.toml:2: shard_count must be"},
      {"format = 1\nshard_count = 4\ncolour = 1", "store.toml:3: the key colour is not known"},
      {"format = 1\nshard_count = 4\ncluster = 5", "store.toml:3: cluster must be a text"},
      {"format = 1\nshard_count = 4\ncluster = ''", "cluster must be 1 to 255 bytes"},
      {"format = 1\nshard_count = 4\ncluster = \"a\\nb\"", "cluster must be 1 to 255 bytes"},
      {"format = 1\nshard_count = 4\nnode_pattern = '{node}'", "{node} is not known"},
      {"format = 3\nshard_count = 4\nengine = 'clickhouse'",
       "store.toml:3: this lycosa has no engine clickhouse, only sqlite; use a newer lycosa"},
      {"format = 3\nshard_count = 4\nengine = 1", "store.toml:3: engine must be a text"},
      {"format = 3\nshard_count = 4\nengine = \"a\\u0000\\u001b[31m\"", "store.toml:3: this lycosa has no engine"},
      {"format = 3\nshard_count = 4\narchive = ['a']", "store.toml:3: archive must be a text"},
      {"format = 3\nshard_count = 4\narchive = ''", "archive must be a path"},
      {"format = 3\nshard_count = 4\narchive = '..'", "archive must be a path"},
      {"format = 3\nshard_count = 4\narchive = '/a/../b'", "archive must be a path"},
      {"format = 3\nshard_count = 4\narchive = \"a\\u0000b\"", "archive must be a path"},
      {"format = 1\nshard_count = 4\nrequire_robots = 'yes'", "store.toml:3: require_robots must be true or false"},
      {"format = 1\nshard_count = 4\nrules = 'www'", "store.toml:3: rules must be a list"},
      {"format = 1\nshard_count = 4\nrules = [1]", "store.toml:3: rules must be a list"},
      {"format = 1\nshard_count = 4\nrules = ['nonsense']", "store.toml:3: there is no rule \"nonsense\""},
      {"format = 1\nshard_count = 4\nrules = ['www']", "the rule credentials is off"},
      {"format = 1\nshard_count = 4\nfilter = 1", "written [[filter]]"},
      {"format = 1\nshard_count = 4\nfilter = [1]", "written [[filter]]"},
      {"format = 1\nshard_count = 4\n[[filter]]\ncondition = 'a'", "a filter needs a name"},
      {"format = 1\nshard_count = 4\n[[filter]]\nname = 'a'", "the filter a needs a condition"},
      {"format = 1\nshard_count = 4\n[[filter]]\nname = 'a'\nenable = false",
       "store.toml:5: a filter has no key enable"},
      {"format = 1\nshard_count = 4\n[[filter]]\nname = 'a'\ncondition = 'b'\n[[filter]]\nname = 'a'\ncondition = 'c'",
       "two filters are named a"},
      {"format = 1\nshard_count = ", "store.toml:2: "},
      {"\x1b[31m = 1", "store.toml:1: "},
  };
  for (const auto& each : cases) {
    const auto info = parse_store_toml(each.toml, "store.toml");
    ASSERT_FALSE(info) << each.toml;
    EXPECT_EQ(info.error().kind, ErrorKind::invalid);
    EXPECT_THAT(info.error().message, HasSubstr(each.message)) << each.toml;
    EXPECT_EQ(info.error().message.find('\x1b'), std::string::npos);
  }
}

TEST(StoreToml, IsNotReadBeyondAMebibyte) {
  EXPECT_FALSE(parse_store_toml("format = 1\nshard_count = 4\n# " + std::string(1 << 20, 'x'), "store.toml"));
}

TEST(StoreToml, SurvivesDeepNesting) {
  EXPECT_FALSE(parse_store_toml("format = " + std::string(500'000, '['), "store.toml"));
}

}  // namespace
}  // namespace lycosa::inline store
