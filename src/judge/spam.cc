#include <iterator>
#include <utility>

#include "judge/judge.h"
#include "judge/signal_sum.h"
#include "judge/similarity.h"
#include "judge/text_signals.h"

namespace lycosa::inline judge {
namespace {

// Below this sum a page is clean. No single signal reaches it on its own but repetition and hidden text in the extreme.
constexpr double kThreshold = 0.5;
// Shares of a few words say nothing.
constexpr size_t kEnoughWords = 100;

struct SpamRow {
  SignalRow signal;
  double (*value)(const Content&, const TextSignals&);
};

double share(uint32_t part, uint32_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double repetition(const Content&, const TextSignals& text) {
  return text.words < kEnoughWords ? 0 : text.repetition;
}
double compression(const Content&, const TextSignals& text) {
  return text.words < kEnoughWords ? 0 : text.compression;
}
double top_word(const Content&, const TextSignals& text) {
  return text.words < kEnoughWords ? 0 : text.top_word;
}
double word_length(const Content&, const TextSignals& text) {
  return text.words < kEnoughWords ? 0 : text.average_word_length;
}
double anchor_share(const Content& content, const TextSignals&) {
  return content.words < kEnoughWords ? 0 : share(content.anchor_words, content.words);
}
double hidden_share(const Content& content, const TextSignals&) {
  const uint32_t all = content.words + content.hidden_words;
  return content.hidden_words < kEnoughWords ? 0 : share(content.hidden_words, all);
}
double title_words(const Content& content, const TextSignals&) {
  return content.title_words;
}

// The bounds lie where honest pages are rare: of 990 articles' pages from all over the web, the 99th percentile is at
// or below each `none`, or nearly.
constexpr SpamRow kSignals[] = {
    {{"repetition", 0.35, 0.75, 0.60}, repetition},
    {{"compression", 5.0, 12.0, 0.45}, compression},
    {{"top_word", 0.09, 0.20, 0.45}, top_word},
    {{"anchor_share", 0.85, 1.00, 0.25}, anchor_share},
    {{"hidden_share", 0.80, 0.97, 0.35}, hidden_share},
    {{"title_words", 30, 60, 0.30}, title_words},
    {{"average_word_length", 9.5, 14.0, 0.25}, word_length},
};

// The text that is judged: what a reader would read, or the page's text when little of it reads like that.
std::string_view judged_text(const Content& content) {
  if (content.main_words * 4 >= content.words) return content.readable_text;
  return content.boilerpipe_text.size() > content.readable_text.size() ? content.boilerpipe_text
                                                                       : content.readable_text;
}

SignalScore score(const Content& content, const TextSignals& text) {
  SignalSum sum(std::size(kSignals));
  for (const SpamRow& row : kSignals) sum.add(row.signal, row.value(content, text));
  return std::move(sum).finish(kThreshold);
}

}  // namespace

SignalScore score_spam(const Content& content) {
  return score(content, measure_text(judged_text(content)));
}

TextJudgement judge_text(const Content& content) {
  const std::string_view judged = judged_text(content);
  const TextWords words = words_of(content.readable_text, kSimilarityWords);
  const bool same = judged.data() == content.readable_text.data();
  return {score(content, same ? measure_text(judged, words) : measure_text(judged)), similarity_of(words.words)};
}

}  // namespace lycosa::inline judge
