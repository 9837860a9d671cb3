#include "extract/main_content/phrase_hints.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/simd.h"
#include "base/text.h"

#if LYCOSA_SSE2
#include <emmintrin.h>
#endif

namespace lycosa::inline extract {
namespace {

struct Phrase {
  std::string_view text;
  Phrases kind;
};

// Lower case; matched at the beginning of a word of the block's first 80 bytes.
// clang-format off
constexpr auto kPhrases = std::to_array<Phrase>({
    {"related", kPhraseRelated},        {"read more", kPhraseRelated},      {"read also", kPhraseRelated},
    {"read next", kPhraseRelated},      {"see also", kPhraseRelated},       {"you may also", kPhraseRelated},
    {"you might", kPhraseRelated},      {"recommended", kPhraseRelated},    {"more from", kPhraseRelated},
    {"more in", kPhraseRelated},        {"more stories", kPhraseRelated},   {"more news", kPhraseRelated},
    {"latest", kPhraseRelated},         {"popular", kPhraseRelated},        {"trending", kPhraseRelated},
    {"most read", kPhraseRelated},      {"up next", kPhraseRelated},        {"lire aussi", kPhraseRelated},
    {"à lire", kPhraseRelated},         {"voir aussi", kPhraseRelated},     {"articles similaires", kPhraseRelated},
    {"lea también", kPhraseRelated},    {"leer más", kPhraseRelated},       {"también", kPhraseRelated},
    {"relacionad", kPhraseRelated},     {"mehr zum", kPhraseRelated},       {"mehr lesen", kPhraseRelated},
    {"weiterlesen", kPhraseRelated},    {"lesen sie", kPhraseRelated},      {"auch interessant", kPhraseRelated},
    {"das könnte", kPhraseRelated},     {"ähnliche", kPhraseRelated},       {"weitere", kPhraseRelated},
    {"leggi anche", kPhraseRelated},    {"leia também", kPhraseRelated},    {"lees ook", kPhraseRelated},
    {"czytaj", kPhraseRelated},         {"zobacz", kPhraseRelated},         {"читайте", kPhraseRelated},
    {"share", kPhraseShare},            {"tweet", kPhraseShare},            {"follow", kPhraseShare},
    {"facebook", kPhraseShare},         {"twitter", kPhraseShare},          {"whatsapp", kPhraseShare},
    {"print", kPhraseShare},            {"email this", kPhraseShare},       {"teilen", kPhraseShare},
    {"drucken", kPhraseShare},          {"partager", kPhraseShare},         {"imprimer", kPhraseShare},
    {"compartir", kPhraseShare},        {"condividi", kPhraseShare},        {"compartilh", kPhraseShare},
    {"udostępnij", kPhraseShare},       {"delen", kPhraseShare},            {"copy link", kPhraseShare},
    {"subscribe", kPhraseSubscribe},    {"newsletter", kPhraseSubscribe},   {"sign up", kPhraseSubscribe},
    {"sign in", kPhraseSubscribe},      {"log in", kPhraseSubscribe},       {"login", kPhraseSubscribe},
    {"register", kPhraseSubscribe},     {"join", kPhraseSubscribe},         {"anmelden", kPhraseSubscribe},
    {"abonn", kPhraseSubscribe},        {"inscri", kPhraseSubscribe},       {"suscr", kPhraseSubscribe},
    {"registr", kPhraseSubscribe},      {"enter your email", kPhraseSubscribe}, {"donate", kPhraseSubscribe},
    {"support us", kPhraseSubscribe},   {"copyright", kPhraseLegal},        {"©", kPhraseLegal},
    {"(c)", kPhraseLegal},              {"all rights", kPhraseLegal},       {"alle rechte", kPhraseLegal},
    {"tous droits", kPhraseLegal},      {"todos los derechos", kPhraseLegal}, {"cookie", kPhraseLegal},
    {"privacy", kPhraseLegal},          {"terms", kPhraseLegal},            {"datenschutz", kPhraseLegal},
    {"impressum", kPhraseLegal},        {"powered by", kPhraseLegal},       {"advertisement", kPhraseLegal},
    {"anzeige", kPhraseLegal},          {"publicité", kPhraseLegal},        {"publicidad", kPhraseLegal},
    {"sponsored", kPhraseLegal},        {"disclaimer", kPhraseLegal},       {"affiliate", kPhraseLegal},
    {"comment", kPhraseComment},        {"leave a", kPhraseComment},        {"reply", kPhraseComment},
    {"replies", kPhraseComment},        {"discussion", kPhraseComment},     {"kommentar", kPhraseComment},
    {"commentaire", kPhraseComment},    {"comentario", kPhraseComment},     {"your email address", kPhraseComment},
    {"post a comment", kPhraseComment}, {"antworten", kPhraseComment},      {"by ", kPhraseByline},
    {"posted", kPhraseByline},          {"published", kPhraseByline},       {"updated", kPhraseByline},
    {"min read", kPhraseByline},        {"minutes", kPhraseByline},         {"tags", kPhraseByline},
    {"tagged", kPhraseByline},          {"filed under", kPhraseByline},     {"categor", kPhraseByline},
    {"von ", kPhraseByline},            {"par ", kPhraseByline},            {"por ", kPhraseByline},
    {"veröffentlicht", kPhraseByline},  {"publié", kPhraseByline},          {"publicado", kPhraseByline},
    {"schlagw", kPhraseByline},         {"source", kPhraseByline},          {"photo", kPhraseByline},
    {"about the author", kPhraseByline},
});
// clang-format on

// A phrase as it is looked for: its first eight bytes at once.
struct Sought {
  std::string_view text;
  Phrases kind = 0;
  uint64_t start = 0;
  uint64_t mask = 0;  // of the bytes of `start` that count
};

constexpr uint64_t bytes_of(std::string_view text) {
  uint64_t bytes = 0;
  for (size_t i = 0; i < text.size(); ++i) bytes |= uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
  return bytes;
}

// Sorted, so that those of one first byte stand together.
// clang-format off
constexpr auto kSought = [] {
  std::array<Sought, kPhrases.size()> sought{};
  for (size_t i = 0; i < sought.size(); ++i) {
    const std::string_view text = kPhrases[i].text;
    sought[i] = {text, kPhrases[i].kind, bytes_of(text.substr(0, 8)), ~uint64_t{0} >> (8 * (8 - std::min<size_t>(text.size(), 8)))};
  }
  std::sort(sought.begin(), sought.end(), [](const Sought& a, const Sought& b) { return a.text < b.text; });
  return sought;
}();
constexpr auto kStarts = [] {
  std::array<uint16_t, 257> starts{};
  for (const Sought& phrase : kSought) ++starts[static_cast<unsigned char>(phrase.text[0]) + 1];
  for (size_t i = 1; i < starts.size(); ++i) starts[i] = static_cast<uint16_t>(starts[i] + starts[i - 1]);
  return starts;
}();

// A Bloom filter of the first three bytes of all phrases, with one hash function: it rules out almost all words without a
// comparison.
constexpr uint32_t start_bit(uint64_t start) { return (static_cast<uint32_t>(start & 0xffffff) * 0x9e3779b1u) >> 21; }
constexpr auto kThrees = [] {
  std::array<uint64_t, 32> threes{};
  for (const Sought& phrase : kSought) {
    // A phrase of two bytes goes with any third one.
    for (uint64_t third = 0; third < (phrase.text.size() > 2 ? 1 : 256); ++third) {
      const uint32_t bit = start_bit(phrase.start | third << 16);
      threes[bit / 64] |= uint64_t{1} << (bit % 64);
    }
  }
  return threes;
}();

constexpr size_t kLookAt = 80;
constexpr size_t kLongest = std::max_element(kPhrases.begin(), kPhrases.end(), [](const Phrase& a, const Phrase& b) {
                              return a.text.size() < b.text.size();
                            })->text.size();

// What of 64 characters is what, a bit each.
struct Marks {
  uint64_t space = 0;
  uint64_t word = 0;
  uint64_t foreign = 0;  // may be white space that is not ASCII's, which blocks count as such
};
// clang-format on

constexpr size_t kPart = 64;
static_assert(kLongest >= 8 && kLongest <= kPart);
constexpr uint64_t first_bits(size_t count) {
  return count == 0 ? 0 : ~uint64_t{0} >> (64 - count);
}

// Makes the first `size` characters of a part lower case and every white space in them a space.
Marks fold(char* text, size_t size);

// The beginning of a block in lower case, its white space collapsed, and where in it words begin.
class Beginning {
 public:
  // `bytes` is how many the block has without white space.
  explicit Beginning(size_t bytes) : rest_(bytes) {}

