// Markup declarations and comments: HTML standard, sections 13.2.5.41 to 13.2.5.52.

#include "base/text.h"
#include "html/tokenizer/tokenizer.h"

namespace lycosa::html {

// Markup declaration open state. False when it is a CDATA section, which is text.
bool Tokenizer::read_markup_declaration(Token& token, const char* lt) {
  const std::string_view rest(lt + 2, static_cast<size_t>(end_ - lt) - 2);
  if (rest.starts_with("--")) {
    read_comment(token, lt + 4);
    return true;
  }
  if (starts_with_ignoring_case(rest, "doctype")) {
    read_doctype(token, lt + 9);
    return true;
  }
  if (rest.starts_with("[CDATA[")) {
    if (in_foreign_content_) {
      at_ = lt + 9;
      model_ = ContentModel::cdata;
      return false;
    }
    error(ParseErrorKind::cdata_in_html_content, lt + 2);
  } else {
    error(ParseErrorKind::incorrectly_opened_comment, lt + 2);
  }
  read_bogus_comment(token, lt + 2);
  return true;
}

// Comment start state and all that follow it. A comment ends at «-->» or «--!>», and at «>» or «->» when it is empty.
void Tokenizer::read_comment(Token& token, const char* p) {
  token.kind = TokenKind::comment;
  TextRun run(builder_, p);
  const std::string_view rest(p, static_cast<size_t>(end_ - p));
  if (rest.starts_with(">") || rest.starts_with("->")) {
    const char* end = p + (rest.front() == '>' ? 0 : 1);
    error(ParseErrorKind::abrupt_closing_of_empty_comment, end);
    token.text = run.finish(p);
    at_ = end + 1;
    return;
  }
  while ((p = scan_.find(p, end_, '-', '<', '\0')) != end_) {
    const std::string_view here(p, static_cast<size_t>(end_ - p));
    if (*p == '\0') {
      p = replace_nul(run, p);
    } else if (*p == '<') {
      if (here.starts_with("<!--") && here.size() > 4 && here[4] != '>') error(ParseErrorKind::nested_comment, p + 4);
      ++p;
    } else if (here.starts_with("-->") || here.starts_with("--!>")) {
      if (p[2] == '!') error(ParseErrorKind::incorrectly_closed_comment, p + 3);
      token.text = run.finish(p);
      at_ = p + (p[2] == '!' ? 4 : 3);
      return;
    } else {
      ++p;
    }
  }
  // What may have begun the end of the comment is not part of it.
  error(ParseErrorKind::eof_in_comment, end_);
  size_t dashes = 0;
  for (std::string_view mark : {"--!", "--", "-"}) {
    if (dashes == 0 && rest.ends_with(mark)) dashes = mark.size();
  }
  token.text = run.finish(end_ - dashes);
  at_ = end_;
}

// Bogus comment state.
void Tokenizer::read_bogus_comment(Token& token, const char* p) {
  token.kind = TokenKind::comment;
  TextRun run(builder_, p);
  while ((p = scan_.find(p, end_, '>', '\0', '\0')) != end_ && *p == '\0') p = replace_nul(run, p);
  token.text = run.finish(p);
  at_ = p == end_ ? p : p + 1;
}

}  // namespace lycosa::html
