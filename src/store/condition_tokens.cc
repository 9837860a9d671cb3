#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "base/text.h"
#include "store/condition.h"

namespace lycosa::inline store {
namespace {

using Kind = ConditionToken::Kind;

constexpr size_t kMostBytes = 8192;
// Far below where SQLite's own limit on the depth of an expression (1000) would answer less clearly.
constexpr size_t kMostNesting = 100;

struct Refused {
  std::string_view what;
  std::string_view why;
};

constexpr Refused kRefusedWords[] = {
    {"select", "sub-queries are not allowed"},
    {"from", "sub-queries are not allowed"},
    {"with", "sub-queries are not allowed"},
    {"values", "sub-queries are not allowed"},
    {"exists", "sub-queries are not allowed"},
    {"union", "sub-queries are not allowed"},
    {"isnull", "write isNull(x) or x IS NULL"},
    {"notnull", "write isNotNull(x) or x IS NOT NULL"},
    {"glob", "only SQLite has it; write LIKE"},
    {"regexp", "only SQLite has it; write LIKE"},
    {"match", "it means different things in SQLite and ClickHouse; write LIKE"},
    {"ilike", "only ClickHouse has it; write lower(x) LIKE"},
    {"collate", "it means different things in SQLite and ClickHouse"},
    {"cast", "its types differ in SQLite and ClickHouse"},
    {"over", "window functions are not allowed"},
    {"escape", "only SQLite has it"},
};

// Longest first, so that the first that fits is the symbol.
constexpr std::string_view kSymbols[] = {"||", "<>", "<=", ">=", "!=", "==", "(", ")", ",",
                                         "=",  "<",  ">",  "+",  "-",  "*",  "%", "."};

bool starts_word(char c) {
  return is_ascii_alpha(c) || c == '_';
}
bool in_word(char c) {
  return is_ascii_alphanumeric(c) || c == '_';
}

Unexpected refuse(std::string_view what, std::string_view why) {
  return fail(ErrorKind::invalid, "the condition has " + visible(what) + ": " + std::string(why));
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  Result<std::vector<ConditionToken>> split() {
    if (text_.size() > kMostBytes) return fail(ErrorKind::invalid, "the condition has more than 8192 bytes");
    if (!is_valid_utf8(text_)) return fail(ErrorKind::invalid, "the condition is not valid UTF-8");
    while (true) {
      const bool space = skip_space();
      if (at_ == text_.size()) break;
      auto token = next();
      if (!token) return token.unexpected();
      token->space_before = space;
      if (auto counted = count_brackets(*token); !counted) return counted.unexpected();
      tokens_.push_back(std::move(*token));
    }
    if (tokens_.empty()) return fail(ErrorKind::invalid, "the condition is empty");
    if (open_ > 0) return refuse("(", "it is never closed");
    return std::move(tokens_);
  }

 private:
  bool skip_space() {
    const size_t start = at_;
    while (at_ < text_.size() && is_ascii_whitespace(text_[at_])) ++at_;
    return at_ > start;
  }

  Result<ConditionToken> next() {
    const char c = text_[at_];
    if (starts_word(c)) return word();
    if (is_ascii_digit(c)) return number();
    if (c == '\'') return quoted(c, Kind::text);
    if (c == '"' || c == '`') return quoted(c, Kind::quoted_word);
    return symbol();
  }

  Result<ConditionToken> word() {
    const std::string_view found = take_while(in_word);
    for (const Refused& refused : kRefusedWords) {
      // isNull(x) is rewritten, x ISNULL is SQLite's alone.
      const bool is_call = next_is('(') && (refused.what == "isnull");
      if (equals_ignoring_case(found, refused.what) && !is_call) return refuse(found, refused.why);
    }
    return ConditionToken{Kind::word, std::string(found), false};
  }

  // Digits with a fraction and an exponent; what differs between the engines (0x10, 1_000) ends up as a word and fails.
  Result<ConditionToken> number() {
    const size_t start = at_;
    take_while(is_ascii_digit);
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      take_while(is_ascii_digit);
    }
    if (at_ < text_.size() && ascii_lower(text_[at_]) == 'e') {
      size_t digits = at_ + 1;
      if (digits < text_.size() && (text_[digits] == '+' || text_[digits] == '-')) ++digits;
      if (digits < text_.size() && is_ascii_digit(text_[digits])) {
        at_ = digits;
        take_while(is_ascii_digit);
      }
    }
    const std::string_view found = text_.substr(start, at_ - start);
    if (at_ < text_.size() && in_word(text_[at_])) return refuse(found, "it is followed by a letter");
    return ConditionToken{Kind::number, std::string(found), false};
  }

  Result<ConditionToken> quoted(char quote, Kind kind) {
    if (at_ > 0 && in_word(text_[at_ - 1])) return refuse(text_.substr(at_, 1), "it stands straight after a word");
    const size_t start = at_++;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\\') return refuse("a backslash", "ClickHouse reads it as an escape and SQLite does not");
      if (c == '\0') return refuse("a NUL", "no text has one");
      if (c != quote) continue;
      if (at_ < text_.size() && text_[at_] == quote) {
        ++at_;  // doubled: the character itself
        continue;
      }
      return ConditionToken{kind, std::string(text_.substr(start, at_ - start)), false};
    }
    return refuse(std::string(1, quote), "it is never closed");
  }

  Result<ConditionToken> symbol() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("--") || rest.starts_with("/*")) return refuse(rest.substr(0, 2), "comments are not allowed");
    if (rest[0] == ';') return refuse(";", "it is one expression, not statements");
    if (rest[0] == '/') return refuse("/", "7/2 is 3 in SQLite and 3.5 in ClickHouse; multiply instead");
    for (std::string_view symbol : kSymbols) {
      if (!rest.starts_with(symbol)) continue;
      at_ += symbol.size();
      return ConditionToken{Kind::symbol, std::string(symbol), false};
    }
    if (static_cast<unsigned char>(rest[0]) >= 0x80) return refuse("a letter beyond ASCII", "only quotes may hold it");
    return refuse(rest.substr(0, 1), "no operator begins so");
  }

  Result<void> count_brackets(const ConditionToken& token) {
    if (token.kind != Kind::symbol) return {};
    if (token.text == "(" && ++open_ > kMostNesting) return refuse("(", "it is nested more than 100 deep");
    if (token.text == ")" && open_-- == 0) return refuse(")", "it was never opened");
    return {};
  }

  template <class Test>
  std::string_view take_while(Test test) {
    const size_t start = at_;
    while (at_ < text_.size() && test(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  bool next_is(char c) const {
    size_t i = at_;
    while (i < text_.size() && is_ascii_whitespace(text_[i])) ++i;
    return i < text_.size() && text_[i] == c;
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t open_ = 0;
  std::vector<ConditionToken> tokens_;
};

}  // namespace

Result<std::vector<ConditionToken>> condition_tokens(std::string_view condition) {
  return Splitter(condition).split();
}

}  // namespace lycosa::inline store
