// Character references: HTML standard, sections 13.2.5.72 to 13.2.5.80.

#include <algorithm>
#include <cstring>
#include <string>

#include "base/text.h"
#include "html/references.h"
#include "html/tokenizer/named_references.inc"
#include "html/tokenizer/tokenizer.h"

namespace lycosa::html {
namespace {

// The longest name of a reference that text begins with; nothing when there is none.
const NamedReference* longest_reference(const char* p, const char* end) {
  if (p == end || *p < 'A' || *p > 'z') return nullptr;
  size_t low = kReferencesFrom[*p - 'A'];
  size_t high = kReferencesFrom[*p - 'A' + 1];
  const NamedReference* found = nullptr;
  for (size_t depth = 1; low < high; ++depth) {
    // Names in order: one that ends here comes before those that go on.
    if (kReferences[low].name_length == depth) found = &kReferences[low++];
    if (p + depth == end) break;
    const auto before = [&](const NamedReference& r, char c) { return kReferenceNames[r.name + depth] < c; };
    const auto after = [&](char c, const NamedReference& r) { return c < kReferenceNames[r.name + depth]; };
    const NamedReference* first = std::lower_bound(kReferences + low, kReferences + high, p[depth], before);
    const NamedReference* last = std::upper_bound(first, kReferences + high, p[depth], after);
    low = static_cast<size_t>(first - kReferences);
    high = static_cast<size_t>(last - kReferences);
  }
  return found;
}

// The references that pages are full of, semicolon included, are told by one number.
struct CommonReference {
  uint32_t length;  // 0: not one of them
  uint32_t text_length;
  char text[4];
};

constexpr uint64_t name_mask(size_t length) {
  return (uint64_t{1} << (8 * length)) - 1;
}

constexpr uint64_t name_number(std::string_view name) {
  uint64_t number = 0;
  for (size_t i = 0; i < name.size(); ++i)
    number |= static_cast<uint64_t>(static_cast<unsigned char>(name[i])) << (8 * i);
  return number;
}

// All 5 bytes at `p` must be readable.
CommonReference common_reference(const char* p) {
  uint32_t low = 0;
  std::memcpy(&low, p, 4);
  const uint64_t name = low | static_cast<uint64_t>(static_cast<unsigned char>(p[4])) << 32;
  if ((name & name_mask(4)) == name_number("amp;")) return {4, 1, {'&'}};
  if (name == name_number("quot;")) return {5, 1, {'"'}};
  if (name == name_number("nbsp;")) return {5, 2, {'\xc2', '\xa0'}};
  if ((name & name_mask(3)) == name_number("lt;")) return {3, 1, {'<'}};
  if ((name & name_mask(3)) == name_number("gt;")) return {3, 1, {'>'}};
  if ((name & name_mask(4)) == name_number("#39;")) return {4, 1, {'\''}};
  return {0, 0, {}};
}

// Section 13.2.5.80: what the codes 0x80 to 0x9F stand for, 0 where they stand for themselves.
constexpr char16_t kWindowsCodes[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                        0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool is_noncharacter(uint32_t code) {
  return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

}  // namespace

std::string_view named_reference(std::string_view name) {
  const NamedReference* found = longest_reference(name.data(), name.data() + name.size());
  if (found == nullptr || found->name_length != name.size() || name.back() != ';') return {};
  return {found->text, found->text_length};
}

const char* Tokenizer::read_reference(TextRun& run, const char* p, bool in_attribute) {
  if (end_ - p >= 6) {
    if (const CommonReference common = common_reference(p + 1); common.length != 0) [[likely]] {
      run.replace(p, p + 1 + common.length, {common.text, common.text_length});
      return p + 1 + common.length;
    }
  }
  if (p + 1 == end_) return p + 1;
  if (p[1] == '#') return read_numeric_reference(run, p);
  return is_ascii_alphanumeric(p[1]) ? read_named_reference(run, p, in_attribute) : p + 1;
}

// Named character reference and ambiguous ampersand states.
const char* Tokenizer::read_named_reference(TextRun& run, const char* p, bool in_attribute) {
  const NamedReference* found = longest_reference(p + 1, end_);
  if (found == nullptr) {
    const char* name_end = p + 1;
    while (name_end != end_ && is_ascii_alphanumeric(*name_end)) ++name_end;
    if (name_end != end_ && *name_end == ';') error(ParseErrorKind::unknown_named_character_reference, name_end);
    return name_end;
  }
  const char* after = p + 1 + found->name_length;
  if (after[-1] != ';') {
    // For historical reasons «&copy=1» in an attribute is no reference.
    if (in_attribute && after != end_ && (*after == '=' || is_ascii_alphanumeric(*after))) return after;
    error(ParseErrorKind::missing_semicolon_after_character_reference, after);
  }
  run.replace(p, after, {found->text, found->text_length});
  return after;
}

// Numeric character reference and the states that follow it.
const char* Tokenizer::read_numeric_reference(TextRun& run, const char* p) {
  const char* digits = p + 2;
  const bool hex = digits != end_ && (*digits == 'x' || *digits == 'X');
  if (hex) ++digits;
  uint32_t code = 0;
  const char* at = digits;
  for (; at != end_; ++at) {
    uint32_t digit = 0;
    if (is_ascii_digit(*at)) {
      digit = static_cast<uint32_t>(*at - '0');
    } else if (hex && is_ascii_alpha(*at) && ascii_lower(*at) <= 'f') {
      digit = static_cast<uint32_t>(ascii_lower(*at) - 'a' + 10);
    } else {
      break;
    }
    if (code <= 0x10FFFF) code = code * (hex ? 16 : 10) + digit;
  }
  if (at == digits) {
    error(ParseErrorKind::absence_of_digits_in_numeric_character_reference, at);
    return at;
  }
  if (at != end_ && *at == ';') {
    ++at;
  } else {
    error(ParseErrorKind::missing_semicolon_after_character_reference, at);
  }
  std::string text;
  append_utf8(text, checked_code(code, at));
  run.replace(p, at, text);
  return at;
}

// Numeric character reference end state.
char32_t Tokenizer::checked_code(uint32_t code, const char* at) {
  if (code == 0) {
    error(ParseErrorKind::null_character_reference, at);
    return 0xFFFD;
  }
  if (code > 0x10FFFF) {
    error(ParseErrorKind::character_reference_outside_unicode_range, at);
    return 0xFFFD;
  }
  if (code >= 0xD800 && code <= 0xDFFF) {
    error(ParseErrorKind::surrogate_character_reference, at);
    return 0xFFFD;
  }
  if (is_noncharacter(code)) {
    error(ParseErrorKind::noncharacter_character_reference, at);
  } else if (code == 0x0D || (code < 0x20 && !is_space(static_cast<char>(code))) || (code >= 0x7F && code <= 0x9F)) {
    error(ParseErrorKind::control_character_reference, at);
    if (code >= 0x80 && kWindowsCodes[code - 0x80] != 0) return kWindowsCodes[code - 0x80];
  }
  return code;
}

}  // namespace lycosa::html