  // Whether more of the block would change nothing.
  bool complete() const { return full() || (rest_ == 0 && !foreign_); }

  void add(std::string_view text) {
    while (!text.empty() && !full()) {
      const std::string_view part = text.substr(0, std::min(kLookAt - size_ - space_, kPart));
      add_part(part);
      text.remove_prefix(part.size());
    }
  }

  Phrases phrases() const {
    Phrases found = 0;
    for (size_t part = 0; part < starts_.size(); ++part) {
      for (uint64_t rest = starts_[part]; rest != 0; rest &= rest - 1) {
        found |= phrases_at(64 * part + static_cast<size_t>(std::countr_zero(rest)));
      }
    }
    return found;
  }

 private:
  bool full() const { return size_ + space_ >= kLookAt; }

  void add_part(std::string_view part) {
    char lower[2 * kPart] = {};
    std::memcpy(lower, part.data(), part.size());
    const Marks marks = fold(lower, part.size());
    const uint64_t all = first_bits(part.size());
    const uint64_t blank = marks.space & all;
    foreign_ = foreign_ || (marks.foreign & all) != 0;
    rest_ -= std::min<size_t>(rest_, static_cast<size_t>(std::popcount(all & ~blank)));
    const uint64_t starts = ~((marks.word << 1) | uint64_t{after_word_}) & ~blank & all;
    after_word_ = (marks.word & (uint64_t{1} << (part.size() - 1))) != 0;
    // Of white space only the first is kept.
    uint64_t kept = all & ~(blank & ((blank << 1) | uint64_t{space_ || size_ == 0}));
    while (kept != 0) {
      const auto begin = static_cast<size_t>(std::countr_zero(kept));
      const auto size = static_cast<size_t>(std::countr_one(kept >> begin));
      add_run(lower + begin, size, starts >> begin & first_bits(size));
      kept &= ~(first_bits(size) << begin);
    }
  }

