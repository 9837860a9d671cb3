#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "html/encoding.h"
#include "html/encoding/label_table.h"

namespace lycosa::html {
namespace {

struct Encoded {
  std::string bytes;
  std::vector<size_t> escaped;
};

Encoded encoded(std::string_view utf8, std::string_view encoding) {
  Encoded out;
  out.bytes = encode(utf8, encoding, out.escaped);
  return out;
}

TEST(Encode, WritesEachEncodingAndEscapesWhatItLacks) {
  struct Case {
    const char* encoding;
    const char* utf8;
    std::string bytes;
    std::vector<size_t> escaped;
  };
  for (const Case& c : std::vector<Case>{
           {"windows-1252", "a\u20ac\u0416", "a\x80&#1046;", {2}},
           {"windows-1251", "\u0416\u20ac", "\xc6\x88", {}},
           {"ISO-8859-8-I", "\u05d0", "\xe0", {}},
           {"Shift_JIS", "\u3042\uff71\u00a5\u2212", "\x82\xa0\xb1\\\x81\x7c", {}},
           {"EUC-JP", "\u3042\uff71\u4e02", "\xa4\xa2\x8e\xb1&#19970;", {4}},
           {"ISO-2022-JP", "a\u3042\u00a5b", "a\x1b$B$\"\x1b(J\\b\x1b(B", {}},
           {"ISO-2022-JP", "\u3042\u20ac", "\x1b$B$\"\x1b(B&#8364;", {8}},
           {"EUC-KR", "\uac00", "\xb0\xa1", {}},
           {"Big5", "\u4e00\u5341", "\xa4\x40\xa4\x51", {}},
           {"GBK", "\u20ac\u4e00\U0001f600", "\x80\xd2\xbb&#128512;", {3}},
           {"gb18030", "\u20ac\U0001f600", "\xa2\xe3\x94\x39\xfc\x36", {}},
           {"x-user-defined", "\uf780\u00e9", "\x80&#233;", {1}},
           {"UTF-16LE", "\u00e9", "\u00e9", {}},
           {"nonsense", "\u00e9", "\u00e9", {}},
       }) {
    const Encoded got = encoded(c.utf8, c.encoding);
    EXPECT_EQ(got.bytes, c.bytes) << c.encoding;
    EXPECT_EQ(got.escaped, c.escaped) << c.encoding;
  }
}

// Decoders read what encoders write, for every character of every encoding, but for those that the standard gives up.
TEST(Encode, IsReadBackByTheDecoder) {
  std::set<std::string_view> names;
  for (const EncodingLabel& row : kEncodingLabels) names.insert(row.name);
  // Written as something else.
  const std::set<char32_t> one_way = {0xA5, 0x203E, 0x2212};
  // Characters of private use whose old places in gb18030 are read as what has been given those places since.
  const auto is_old_place = [](std::string_view name, char32_t code) {
    return (name == "GBK" || name == "gb18030") && code >= 0xE78D && code <= 0xE864;
  };
  for (const std::string_view name : names) {
    if (name == "replacement" || name.starts_with("UTF")) continue;
    for (char32_t code = 0x80; code < 0x30000; ++code) {
      if (code >= 0xD800 && code < 0xE000) continue;
      if (is_old_place(name, code) || one_way.count(code) > 0 ||
          (name == "ISO-2022-JP" && code >= 0xFF61 && code <= 0xFF9F))
        continue;
      std::string utf8;
      append_utf8(utf8, code);
      const Encoded got = encoded(utf8, name);
      if (!got.escaped.empty()) continue;
      ASSERT_EQ(decode(got.bytes, name).utf8, utf8) << name << " U+" << std::hex << static_cast<uint32_t>(code);
    }
  }
}

}  // namespace
}  // namespace lycosa::html
