// The states in which text is read: HTML standard, sections 13.2.5.1 to 13.2.5.5, 13.2.5.9 to 13.2.5.14 and 13.2.5.69
// to 13.2.5.71. Script data has a file of its own.

#include "base/text.h"
#include "html/tokenizer/tokenizer.h"

namespace lycosa::html {

namespace {
constexpr std::string_view kReplacement = "\xef\xbf\xbd";
}

Tokenizer::Tokenizer(DocumentBuilder& builder, SimdLevel level, uint16_t max_attributes)
    : builder_(builder),
      scan_(level),
      begin_(builder.source().data()),
      end_(begin_ + builder.source().size()),
      at_(begin_),
      max_attributes_(max_attributes) {}

void Tokenizer::next(Token& token, bool in_foreign_content) {
  in_foreign_content_ = in_foreign_content;
  bool read = false;
  while (!read && at_ != end_) {
    if (model_ == ContentModel::data) [[likely]] {
      read = read_data(token);
      continue;
    }
    switch (model_) {
      case ContentModel::data:
        break;
      case ContentModel::rcdata:
        read = read_rcdata(token);
        break;
      case ContentModel::rawtext:
        read = read_rawtext(token);
        break;
      case ContentModel::script_data:
        read = read_script_data(token);
        break;
      case ContentModel::plaintext:
        read = read_plaintext(token);
        break;
      case ContentModel::cdata:
        read = read_cdata(token);
        break;
    }
  }
  if (read) return;
  if (model_ == ContentModel::cdata) {
    error(ParseErrorKind::eof_in_cdata, end_);
    model_ = ContentModel::data;
  }
  token.kind = TokenKind::end_of_file;
  token.offset = offset(end_);
}

// Ends a run of text; false, and no token, when it is empty.
bool Tokenizer::emit_text(Token& token, TextRun& run, const char* end) {
  token.kind = TokenKind::characters;
  token.offset = offset(at_);
  token.text = run.finish(end);
  at_ = end;
  return token.text.length != 0;
}

// A NUL where it becomes U+FFFD; returns what follows it.
const char* Tokenizer::replace_nul(TextRun& run, const char* nul) {
  error(ParseErrorKind::unexpected_null_character, nul);
  run.replace(nul, nul + 1, kReplacement);
  return nul + 1;
}

// Data state. A run of text ends at every «<»; one that opens no markup begins the next run. A NUL stays: the tree
// construction stage knows what to do with it.
bool Tokenizer::read_data(Token& token) {
  if (*at_ == '<') {
    const Markup markup = read_markup(token);
    if (markup != Markup::none) return markup == Markup::token;
  }
  TextRun run(builder_, at_);
  token.has_nul = false;
  const char* p = at_ + (*at_ == '<' ? 1 : 0);
  for (;;) {
    p = scan_.find(p, end_, '<', '&', '\0');
    if (p == end_ || *p == '<') return emit_text(token, run, p);
    if (*p == '&') {
      p = read_reference(run, p, false);
    } else {
      error(ParseErrorKind::unexpected_null_character, p);
      token.has_nul = true;
      ++p;
    }
  }
}

bool Tokenizer::is_appropriate_end_tag(const char* lt) const {
  const std::string_view name = builder_.view(last_start_tag_);
  if (name.empty() || static_cast<size_t>(end_ - lt) < name.size() + 3 || lt[1] != '/') return false;
  if (!equals_ignoring_case({lt + 2, name.size()}, name)) return false;
  const char after = lt[2 + name.size()];
  return is_space(after) || after == '/' || after == '>';
}

bool Tokenizer::read_rcdata(Token& token) {
  TextRun run(builder_, at_);
  token.has_nul = false;
  const char* p = at_;
  for (;;) {
    p = scan_.find(p, end_, '<', '&', '\0');
    if (p == end_) break;
    if (*p == '<') {
      if (is_appropriate_end_tag(p)) break;
      ++p;
    } else {
      p = *p == '&' ? read_reference(run, p, false) : replace_nul(run, p);
    }
  }
  if (p == at_) {
    read_tag(token, TokenKind::end_tag, p + 2);
    return token.kind == TokenKind::end_tag;
  }
  return emit_text(token, run, p);
}

bool Tokenizer::read_rawtext(Token& token) {
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

bool Tokenizer::read_plaintext(Token& token) {
  TextRun run(builder_, at_);
  token.has_nul = false;
  const char* p = at_;
  while ((p = scan_.find(p, end_, '\0', '\0', '\0')) != end_) p = replace_nul(run, p);
  return emit_text(token, run, p);
}

// CDATA section state: its NULs are the tree construction stage's, too.
bool Tokenizer::read_cdata(Token& token) {
  TextRun run(builder_, at_);
  token.has_nul = false;
  for (const char* p = at_; (p = scan_.find(p, end_, ']', '\0', '\0')) != end_; ++p) {
    if (*p == '\0') {
      token.has_nul = true;
    } else if (end_ - p >= 3 && p[1] == ']' && p[2] == '>') {
      const bool has_text = emit_text(token, run, p);
      at_ = p + 3;
      model_ = ContentModel::data;
      return has_text;
    }
  }
  return emit_text(token, run, end_);
}

}  // namespace lycosa::html
