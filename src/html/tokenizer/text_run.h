#pragma once

#include <cstring>
#include <string_view>

#include "html/dom/document_builder.h"

namespace lycosa::html {

// A run of text while it is read: a piece of the source until something in it is replaced, from then on a copy at the
// end of the arena. While a run that replaced something is open, nothing else may be put into the arena.
class TextRun {
 public:
  TextRun(DocumentBuilder& builder, const char* begin) : builder_(builder), piece_(begin) {}

  // Puts `text` where the source has [from, to). Called from left to right.
  void replace(const char* from, const char* to, std::string_view text) {
    auto& arena = builder_.data().arena;
    if (!copied_) {
      copied_ = true;
      copy_begin_ = static_cast<uint32_t>(arena.size());
    }
    const auto kept = static_cast<size_t>(from - piece_);
    char* out = arena.extend(kept + text.size());
    copy(out, piece_, kept);
    copy(out + kept, text.data(), text.size());
    piece_ = to;
  }

  // The whole run, which ends before `end`.
  Slice finish(const char* end) {
    if (!copied_) {
      const char* begin = builder_.source().data();
      return {static_cast<uint32_t>(piece_ - begin), static_cast<uint32_t>(end - piece_)};
    }
    replace(end, end, {});
    return {copy_begin_ | Slice::kArena, static_cast<uint32_t>(builder_.data().arena.size()) - copy_begin_};
  }

 private:
  // Pieces are mostly shorter than a call of memcpy is worth.
  static void copy(char* to, const char* from, size_t length) {
    if (length > 16) {
      std::memcpy(to, from, length);
    } else if (length >= 8) {
      copy_ends<uint64_t>(to, from, length);
    } else if (length >= 4) {
      copy_ends<uint32_t>(to, from, length);
    } else {
      for (size_t i = 0; i < length; ++i) to[i] = from[i];
    }
  }
  // Two words that overlap in the middle.
  template <class Word>
  static void copy_ends(char* to, const char* from, size_t length) {
    Word first, last;
    std::memcpy(&first, from, sizeof first);
    std::memcpy(&last, from + length - sizeof last, sizeof last);
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + length - sizeof last, &last, sizeof last);
  }

  DocumentBuilder& builder_;
  const char* piece_;
  uint32_t copy_begin_ = 0;
  bool copied_ = false;
};

}  // namespace lycosa::html
