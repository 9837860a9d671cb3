#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "extract/extract.h"
#include "robots/directives.h"

namespace lycosa::inline judge {

// One named signal of a page: its value and what it added to the sum.
struct Signal {
  std::string_view name;
  double value = 0;
  double weight = 0;  // the most that it can add; below 0 for what speaks against
  double contribution = 0;
};

// A judgement by named, weighted signals.
struct SignalScore {
  double score = 0;  // 0 below the threshold, else in (0, 1]
  double raw = 0;    // the sum before the threshold, never below 0
  double threshold = 0;
  std::vector<Signal> signals;
  // "anchor_share=0.91 (+0.30) repetition=4.2 (+0.25)": the signals that contributed.
  std::string evidence() const;
};

// Scores a page by content signals (after Ntoulas et al., WWW 2006).
SignalScore score_spam(const Content& content);

// Whether a page that was answered with 200 says that there is no such page: in its title, heading or short text, by
// the names of its document, or by a status that it declares. docs/signals.md has the signals.
SignalScore score_soft_404(const Content& content, const Url& url);

// Whether the page's text appears only when its scripts run.
SignalScore score_needs_js(const Content& content);

// 64-bit similarity hash (simhash over word shingles) of a text; 0 for a text without words.
uint64_t similarity_hash(std::string_view text);

// A page's spam score and the similarity hash of its readable text, computed in one pass over its words.
struct TextJudgement {
  SignalScore spam;
  uint64_t similarity = 0;
};
TextJudgement judge_text(const Content& content);

}  // namespace lycosa::inline judge
