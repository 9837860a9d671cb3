#include <algorithm>

#include "html/encoding.h"

namespace lycosa::html {
namespace {

struct Fallback {
  std::string_view domain;
  std::string_view encoding;
};

// By domain. The encodings are those that the HTML standard suggests for the languages of these countries (section
// 13.2.3.2, last step).
// clang-format off
constexpr Fallback kFallbacks[] = {
    {"ae", "windows-1256"}, {"am", "windows-1252"}, {"ba", "windows-1250"}, {"bg", "windows-1251"},
    {"by", "windows-1251"}, {"cn", "GBK"},          {"cy", "ISO-8859-7"},   {"cz", "windows-1250"},
    {"dz", "windows-1256"}, {"ee", "windows-1257"}, {"eg", "windows-1256"}, {"gr", "ISO-8859-7"},
    {"hk", "Big5"},         {"hr", "windows-1250"}, {"hu", "ISO-8859-2"},   {"il", "windows-1255"},
    {"iq", "windows-1256"}, {"ir", "windows-1256"}, {"jo", "windows-1256"}, {"jp", "Shift_JIS"},
    {"kg", "windows-1251"}, {"kr", "EUC-KR"},       {"kw", "windows-1256"}, {"kz", "windows-1251"},
    {"lb", "windows-1256"}, {"lt", "windows-1257"}, {"lv", "windows-1257"}, {"ly", "windows-1256"},
    {"ma", "windows-1256"}, {"me", "windows-1250"}, {"mk", "windows-1251"}, {"mn", "windows-1251"},
    {"mo", "Big5"},         {"om", "windows-1256"}, {"pl", "ISO-8859-2"},   {"qa", "windows-1256"},
    {"rs", "windows-1251"}, {"ru", "windows-1251"}, {"sa", "windows-1256"}, {"sg", "GBK"},
    {"si", "ISO-8859-2"},   {"sk", "windows-1250"}, {"su", "windows-1251"}, {"sy", "windows-1256"},
    {"th", "windows-874"},  {"tj", "windows-1251"}, {"tn", "windows-1256"}, {"tr", "windows-1254"},
    {"tw", "Big5"},         {"ua", "windows-1251"}, {"uz", "windows-1251"}, {"vn", "windows-1258"},
    {"xn--p1ai", "windows-1251"}, {"ye", "windows-1256"},
};
// clang-format on

}  // namespace

std::string_view fallback_encoding(std::string_view top_level_domain) {
  const auto* found =
      std::lower_bound(std::begin(kFallbacks), std::end(kFallbacks), top_level_domain,
                       [](const Fallback& row, std::string_view domain) { return row.domain < domain; });
  return found != std::end(kFallbacks) && found->domain == top_level_domain ? found->encoding : "windows-1252";
}

}  // namespace lycosa::html
