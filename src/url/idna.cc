#include "url/idna.h"

#include <unicode/uidna.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "base/text.h"
#include "url/idna_updates.h"
#include "url/punycode.h"

namespace lycosa::inline url {
namespace {

constexpr uint32_t kOptions =
    UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;

// With CheckHyphens and VerifyDnsLength false these are no faults.
constexpr uint32_t kAllowedErrors = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                    UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                    UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

// Opened once: ICU's object is immutable and may be used by all threads. Null when ICU's data cannot be loaded.
const UIDNA* processor() {
  static const UIDNA* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    UIDNA* opened = uidna_openUTS46(kOptions, &status);
    return U_SUCCESS(status) ? opened : nullptr;
  }();
  return instance;
}

using Conversion = decltype(&uidna_nameToASCII_UTF8);

std::optional<std::string> convert(Conversion conversion, std::string_view domain) {
  if (processor() == nullptr) return std::nullopt;
  // No mapping and no Punycode makes more than a few bytes of one; a domain that needs more is refused.
  std::string out(domain.size() * 32 + 64, '\0');
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  const int32_t length = conversion(processor(), domain.data(), static_cast<int32_t>(domain.size()), out.data(),
                                    static_cast<int32_t>(out.size()), &info, &status);
  if (U_FAILURE(status) || length <= 0 || (info.errors & ~kAllowedErrors) != 0) return std::nullopt;
  out.resize(static_cast<size_t>(length));
  return out;
}

std::u32string decoded(std::string_view utf8) {
  std::u32string out;
  const auto size = static_cast<int32_t>(utf8.size());
  for (int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(utf8.data(), at, size, c);
    out += static_cast<char32_t>(c);
  }
  return out;
}

std::string encoded(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

// Puts other ideographs in the place of those that ICU does not know, so that it can check and map the domain.
class StandIns {
 public:
  explicit StandIns(std::u32string_view domain) {
    for (const char32_t c : domain) {
      if (idna::is_new_ideograph(c) && std::find(new_.begin(), new_.end(), c) == new_.end()) new_ += c;
    }
    // Ideographs of plane 0 that the domain does not use itself.
    for (char32_t old = 0x4e00; old < 0x9fff && old_.size() < new_.size(); ++old) {
      if (domain.find(old) == std::u32string_view::npos) old_ += old;
    }
  }

  bool needed() const { return !new_.empty(); }
  bool enough() const { return old_.size() == new_.size(); }
  std::u32string hide(std::u32string text) const { return replaced(std::move(text), new_, old_); }
  std::u32string show(std::u32string text) const { return replaced(std::move(text), old_, new_); }

 private:
  static std::u32string replaced(std::u32string text, std::u32string_view from, std::u32string_view to) {
    for (char32_t& c : text) {
      const size_t at = from.find(c);
      if (at != std::u32string_view::npos) c = to[at];
    }
    return text;
  }

  std::u32string new_, old_;
};

std::optional<std::string> to_ascii(std::u32string_view domain) {
  std::string out;
  for (size_t start = 0; start <= domain.size();) {
    const size_t end = std::min(domain.find(U'.', start), domain.size());
    const std::u32string_view label = domain.substr(start, end - start);
    if (start > 0) out += '.';
    if (std::all_of(label.begin(), label.end(), [](char32_t c) { return c < 0x80; })) {
      out += encoded(label);
    } else {
      out += "xn--";
      if (!append_punycode(out, label)) return std::nullopt;
    }
    start = end + 1;
  }
  return out;
}

}  // namespace

std::optional<std::string> domain_to_ascii(std::string_view domain) {
  if (domain.size() > kLongestDomain) return std::nullopt;
  const std::string mapped = idna::map_updated(domain);
  const std::u32string characters = decoded(mapped);
  const StandIns stand_ins(characters);
  if (!stand_ins.needed()) return convert(uidna_nameToASCII_UTF8, mapped);
  if (!stand_ins.enough()) return std::nullopt;
  const auto checked = convert(uidna_nameToUnicodeUTF8, encoded(stand_ins.hide(characters)));
  return checked ? to_ascii(stand_ins.show(decoded(*checked))) : std::nullopt;
}

}  // namespace lycosa::inline url
