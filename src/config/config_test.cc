#include "config/config.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"

namespace lycosa::inline config {
namespace {

TEST(ParseDuration, TakesANumberAndItsUnit) {
  const struct {
    const char* text;
    std::optional<int64_t> ms;
  } cases[] = {{"45s", 45'000}, {"30m", 1'800'000}, {"12h", 43'200'000}, {"7d", 604'800'000},
               {"0s", 0},       {"", {}},           {"7", {}},           {"d", {}},
               {"7 d", {}},     {"-1d", {}},        {"7w", {}},          {"99999999999d", {}}};
  for (const auto& test : cases) {
    const auto parsed = parse_duration("older-than", test.text);
    EXPECT_EQ(parsed ? std::optional(*parsed) : std::nullopt, test.ms) << test.text;
  }
  EXPECT_EQ(parse_duration("every", "1w").error().message,
            "every cannot be \"1w\": write it as a number and s, m, h or d, such as 7d");
}

TEST(Settings, AreEachNamedOnceAndTellAllOfConfig) {
  std::set<std::string_view> names;
  for (const Setting& setting : settings()) {
    EXPECT_TRUE(names.insert(setting.name).second) << setting.name;
    EXPECT_FALSE(setting.sentence.empty()) << setting.name;
    EXPECT_TRUE(!setting.limit || !setting.unit.empty() || setting.name == "allow-private") << setting.name;
  }
}

TEST(Settings, DefaultsAreInTheirOwnRange) {
  const Config defaults;
  for (const Setting& setting : settings()) {
    if (std::holds_alternative<std::vector<std::string> Config::*>(setting.member)) continue;
    Config config;
    const auto done = set(config, setting, get(defaults, setting));
    EXPECT_TRUE(done) << setting.name << ": " << done.error().message;
    EXPECT_EQ(get(config, setting), get(defaults, setting)) << setting.name;
  }
}

TEST(Settings, RefuseWhatTheyCannotBe) {
  const struct {
    std::string_view name, text, message;
  } cases[] = {
      {"shards", "0", "shards cannot be \"0\": it must be a whole number of at least 1"},
      {"shards", "x", "shards cannot be \"x\": it must be a whole number of at least 1"},
      {"delay", "-1", "delay cannot be \"-1\": it must be a number of at least 0"},
      {"delay", "nan", "delay cannot be \"nan\": it must be a number of at least 0"},
      {"scope", "world", "scope cannot be \"world\": it must be host, root, prefix or any"},
      {"allow-private", "yes", "allow-private cannot be \"yes\": it must be true or false"},
  };
  for (const auto& c : cases) {
    Config config;
    const auto done = set(config, *find_setting(c.name), c.text);
    ASSERT_FALSE(done) << c.name;
    EXPECT_EQ(done.error().message, c.message);
  }
}

TEST(Settings, AreEachOfUseToSomeVerb) {
  for (const Setting& setting : settings()) {
    EXPECT_NE(setting.verbs & kEveryVerb, 0u) << setting.name;
    EXPECT_FALSE(verb_names(setting.verbs).empty()) << setting.name;
    EXPECT_NE(setting.sentence.back(), '.') << setting.name << ": help and page end the sentence";
  }
  EXPECT_EQ(verb_names(kCrawlVerb), "crawl");
  EXPECT_EQ(verb_names(kCrawlVerb | kInspectLive | kServeLive), "crawl, inspect --live and serve --live");
  EXPECT_EQ(verb_names(kInspectVerb | kInspectLive), "inspect");
}

TEST(Settings, RefuseTextsThatCouldBeginAnotherLine) {
  for (const std::string_view text :
       std::initializer_list<std::string_view>{"a\r\nX: y", "a\nb", "a\tb", "a\x7f", {"a\0b", 3}}) {
    for (const Setting& setting : settings()) {
      Config config;
      EXPECT_FALSE(set(config, setting, text)) << setting.name;
    }
  }
  Config config;
  EXPECT_EQ(set(config, *find_setting("user-agent"), "a\r\nX: y").error().message,
            "user-agent cannot be \"" + visible("a\r\nX: y") +
                "\": it must be a text without line ends and other control characters");
}

TEST(Settings, SlipsAreRecognised) {
  EXPECT_EQ(similar_setting("max-pagse"), "max-pages");
  EXPECT_EQ(similar_setting("maxpages"), "max-pages");
  EXPECT_EQ(similar_setting("user_agent"), "user-agent");
  EXPECT_EQ(similar_setting("colour"), "");
  EXPECT_EQ(similar_setting(""), "");
}

TEST(Settings, WhatDiffersFromTheDefaultsIsReadBack) {
  EXPECT_EQ(changed_settings(Config{}, kEveryVerb), "");
  Config config;
  config.user_agent = "A \"quoted\" \\ name/1";
  config.exclude = {"/a", "b\"c"};
  config.delay = 0.25;
  config.allow_private = true;
  config.serve_queue = 3;
  const std::string lines = changed_settings(config, kCrawlVerb);
  EXPECT_EQ(lines,
            "exclude = [\"/a\", \"b\\\"c\"]\ndelay = 0.25\nuser-agent = \"A \\\"quoted\\\" \\\\ name/1\"\n"
            "allow-private = true\n");
  Config again;
  const auto read = read_toml(again, lines, "run");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(changed_settings(again, kCrawlVerb), lines);
}

// Another value than the default, as text.
std::string another_value(const Setting& setting) {
  if (setting.name == "scope") return "any";
  if (is_switch(setting)) return "true";
  const bool number = !is_list(setting) && !std::holds_alternative<std::string Config::*>(setting.member);
  return number ? std::to_string(std::stoll(get(Config{}, setting)) + 7) : "another";
}

TEST(Settings, OfAnEarlierCrawlAreTakenWhereTheyAreKeptAndNothingElseWasTold) {
  for (const Setting& setting : settings()) {
    Config earlier;
    ASSERT_TRUE(set(earlier, setting, another_value(setting))) << setting.name;
    Config silent;
    const std::string lines = keep_settings(silent, earlier, kEveryVerb);
    EXPECT_EQ(get(silent, setting), get(setting.kept ? earlier : Config{}, setting)) << setting.name;
    EXPECT_EQ(lines, setting.kept ? changed_settings(earlier, kEveryVerb) : "") << setting.name;

    Config told;  // the default by name, or for a list another item
    ASSERT_TRUE(set(told, setting, is_list(setting) ? "told" : get(Config{}, setting))) << setting.name;
    const std::string before = get(told, setting);
    EXPECT_EQ(keep_settings(told, earlier, kEveryVerb), "") << setting.name;
    EXPECT_EQ(get(told, setting), before) << setting.name;
  }
}

TEST(Settings, AreTakenByThoseVerbsAloneThatUseThem) {
  Config earlier;
  ASSERT_TRUE(set(earlier, *find_setting("scope"), "any"));
  ASSERT_TRUE(set(earlier, *find_setting("contact"), "a@a.example"));
  Config rejudge, live;
  EXPECT_EQ(keep_settings(rejudge, earlier, kRejudgeVerb), "scope = \"any\"\n");
  EXPECT_EQ(keep_settings(live, earlier, kInspectVerb | kInspectLive), "contact = \"a@a.example\"\n");
}

TEST(Settings, ThatAreKeptAreOfTheCrawlAndNotOfItsSurroundings) {
  for (const std::string_view name :
       {"scope", "include", "exclude", "max-depth", "delay", "user-agent", "page-links"}) {
    EXPECT_TRUE(find_setting(name)->kept) << name;
  }
  for (const std::string_view name : {"store", "shards", "seeds", "bans", "strict", "rule", "no-rule", "max-pages",
                                      "threads", "resolve", "allow-private", "dns-server", "ca-file"}) {
    EXPECT_FALSE(find_setting(name)->kept) << name;
  }
  for (const Setting& setting : settings()) {
    EXPECT_TRUE(!setting.kept || (setting.verbs & kCrawlVerb) != 0) << setting.name;
  }
}

TEST(Settings, OfARunOfAnotherVersionAreReadAsFarAsTheyAreKnown) {
  Config config;
  const auto left_out = read_run_settings(config, "warp = 9\ndelay = \"slow\"\nscope = \"any\"\n", "run");
  ASSERT_EQ(left_out.size(), 2u);
  EXPECT_NE((left_out[0] + left_out[1]).find("warp"), std::string::npos);
  EXPECT_NE((left_out[0] + left_out[1]).find("delay"), std::string::npos);
  EXPECT_EQ(config.scope, "any");
  EXPECT_EQ(read_run_settings(config, "= =", "run").size(), 1u);
}

TEST(Settings, AnEmptyTextEmptiesAList) {
  Config config;
  config.exclude = {"/a"};
  ASSERT_TRUE(set(config, *find_setting("exclude"), ""));
  EXPECT_TRUE(config.exclude.empty());
}

TEST(Toml, SetsWhatItNames) {
  Config config;
  const auto done = read_toml(config,
                              "max-pages = 7\ndelay = 0.5\nscope = \"root\"\nallow-private = true\n"
                              "include = [\"a\", \"b\"]\nexclude = \"c\"\n",
                              "crawl.toml");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(config.max_pages, 7);
  EXPECT_EQ(config.delay, 0.5);
  EXPECT_EQ(config.scope, "root");
  EXPECT_TRUE(config.allow_private);
  EXPECT_EQ(config.include, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(config.exclude, (std::vector<std::string>{"c"}));
}

TEST(Toml, NamesTheLineOfWhatIsWrong) {
  const struct {
    std::string_view toml, message;
  } cases[] = {
      {"\nmax-page = 7\n",
       "crawl.toml:2: there is no setting \"max-page\"; perhaps max-pages was meant: `lycosa help settings` lists "
       "them"},
      {"max-pages = \"7\"\n", "crawl.toml:1: max-pages must be a whole number"},
      {"max-pages = [7]\n", "crawl.toml:1: max-pages must be a whole number"},
      {"scope = \"world\"\n", "crawl.toml:1: scope cannot be \"world\": it must be host, root, prefix or any"},
  };
  for (const auto& c : cases) {
    Config config;
    const auto done = read_toml(config, c.toml, "crawl.toml");
    ASSERT_FALSE(done) << c.toml;
    EXPECT_EQ(done.error().message, c.message);
  }
  Config config;
  EXPECT_FALSE(read_toml(config, "a = = b", "crawl.toml"));
}

TEST(Config, CallsItselfByAnHonestName) {
  Config config;
  EXPECT_EQ(config.product_token(), "lycosa");
  EXPECT_NE(config.effective_user_agent().find("no contact given"), std::string::npos);
  config.contact = "https://example.org/bot";
  EXPECT_NE(config.effective_user_agent().find("(+https://example.org/bot)"), std::string::npos);
  config.user_agent = "ArchiveBot/2 (test)";
  EXPECT_EQ(config.product_token(), "ArchiveBot");
}

// Of every setting that takes text, so that none can begin a header field of its own in a request.
TEST(Config, TakesNoLineEndsAndNoNul) {
  for (const Setting& setting : settings()) {
    const bool text = std::holds_alternative<std::string Config::*>(setting.member) ||
                      std::holds_alternative<std::vector<std::string> Config::*>(setting.member);
    if (!text) continue;
    for (const std::string& bad : {std::string("a\rb"), std::string("a\nb"), std::string("a\r\n b"),
                                   std::string("a\0b", 3), std::string("\n")}) {
      Config config;
      const auto done = set(config, setting, bad);
      ASSERT_FALSE(done) << setting.name;
      EXPECT_NE(done.error().message.find(setting.name), std::string::npos);
    }
    Config config;
    EXPECT_FALSE(read_toml(config, std::string(setting.name) + " = \"a\\nb\"", "c.toml")) << setting.name;
  }
}

}  // namespace
}  // namespace lycosa::inline config
