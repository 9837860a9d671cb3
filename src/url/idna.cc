#include "url/idna.h"

#include <unicode/uidna.h>

namespace lycosa {
namespace {

constexpr uint32_t kOptions = UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                              UIDNA_NONTRANSITIONAL_TO_UNICODE;

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

}  // namespace

std::optional<std::string> domain_to_ascii(std::string_view domain) {
  if (processor() == nullptr || domain.size() > kLongestDomain) return std::nullopt;
  // Punycode writes at most four digits for a character that took at least two bytes.
  std::string ascii(domain.size() * 4 + 64, '\0');
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  const int32_t length = uidna_nameToASCII_UTF8(processor(), domain.data(), static_cast<int32_t>(domain.size()),
                                                ascii.data(), static_cast<int32_t>(ascii.size()), &info, &status);
  if (U_FAILURE(status) || length <= 0 || (info.errors & ~kAllowedErrors) != 0) return std::nullopt;
  ascii.resize(static_cast<size_t>(length));
  return ascii;
}

}  // namespace lycosa
