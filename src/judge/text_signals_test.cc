#include "judge/text_signals.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "judge/tally.h"
#include "judge/words.h"

namespace lycosa::inline judge {
namespace {

std::vector<uint64_t> hashes_of(const std::string& text) {
  std::vector<uint64_t> hashes;
  for (const Word& word : words_of(text, 1000).words) hashes.push_back(word.hash);
  return hashes;
}

// Words are read in parts of 64 bytes where the text is ASCII; where a part ends must not show.
TEST(WordsOf, AreTheSameWhereverTheyStand) {
  const std::string sentence =
      "The quick, brown FOX jumps0ver incomprehensibilities; caf\xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac na\xc3\xafve end";
  const std::vector<uint64_t> expected = hashes_of(sentence);
  ASSERT_EQ(expected.size(), 11u);
  for (size_t before = 0; before < 140; ++before) {
    for (const size_t after : {0, 1, 70}) {
      EXPECT_EQ(hashes_of(std::string(before, '.') + sentence + std::string(after, '-')), expected) << before;
    }
  }
}

TEST(WordsOf, HaveTheirLengths) {
  for (size_t length = 1; length < 200; ++length) {
    const std::vector<Word> words = words_of(std::string(length, 'a') + " b " + std::string(70, '.'), 10).words;
    ASSERT_EQ(words.size(), 2u);
    EXPECT_EQ(words[0].length, length);
    EXPECT_EQ(words[0].hash, words_of(std::string(length, 'A'), 1).words[0].hash);
  }
}

TEST(WordsOf, StopAtTheLimit) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "ab ";
  for (const size_t limit : {0, 1, 63, 64, 65, 999, 1000, 1001}) {
    EXPECT_EQ(words_of(text, limit).words.size(), std::min<size_t>(limit, 1000)) << limit;
  }
}

// The first bytes of scripts that give one word a character: Han, hiragana, katakana, Thai.
constexpr const char* kUnspaced[] = {"\xe6\x97\xa5", "\xe3\x81\x82", "\xe3\x82\xa2", "\xe0\xb8\x81"};

TEST(WordsOf, GiveNoneBeyondTheLimitWhereAWordRunsIntoAnUnspacedCharacter) {
  for (const char* character : kUnspaced) {
    for (size_t before = 0; before < 70; ++before) {
      std::string text;
      for (size_t i = 0; i < before; ++i) text += "a ";
      text += "b";
      for (int i = 0; i < 5; ++i) text += character;
      for (const size_t limit : {before, before + 1, before + 2, before + 5}) {
        const TextWords all = words_of(text, limit);
        EXPECT_EQ(all.words.size(), limit) << before << character;
        EXPECT_EQ(all.unspaced, limit > before + 1 ? limit - before - 1 : 0) << before << character;
      }
    }
  }
}

TEST(Tally, CountsDifferentOnesAndTheMostFrequent) {
  const std::vector<uint64_t> hashes = {5, 6, 5, 0, 0, 0};
  EXPECT_EQ(tally(hashes).distinct, 3u);
  EXPECT_EQ(tally(hashes).most, 3u);
  EXPECT_EQ(tally({}).distinct, 0u);
  EXPECT_EQ(tally({}).most, 0u);
}

TEST(Tally, IsLinearWhateverTheHashes) {
  std::vector<uint64_t> hashes(100'000, 9);
  EXPECT_EQ(tally(hashes).collisions, 0u);
  // Those whose product with the table's factor is small fall on one place.
  uint64_t inverse = 1;
  for (int i = 0; i < 6; ++i) inverse *= 2 - 0x9e3779b97f4a7c15u * inverse;
  for (uint64_t i = 0; i < hashes.size(); ++i) hashes[i] = i % 50'000 * inverse;
  const Tally tallied = tally(hashes);
  EXPECT_EQ(tallied.distinct, 50'000u);
  EXPECT_EQ(tallied.most, 2u);
  EXPECT_LE(tallied.collisions, 4 * hashes.size() + 1);
}

TEST(MeasureText, LooksAtABoundedBeginning) {
  std::string same;
  for (int i = 0; i < 1'000'000; ++i) same += "word ";
  for (const std::string& text : {std::string(3'000'000, 'x'), same}) {
    const TextSignals signals = measure_text(text);
    EXPECT_LE(signals.words, 50'000u);
    EXPECT_GT(signals.compression, 100);
  }
  EXPECT_EQ(measure_text(same).top_word, 1);
  EXPECT_GT(measure_text(same).repetition, 0.99);
  EXPECT_EQ(measure_text(std::string(3'000'000, 'x')).words, 1u);
}

TEST(MeasureText, EndsWhereTheLastWordRunsIntoAnUnspacedCharacter) {
  for (const char* character : kUnspaced) {
    for (const size_t before : {49'998, 49'999, 50'000, 60'000}) {
      std::string text;
      for (size_t i = 0; i < before; ++i) text += "a ";
      text += std::string("b") + character + "c" + character;
      const size_t words = std::min<size_t>(before + 4, 50'000);
      EXPECT_EQ(measure_text(text).words, words) << before << character;
      // As the pipeline calls it: with the words that similarity read, of which there may be more.
      for (const size_t limit : {50'000, 50'001, 200'000}) {
        EXPECT_EQ(measure_text(text, words_of(text, limit)).words, words) << before << character << limit;
      }
    }
  }
}

TEST(MeasureText, IsBoundedWhateverTheScriptAndSize) {
  for (const char* unit :
       {"b\xe6\x97\xa5", "\xe6\x97\xa5", "\xe0\xb8\x81x", "\xf0\x9f\x98\x80", "\xc3\xa9 ", "\xe3\x81\x82y "}) {
    std::string text;
    while (text.size() < (1 << 20)) text += unit;
    const TextSignals all = measure_text(text, words_of(text, 200'000));
    EXPECT_LE(all.words, 50'000u) << unit;
    EXPECT_EQ(all.words, measure_text(text).words) << unit;
  }
}

}  // namespace
}  // namespace lycosa::inline judge
