#include "judge/text_signals.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/text.h"
#include "judge/words.h"

namespace lycosa {
namespace {

constexpr size_t kTextLimit = 256 << 10;
constexpr size_t kWordLimit = 50'000;
constexpr size_t kRun = 4;
constexpr uint32_t kLongWord = 4;

double share(size_t part, size_t whole) { return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole); }

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
  std::sort(runs.begin(), runs.end());
  const auto distinct = static_cast<size_t>(std::unique(runs.begin(), runs.end()) - runs.begin());
  return 1 - share(distinct, runs.size());
}

double most_frequent(const std::vector<Word>& words) {
  std::vector<uint64_t> longer;
  for (const Word& word : words) {
    if (word.length >= kLongWord) longer.push_back(word.hash);
  }
  std::sort(longer.begin(), longer.end());
  size_t most = 0;
  for (size_t i = 0; i < longer.size();) {
    size_t end = i;
    while (end < longer.size() && longer[end] == longer[i]) ++end;
    most = std::max(most, end - i);
    i = end;
  }
  return share(most, words.size());
}

// An estimate in the manner of LZ4: bytes that follow a place seen before cost nothing but the reference to it. Letters
// that are left are counted as 5 bits each, about what an entropy coder makes of prose.
double compression_ratio(std::string_view text) {
  constexpr size_t kTableBits = 14;
  constexpr size_t kMinMatch = 4;
  constexpr double kReferenceBytes = 2.5;
  constexpr double kLiteralBytes = 0.625;
  if (text.size() < 64) return 1;
  std::vector<uint32_t> table(size_t{1} << kTableBits, 0);
  double cost = 0;
  for (size_t at = 0; at < text.size();) {
    if (at + kMinMatch > text.size()) {
      cost += kLiteralBytes * static_cast<double>(text.size() - at);
      break;
    }
    uint32_t four;
    std::memcpy(&four, text.data() + at, sizeof four);
    uint32_t& slot = table[(four * 2654435761u) >> (32 - kTableBits)];
    const size_t candidate = slot;
    slot = static_cast<uint32_t>(at + 1);
    size_t length = 0;
    if (candidate > 0) {
      const size_t from = candidate - 1;
      while (at + length < text.size() && text[from + length] == text[at + length]) ++length;
    }
    cost += length >= kMinMatch ? kReferenceBytes : kLiteralBytes;
    at += length >= kMinMatch ? length : 1;
  }
  return static_cast<double>(text.size()) / cost;
}

}  // namespace

TextSignals measure_text(std::string_view text) {
  text = utf8_prefix(text, kTextLimit);
  TextSignals signals;
  size_t unspaced = 0;
  const std::vector<Word> words = words_of(text, kWordLimit, &unspaced);
  signals.words = words.size();
  signals.compression = compression_ratio(text);
  signals.repetition = repeated_runs(words);
  if (unspaced * 4 < words.size()) {
    signals.average_word_length = average_length(words);
    signals.top_word = most_frequent(words);
  }
  return signals;
}

}  // namespace lycosa
