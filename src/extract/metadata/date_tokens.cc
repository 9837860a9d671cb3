#include "extract/metadata/date_tokens.h"

#include <unicode/uchar.h>

#include <string>

#include "base/text.h"
#include "extract/metadata/dates.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {
namespace {

constexpr size_t kMaxMonthName = 40;

bool is_name_character(Character c) {
  if (c.code < 0x80) return is_ascii_alpha(static_cast<char>(c.code));
  return !is_unicode_space(c.code) && !is_punctuation(c.code);
}

DateToken read_number(std::string_view text, size_t at) {
  DateToken token{DateToken::Kind::number};
  token.begin = static_cast<uint32_t>(at);
  while (at < text.size() && is_ascii_digit(text[at])) {
    if (token.digits < 15) {
      token.number = token.number * 10 + static_cast<uint64_t>(text[at] - '0');
      ++token.digits;
    }
    ++at;
  }
  token.end = static_cast<uint32_t>(at);
  return token;
}

DateToken read_word(std::string_view text, size_t at) {
  DateToken token{DateToken::Kind::word};
  token.begin = static_cast<uint32_t>(at);
  while (at < text.size()) {
    if (is_ascii_alpha(text[at])) {
      ++at;
      continue;
    }
    const Character c = character_at(text, at);
    if (!is_name_character(c)) break;
    at += c.size;
  }
  token.end = static_cast<uint32_t>(at);
  return token;
}

int month_named(std::string_view word) {
  std::string lower;
  for (size_t at = 0; at < word.size() && lower.size() < kMaxMonthName;) {
    if (is_ascii_alpha(word[at])) {
      lower += ascii_lower(word[at++]);
      continue;
    }
    const Character c = character_at(word, at);
    append_utf8(lower, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c.code))));
    at += c.size;
  }
  return month_of(lower);
}

// The token that begins there. White space is one, however much of it there is.
DateToken read_token(std::string_view text, size_t at) {
  if (is_ascii_digit(text[at])) return read_number(text, at);
  Character c = character_at(text, at);
  if (is_name_character(c)) return read_word(text, at);
  DateToken token;
  token.begin = static_cast<uint32_t>(at);
  token.end = token.begin + c.size;
  if (is_unicode_space(c.code)) {
    while (token.end < text.size() && is_unicode_space((c = character_at(text, token.end)).code)) token.end += c.size;
    return token;
  }
  token.kind = DateToken::Kind::sign;
  token.sign = c.size == 1 ? text[at] : '\0';
  if (c.code == 0x2013 || c.code == 0x2010 || c.code == 0x2011) token.sign = '-';
  return token;
}

}  // namespace

bool DateTokens::has(size_t i) {
  while (tokens_.size() <= i && end_ < text_.size()) {
    tokens_.push_back(read_token(text_, end_));
    end_ = tokens_.back().end;
  }
  return i < tokens_.size();
}

int DateTokens::month(size_t i) {
  if (!has(i) || tokens_[i].kind != DateToken::Kind::word) return 0;
  DateToken& token = tokens_[i];
  if (token.month == DateToken::kUnread) {
    token.month = static_cast<uint8_t>(month_named(text_.substr(token.begin, token.end - token.begin)));
  }
  return token.month;
}

}  // namespace lycosa::inline extract
