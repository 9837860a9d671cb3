#include "judge/text_signals.h"

#include <bit>
#include <cstring>
#include <vector>

#include "base/text.h"
#include "judge/tally.h"
#include "judge/words.h"

namespace lycosa::inline judge {
namespace {

constexpr size_t kTextLimit = 256 << 10;
constexpr size_t kWordLimit = 50'000;
constexpr size_t kRun = 4;
constexpr uint32_t kLongWord = 4;

double share(size_t part, size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double average_length(const std::vector<Word>& words) {
  size_t characters = 0;
  for (const Word& word : words) characters += word.length;
  return share(characters, words.size());
}

double repeated_runs(const std::vector<Word>& words) {
  if (words.size() < kRun) return 0;
  std::vector<uint64_t> runs;
  runs.reserve(words.size());
  for (size_t i = 0; i + kRun <= words.size(); ++i) {
    uint64_t hash = 0;
    for (size_t j = i; j < i + kRun; ++j) hash = (hash ^ words[j].hash) * 0x9e3779b97f4a7c15u;
    runs.push_back(hash);
  }
  return 1 - share(tally(runs).distinct, runs.size());
}

double most_frequent(const std::vector<Word>& words) {
  std::vector<uint64_t> longer;
  longer.reserve(words.size());
  for (const Word& word : words) {
    if (word.length >= kLongWord) longer.push_back(word.hash);
  }
  return share(tally(longer).most, words.size());
}

// How many bytes from two places on are the same; `b` is the later one.
size_t match_length(std::string_view text, size_t a, size_t b) {
  size_t length = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (; b + length + 8 <= text.size(); length += 8) {
      uint64_t left, right;
      std::memcpy(&left, text.data() + a + length, sizeof left);
      std::memcpy(&right, text.data() + b + length, sizeof right);
      if (left != right) return length + static_cast<size_t>(std::countr_zero(left ^ right)) / 8;
    }
  }
  while (b + length < text.size() && text[a + length] == text[b + length]) ++length;
  return length;
}

// An estimate in the manner of LZ4: bytes that follow a place seen before cost nothing but the reference to it. Letters
// that are left are counted as 5 bits each, about what an entropy coder makes of prose. `Place` holds one more than any
// place in the text.
template <class Place>
double compression_ratio(std::string_view text) {
  constexpr size_t kTableBits = 14;
  constexpr size_t kMinMatch = 4;
  constexpr double kReferenceBytes = 2.5;
  constexpr double kLiteralBytes = 0.625;
  std::vector<Place> table(size_t{1} << kTableBits, 0);
  size_t references = 0;
  size_t literals = 0;
  size_t at = 0;
  while (at + kMinMatch <= text.size()) {
    uint32_t four;
    std::memcpy(&four, text.data() + at, sizeof four);
    Place& slot = table[(four * 2654435761u) >> (32 - kTableBits)];
    const size_t candidate = slot;
    slot = static_cast<Place>(at + 1);
    uint32_t before = ~four;
    if (candidate > 0) std::memcpy(&before, text.data() + candidate - 1, sizeof before);
    if (before == four) {
      ++references;
      at += match_length(text, candidate - 1, at);
    } else {
      ++literals;
      ++at;
    }
  }
  literals += text.size() - at;
  return static_cast<double>(text.size()) /
         (kReferenceBytes * static_cast<double>(references) + kLiteralBytes * static_cast<double>(literals));
}

double compression_ratio(std::string_view text) {
  if (text.size() < 64) return 1;
  return text.size() < 0xffff ? compression_ratio<uint16_t>(text) : compression_ratio<uint32_t>(text);
}

TextSignals measured(std::string_view text, const TextWords& all) {
  const std::vector<Word>& words = all.words;
  TextSignals signals;
  signals.words = words.size();
  signals.compression = compression_ratio(text);
  signals.repetition = repeated_runs(words);
  if (all.unspaced * 4 < words.size()) {
    signals.average_word_length = average_length(words);
    signals.top_word = most_frequent(words);
  }
  return signals;
}

}  // namespace

TextSignals measure_text(std::string_view text) {
  text = utf8_prefix(text, kTextLimit);
  return measured(text, words_of(text, kWordLimit));
}

TextSignals measure_text(std::string_view text, const TextWords& all) {
  const bool within = text.size() <= kTextLimit && all.words.size() <= kWordLimit;
  return within ? measured(text, all) : measure_text(text);
}

}  // namespace lycosa::inline judge
