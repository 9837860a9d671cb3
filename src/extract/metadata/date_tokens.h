#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lycosa::inline extract {

// A number, a word, white space or any other character of a text that may hold a date.
struct DateToken {
  static constexpr uint8_t kUnread = 255;
  enum class Kind : uint8_t { number, word, sign, space };
  Kind kind = Kind::space;
  char sign = 0;
  uint8_t month = kUnread;  // of a word that names one
  uint8_t digits = 0;       // of a number; 15 for more
  uint64_t number = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
};

// A text's tokens, read as far as they are asked for: most texts with a date begin with it.
class DateTokens {
 public:
  explicit DateTokens(std::string_view text) : text_(text) { tokens_.reserve(32); }
  // Whether there is a token i.
  bool has(size_t i);
  // Only where there is one.
  const DateToken& operator[](size_t i) const { return tokens_[i]; }
  // The month that token i names, or 0.
  int month(size_t i);

 private:
  std::string_view text_;
  size_t end_ = 0;
  std::vector<DateToken> tokens_;
};

}  // namespace lycosa::inline extract
