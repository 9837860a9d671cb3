// Reads the text of a selector: Selectors level 4, section 18, of which this is a part.

#include <string>

#include "base/text.h"
#include "html/selector/program.h"

namespace lycosa::html {
namespace {

constexpr size_t kMaxCompounds = 64;
constexpr int kMaxNesting = 8;

class Compiler {
 public:
  explicit Compiler(std::string_view text) : text_(text) {}

  // The list; false when the text is not one, and then message() says why.
  template <class Program>
  bool compile(Program& program) {
    do {
      if (!read_selector(program)) return false;
    } while (take(','));
    return at_ == text_.size() || fail("unexpected character");
  }

  std::string message() const {
    return "selector \"" + visible(text_) + "\": " + error_ + " at byte " + std::to_string(at_) +
           "; the subset is type, #id, .class, [attribute], :not(), the four combinators and lists";
  }

 private:
  template <class Program>
  bool read_selector(Program& program) {
    skip_space();
    uint64_t* combinator = &program.firsts;
    for (;;) {
      if (program.compounds.size() == kMaxCompounds) return fail("more than 64 compound selectors");
      const uint64_t bit = uint64_t{1} << program.compounds.size();
      *combinator |= bit;
      if (!read_compound(program.compounds.emplace_back(), 0)) return false;
      const bool spaced = skip_space();
      if (at_ == text_.size() || text_[at_] == ',') {
        program.lasts |= bit;
        return true;
      }
      if (take('>')) {
        combinator = &program.after_parent;
      } else if (take('+')) {
        combinator = &program.after_previous;
      } else if (take('~')) {
        combinator = &program.after_sibling;
      } else if (spaced) {
        combinator = &program.after_ancestor;
      } else {
        return fail("unexpected character");
      }
      skip_space();
    }
  }

  bool read_compound(CompoundSelector& compound, int nesting) {
    const size_t begin = at_;
    if (!take('*') && is_name_start()) {
      if (!read_name(compound.tag_name)) return false;
      compound.tag = tag_from_name(ascii_lower(compound.tag_name));
    }
    while (at_ < text_.size()) {
      if (take('#')) {
        if (!read_value_test(compound, "id", AttributeTest::Kind::equals)) return false;
      } else if (take('.')) {
        if (!read_value_test(compound, "class", AttributeTest::Kind::word)) return false;
      } else if (take('[')) {
        if (!read_attribute(compound)) return false;
      } else if (text_[at_] == ':') {
        if (!read_not(compound, nesting)) return false;
      } else {
        break;
      }
    }
    return at_ > begin || fail("a selector is missing");
  }

  bool read_value_test(CompoundSelector& compound, const char* name, AttributeTest::Kind kind) {
    AttributeTest& test = compound.tests.emplace_back();
    test.name = name;
    test.kind = kind;
    return read_name(test.value);
  }

  bool read_attribute(CompoundSelector& compound) {
    AttributeTest& test = compound.tests.emplace_back();
    skip_space();
    if (!read_name(test.name)) return false;
    test.name = ascii_lower(test.name);
    skip_space();
    if (take(']')) return true;
    if (!read_operator(test.kind)) return fail("an operator is missing");
    skip_space();
    if (!read_attribute_value(test.value)) return false;
    skip_space();
    if (at_ < text_.size() && (text_[at_] == 'i' || text_[at_] == 'I')) {
      test.ignore_case = true;
      ++at_;
      skip_space();
    }
    return take(']') || fail("\"]\" is missing");
  }

  bool read_operator(AttributeTest::Kind& kind) {
    constexpr std::string_view kMarks = "=~|^$*";
    const size_t mark = at_ < text_.size() ? kMarks.find(text_[at_]) : std::string_view::npos;
    if (mark == std::string_view::npos) return false;
    ++at_;
    kind = static_cast<AttributeTest::Kind>(mark + 1);
    return mark == 0 || take('=');
  }

  bool read_attribute_value(std::string& value) {
    if (at_ == text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) return read_name(value);
    const char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\') {
        if (!read_escape(value)) return false;
      } else {
        value += text_[at_++];
      }
    }
    return take(quote) || fail("the string has no end");
  }

  // :not() of a list of compound selectors.
  bool read_not(CompoundSelector& compound, int nesting) {
    if (!starts_with_ignoring_case(text_.substr(at_), ":not(")) return fail("unknown pseudo-class");
    if (nesting == kMaxNesting) return fail(":not() is nested too deeply");
    at_ += 5;
    do {
      skip_space();
      CompoundSelector excluded;
      if (!read_compound(excluded, nesting + 1)) return false;
      compound.excluded.push_back(std::move(excluded));
      skip_space();
    } while (take(','));
    return take(')') || fail("\")\" is missing");
  }

  static bool is_name_byte(char c) {
    return is_ascii_alphanumeric(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  }
  bool is_name_start() const { return at_ < text_.size() && (is_name_byte(text_[at_]) || text_[at_] == '\\'); }

  bool read_name(std::string& name) {
    while (is_name_start()) {
      if (text_[at_] != '\\') {
        name += text_[at_++];
      } else if (!read_escape(name)) {
        return false;
      }
    }
    return !name.empty() || fail("a name is missing");
  }

  // «Consume an escaped code point» (CSS Syntax level 3, section 4.3.7).
  bool read_escape(std::string& out) {
    if (++at_ == text_.size()) return fail("the escape has no end");
    char32_t code = 0;
    int digits = 0;
    for (; at_ < text_.size() && digits < 6; ++at_, ++digits) {
      const char c = ascii_lower(text_[at_]);
      if (is_ascii_digit(c)) {
        code = code * 16 + static_cast<char32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        code = code * 16 + static_cast<char32_t>(c - 'a' + 10);
      } else {
        break;
      }
    }
    if (digits == 0) {
      out += text_[at_++];
      return true;
    }
    append_utf8(out, code == 0 ? 0xFFFD : code);
    if (at_ < text_.size() && is_ascii_whitespace(text_[at_])) ++at_;
    return true;
  }

  bool skip_space() {
    const size_t begin = at_;
    while (at_ < text_.size() && is_ascii_whitespace(text_[at_])) ++at_;
    return at_ > begin;
  }
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool fail(const char* why) {
    if (error_.empty()) error_ = why;
    return false;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::string error_;
};

}  // namespace

Result<Selector> Selector::compile(std::string_view text) {
  auto program = std::make_shared<Program>();
  Compiler compiler(text);
  if (!compiler.compile(*program)) return fail(ErrorKind::invalid, compiler.message());
  return Selector(std::move(program));
}

}  // namespace lycosa::html
