// The encoders of the Encoding standard, sections 9 to 14, as far as the queries of links need them: valid UTF-8 in,
// bytes out. The tables are those of the decoders, turned round on first use.

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "html/encoding.h"
#include "html/encoding/encoding_tables.h"
#include "html/encoding/index.h"

namespace lycosa::html {
namespace {

// What a code point becomes: up to four bytes, or none when the encoding lacks it.
struct Bytes {
  std::array<char, 4> at{};
  size_t size = 0;
};

template <class... Values>
Bytes bytes(Values... values) {
  return {{static_cast<char>(values)...}, sizeof...(values)};
}

// «Index pointer»: from code points to the first pointer that stands for each.
class Pointers {
 public:
  template <class Counts>
  Pointers(const EncodingIndex& index, Counts counts) {
    for (uint32_t pointer = 0; pointer < index.size(); ++pointer) {
      if (index[pointer] != 0 && counts(pointer)) sorted_.emplace_back(index[pointer], pointer);
    }
    std::sort(sorted_.begin(), sorted_.end());
  }

  std::optional<uint32_t> first(char32_t code) const {
    const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), std::pair(code, uint32_t{0}));
    return at != sorted_.end() && at->first == code ? std::optional(at->second) : std::nullopt;
  }
  std::optional<uint32_t> last(char32_t code) const {
    const auto after = std::upper_bound(sorted_.begin(), sorted_.end(), std::pair(code, ~uint32_t{0}));
    return after != sorted_.begin() && std::prev(after)->first == code ? std::optional(std::prev(after)->second)
                                                                       : std::nullopt;
  }

 private:
  std::vector<std::pair<char32_t, uint32_t>> sorted_;
};

constexpr auto kAll = [](uint32_t) { return true; };

bool is_katakana(char32_t code) {
  return code >= 0xFF61 && code <= 0xFF9F;
}

// Section 12.1.2: EUC-JP.
Bytes euc_jp(char32_t code) {
  static const Pointers pointers(jis0208_index(), kAll);
  if (code == 0xA5) return bytes(0x5C);
  if (code == 0x203E) return bytes(0x7E);
  if (is_katakana(code)) return bytes(0x8E, code - 0xFF61 + 0xA1);
  const auto pointer = pointers.first(code == 0x2212 ? 0xFF0D : code);
  return pointer ? bytes(*pointer / 94 + 0xA1, *pointer % 94 + 0xA1) : Bytes();
}

// Section 12.3.2: Shift_JIS. The rows that only decoding reaches, and those for private use, are left out.
Bytes shift_jis(char32_t code) {
  static const Pointers pointers(shift_jis_index(), [](uint32_t p) { return p < 8272 || p > 10715; });
  if (code == 0x80) return bytes(0x80);
  if (code == 0xA5) return bytes(0x5C);
  if (code == 0x203E) return bytes(0x7E);
  if (is_katakana(code)) return bytes(code - 0xFF61 + 0xA1);
  const auto pointer = pointers.first(code == 0x2212 ? 0xFF0D : code);
  if (!pointer) return {};
  const uint32_t lead = *pointer / 188, trail = *pointer % 188;
  return bytes(lead + (lead < 0x1F ? 0x81 : 0xC1), trail + (trail < 0x3F ? 0x40 : 0x41));
}

// Section 13.1.2: EUC-KR.
Bytes euc_kr(char32_t code) {
  static const Pointers pointers(euc_kr_index(), kAll);
  const auto pointer = pointers.first(code);
  return pointer ? bytes(*pointer / 190 + 0x81, *pointer % 190 + 0x41) : Bytes();
}

// Section 11.1.2: Big5, without the pointers of its Hong Kong part.
Bytes big5(char32_t code) {
  static const Pointers pointers(big5_index(), [](uint32_t p) { return p >= (0xA1 - 0x81) * 157; });
  constexpr std::array<char32_t, 6> kLast = {0x2550, 0x255E, 0x2561, 0x256A, 0x5341, 0x5345};
  const bool takes_last = std::find(kLast.begin(), kLast.end(), code) != kLast.end();
  const auto pointer = takes_last ? pointers.last(code) : pointers.first(code);
  if (!pointer) return {};
  const uint32_t trail = *pointer % 157;
  return bytes(*pointer / 157 + 0x81, trail + (trail < 0x3F ? 0x40 : 0x62));
}

