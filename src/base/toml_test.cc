#include "base/toml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace lycosa::inline base {
namespace {

using testing::StartsWith;

TEST(ParseToml, ReadsToml) {
  const auto table = parse_toml("a = 1\n[b]\nc.d = \"x\"\n", "a.toml");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ((*table)["a"].value<int64_t>(), 1);
  EXPECT_EQ((*table)["b"]["c"]["d"].value<std::string>(), "x");
  EXPECT_EQ((*table)["b"].node()->source().begin.line, 2u);
}

// Most of these are assertions of toml++.
TEST(ParseToml, SaysInWhichLineItIsNotToml) {
  struct Case {
    std::string text;
    size_t line;
  };
  for (const Case& c : {Case{"[{x", 1}, Case{"[ {a", 1}, Case{"[[{x", 1}, Case{"a = 1\n\n[{x\nb = 2\n", 3},
                        Case{"[a]\nb = 1\r\n[ [", 3}, Case{"a = [{x", 1}, Case{"a = = b", 1}, Case{"[a.{", 1},
                        Case{"a = {{", 1}, Case{"a = {b = 1, {", 1}, Case{"\n[=", 2}, Case{"[#", 1}, Case{"a.{ = 1", 1},
                        Case{std::string("a = \0", 5), 1}, Case{"a = \"\\ud800\"", 1}, Case{"\xff", 1},
                        Case{"\xef\xb3\xbf", 1}, Case{"a = \xc3\xa9", 1}, Case{"a = 1 \xef\xb7\xba", 1}}) {
    const auto table = parse_toml(c.text, "a.toml");
    ASSERT_FALSE(table) << c.text;
    EXPECT_THAT(table.error().message, StartsWith("a.toml:" + std::to_string(c.line) + ": ")) << c.text;
  }
}

TEST(ParseToml, RefusesWhatIsTooLargeOrTooDeep) {
  std::string dotted = "a";
  for (int i = 0; i < 300'000; ++i) dotted += ".a";
  for (const std::string& text : {"# " + std::string(1 << 20, 'x'), dotted + " = 1", "[" + dotted + "]",
                                  "[[" + dotted + "]]", "x = {" + dotted + " = 1}", "x = " + std::string(500'000, '['),
                                  "x = " + std::string(500'000, '{'), std::string(500'000, '[')}) {
    EXPECT_FALSE(parse_toml(text, "a.toml")) << text.substr(0, 20);
  }
  std::string deep = "a";
  for (int i = 0; i < 1'900; ++i) deep += ".a";
  EXPECT_TRUE(parse_toml(deep + " = 1", "a.toml"));
}

// Every short text over the characters that mean something, and random longer ones, has an answer.
TEST(ParseToml, HasAnAnswerForEveryText) {
  constexpr std::string_view kAlphabet = "[]{}=.,#\"'\\ \n\rax1-+_:T";
  for (size_t size = 1; size <= 3; ++size) {
    std::vector<size_t> at(size, 0);
    for (bool more = true; more;) {
      std::string text;
      for (const size_t index : at) text += kAlphabet[index];
      const auto table = parse_toml(text, "a.toml");
      EXPECT_TRUE(table || !table.error().message.empty()) << text;
      more = false;
      for (size_t i = 0; i < size && !more; ++i) more = (at[i] = (at[i] + 1) % kAlphabet.size()) != 0;
    }
  }
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (size_t size = random() % 30; size > 0; --size) text += kAlphabet[random() % kAlphabet.size()];
    const auto table = parse_toml(text, "a.toml");
    EXPECT_TRUE(table || !table.error().message.empty()) << text;
  }
}

}  // namespace
}  // namespace lycosa::inline base
