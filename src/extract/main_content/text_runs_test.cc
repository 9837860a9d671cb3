#include "extract/main_content/text_runs.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace lycosa::inline extract {
namespace {

struct SettledCase {
  std::string_view text;
  size_t at;
  size_t length;
};

TEST(TextRuns, SettledTextIsWhatCollapsingLeavesAsItIs) {
  using namespace std::literals;
  const SettledCase cases[] = {
      {""sv, 0, 0},
      {"a"sv, 0, 1},
      {"a b"sv, 0, 3},
      {" a b"sv, 0, 0},
      {"a b "sv, 0, 3},
      {"a  b"sv, 0, 1},
      {"a\tb"sv, 0, 1},
      {"a\nb"sv, 0, 1},
      {"a \nb"sv, 0, 1},
      {"a\x7f"sv, 0, 1},
      {"a\xc2\xa0"sv, 0, 1},
      {"a \xc2\xa0"sv, 0, 1},
      {"a\0b"sv, 0, 1},
      {"a b c"sv, 2, 3},
      {"\xc3\xa9t\xc3\xa9"sv, 0, 5},
      {"sixteen bytes 16 and more"sv, 0, 25},
      {"fifteen bytes15 and more"sv, 0, 24},
      {"fifteen bytes15  and more"sv, 0, 15},
      {"fifteen bytes15 "sv, 0, 15},
      {"fifteen bytes15 \t"sv, 0, 15},
      {"fourteen byte14  a and more"sv, 0, 15},
  };
  for (const SettledCase& c : cases) {
    EXPECT_EQ(settled_run(c.text, c.at), c.length) << c.text;
    EXPECT_EQ(settled_run_scalar(c.text, c.at), c.length) << c.text;
  }
}

// Text in which every kind of stop is frequent.
std::string random_text(std::mt19937& random) {
  constexpr std::string_view kLetters = "abcXYZ019";
  constexpr std::string_view kOthers = "  \t\n.-_\xc2\xa0\xe2\x80\x94\x7f\x01";
  std::string text(random() % 80, ' ');
  for (char& c : text) {
    const bool letter = random() % 8 != 0;
    c = letter ? kLetters[random() % kLetters.size()] : random() % 2 ? ' ' : kOthers[random() % kOthers.size()];
  }
  return text;
}

TEST(TextRuns, EveryWayGivesTheSameRuns) {
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = random_text(random);
    const char* const end = text.data() + text.size();
    for (size_t at = 0; at < text.size(); ++at) {
      ASSERT_EQ(settled_run(text, at), settled_run_scalar(text, at)) << text << " at " << at;
      const AsciiRun fast = ascii_run(text.data() + at, end);
      const AsciiRun slow = ascii_run_scalar(text.data() + at, end);
      ASSERT_EQ(fast.length, slow.length) << text << " at " << at;
      ASSERT_EQ(fast.digits, slow.digits) << text << " at " << at;
      ASSERT_EQ(fast.low, slow.low) << text << " at " << at;
      ASSERT_EQ(fast.high, slow.high) << text << " at " << at;
    }
  }
}

TEST(TextRuns, RunsAreFoldedAndCounted) {
  const std::string_view text = "SpiderWeb2026abcdefgh, and";
  const AsciiRun run = ascii_run(text.data(), text.data() + text.size());
  EXPECT_EQ(run.length, 16u);
  EXPECT_EQ(run.digits, 4u);
  char letters[17] = {};
  std::memcpy(letters, &run.low, 8);
  std::memcpy(letters + 8, &run.high, 8);
  EXPECT_STREQ(letters, "spiderweb2026abc");
}

}  // namespace
}  // namespace lycosa::inline extract
