#include "extract/boilerpipe/boilerpipe.h"

#include <gtest/gtest.h>

#include "extract/boilerpipe/boilerpipe_tokens.h"
#include "extract/main_content/text_runs.h"
#include "html/html.h"

namespace lycosa::inline extract {
namespace {

// Paragraphs of different density, so that they are not fused. The last of a page is never kept: nothing comes after
// it.
constexpr const char* kProse = "The spider waits at the edge of its web until something moves.";

constexpr const char* kMore = "Then it runs out along a thread and bites, and wraps what it caught in silk.";
constexpr const char* kLast = "It can wait for many days, and for weeks when the nights are cold and nothing flies.";

std::string text(const std::string& body) {
  return boilerpipe_text(html::parse("<title>T</title><body>" + body));
}

TEST(Boilerpipe, KeepsProseAndDropsMenus) {
  const std::string article = std::string("<p>") + kProse + "</p><p>" + kMore + "</p><p>" + kLast + "</p>";
  const std::string menu = "<ul><li><a href=a>Home</a><li><a href=b>News and more</a></ul>";
  EXPECT_EQ(text(menu + article + menu), std::string(kProse) + "\n" + kMore + "\n" + kLast + "\n");
}

TEST(Boilerpipe, IsSilentWithoutText) {
  EXPECT_EQ(text(""), "");
  EXPECT_EQ(text("<p> </p><br>"), "");
}

TEST(Boilerpipe, MakesEveryInlineBoundaryASpace) {
  const std::string rest = " lies a web that is old and dry and waits for something that moves.";
  EXPECT_EQ(text("<p>a<b>b</b>c<span>d</span>e" + rest + "<p>" + kProse).substr(0, 9), "a b c d e");
}

TEST(Boilerpipe, LeavesScriptsAndTheirKinOut) {
  const std::string page = std::string("<p>") + kProse +
                           "<script>var hidden = 1;</script><noscript>Turn it on</noscript><p>" + kMore +
                           "<style>p { color: red }</style><p>" + kLast + "<p>end";
  EXPECT_EQ(text(page), std::string(kProse) + "\n" + kMore + "\n" + kLast + "\nend\n");
}

// Of a text in which «{» begins a link and «}» ends it.
BoilerpipeCounts counts_of(std::string_view text) {
  BoilerpipeTokens tokens;
  const char* const end = text.data() + text.size();
  for (size_t at = 0; at < text.size();) {
    const AsciiRun run = ascii_run(text.data() + at, end);
    const Character c = character_at(text, at);
    at += run.length > 0 ? run.length : c.size;
    if (run.length > 0) {
      tokens.letters(run.length);
    } else if (c.code == '{' || c.code == '}') {
      tokens.anchor(c.code == '{');
    } else if (c.code == ' ') {
      tokens.space();
    } else {
      tokens.character(c.code);
    }
  }
  return tokens.take();
}

TEST(BoilerpipeTokens, CountWordsLinksAndLines) {
  const BoilerpipeCounts counts = counts_of("one { two three } four - five");
  EXPECT_EQ(counts.words, 5u);
  EXPECT_EQ(counts.linked_words, 2u);
  EXPECT_EQ(counts.tokens, 6u);
  EXPECT_EQ(counts.wrapped_lines, 1u);
  EXPECT_EQ(counts.wrapped_words, 5u);
}

TEST(BoilerpipeTokens, PartAtWordBoundariesButNextToSomePunctuation) {
  struct Case {
    const char* text;
    uint32_t tokens;
  };
  const Case cases[] = {{"a.b", 1}, {"a,b", 1}, {"don't", 1}, {"a@b.c", 1}, {"a=b", 3},
                        {"a+b", 3}, {"a_b", 1}, {"x[1]", 4},  {"größe", 1}};
  for (const Case& c : cases) EXPECT_EQ(counts_of(c.text).tokens, c.tokens) << c.text;
}

TEST(BoilerpipeTokens, RememberALinkFromBlockToBlock) {
  BoilerpipeTokens tokens;
  tokens.anchor(true);
  EXPECT_EQ(tokens.take().tokens, 0u);
  tokens.letters(4);
  EXPECT_EQ(tokens.take().linked_words, 1u);
}

TEST(BoilerpipeTokens, LeaveTheLastLineOutOfTheDensity) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "word ";
  const BoilerpipeCounts counts = counts_of(text);
  // 16 words of 4 letters fill a line of 80.
  EXPECT_EQ(counts.wrapped_lines, 1u);
  EXPECT_EQ(counts.wrapped_words, 16u);
}

}  // namespace
}  // namespace lycosa::inline extract
