#include "base/json_line.h"

#include <gtest/gtest.h>

namespace lycosa::inline base {
namespace {

TEST(JsonLine, TakesWhatUtf8CannotHoldAsReplacementCharacters) {
  struct Case {
    const char* line;
    const char* text;
  };
  for (const Case& test : {Case{R"(["\ud83d\ude00"])", "\xf0\x9f\x98\x80"}, Case{R"(["\ud83dx"])", "\xef\xbf\xbdx"},
                           Case{R"(["\ude00\ud83d"])", "\xef\xbf\xbd\xef\xbf\xbd"}, Case{R"(["\\ud83d"])", "\\ud83d"},
                           Case{R"(["\ud83d\u0041"])",
                                "\xef\xbf\xbd"
                                "A"},
                           Case{"[\"\xff\"]", "\xef\xbf\xbd"}}) {
    const auto value = read_json_line(test.line);
    ASSERT_TRUE(value.has_value()) << test.line;
    EXPECT_EQ((*value)[0], test.text) << test.line;
  }
}

TEST(JsonLine, RefusesWhatIsNoJson) {
  for (const char* line : {"", "{", "[1] 2", R"(["\u12"])", R"(["\)"}) EXPECT_FALSE(read_json_line(line)) << line;
}

TEST(JsonLine, WritesAscii) {
  EXPECT_EQ(json_line({{"b", "\xc3\xa4\xff"}, {"a", 1}}), R"({"b":"\u00e4\ufffd","a":1})");
}

}  // namespace
}  // namespace lycosa::inline base
