#pragma once

#include <cstdint>
#include <string_view>

#include "extract/main_content/block_map.h"
#include "html/document.h"

namespace lycosa::inline extract {

// Kinds of set phrases that the surroundings of content are full of, in the web's larger languages. One bit each.
inline constexpr int kPhraseKinds = 6;
using Phrases = uint32_t;
enum PhraseKind : Phrases {
  kPhraseRelated = 1,    // related articles, read more, also interesting
  kPhraseShare = 2,      // share, follow, tweet, print
  kPhraseSubscribe = 4,  // newsletter, sign up, log in
  kPhraseLegal = 8,      // copyright, all rights reserved, cookies, privacy
  kPhraseComment = 16,   // comments, reply, leave a comment
  kPhraseByline = 32,    // by, posted, published, updated, minutes to read, tags
};

// Those that begin at the beginning of a word in the first 80 bytes, white space collapsed.
Phrases phrases_in(std::string_view text);
// Of a block.
Phrases phrases_of(const html::Document& document, const BlockMap& map, uint32_t block);

}  // namespace lycosa::inline extract
