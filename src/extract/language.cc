#include "extract/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "base/text.h"

namespace lycosa::inline extract {
namespace {

// CLD2's time goes with the text. A look at a little of it settles what nearly all pages are written in; the rest get a
// longer one. More text than that does not make the answer better, only later. docs/extraction.md has the figures.
constexpr size_t kFirstLook = 400;
constexpr size_t kSecondLook = 6 << 10;
constexpr size_t kPieces = 4;
// Of the text, in one language, where the page names none.
constexpr int kClearPercent = 90;

struct Detection {
  std::string_view code;  // CLD2's, empty when it is not sure
  int percent = 0;
};

Detection detect(std::string_view text, const std::string& hint) {
  const CLD2::CLDHints hints{hint.empty() ? nullptr : hint.c_str(), "", CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language languages[3];
  int percents[3];
  double scores[3];
  int text_bytes = 0;
  bool reliable = false;
  const CLD2::Language language =
      CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, &hints, 0, languages, percents,
                                     scores, nullptr, &text_bytes, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return {};
  return {CLD2::LanguageCode(language), percents[0]};
}

// A piece of whole words where there are words: of at most `size` bytes, from about `at` on.
std::string_view piece_of(std::string_view text, size_t at, size_t size) {
  constexpr std::string_view kSpaces = " \t\n";
  constexpr size_t kLongWord = 100;
  if (at > 0) {
    const size_t space = text.substr(at, kLongWord).find_first_of(kSpaces);
    if (space != std::string_view::npos) at += space;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
  }
  const std::string_view piece = utf8_prefix(text.substr(at), size);
  const size_t end = at + piece.size() < text.size() ? piece.find_last_of(kSpaces) : std::string_view::npos;
  return end == std::string_view::npos || end < piece.size() / 2 ? piece : piece.substr(0, end);
}

// Pieces from the beginning, the end and between: a text's first lines are often names and dates.
std::string sample_of(std::string_view text, size_t size) {
  if (text.size() <= size) return std::string(text);
  const size_t each = size / kPieces;
  std::string sample;
  for (size_t i = 0; i < kPieces; ++i) {
    sample += piece_of(text, (text.size() - each) / (kPieces - 1) * i, each);
    sample += '\n';
  }
  return sample;
}

bool names_language(std::string_view declared, std::string_view code) {
  return equals_ignoring_case(declared.substr(0, declared.find_first_of("-_")), code);
}

}  // namespace

std::string detect_language(std::string_view text, std::string_view declared) {
  if (text.empty()) return {};
  const std::string hint(declared.substr(0, 100));
  Detection found = detect(sample_of(text, kFirstLook), hint);
  const bool clear =
      !found.code.empty() && (hint.empty() ? found.percent >= kClearPercent : names_language(hint, found.code));
  if (!clear && text.size() > kFirstLook) found = detect(sample_of(text, kSecondLook), hint);
  // CLD2's old names for three languages.
  if (found.code == "iw") return "he";
  if (found.code == "jw") return "jv";
  return std::string(found.code == "un" ? "" : found.code);
}

}  // namespace lycosa::inline extract
