// DOCTYPE: HTML standard, sections 13.2.5.53 to 13.2.5.68.

#include "base/text.h"
#include "html/tokenizer/tokenizer.h"

namespace lycosa::html {

// DOCTYPE state, after the keyword.
void Tokenizer::read_doctype(Token& token, const char* p) {
  token.kind = TokenKind::doctype;
  token.force_quirks = token.has_name = token.has_public_id = token.has_system_id = false;
  token.text = token.public_id = token.system_id = {};
  if (p != end_ && !is_space(*p) && *p != '>') error(ParseErrorKind::missing_whitespace_before_doctype_name, p);
  p = read_doctype_name(token, skip_space(p));
  at_ = p;
}

// The end of a doctype's tag or of the input.
const char* Tokenizer::doctype_end(Token& token, const char* p) {
  if (p != end_) return p + 1;
  error(ParseErrorKind::eof_in_doctype, p);
  token.force_quirks = true;
  return p;
}

// Before DOCTYPE name and DOCTYPE name states.
const char* Tokenizer::read_doctype_name(Token& token, const char* p) {
  if (p == end_ || *p == '>') {
    if (p != end_) error(ParseErrorKind::missing_doctype_name, p);
    token.force_quirks = true;
    return doctype_end(token, p);
  }
  TextRun run(builder_, p);
  for (; p != end_ && !is_space(*p) && *p != '>'; ++p) {
    const char lower = ascii_lower(*p);
    if (*p == '\0') {
      replace_nul(run, p);
    } else if (lower != *p) {
      run.replace(p, p + 1, {&lower, 1});
    }
  }
  token.text = run.finish(p);
  token.has_name = true;
  return read_after_doctype_name(token, skip_space(p));
}

// After DOCTYPE name state.
const char* Tokenizer::read_after_doctype_name(Token& token, const char* p) {
  if (p == end_ || *p == '>') return doctype_end(token, p);
  const std::string_view rest(p, static_cast<size_t>(end_ - p));
  if (starts_with_ignoring_case(rest, "public")) return read_doctype_public(token, p + 6);
  if (starts_with_ignoring_case(rest, "system")) {
    p += 6;
    if (p != end_ && (*p == '"' || *p == '\''))
      error(ParseErrorKind::missing_whitespace_after_doctype_system_keyword, p);
    p = skip_space(p);
    if (p != end_ && *p == '>') {
      error(ParseErrorKind::missing_doctype_system_identifier, p);
      token.force_quirks = true;
      return p + 1;
    }
    return read_doctype_system(token, p);
  }
  error(ParseErrorKind::invalid_character_sequence_after_doctype_name, p);
  token.force_quirks = true;
  return bogus_doctype(p);
}

// After DOCTYPE public keyword, before DOCTYPE public identifier and the states that follow it.
const char* Tokenizer::read_doctype_public(Token& token, const char* p) {
  if (p != end_ && (*p == '"' || *p == '\'')) error(ParseErrorKind::missing_whitespace_after_doctype_public_keyword, p);
  p = skip_space(p);
  if (p == end_) return doctype_end(token, p);
  if (*p == '>') {
    error(ParseErrorKind::missing_doctype_public_identifier, p);
    token.force_quirks = true;
    return p + 1;
  }
  if (*p != '"' && *p != '\'') {
    error(ParseErrorKind::missing_quote_before_doctype_public_identifier, p);
    token.force_quirks = true;
    return bogus_doctype(p);
  }
  token.has_public_id = true;
  const char* after =
      read_doctype_identifier(token, p, token.public_id, ParseErrorKind::abrupt_doctype_public_identifier);
  if (token.force_quirks) return after;
  if (after != end_ && (*after == '"' || *after == '\'')) {
    error(ParseErrorKind::missing_whitespace_between_doctype_public_and_system_identifiers, after);
  }
  p = skip_space(after);
  return p == end_ || *p == '>' ? doctype_end(token, p) : read_doctype_system(token, p);
}

// A system identifier where one must begin, and the states that follow it.
const char* Tokenizer::read_doctype_system(Token& token, const char* p) {
  if (p == end_) return doctype_end(token, p);
  if (*p != '"' && *p != '\'') {
    error(ParseErrorKind::missing_quote_before_doctype_system_identifier, p);
    token.force_quirks = true;
    return bogus_doctype(p);
  }
  token.has_system_id = true;
  p = read_doctype_identifier(token, p, token.system_id, ParseErrorKind::abrupt_doctype_system_identifier);
  if (token.force_quirks) return p;
  p = skip_space(p);
  if (p == end_ || *p == '>') return doctype_end(token, p);
  error(ParseErrorKind::unexpected_character_after_doctype_system_identifier, p);
  return bogus_doctype(p);
}

// A quoted identifier, from its quote on. When the doctype ends in it, it also ends with it, and forces quirks.
const char* Tokenizer::read_doctype_identifier(Token& token, const char* p, Slice& id, ParseErrorKind abrupt) {
  const char quote = *p++;
  TextRun run(builder_, p);
  while ((p = scan_.find(p, end_, quote, '>', '\0')) != end_ && *p == '\0') p = replace_nul(run, p);
  id = run.finish(p);
  if (p != end_ && *p == quote) return p + 1;
  if (p != end_) error(abrupt, p);
  token.force_quirks = true;
  return doctype_end(token, p);
}

// Bogus DOCTYPE state.
const char* Tokenizer::bogus_doctype(const char* p) {
  while ((p = scan_.find(p, end_, '>', '\0', '\0')) != end_ && *p == '\0') {
    error(ParseErrorKind::unexpected_null_character, p);
    ++p;
  }
  return p == end_ ? p : p + 1;
}

}  // namespace lycosa::html
