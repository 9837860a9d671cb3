#pragma once

#include <cstdint>
#include <string_view>

namespace lycosa::html {

// LYCOSA_PARSE_ERRORS(X) calls X(enumerator, "name") for every kind of parse error. Those of the input stream and of
// the tokenizer have the names of the HTML standard, section 13.2.2; the tree construction stage has no names there, so
// the last group is ours.
// clang-format off
#define LYCOSA_PARSE_ERRORS(X) \
  X(abrupt_closing_of_empty_comment, "abrupt-closing-of-empty-comment") \
  X(abrupt_doctype_public_identifier, "abrupt-doctype-public-identifier") \
  X(abrupt_doctype_system_identifier, "abrupt-doctype-system-identifier") \
  X(absence_of_digits_in_numeric_character_reference, "absence-of-digits-in-numeric-character-reference") \
  X(cdata_in_html_content, "cdata-in-html-content") \
  X(character_reference_outside_unicode_range, "character-reference-outside-unicode-range") \
  X(control_character_in_input_stream, "control-character-in-input-stream") \
  X(control_character_reference, "control-character-reference") \
  X(duplicate_attribute, "duplicate-attribute") \
  X(end_tag_with_attributes, "end-tag-with-attributes") \
  X(end_tag_with_trailing_solidus, "end-tag-with-trailing-solidus") \
  X(eof_before_tag_name, "eof-before-tag-name") \
  X(eof_in_cdata, "eof-in-cdata") \
  X(eof_in_comment, "eof-in-comment") \
  X(eof_in_doctype, "eof-in-doctype") \
  X(eof_in_script_html_comment_like_text, "eof-in-script-html-comment-like-text") \
  X(eof_in_tag, "eof-in-tag") \
  X(incorrectly_closed_comment, "incorrectly-closed-comment") \
  X(incorrectly_opened_comment, "incorrectly-opened-comment") \
  X(invalid_character_sequence_after_doctype_name, "invalid-character-sequence-after-doctype-name") \
  X(invalid_first_character_of_tag_name, "invalid-first-character-of-tag-name") \
  X(missing_attribute_value, "missing-attribute-value") \
  X(missing_doctype_name, "missing-doctype-name") \
  X(missing_doctype_public_identifier, "missing-doctype-public-identifier") \
  X(missing_doctype_system_identifier, "missing-doctype-system-identifier") \
  X(missing_end_tag_name, "missing-end-tag-name") \
  X(missing_quote_before_doctype_public_identifier, "missing-quote-before-doctype-public-identifier") \
  X(missing_quote_before_doctype_system_identifier, "missing-quote-before-doctype-system-identifier") \
  X(missing_semicolon_after_character_reference, "missing-semicolon-after-character-reference") \
  X(missing_whitespace_after_doctype_public_keyword, "missing-whitespace-after-doctype-public-keyword") \
  X(missing_whitespace_after_doctype_system_keyword, "missing-whitespace-after-doctype-system-keyword") \
  X(missing_whitespace_before_doctype_name, "missing-whitespace-before-doctype-name") \
  X(missing_whitespace_between_attributes, "missing-whitespace-between-attributes") \
  X(missing_whitespace_between_doctype_public_and_system_identifiers, \
    "missing-whitespace-between-doctype-public-and-system-identifiers") \
  X(nested_comment, "nested-comment") \
  X(noncharacter_character_reference, "noncharacter-character-reference") \
  X(noncharacter_in_input_stream, "noncharacter-in-input-stream") \
  X(non_void_self_closing, "non-void-html-element-start-tag-with-trailing-solidus") \
  X(null_character_reference, "null-character-reference") \
  X(surrogate_character_reference, "surrogate-character-reference") \
  X(surrogate_in_input_stream, "surrogate-in-input-stream") \
  X(unexpected_character_after_doctype_system_identifier, "unexpected-character-after-doctype-system-identifier") \
  X(unexpected_character_in_attribute_name, "unexpected-character-in-attribute-name") \
  X(unexpected_character_in_unquoted_attribute_value, "unexpected-character-in-unquoted-attribute-value") \
  X(unexpected_equals_sign_before_attribute_name, "unexpected-equals-sign-before-attribute-name") \
  X(unexpected_null_character, "unexpected-null-character") \
  X(unexpected_question_mark_instead_of_tag_name, "unexpected-question-mark-instead-of-tag-name") \
  X(unexpected_solidus_in_tag, "unexpected-solidus-in-tag") \
  X(unknown_named_character_reference, "unknown-named-character-reference") \
  X(missing_doctype, "missing-doctype") \
  X(obsolete_doctype, "obsolete-doctype") \
  X(unexpected_doctype, "unexpected-doctype") \
  X(unexpected_start_tag, "unexpected-start-tag") \
  X(unexpected_end_tag, "unexpected-end-tag") \
  X(unexpected_text, "unexpected-text") \
  X(unclosed_element, "unclosed-element") \
  X(misnested_tag, "misnested-tag") \
  X(foster_parented, "foster-parented") \
  X(html_in_foreign_content, "html-in-foreign-content") \
  X(unexpected_end_of_file, "unexpected-end-of-file")
// clang-format on

enum class ParseErrorKind : uint8_t {
#define LYCOSA_PARSE_ERROR(enumerator, name) enumerator,
  LYCOSA_PARSE_ERRORS(LYCOSA_PARSE_ERROR)
#undef LYCOSA_PARSE_ERROR
};

#define LYCOSA_PARSE_ERROR(enumerator, name) +1
inline constexpr size_t kParseErrorKinds = 0 LYCOSA_PARSE_ERRORS(LYCOSA_PARSE_ERROR);
#undef LYCOSA_PARSE_ERROR

std::string_view parse_error_name(ParseErrorKind kind);

// One parse error: the byte in the document's source at which it was noticed.
struct ParseError {
  ParseErrorKind kind;
  uint32_t offset;
};

}  // namespace lycosa::html
