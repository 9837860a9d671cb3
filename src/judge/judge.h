#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "extract/extract.h"
#include "reason/reason.h"
#include "robots/directives.h"

namespace lycosa {

// A reason with what it rests on.
struct Finding {
  Reason reason;
  std::string evidence;
};

// One named content signal of the spam scorer: its value and what it added to the score.
struct SpamSignal {
  std::string_view name;
  double value = 0;
  double weight = 0;
  double contribution = 0;
};

// 0 below the threshold, else in (0, 1].
struct SpamScore {
  double score = 0;
  double raw = 0;  // the sum before the threshold
  std::vector<SpamSignal> signals;
  // "anchor_share=0.91 (+0.30) repetition=4.2 (+0.25)": the signals that contributed.
  std::string evidence() const;
};

// Scores a page by named, weighted content signals (after Ntoulas et al., WWW 2006).
SpamScore score_spam(const Content& content);

// The catalogue's reason for an HTTP status that is not 200; nothing for 200.
std::optional<Reason> reason_for_status(int status);

// 64-bit similarity hash (simhash over word shingles) of a text; 0 for a text without words.
uint64_t similarity_hash(std::string_view text);

// A page's spam score, and the similarity hash of its readable text: both from one reading of its words.
struct TextJudgement {
  SpamScore spam;
  uint64_t similarity = 0;
};
TextJudgement judge_text(const Content& content);

}  // namespace lycosa
