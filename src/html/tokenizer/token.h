#pragma once

#include <cstdint>

#include "html/dom/document_data.h"
#include "html/tag.h"

namespace lycosa::html {

enum class TokenKind : uint8_t { characters, start_tag, end_tag, comment, doctype, end_of_file };

// One token (HTML standard, section 13.2.5). All slices belong to the Document that is being built, and so do the
// attributes, which stand at the end of its array until an element takes them.
struct Token {
  TokenKind kind = TokenKind::end_of_file;
  bool self_closing = false;
  bool has_nul = false;       // of characters: some are U+0000
  bool force_quirks = false;  // of a doctype
  bool has_name = false;      // of a doctype: name and identifiers can be missing
  bool has_public_id = false;
  bool has_system_id = false;
  Tag tag = Tag::unknown;
  uint16_t attribute_count = 0;
  uint32_t attributes = 0;  // index of the first
  uint32_t offset = 0;      // of the token's first byte in the source
  Slice text;               // characters, a comment's data, a tag's or doctype's name in lower case
  Slice public_id;
  Slice system_id;
};

}  // namespace lycosa::html
