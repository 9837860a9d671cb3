// The script data states: HTML standard, sections 13.2.5.4 and 13.2.5.15 to 13.2.5.31.

#include "base/text.h"
#include "html/tokenizer/tokenizer.h"

namespace lycosa::html {

bool Tokenizer::read_script_data(Token& token) {
  TextRun run(builder_, at_);
  token.has_nul = false;
  const char* p = at_;
  for (;;) {
    p = scan_.find(p, end_, '<', '\0', '\0');
    if (p == end_) break;
    if (*p == '\0') {
      p = replace_nul(run, p);
    } else if (is_appropriate_end_tag(p)) {
      break;
    } else if (std::string_view(p, static_cast<size_t>(end_ - p)).starts_with("<!--")) {
      // The dashes of «<!--» are also those of a «-->».
      p = read_escaped_script(run, p + 2);
    } else {
      ++p;
    }
  }
  if (p == at_) {
    read_tag(token, TokenKind::end_tag, p + 2);
    return token.kind == TokenKind::end_tag;
  }
  return emit_text(token, run, p);
}

// Whether «script» is here, followed by what ends a tag's name.
bool Tokenizer::is_script_name(const char* p) const {
  if (end_ - p < 7 || !equals_ignoring_case({p, 6}, "script")) return false;
  return is_space(p[6]) || p[6] == '/' || p[6] == '>';
}

// Script data escaped and double escaped states, from a dash on. Returns the «<» of the appropriate end tag, or where
// script data go on as usual after «-->», or the end.
const char* Tokenizer::read_escaped_script(TextRun& run, const char* p) {
  bool doubled = false;
  while ((p = scan_.find(p, end_, '<', '-', '\0')) != end_) {
    if (*p == '\0') {
      p = replace_nul(run, p);
    } else if (*p == '-') {
      const char* dashes = p;
      while (p != end_ && *p == '-') ++p;
      if (p - dashes >= 2 && p != end_ && *p == '>') return p + 1;
    } else if (!doubled) {
      if (is_appropriate_end_tag(p)) return p;
      doubled = is_script_name(p + 1);
      ++p;
    } else {
      if (end_ - p > 2 && p[1] == '/' && is_script_name(p + 2)) doubled = false;
      ++p;
    }
  }
  error(ParseErrorKind::eof_in_script_html_comment_like_text, end_);
  return end_;
}

}  // namespace lycosa::html
