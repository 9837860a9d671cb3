#include "extract/phrase_hints.h"

#include <algorithm>
#include <array>

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

// The same, sorted, and where the phrases of each first byte begin.
constexpr auto kSorted = [] {
  auto sorted = kPhrases;
  std::sort(sorted.begin(), sorted.end(), [](const Phrase& a, const Phrase& b) { return a.text < b.text; });
  return sorted;
}();
constexpr auto kStarts = [] {
  std::array<uint16_t, 257> starts{};
  for (const Phrase& phrase : kSorted) ++starts[static_cast<unsigned char>(phrase.text[0]) + 1];
  for (size_t i = 1; i < starts.size(); ++i) starts[i] = static_cast<uint16_t>(starts[i] + starts[i - 1]);
  return starts;
}();

constexpr size_t kLookAt = 80;

bool continues_word(char c) { return is_ascii_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80; }

}  // namespace

Phrases phrases_in(std::string_view text) {
  std::array<char, kLookAt> buffer{};
  text = text.substr(0, kLookAt);
  for (size_t i = 0; i < text.size(); ++i) buffer[i] = ascii_lower(text[i]);
  const std::string_view lower(buffer.data(), text.size());
  Phrases found = 0;
  for (size_t at = 0; at < lower.size(); ++at) {
    if (at > 0 && continues_word(lower[at - 1])) continue;
    const auto first = static_cast<unsigned char>(lower[at]);
    for (size_t i = kStarts[first]; i < kStarts[first + size_t{1}]; ++i) {
      if (lower.substr(at).starts_with(kSorted[i].text)) found |= kSorted[i].kind;
    }
  }
  return found;
}

Phrases phrases_of(const html::Document& document, const BlockMap& map, uint32_t index) {
  const TextBlock& block = map.blocks()[index];
  // Long paragraphs mention everything.
  if (block.words == 0 || block.words > 40) return 0;
  std::array<char, kLookAt> buffer{};
  size_t size = 0;
  bool space = false;
  for (html::NodeId node = block.first; node != html::kNoNode && size < kLookAt; node = document.next(node, document.root())) {
    if (document.kind(node) != html::NodeKind::text) continue;
    const uint32_t owner = map.block_of(node);
    if (owner != index && owner != kNoBlock) break;
    if (owner != index) continue;
    for (const char c : document.text(node)) {
      if (is_ascii_whitespace(c)) {
        space = size > 0;
        continue;
      }
      if (size + space >= kLookAt) break;
      if (space) buffer[size++] = ' ';
      space = false;
      buffer[size++] = c;
    }
  }
  return phrases_in({buffer.data(), size});
}

}  // namespace lycosa
