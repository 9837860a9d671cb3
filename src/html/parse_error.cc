#include "html/parse_error.h"

namespace lycosa::html {

std::string_view parse_error_name(ParseErrorKind kind) {
  static constexpr std::string_view kNames[] = {
#define LYCOSA_PARSE_ERROR(enumerator, name) name,
      LYCOSA_PARSE_ERRORS(LYCOSA_PARSE_ERROR)
#undef LYCOSA_PARSE_ERROR
  };
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace lycosa::html
