// Tags and their attributes: HTML standard, sections 13.2.5.6 to 13.2.5.8 and 13.2.5.32 to 13.2.5.40.

#include "base/text.h"
#include "html/tag_hash.h"
#include "html/tokenizer/tokenizer.h"

namespace lycosa::html {

// Tag name state; returns what ends the name.
inline const char* Tokenizer::read_tag_name(Token& token, const char* p) {
  const NameRun run = scan_.tag_name(p, end_);
  if (run.plain && end_ - p >= 16 && run.length < NameRun::kMaxRun) [[likely]] {
    const char c = p[run.length];
    if (c == '>' || c == '/' || is_space(c)) [[likely]] {
      token.tag = tag_from_key(tag_key_padded(p, run.length));
      token.text = slice(p, p + run.length);
      return p + run.length;
    }
  }
  return read_long_tag_name(token, p);
}

// Attribute name state; returns what ends the name.
inline const char* Tokenizer::read_attribute_name(const char* p, Slice& name) {
  const NameRun run = scan_.attribute_name(p, end_);
  const char* after = p + run.length;
  if (run.plain && run.length > 0 && run.length < NameRun::kMaxRun && after != end_) [[likely]] {
    const char c = *after;
    if (c == '=' || c == '>' || c == '/' || is_space(c)) [[likely]] {
      name = slice(p, after);
      return after;
    }
  }
  return read_odd_attribute_name(p, name);
}

// Attribute value (quoted) and after attribute value (quoted) states.
template <char kQuote>
inline const char* Tokenizer::read_quoted_value(const char* p, Slice& value) {
  TextRun run(builder_, p);
  while ((p = scan_.find(p, end_, kQuote, '&', '\0')) != end_ && *p != kQuote) {
    p = *p == '&' ? read_reference(run, p, true) : replace_nul(run, p);
  }
  if (p == end_) return nullptr;
  value = run.finish(p);
  ++p;
  if (p != end_ && !is_space(*p) && *p != '/' && *p != '>') {
    error(ParseErrorKind::missing_whitespace_between_attributes, p);
  }
  return p;
}

// Before attribute value state and those that follow it; null when the input ends in the value.
inline const char* Tokenizer::read_attribute_value(const char* p, Slice& value) {
  p = skip_space(p);
  if (p == end_) return nullptr;
  if (*p == '"') [[likely]]
    return read_quoted_value<'"'>(p + 1, value);
  if (*p == '\'') return read_quoted_value<'\''>(p + 1, value);
  if (*p == '>') {
    error(ParseErrorKind::missing_attribute_value, p);
    return p;
  }
  return read_unquoted_value(p, value);
}

// Leaving the attribute name state: of several attributes with one name, the first is kept. `seen` is a Bloom filter of
// the tag's names by first byte and length, so that most names need no comparison.
inline void Tokenizer::add_attribute(Token& token, uint64_t& seen, const Attribute& attribute, char first,
                                     const char* at) {
  if (token.attribute_count == max_attributes_) {
    builder_.data().flags.attributes_limited = true;
    return;
  }
  const uint64_t bit = uint64_t{1} << ((static_cast<unsigned char>(first) * 5 + attribute.name.length) & 63);
  if ((seen & bit) != 0 && is_duplicate(token, attribute.name)) {
    error(ParseErrorKind::duplicate_attribute, at);
    return;
  }
  seen |= bit;
  builder_.data().attributes.push(attribute);
  ++token.attribute_count;
}

// Tag open state, at a «<». Markup::none when it is text.
Tokenizer::Markup Tokenizer::read_markup(Token& token) {
  const char* lt = at_;
  if (lt + 1 == end_) {
    error(ParseErrorKind::eof_before_tag_name, lt + 1);
    return Markup::none;
  }
  const char c = lt[1];
  if (is_ascii_alpha(c)) [[likely]] {
    read_tag(token, TokenKind::start_tag, lt + 1);
    return token.kind == TokenKind::start_tag ? Markup::token : Markup::nothing;
  }
  if (c == '/') [[likely]]
    return read_end_markup(token);
  token.offset = offset(lt);
  if (c == '!') return read_markup_declaration(token, lt) ? Markup::token : Markup::nothing;
  if (c == '?') {
    error(ParseErrorKind::unexpected_question_mark_instead_of_tag_name, lt + 1);
    read_bogus_comment(token, lt + 1);
    return Markup::token;
  }
  error(ParseErrorKind::invalid_first_character_of_tag_name, lt + 1);
  return Markup::none;
}

// End tag open state.
Tokenizer::Markup Tokenizer::read_end_markup(Token& token) {
  const char* lt = at_;
  if (lt + 2 == end_) {
    error(ParseErrorKind::eof_before_tag_name, lt + 2);
    return Markup::none;
  }
  if (is_ascii_alpha(lt[2])) [[likely]] {
    read_tag(token, TokenKind::end_tag, lt + 2);
    return token.kind == TokenKind::end_tag ? Markup::token : Markup::nothing;
  }
  if (lt[2] == '>') {
    error(ParseErrorKind::missing_end_tag_name, lt + 2);
    at_ = lt + 3;
    return Markup::nothing;
  }
  token.offset = offset(lt);
  error(ParseErrorKind::invalid_first_character_of_tag_name, lt + 2);
  read_bogus_comment(token, lt + 2);
  return Markup::token;
}

// A tag from its name on. A tag that the input ends in is none: the token is then the end of the file.
void Tokenizer::read_tag(Token& token, TokenKind kind, const char* name) {
  auto& attributes = builder_.data().attributes;
  token.kind = kind;
  token.offset = offset(at_);
  token.self_closing = false;
  token.attribute_count = 0;
  token.attributes = static_cast<uint32_t>(attributes.size());
  const char* p = read_tag_name(token, name);
  if (p != end_ && *p == '>') {
    ++p;
  } else {
    p = read_attributes(token, p);
  }
  if (p == nullptr) {
    error(ParseErrorKind::eof_in_tag, end_);
    attributes.truncate(token.attributes);
    token.kind = TokenKind::end_of_file;
    at_ = end_;
    return;
  }
  at_ = p;
  if (kind == TokenKind::start_tag) {
    last_start_tag_ = token.text;
    return;
  }
  // Of an end tag nothing but the name counts.
  if (token.attribute_count > 0) error(ParseErrorKind::end_tag_with_attributes, p - 1);
  if (token.self_closing) error(ParseErrorKind::end_tag_with_trailing_solidus, p - 1);
  attributes.truncate(token.attributes);
  token.attribute_count = 0;
  model_ = ContentModel::data;
}

// The same for a name that is long, or at the end of the input, or has bytes that must be changed.
const char* Tokenizer::read_long_tag_name(Token& token, const char* p) {
  TextRun run(builder_, p);
  for (; p != end_ && !is_space(*p) && *p != '/' && *p != '>'; ++p) {
    const char lower = ascii_lower(*p);
    if (*p == '\0') {
      replace_nul(run, p);
    } else if (lower != *p) {
      run.replace(p, p + 1, {&lower, 1});
    }
  }
  token.text = run.finish(p);
  token.tag = tag_from_name(builder_.view(token.text));
  return p;
}

// Before attribute name, after attribute name, after attribute value and self-closing start tag states. Returns what
// follows the tag, or null when the input ends first.
const char* Tokenizer::read_attributes(Token& token, const char* p) {
  uint64_t seen = 0;
  for (;;) {
    p = skip_space(p);
    if (p == end_) return nullptr;
    if (*p == '>') return p + 1;
    if (*p == '/') {
      if (p + 1 == end_) return nullptr;
      if (p[1] == '>') {
        token.self_closing = true;
        return p + 2;
      }
      error(ParseErrorKind::unexpected_solidus_in_tag, p + 1);
      ++p;
      continue;
    }
    Attribute attribute;
    const char first = ascii_lower(*p);
    p = read_attribute_name(p, attribute.name);
    const char* name_end = p;
    if (p == end_ || *p != '=') p = skip_space(p);
    if (p == end_) return nullptr;
    if (*p == '=') {
      p = read_attribute_value(p + 1, attribute.value);
      if (p == nullptr) return nullptr;
    }
    add_attribute(token, seen, attribute, first, name_end);
  }
}

// The same for any name.
const char* Tokenizer::read_odd_attribute_name(const char* p, Slice& name) {
  TextRun run(builder_, p);
  if (*p == '=') {
    error(ParseErrorKind::unexpected_equals_sign_before_attribute_name, p);
    ++p;
  }
  for (; p != end_ && !is_space(*p) && *p != '/' && *p != '>' && *p != '='; ++p) {
    const char lower = ascii_lower(*p);
    if (*p == '\0') {
      replace_nul(run, p);
    } else if (lower != *p) {
      run.replace(p, p + 1, {&lower, 1});
    } else if (*p == '"' || *p == '\'' || *p == '<') {
      error(ParseErrorKind::unexpected_character_in_attribute_name, p);
    }
  }
  name = run.finish(p);
  return p;
}

// Attribute value (unquoted) state.
const char* Tokenizer::read_unquoted_value(const char* p, Slice& value) {
  TextRun run(builder_, p);
  while (p != end_ && !is_space(*p) && *p != '>') {
    if (*p == '&') {
      p = read_reference(run, p, true);
      continue;
    }
    if (*p == '\0') {
      replace_nul(run, p);
    } else if (*p == '"' || *p == '\'' || *p == '<' || *p == '=' || *p == '`') {
      error(ParseErrorKind::unexpected_character_in_unquoted_attribute_value, p);
    }
    ++p;
  }
  if (p == end_) return nullptr;
  value = run.finish(p);
  return p;
}

bool Tokenizer::is_duplicate(const Token& token, Slice name) const {
  const std::string_view wanted = builder_.view(name);
  const Attribute* all = builder_.data().attributes.data() + token.attributes;
  builder_.count_work(token.attribute_count);
  for (uint16_t i = 0; i < token.attribute_count; ++i) {
    if (all[i].name.length == name.length && builder_.view(all[i].name) == wanted) return true;
  }
  return false;
}

}  // namespace lycosa::html
