#include "extract/phrase_hints.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/text.h"

namespace lycosa {
namespace {

struct Phrase {
  std::string_view text;
  Phrases kind;
};

// Lower case; matched at the beginning of a word of the block's first 80 bytes.
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

struct ByteClass {
  char lower = 0;
  bool space = false;
  bool word = false;    // what follows it does not begin a word
  bool begins = false;  // some phrase begins with it
};
constexpr auto kClasses = [] {
  std::array<ByteClass, 256> classes{};
  for (size_t i = 0; i < classes.size(); ++i) {
    const auto c = static_cast<char>(i);
    const auto lower = static_cast<unsigned char>(ascii_lower(c));
    classes[i] = {ascii_lower(c), is_ascii_whitespace(c), is_ascii_alphanumeric(c) || i >= 0x80,
                  kStarts[lower] != kStarts[lower + size_t{1}]};
  }
  return classes;
}();

constexpr size_t kLookAt = 80;

// The beginning of a block in lower case, its white space collapsed, and the places at which phrases may stand.
class Beginning {
 public:
  bool full() const { return full_; }

  void add(std::string_view text) {
    for (const char c : text) {
      const ByteClass byte = kClasses[static_cast<unsigned char>(c)];
      if (byte.space) {
        space_ = size_ > 0;
        after_word_ = false;
        continue;
      }
      if (size_ + space_ >= kLookAt) {
        full_ = true;
        return;
      }
      text_[size_] = ' ';
      size_ += space_;
      space_ = false;
      places_[place_count_] = static_cast<uint8_t>(size_);
      place_count_ += byte.begins && !after_word_;
      after_word_ = byte.word;
      text_[size_++] = byte.lower;
    }
  }

  Phrases phrases() const {
    Phrases found = 0;
    for (size_t i = 0; i < place_count_; ++i) found |= phrases_at(places_[i]);
    return found;
  }

 private:
  // Past the end are zeros, which no phrase has.
  Phrases phrases_at(size_t place) const {
    const char* at = text_.data() + place;
    uint64_t start;
    std::memcpy(&start, at, sizeof start);
    if constexpr (std::endian::native == std::endian::big) start = __builtin_bswap64(start);
    const auto first = static_cast<unsigned char>(*at);
    Phrases found = 0;
    for (size_t i = kStarts[first]; i < kStarts[first + size_t{1}]; ++i) {
      const Sought& phrase = kSought[i];
      if ((start & phrase.mask) != phrase.start) continue;
      if (std::string_view(at, phrase.text.size()) == phrase.text) found |= phrase.kind;
    }
    return found;
  }

  static constexpr size_t kLongest =
      std::max_element(kPhrases.begin(), kPhrases.end(), [](const Phrase& a, const Phrase& b) {
        return a.text.size() < b.text.size();
      })->text.size();
  std::array<char, kLookAt + std::max<size_t>(kLongest, 8)> text_{};
  size_t size_ = 0;
  std::array<uint8_t, kLookAt + 1> places_;
  size_t place_count_ = 0;
  bool space_ = false;
  bool after_word_ = false;
  bool full_ = false;
};

}  // namespace

Phrases phrases_in(std::string_view text) {
  Beginning beginning;
  beginning.add(text);
  return beginning.phrases();
}

Phrases phrases_of(const html::Document& document, const BlockMap& map, uint32_t index) {
  const TextBlock& block = map.blocks()[index];
  // Long paragraphs mention everything.
  if (block.words == 0 || block.words > 40) return 0;
  Beginning beginning;
  for (html::NodeId node = block.first; node != html::kNoNode && !beginning.full(); node = document.next(node, document.root())) {
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

}  // namespace lycosa