// Code points of private use that gb18030 had places for before its edition of 2022.
constexpr std::array<std::pair<char32_t, uint16_t>, 18> kGb18030Private = {{
    {0xE78D, 0xA6D9},
    {0xE78E, 0xA6DA},
    {0xE78F, 0xA6DB},
    {0xE790, 0xA6DC},
    {0xE791, 0xA6DD},
    {0xE792, 0xA6DE},
    {0xE793, 0xA6DF},
    {0xE794, 0xA6EC},
    {0xE795, 0xA6ED},
    {0xE796, 0xA6F3},
    {0xE81E, 0xFE59},
    {0xE826, 0xFE61},
    {0xE82B, 0xFE66},
    {0xE82C, 0xFE67},
    {0xE832, 0xFE6D},
    {0xE843, 0xFE7E},
    {0xE854, 0xFE90},
    {0xE864, 0xFEA0},
}};

Bytes four_bytes(uint32_t pointer) {
  return bytes(pointer / 12600 + 0x81, pointer / 1260 % 10 + 0x30, pointer / 10 % 126 + 0x81, pointer % 10 + 0x30);
}

// Section 10.2.2: gb18030, and GBK, which is its two-byte part.
Bytes gb18030(char32_t code, bool is_gbk) {
  static const Pointers pointers(gb18030_index(), kAll);
  static const Pointers ranges(gb18030_ranges(), kAll);
  if (code == 0xE5E5) return {};
  if (is_gbk && code == 0x20AC) return bytes(0x80);
  for (const auto& [from, to] : kGb18030Private) {
    if (from == code) return bytes(to >> 8, to & 0xFF);
  }
  if (const auto pointer = pointers.first(code)) {
    const uint32_t trail = *pointer % 190;
    return bytes(*pointer / 190 + 0x81, trail + (trail < 0x3F ? 0x40 : 0x41));
  }
  if (is_gbk) return {};
  if (code == 0xE7C7) return four_bytes(7457);
  if (code >= 0x10000) return four_bytes(189000 + code - 0x10000);
  const auto pointer = ranges.first(code);
  return pointer ? four_bytes(*pointer) : Bytes();
}

Bytes single_byte(const char16_t (&codes)[128], char32_t code) {
  const auto at = std::find(std::begin(codes), std::end(codes), code);
  return at == std::end(codes) ? Bytes() : bytes(0x80 + (at - std::begin(codes)));
}

// The encoders without a state. Nothing is found for what is written as UTF-8: «get an output encoding», section 4.3.
class Encoder {
 public:
  explicit Encoder(std::string_view name) : name_(name == "ISO-8859-8-I" ? "ISO-8859-8" : name) {
    for (const SingleByteEncoding& encoding : kSingleByteEncodings) {
      if (encoding.name == name_) single_ = &encoding;
    }
  }

  bool known() const { return single_ != nullptr || one(U'a').has_value(); }
  Bytes of(char32_t code) const { return one(code).value_or(Bytes()); }

 private:
  std::optional<Bytes> one(char32_t code) const {
    if (single_ != nullptr) return single_byte(single_->codes, code);
    if (name_ == "gb18030" || name_ == "GBK") return gb18030(code, name_ == "GBK");
    if (name_ == "Big5") return big5(code);
    if (name_ == "EUC-JP") return euc_jp(code);
    if (name_ == "Shift_JIS") return shift_jis(code);
    if (name_ == "EUC-KR") return euc_kr(code);
    if (name_ != "x-user-defined") return std::nullopt;
    return code >= 0xF780 && code <= 0xF7FF ? bytes(code - 0xF780 + 0x80) : Bytes();
  }

  std::string_view name_;
  const SingleByteEncoding* single_ = nullptr;
};

// Where the bytes go.
struct Output {
  std::string& text;
  std::vector<size_t>& escaped;

