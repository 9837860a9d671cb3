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

}  // namespace
}  // namespace lycosa::inline judge
