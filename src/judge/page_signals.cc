// The signals of pages that say that they are not there (soft 404), and of pages whose text a script has yet to make.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "judge/judge.h"
#include "judge/page_phrases.h"
#include "judge/signal_sum.h"

namespace lycosa::inline judge {
namespace {

// No single signal reaches it but a status that the page itself declares.
constexpr double kThreshold = 0.6;

constexpr size_t kTitleBytes = 300;
constexpr size_t kTextBytes = 600;
// In longer texts such a phrase is about something else; they are not looked at.
constexpr uint32_t kShortText = 400;

// The order is that of the values in score_soft_404(). Articles about missing pages have titles like theirs: what tells
// them apart is that they are long, and that their address names what they are about.
// clang-format off
constexpr SignalRow kSoft404[] = {
    {"title_phrase", 0.40, 0.80, 0.40},  // share of the title's best part that says so
    {"heading_phrase", 0.40, 0.80, 0.40},
    {"text_phrase", 0.00, 1.00, 0.30},   // 1: of a page, 0.5: of something; in the beginning of a short main text
    {"status_number", 0.20, 0.80, 0.30}, // share of 404 or 410 in the title or heading
    {"error_names", 0.00, 1.00, 0.35},   // class or id of html or body: error404
    {"declared_status", 0.00, 1.00, 0.80},
    {"few_words", 200, 40, 0.20},        // of the main text
    {"many_words", 100, 400, -0.60},
    {"url_words_absent", 0.50, 1.00, 0.15},
    {"url_words_present", 0.00, 1.00, -0.20},
};
// clang-format on

// clang-format off
constexpr SignalRow kNeedsJs[] = {
    {"few_words", 150, 25, 0.30},        // visible, a short noscript left out
    {"no_content", 8, 1, 0.25},          // words and images; no more than a spinner
    {"many_words", 100, 300, -0.60},
    {"scripts", 0, 1, 0.10},
    {"empty_app_root", 0, 1, 0.40},
    {"noscript_asks", 0, 1, 0.35},
    {"text_asks", 0, 1, 0.35},
    {"script_share", 0.90, 0.99, 0.15},  // of the bytes of text and inline scripts
    {"state_share", 0.50, 0.95, 0.15},   // of the bytes of text and data for scripts
    {"hidden_share", 0.50, 0.90, 0.15},  // of all words, those in templates too
};
// clang-format on

// Class and id words that site software gives the documents of its error pages.
// clang-format off
constexpr std::array<std::string_view, 16> kErrorNames = {
    "error404",   "error-404",     "page-404",    "page404",       "is-404",    "template-404",   "not-found",  "not_found",
    "notfound",   "page-not-found", "pagenotfound", "page_not_found", "http-404", "cms-no-route", "cms-noroute-index", "404"};

double share(double part, double whole) { return whole <= 0 ? 0 : std::min(part / whole, 1.0); }

// How much of a title or heading is such a phrase, and how much a bare number. Titles have parts («Page not found | Site»),
// of which the best counts.
struct LineShares {
  double phrase = 0;
  double number = 0;
};
// clang-format on

LineShares shares_of_part(std::string_view part) {
  part = trim(part);
  if (part.empty()) return {};
  const PhraseShare found = find_phrases(part);
  const auto size = static_cast<double>(part.size());
  const auto words = static_cast<double>(found.no_page + found.missing);
  const auto number = static_cast<double>(found.status);
  // A number alone may be a number.
  return {words > 0 ? share(words + number, size) : 0, share(number, size)};
}

bool divides_title(char c) {
  return c == '|' || c == ':' || c == '.' || c == '!' || c == '?';
}

LineShares shares_of(std::string_view line) {
  LineShares best;
  size_t begin = 0;
  for (size_t at = 0; at <= line.size(); ++at) {
    const bool dash = at + 2 < line.size() && line.compare(at, 3, " - ") == 0;
    if (at < line.size() && !dash && !divides_title(line[at])) continue;
    const LineShares part = shares_of_part(line.substr(begin, at - begin));
    best = {std::max(best.phrase, part.phrase), std::max(best.number, part.number)};
    begin = at + (dash ? 2 : 1);
  }
  return best;
}

std::string beginning(const Content& content) {
  return content.main_words < kShortText ? folded(content.readable_text, kTextBytes) : std::string();
}

double text_says_missing(std::string_view text) {
  const PhraseShare found = find_phrases(text);
  return found.no_page > 0 ? 1 : found.missing > 0 ? 0.5 : 0;
}

bool has_error_name(std::string_view names) {
  for (const std::string_view name : split(names, ' ')) {
    for (const std::string_view error : kErrorNames) {
      if (equals_ignoring_case(name, error)) return true;
    }
  }
  return false;
}

bool says_missing(std::string_view status) {
  return status.starts_with("404") || status.starts_with("410");
}

// How many of the words in the URL's last segment the page has; ids and short words say nothing.
struct UrlWords {
  int present = 0;
  int absent = 0;
};

bool is_word_of_url(std::string_view word) {
  if (word == "404" || word == "410") return true;
  if (word.size() < 4 || word == "index" || word == "html" || word == "aspx") return false;
  return std::all_of(word.begin(), word.end(), [](char c) { return is_ascii_alpha(c); });
}

UrlWords url_words(std::string_view path, const std::array<std::string_view, 3>& texts) {
  constexpr int kLimit = 12;
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  const std::string segment = ascii_lower(path.substr(path.rfind('/') + 1));
  UrlWords words;
  for (size_t at = 0; at < segment.size() && words.present + words.absent < kLimit;) {
    size_t end = at;
    while (end < segment.size() && is_ascii_alphanumeric(segment[end])) ++end;
    const std::string_view word = std::string_view(segment).substr(at, end - at);
    at = end + 1;
    if (!is_word_of_url(word)) continue;
    const bool present = std::any_of(texts.begin(), texts.end(),
                                     [&](std::string_view text) { return text.find(word) != std::string_view::npos; });
    ++(present ? words.present : words.absent);
  }
  return words;
}

template <size_t N>
SignalScore score(const SignalRow (&rows)[N], const double (&values)[N]) {
  SignalSum sum(N);
  for (size_t i = 0; i < N; ++i) sum.add(rows[i], values[i]);
  return std::move(sum).finish(kThreshold);
}

}  // namespace

SignalScore score_soft_404(const Content& content, const Url& url) {
  const std::string title = folded(content.title ? std::string_view(*content.title) : std::string_view(), kTitleBytes);
  const std::string heading = folded(content.facts.heading, kTitleBytes);
  const std::string text = beginning(content);
  const LineShares in_title = shares_of(title);
  const LineShares in_heading = shares_of(heading);
  const UrlWords words = url_words(url.pathname(), {title, heading, text});
  const double counted = words.present + words.absent;
  const double values[] = {in_title.phrase,
                           in_heading.phrase,
                           text_says_missing(text),
                           std::max(in_title.number, in_heading.number),
                           has_error_name(content.facts.document_names) ? 1.0 : 0.0,
                           says_missing(content.facts.declared_status) ? 1.0 : 0.0,
                           static_cast<double>(content.main_words),
                           static_cast<double>(content.main_words),
                           share(words.absent, counted),
                           share(words.present, counted)};
  return score(kSoft404, values);
}

SignalScore score_needs_js(const Content& content) {
  constexpr double kImage = 5;  // an image is worth some words
  constexpr double kBytesOfWord = 6;
  constexpr double kHiddenToSpeakOf = 50;  // words
  constexpr uint32_t kPleaWords = 60;
  const PageFacts& facts = content.facts;
  // Some forums give their whole pages in noscript.
  const bool only_plea = facts.noscript_words <= kPleaWords;
  const double words = content.words - std::min(content.words, only_plea ? facts.noscript_words : 0);
  const bool scripted = facts.scripts > 0;
  const auto text = static_cast<double>(facts.text_bytes);
  const auto script = static_cast<double>(facts.script_bytes);
  const auto state = static_cast<double>(facts.state_bytes);
  const double hidden = content.hidden_words + static_cast<double>(facts.template_bytes) / kBytesOfWord;
  const bool noscript_asks = ascii_lower(facts.noscript).find("javascript") != std::string::npos;
  const bool text_asks = scripted && find_phrases(beginning(content)).needs_js > 0;
  const double values[] = {words,
                           scripted ? words + kImage * facts.images : 1000,
                           words,
                           static_cast<double>(facts.scripts),
                           facts.app_root.empty() ? 0.0 : 1.0,
                           noscript_asks ? 1.0 : 0.0,
                           text_asks && !noscript_asks ? 1.0 : 0.0,
                           share(script + state, script + state + text),
                           share(state, state + text),
                           hidden < kHiddenToSpeakOf ? 0 : share(hidden, hidden + words)};
  return score(kNeedsJs, values);
}

}  // namespace lycosa::inline judge
