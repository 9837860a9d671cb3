#include "extract/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>

#include "base/text.h"

namespace lycosa {
namespace {

// More text than this does not make the answer better, only later.
constexpr size_t kTextLimit = 6 << 10;

}  // namespace

std::string detect_language(std::string_view text, std::string_view declared) {
  text = utf8_prefix(text, kTextLimit);
  if (text.empty()) return {};
  const std::string hint(declared.substr(0, 100));
  const CLD2::CLDHints hints{hint.empty() ? nullptr : hint.c_str(), "", CLD2::UNKNOWN_ENCODING,
                             CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language languages[3];
  int percents[3];
  double scores[3];
  int text_bytes = 0;
  bool reliable = false;
  const CLD2::Language language =
      CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, &hints, 0, languages, percents,
                                     scores, nullptr, &text_bytes, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return {};
  // CLD2's old names for three languages.
  const std::string_view code = CLD2::LanguageCode(language);
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  return std::string(code == "un" ? "" : code);
}

}  // namespace lycosa
