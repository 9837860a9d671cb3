#pragma once

#include <string_view>

#include "html/dom/document_builder.h"
#include "html/parse_error.h"
#include "html/tokenizer/scan.h"
#include "html/tokenizer/text_run.h"
#include "html/tokenizer/token.h"

namespace lycosa::html {

// The state a tokenizer is in between two tokens: one of the standard's states in which text is read.
enum class ContentModel : uint8_t { data, rcdata, rawtext, script_data, plaintext, cdata };

// The tokenizer of the HTML standard, section 13.2.5, over a whole input with normalised newlines.
//
// Pulled: next() reads one token. Because the input is whole, a state of the standard that only waits for the next
// character is a position in a function here; a function covers a family of states and says which. Text is scanned many
// bytes at a time and stays where it is in the source unless something in it has to be decoded.
class Tokenizer {
 public:
  // Reads what `builder` has as source and stores decoded text and attributes there.
  Tokenizer(DocumentBuilder& builder, SimdLevel level, uint16_t max_attributes);

  // Reads the next token; at the end of the input end_of_file, for ever. `in_foreign_content`: the adjusted current
  // node is not in the HTML namespace, so that CDATA sections are allowed.
  void next(Token& token, bool in_foreign_content);

  // What the tree construction stage asks for.
  void switch_to(ContentModel model) { model_ = model; }
  // The start tag that an «appropriate end tag» must match; start tags that are read set it themselves.
  void set_last_start_tag(std::string_view name) { last_start_tag_ = builder_.store(name); }
  // The position in the source, for errors that are found between tokens.
  uint32_t position() const { return offset(at_); }

 private:
  // Data state family: data_states.cc. Each reads at at_; false when there was no token.
  bool read_data(Token& token);
  bool read_rcdata(Token& token);
  bool read_rawtext(Token& token);
  bool read_script_data(Token& token);
  bool read_plaintext(Token& token);
  bool read_cdata(Token& token);
  bool emit_text(Token& token, TextRun& run, const char* end);
  // Whether «</» at `lt` begins an appropriate end tag.
  bool is_appropriate_end_tag(const char* lt) const;
  const char* replace_nul(TextRun& run, const char* nul);

  // Script data family: script_states.cc.
  const char* read_escaped_script(TextRun& run, const char* p);
  bool is_script_name(const char* p) const;

  // Tags: tag_states.cc.
  enum class Markup { none, token, nothing };
  Markup read_markup(Token& token);
  Markup read_end_markup(Token& token);
  void read_tag(Token& token, TokenKind kind, const char* name);
  const char* read_tag_name(Token& token, const char* p);
  const char* read_long_tag_name(Token& token, const char* p);
  const char* read_attributes(Token& token, const char* p);
  const char* read_attribute_name(const char* p, Slice& name);
  const char* read_odd_attribute_name(const char* p, Slice& name);
  const char* read_attribute_value(const char* p, Slice& value);
  template <char kQuote>
  const char* read_quoted_value(const char* p, Slice& value);
  const char* read_unquoted_value(const char* p, Slice& value);
  void add_attribute(Token& token, uint64_t& seen, const Attribute& attribute, char first, const char* at);
  bool is_duplicate(const Token& token, Slice name) const;
  const char* skip_space(const char* p) const {
    while (p != end_ && is_space(*p)) ++p;
    return p;
  }

  // Comments and declarations: comment_states.cc, doctype_states.cc.
  bool read_markup_declaration(Token& token, const char* lt);
  void read_comment(Token& token, const char* p);
  void read_bogus_comment(Token& token, const char* p);
  void read_doctype(Token& token, const char* p);
  const char* read_doctype_name(Token& token, const char* p);
  const char* read_after_doctype_name(Token& token, const char* p);
  const char* read_doctype_public(Token& token, const char* p);
  const char* read_doctype_system(Token& token, const char* p);
  const char* read_doctype_identifier(Token& token, const char* p, Slice& id, ParseErrorKind abrupt);
  const char* doctype_end(Token& token, const char* p);
  const char* bogus_doctype(const char* p);

  // Character references: character_reference.cc. Reads what begins with the ampersand at `p`; the text it stands for
  // goes into `run`. Returns where to go on.
  const char* read_reference(TextRun& run, const char* p, bool in_attribute);
  const char* read_named_reference(TextRun& run, const char* p, bool in_attribute);
  const char* read_numeric_reference(TextRun& run, const char* p);
  char32_t checked_code(uint32_t code, const char* at);

  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f'; }
  uint32_t offset(const char* p) const { return static_cast<uint32_t>(p - begin_); }
  Slice slice(const char* from, const char* to) const { return {offset(from), static_cast<uint32_t>(to - from)}; }
  void error(ParseErrorKind kind, const char* at) { builder_.data().errors.add(kind, offset(at)); }

  DocumentBuilder& builder_;
  Scanner scan_;
  const char* begin_;
  const char* end_;
  const char* at_;
  ContentModel model_ = ContentModel::data;
  bool in_foreign_content_ = false;
  uint16_t max_attributes_;
  Slice last_start_tag_;
};

}  // namespace lycosa::html
