#include "config/config.h"

#include <gtest/gtest.h>

#include <set>

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
      {"\nmax-page = 7\n", "crawl.toml:2: there is no setting \"max-page\"; `lycosa crawl --help` lists them"},
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
