#include "judge/judge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

namespace lycosa::inline judge {
namespace {

Content page_of(const std::string& text) {
  Content content;
  content.readable_text = text;
  content.words = content.main_words = static_cast<uint32_t>(std::count(text.begin(), text.end(), ' ') + 1);
  return content;
}

// Words that differ from each other, as prose has them.
std::string prose(int words, int seed = 1) {
  static const char* kSyllables[] = {"ka", "lo", "mi", "tur", "ven", "sa", "rop", "el", "dun", "fi", "gar", "ho"};
  std::string text;
  auto state = static_cast<uint32_t>(seed);
  const auto next = [&] { return (state = state * 1664525u + 1013904223u) >> 16; };
  for (int i = 0; i < words; ++i) {
    if (i > 0) text += i % 13 == 0 ? ". " : " ";
    for (uint32_t n = 1 + next() % 3; n-- > 0;) text += kSyllables[next() % 12];
  }
  return text;
}

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text + " ";
  return all;
}

TEST(SpamScore, IsZeroForProse) {
  for (const int words : {0, 1, 50, 500, 5000}) {
    const SignalScore score = score_spam(page_of(prose(words)));
    EXPECT_EQ(score.score, 0) << words << " words: " << score.evidence();
  }
}

TEST(SpamScore, IsPositiveForStuffedPages) {
  Content hidden = page_of(repeat("cheap flights paris", 40));
  hidden.hidden_words = 5000;
  Content title = page_of(repeat("buy cheap watches online", 60));
  title.title_words = 80;
  struct Case {
    const char* what;
    Content content;
  };
  const Case cases[] = {{"one phrase over and over", page_of(repeat("cheap replica watches", 200))},
                        {"a paragraph over and over", page_of(repeat(prose(40), 50))},
                        {"hidden text", hidden},
                        {"stuffed title", title}};
  for (const Case& c : cases) {
    const SignalScore score = score_spam(c.content);
    EXPECT_GT(score.score, 0) << c.what << ": " << score.evidence();
    EXPECT_LE(score.score, 1);
    EXPECT_FALSE(score.evidence().empty());
  }
}

TEST(SpamScore, NamesWhatContributed) {
  const SignalScore score = score_spam(page_of(repeat("cheap replica watches", 200)));
  EXPECT_NE(score.evidence().find("repetition=0.99 (+0.60)"), std::string::npos) << score.evidence();
  EXPECT_EQ(score_spam(page_of(prose(500))).evidence(), "");
}

TEST(SpamScore, SumsItsSignals) {
  const SignalScore score = score_spam(page_of(repeat("a b c d e", 300)));
  double sum = 0;
  for (const Signal& signal : score.signals) {
    EXPECT_LE(signal.contribution, signal.weight);
    sum += signal.contribution;
  }
  EXPECT_DOUBLE_EQ(sum, score.raw);
}

TEST(SpamScore, TakesUnspacedScriptsAsTheyAre) {
  std::string han;
  for (uint32_t i = 0; i < 600; ++i) {
    const uint32_t code = 0x4e00 + (i * 2654435761u >> 18) % 2000;
    han += static_cast<char>(0xe0 | code >> 12);
    han += static_cast<char>(0x80 | (code >> 6 & 63));
    han += static_cast<char>(0x80 | (code & 63));
  }
  Content content = page_of(han);
  content.words = content.main_words = 600;
  EXPECT_EQ(score_spam(content).score, 0) << score_spam(content).evidence();
}

TEST(JudgeText, SaysWhatItsPartsSay) {
  Content short_main = page_of(prose(20));
  short_main.words = 500;
  short_main.boilerpipe_text = prose(480, 3);
  for (const Content& content : {page_of(""), page_of(prose(300)), page_of(repeat("cheap replica watches", 200)),
                                 page_of(repeat("a b c d", 20'000)), short_main}) {
    const TextJudgement judged = judge_text(content);
    EXPECT_EQ(judged.similarity, similarity_hash(content.readable_text));
    const SignalScore alone = score_spam(content);
    EXPECT_EQ(judged.spam.raw, alone.raw);
    EXPECT_EQ(judged.spam.evidence(), alone.evidence());
    for (size_t i = 0; i < alone.signals.size(); ++i) EXPECT_EQ(judged.spam.signals[i].value, alone.signals[i].value);
  }
}

TEST(SimilarityHash, IsZeroOnlyWithoutWords) {
  EXPECT_EQ(similarity_hash(""), 0u);
  EXPECT_EQ(similarity_hash(" \n — … "), 0u);
  EXPECT_NE(similarity_hash("word"), 0u);
}

TEST(SimilarityHash, IgnoresCaseSpacingAndPunctuation) {
  EXPECT_EQ(similarity_hash("The quick, brown fox."), similarity_hash("the  QUICK brown\nfox"));
}

TEST(SimilarityHash, IsNearForNearTextsAndFarForOthers) {
  const std::string text = prose(800, 7);
  std::string edited = text;
  edited.replace(edited.find(' ', 2000), 1, " edited ");
  EXPECT_LE(std::popcount(similarity_hash(text) ^ similarity_hash(edited)), 3);
  EXPECT_GT(std::popcount(similarity_hash(text) ^ similarity_hash(prose(800, 8))), 12);
}

}  // namespace
}  // namespace lycosa::inline judge
