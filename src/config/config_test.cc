#include "config/config.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"

namespace lycosa::inline config {
namespace {

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
  } kCases[] = {
      {"shards", "0", "shards cannot be \"0\": it must be a whole number of at least 1"},
      {"shards", "x", "shards cannot be \"x\": it must be a whole number of at least 1"},
      {"delay", "-1", "delay cannot be \"-1\": it must be a number of at least 0"},
      {"delay", "nan", "delay cannot be \"nan\": it must be a number of at least 0"},
      {"scope", "world", "scope cannot be \"world\": it must be host, root, prefix or any"},
      {"allow-private", "yes", "allow-private cannot be \"yes\": it must be true or false"},
  };
  for (const auto& c : kCases) {
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
  } kCases[] = {
      {"\nmax-page = 7\n",
       "crawl.toml:2: there is no setting \"max-page\"; perhaps max-pages was meant: `lycosa help settings` lists "
       "them"},
      {"max-pages = \"7\"\n", "crawl.toml:1: max-pages must be a whole number"},
      {"max-pages = [7]\n", "crawl.toml:1: max-pages must be a whole number"},
      {"scope = \"world\"\n", "crawl.toml:1: scope cannot be \"world\": it must be host, root, prefix or any"},
  };
  for (const auto& c : kCases) {
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