  // White space at its end is kept in mind until something follows. More than the run is copied, for that is quicker.
  void add_run(const char* run, size_t size, uint64_t starts) {
    text_[size_] = ' ';
    size_ += space_;
    std::memcpy(&text_[size_], run, kPart);
    starts_[size_ / 64] |= starts << (size_ % 64);
    if (size_ % 64 != 0) starts_[size_ / 64 + 1] |= starts >> (64 - size_ % 64);
    size_ += size;
    space_ = text_[size_ - 1] == ' ';
    size_ -= space_;
    std::memset(&text_[size_], 0, kLongest);
  }

  // Past the end are zeros, which no phrase has.
  Phrases phrases_at(size_t place) const {
    const char* at = text_.data() + place;
    uint64_t start;
    std::memcpy(&start, at, sizeof start);
    if constexpr (std::endian::native == std::endian::big) start = __builtin_bswap64(start);
    const uint32_t bit = start_bit(start);
    return (kThrees[bit / 64] >> (bit % 64) & 1) == 0 ? 0 : compare(at, start);
  }

  static Phrases compare(const char* at, uint64_t start) {
    const auto first = static_cast<unsigned char>(*at);
    Phrases found = 0;
    for (size_t i = kStarts[first]; i < kStarts[first + size_t{1}]; ++i) {
      const Sought& phrase = kSought[i];
      if ((start & phrase.mask) != phrase.start) continue;
      if (std::string_view(at, phrase.text.size()) == phrase.text) found |= phrase.kind;
    }
    return found;
  }

  std::array<char, kLookAt + kPart> text_{};
  size_t size_ = 0;
  std::array<uint64_t, kLookAt / 64 + 2> starts_{};
  size_t rest_;
  bool space_ = false;
  bool after_word_ = false;
  bool foreign_ = false;
};

#if LYCOSA_SSE2

// Whether each byte lies in [low, low + span], all of them below 0x80.
__m128i in_range(__m128i bytes, char low, char span) {
  const __m128i offset = _mm_sub_epi8(bytes, _mm_set1_epi8(low));
  return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(span)), offset);
}

Marks fold(char* text, size_t size) {
  Marks marks;
  for (size_t i = 0; i < size; i += 16) {
    auto* const at = reinterpret_cast<__m128i*>(text + i);
    const __m128i bytes = _mm_loadu_si128(at);
    const __m128i lower = _mm_or_si128(bytes, _mm_and_si128(in_range(bytes, 'A', 25), _mm_set1_epi8(0x20)));
    const __m128i tabulation = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\v'));
    const __m128i control = _mm_andnot_si128(tabulation, in_range(bytes, '\t', 4));
    const __m128i space = _mm_or_si128(control, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')));
    const __m128i word = _mm_or_si128(_mm_or_si128(in_range(lower, 'a', 25), in_range(bytes, '0', 9)), bytes);
    const __m128i plain = _mm_or_si128(_mm_andnot_si128(space, lower), _mm_and_si128(space, _mm_set1_epi8(' ')));
    _mm_storeu_si128(at, plain);
    marks.space |= uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(space))} << i;
    marks.word |= uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(word))} << i;
    marks.foreign |= uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(_mm_or_si128(bytes, tabulation)))} << i;
  }
  return marks;
}

#else

bool continues_word(char c) {
  return is_ascii_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80;
}

Marks fold(char* text, size_t size) {
  Marks marks;
  for (size_t i = 0; i < size; ++i) {
    marks.space |= uint64_t{is_ascii_whitespace(text[i])} << i;
    marks.word |= uint64_t{continues_word(text[i])} << i;
    marks.foreign |= uint64_t{text[i] == '\v' || static_cast<unsigned char>(text[i]) >= 0x80} << i;
    text[i] = is_ascii_whitespace(text[i]) ? ' ' : ascii_lower(text[i]);
  }
  return marks;
}

#endif

}  // namespace

Phrases phrases_in(std::string_view text) {
  Beginning beginning(text.size());
  beginning.add(text);
  return beginning.phrases();
}

Phrases phrases_of(const html::Document& document, const BlockMap& map, uint32_t index) {
  const TextBlock& block = map.blocks()[index];
  // Long paragraphs mention everything.
  if (block.words == 0 || block.words > 40) return 0;
  Beginning beginning(block.bytes);
  for (html::NodeId node = block.first; node != html::kNoNode && !beginning.complete();
       node = document.next(node, document.root())) {
    if (document.kind(node) != html::NodeKind::text) continue;
    const uint32_t owner = map.block_of(node);
    if (owner == index) {
      beginning.add(document.text(node));
    } else if (owner != kNoBlock) {
      break;
    }
  }
  return beginning.phrases();
}

}  // namespace lycosa::inline extract