  void put(const Bytes& bytes) { text.append(bytes.at.data(), bytes.size); }
  void escape(char32_t code) {
    escaped.push_back(text.size());
    text += "&#" + std::to_string(static_cast<uint32_t>(code)) + ";";
  }
};

template <class Each>
void each_code_point(std::string_view utf8, Each each) {
  const auto size = static_cast<int32_t>(utf8.size());
  for (int32_t at = 0; at < size;) {
    UChar32 code = 0;
    U8_NEXT_OR_FFFD(utf8.data(), at, size, code);
    each(static_cast<char32_t>(code));
  }
}

// What index ISO-2022-JP katakana makes of the half-width forms from U+FF61 on.
constexpr std::u16string_view kFullWidth =
    u"\u3002\u300C\u300D\u3001\u30FB\u30F2\u30A1\u30A3\u30A5\u30A7\u30A9\u30E3\u30E5\u30E7\u30C3\u30FC"
    u"\u30A2\u30A4\u30A6\u30A8\u30AA\u30AB\u30AD\u30AF\u30B1\u30B3\u30B5\u30B7\u30B9\u30BB\u30BD\u30BF"
    u"\u30C1\u30C4\u30C6\u30C8\u30CA\u30CB\u30CC\u30CD\u30CE\u30CF\u30D2\u30D5\u30D8\u30DB\u30DE\u30DF"
    u"\u30E0\u30E1\u30E2\u30E4\u30E6\u30E8\u30E9\u30EA\u30EB\u30EC\u30ED\u30EF\u30F3\u309B\u309C";
static_assert(kFullWidth.size() == 63);

// Section 12.2.2: ISO-2022-JP, whose escape sequences switch between three sets.
void encode_iso_2022_jp(std::string_view utf8, Output& out) {
  static const Pointers pointers(jis0208_index(), kAll);
  enum class Set { ascii, roman, jis0208 };
  Set set = Set::ascii;
  const auto switch_to = [&](Set wanted, std::string_view escape) {
    if (set != wanted) out.text += escape;
    set = wanted;
  };
  each_code_point(utf8, [&](char32_t code) {
    if (code == 0x0E || code == 0x0F || code == 0x1B) {
      switch_to(set == Set::roman ? Set::roman : Set::ascii, "\x1b(B");
      return out.escape(0xFFFD);
    }
    const bool in_roman = code < 0x80 ? code != 0x5C && code != 0x7E : code == 0xA5 || code == 0x203E;
    if (set == Set::roman && in_roman) return out.put(bytes(code == 0xA5 ? 0x5C : code == 0x203E ? 0x7E : code));
    if (code < 0x80) {
      switch_to(Set::ascii, "\x1b(B");
      return out.put(bytes(code));
    }
    if (code == 0xA5 || code == 0x203E) {
      switch_to(Set::roman, "\x1b(J");
      return out.put(bytes(code == 0xA5 ? 0x5C : 0x7E));
    }
    if (code == 0x2212) code = 0xFF0D;
    if (is_katakana(code)) code = kFullWidth[code - 0xFF61];
    const auto pointer = pointers.first(code);
    if (!pointer) {
      if (set == Set::jis0208) switch_to(Set::ascii, "\x1b(B");
      return out.escape(code);
    }
    switch_to(Set::jis0208, "\x1b$B");
    out.put(bytes(*pointer / 94 + 0x21, *pointer % 94 + 0x21));
  });
  switch_to(Set::ascii, "\x1b(B");
}

}  // namespace

std::string encode(std::string_view utf8, std::string_view encoding, std::vector<size_t>& escaped) {
  std::string text;
  Output out{text, escaped};
  if (encoding == "ISO-2022-JP") {
    encode_iso_2022_jp(utf8, out);
    return text;
  }
  const Encoder encoder(encoding);
  if (!encoder.known()) return std::string(utf8);
  text.reserve(utf8.size());
  each_code_point(utf8, [&](char32_t code) {
    if (code < 0x80) return out.put(bytes(code));
    const Bytes made = encoder.of(code);
    if (made.size == 0) return out.escape(code);
    out.put(made);
  });
  return text;
}

}  // namespace lycosa::html
