#include "cli/arguments.h"

#include <gtest/gtest.h>

#include "cli/settings_flags.h"

namespace lycosa::cli {
namespace {

// A verb with every kind of argument.
struct Words {
  explicit Words(Verbs verbs) : flags(verbs) {
    app.add_option("what", what);
    app.add_option("--limit", limit);
    app.add_flag("--json", json);
    flags.declare(app);
    settle_arguments(app);
  }
  std::string parse(std::vector<std::string> words) {
    try {
      app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    } catch (const CLI::ParseError& error) {
      return argument_mistake(app, &error);
    }
    return argument_mistake(app, nullptr);
  }

  CLI::App app{"", "verb"};
  std::vector<std::string> what;
  std::string limit;
  bool json = false;
  SettingsFlags flags;
};

TEST(Arguments, MayStandBehindAndBetweenOptions) {
  const std::vector<std::vector<std::string>> kOrders = {
      {"http://a.example/", "--store", "s", "--exclude", "/x", "--resolve", "a:1:b", "--json", "--limit", "3"},
      {"--store", "s", "--exclude", "/x", "--resolve", "a:1:b", "--json", "--limit", "3", "http://a.example/"},
      {"--store=s", "--exclude=/x", "--resolve", "a:1:b", "http://a.example/", "--limit=3", "--json"},
  };
  for (const auto& words : kOrders) {
    Words verb(kCrawlVerb);
    EXPECT_EQ(verb.parse(words), "");
    EXPECT_EQ(verb.what, (std::vector<std::string>{"http://a.example/"}));
    const auto config = verb.flags.read();
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->store, "s");
    EXPECT_EQ(config->exclude, (std::vector<std::string>{"/x"}));
    EXPECT_EQ(config->resolve, (std::vector<std::string>{"a:1:b"}));
  }
}

TEST(Arguments, AListMayBeGivenAgainAndAValueMayNot) {
  Words lists(kCrawlVerb);
  EXPECT_EQ(lists.parse({"--exclude", "/x", "--exclude", "/y", "http://a.example/", "http://b.example/"}), "");
  EXPECT_EQ(lists.flags.read()->exclude, (std::vector<std::string>{"/x", "/y"}));
  EXPECT_EQ(lists.what.size(), 2u);
  EXPECT_EQ(Words(kCrawlVerb).parse({"--store", "a", "--store", "b"}),
            "--store takes one value and was given 2 times; give it once");
  EXPECT_EQ(Words(kCrawlVerb).parse({"--limit", "1", "--limit", "2", "--limit", "3"}),
            "--limit takes one value and was given 3 times; give it once");
}

TEST(Arguments, AnEmptyValueIsNoneUnlessItIsASettings) {
  EXPECT_EQ(Words(kCrawlVerb).parse({"--limit", ""}), "--limit was given an empty value; give it one, or leave it out");
  EXPECT_EQ(Words(kCrawlVerb).parse({"--contact", "", "--json"}), "");
}

TEST(Arguments, ThatAreUnknownAreToldWithTheRemedy) {
  const struct {
    std::string word, message;
  } kCases[] = {
      {"--max-pages", "--max-pages is a setting that verb does not use (it is of use to crawl); leave it out"},
      {"--user-agnet", "verb has no option --user-agnet; perhaps --user-agent was meant"},
      {"--colour=red", "verb has no option --colour; see lycosa verb --help"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Words(kRobotsVerb).parse({"http://a.example/", c.word}), c.message);
}

TEST(SettingsFlags, TakeTheSettingsOfTheirVerbsAlone) {
  for (const Verbs verb : {kCrawlVerb, kIngestVerb, kReplayVerb, kInspectVerb, kServeVerb, kStatsVerb, kUrlsVerb,
                           kRejudgeVerb, kRobotsVerb, kExtractVerb}) {
    Words words(verb);
    for (const Setting& setting : settings()) {
      const bool has = words.app.get_option_no_throw("--" + std::string(setting.name)) != nullptr;
      EXPECT_EQ(has, (setting.verbs & verb) != 0) << setting.name << " of " << verb_names(verb);
    }
  }
}

TEST(SettingsFlags, OfLiveTestsGoWithLiveAlone) {
  Words words(kInspectVerb | kInspectLive);
  EXPECT_EQ(words.parse({"http://a.example/", "--delay", "5"}), "");
  EXPECT_TRUE(words.flags.read(kInspectVerb | kInspectLive));
  const auto refused = words.flags.read(kInspectVerb);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "--delay is of use only with --live; give that too, or leave it out");
}

TEST(SettingsFlags, SwitchesCanBeSwitchedOff) {
  Words words(kCrawlVerb);
  EXPECT_EQ(words.parse({"--allow-private=false"}), "");
  EXPECT_FALSE(words.flags.read()->allow_private);
}

}  // namespace
}  // namespace lycosa::cli
