#include "judge/page_phrases.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace lycosa::inline judge {
namespace {

struct Phrase {
  std::string_view text;
  PhraseKind kind;
};

using enum PhraseKind;

// As folded() makes them, each the part that holds in most wordings. What pages say when they are not there was taken
// from the error pages of servers (Apache httpd's, which come in 17 languages, nginx, IIS) and of site software with
// its translations (WordPress, Drupal, Joomla, TYPO3, Magento, Shopify, Django, Rails, Next.js).
// clang-format off
constexpr auto kPhrases = std::to_array<Phrase>({
    // English
    {"page not found", no_page}, {"page cannot be found", no_page}, {"page can't be found", no_page},
    {"page could not be found", no_page}, {"page couldn't be found", no_page}, {"page was not found", no_page},
    {"page is not found", no_page}, {"page does not exist", no_page}, {"page doesn't exist", no_page},
    {"page no longer exists", no_page}, {"page is missing", no_page}, {"page isn't available", no_page},
    {"page is not available", no_page}, {"page is unavailable", no_page}, {"page not available", no_page},
    {"page you are looking for", no_page}, {"page you're looking for", no_page}, {"page you were looking for", no_page},
    {"page you requested", no_page}, {"requested page", no_page}, {"requested url was not found", no_page},
    {"can't find that page", no_page}, {"can't find the page", no_page}, {"couldn't find that page", no_page},
    {"couldn't find the page", no_page}, {"could not find the page", no_page}, {"cannot find the page", no_page},
    {"file or directory not found", no_page}, {"resource cannot be found", no_page}, {"resource you are looking for", no_page},
    {"object not found", no_page}, {"nothing was found at this location", no_page},
    {"not found", missing}, {"nothing found", missing}, {"no longer available", missing}, {"no longer exists", missing},
    {"has been removed", missing}, {"has been deleted", missing}, {"does not exist", missing}, {"doesn't exist", missing},
    {"could not be found", missing}, {"couldn't be found", missing}, {"cannot be found", missing}, {"can't be found", missing},
    {"has expired", missing}, {"might have been removed", missing}, {"may have been removed", missing},
    // German
    {"seite nicht gefunden", no_page}, {"seite wurde nicht gefunden", no_page}, {"seite konnte nicht gefunden", no_page},
    {"seite existiert nicht", no_page}, {"seite gibt es nicht", no_page}, {"seite ist nicht mehr verfügbar", no_page},
    {"angeforderte seite", no_page}, {"gesuchte seite", no_page}, {"objekt nicht gefunden", no_page},
    {"nicht gefunden", missing}, {"nicht mehr verfügbar", missing}, {"existiert nicht", missing},
    // French
    {"page non trouvée", no_page}, {"page introuvable", no_page}, {"page est introuvable", no_page},
    {"page n'existe pas", no_page}, {"page n'existe plus", no_page}, {"page n'a pas été trouvée", no_page},
    {"page demandée", no_page}, {"page que vous recherchez", no_page}, {"page que vous cherchez", no_page},
    {"objet non trouvé", no_page}, {"introuvable", missing}, {"n'est plus disponible", missing}, {"n'existe plus", missing},
    {"n'existe pas", missing}, {"non trouvé", missing},
    // Spanish
    {"página no encontrada", no_page}, {"página no existe", no_page}, {"página solicitada", no_page},
    {"página que buscas", no_page}, {"página que está buscando", no_page}, {"página que estás buscando", no_page},
    {"no se encontró la página", no_page}, {"no se ha encontrado la página", no_page}, {"no se encuentra la página", no_page},
    {"no encontramos la página", no_page}, {"no encontrad", missing}, {"ya no está disponible", missing}, {"ya no existe", missing},
    {"no se ha encontrado", missing}, {"no se encontró", missing},
    // Portuguese
    {"página não encontrada", no_page}, {"página não existe", no_page}, {"página não foi encontrada", no_page},
    {"página solicitada", no_page}, {"página que você procura", no_page}, {"página que procura", no_page},
    {"página que você está procurando", no_page}, {"não encontrad", missing}, {"não foi encontrad", missing},
    {"não está mais disponível", missing}, {"já não está disponível", missing}, {"não existe mais", missing},
    // Italian
    {"pagina non trovata", no_page}, {"pagina non esiste", no_page}, {"pagina richiesta", no_page},
    {"pagina che stai cercando", no_page}, {"pagina che cerchi", no_page}, {"oggetto non trovato", no_page},
    {"non trovat", missing}, {"non è più disponibile", missing}, {"non esiste più", missing}, {"non è stata trovata", missing},
    // Dutch
    {"pagina niet gevonden", no_page}, {"pagina bestaat niet", no_page}, {"pagina is niet gevonden", no_page},
    {"opgevraagde pagina", no_page}, {"pagina die je zoekt", no_page}, {"pagina die u zoekt", no_page},
    {"niet gevonden", missing}, {"niet meer beschikbaar", missing}, {"bestaat niet meer", missing},
    // Polish
    {"nie znaleziono strony", no_page}, {"strona nie została znaleziona", no_page}, {"strona nie istnieje", no_page},
    {"strony nie znaleziono", no_page}, {"strona nie znaleziona", no_page}, {"nie znaleziono", missing},
    {"nie jest już dostępn", missing}, {"już nie istnieje", missing},
    // Czech and Slovak
    {"stránka nenalezena", no_page}, {"stránka nebyla nalezena", no_page}, {"stránka neexistuje", no_page},
    {"stránka nebola nájdená", no_page}, {"stránka sa nenašla", no_page}, {"nenalezen", missing}, {"již není k dispozici", missing},
    // Swedish, Danish, Norwegian, Finnish
    {"sidan hittades inte", no_page}, {"sidan kunde inte hittas", no_page}, {"sidan finns inte", no_page},
    {"siden blev ikke fundet", no_page}, {"siden findes ikke", no_page}, {"siden kunne ikke findes", no_page},
    {"siden ble ikke funnet", no_page}, {"siden finnes ikke", no_page}, {"fant ikke siden", no_page},
    {"finner ikke siden", no_page}, {"sivua ei löydy", no_page}, {"sivua ei löytynyt", no_page}, {"hittades inte", missing},
    {"ikke fundet", missing}, {"ikke funnet", missing}, {"ei löydy", missing}, {"ei löytynyt", missing},
    // Russian, Ukrainian, Serbian, Bulgarian
    {"страница не найдена", no_page}, {"страница не существует", no_page}, {"такой страницы", no_page},
    {"запрашиваемая страница", no_page}, {"запрошенная страница", no_page}, {"страница, которую вы ищете", no_page},
    {"страница удалена", no_page}, {"сторінку не знайдено", no_page}, {"сторінка не знайдена", no_page},
    {"страница није пронађена", no_page}, {"страницата не е намерена", no_page}, {"не найден", missing},
    {"не знайдено", missing}, {"больше не доступ", missing}, {"больше недоступ", missing}, {"больше не существует", missing},
    // Turkish
    {"sayfa bulunamadı", no_page}, {"sayfa mevcut değil", no_page}, {"aradığınız sayfa", no_page}, {"bulunamadı", missing},
    {"artık mevcut değil", missing},
    // Hungarian, Romanian, Greek
    {"oldal nem található", no_page}, {"oldal nem létezik", no_page}, {"pagina nu a fost găsită", no_page},
    {"pagina nu există", no_page}, {"pagina nu exista", no_page}, {"η σελίδα δεν βρέθηκε", no_page}, {"η σελίδα δεν υπάρχει", no_page},
    {"nem található", missing}, {"nu a fost găsit", missing}, {"δεν βρέθηκε", missing},
    // Arabic, Persian, Hebrew
    {"الصفحة غير موجودة", no_page}, {"لم يتم العثور على الصفحة", no_page}, {"الصفحة المطلوبة", no_page},
    {"صفحه یافت نشد", no_page}, {"صفحه مورد نظر", no_page}, {"הדף לא נמצא", no_page}, {"העמוד לא נמצא", no_page},
    {"غير موجود", missing}, {"لم يتم العثور", missing}, {"یافت نشد", missing}, {"לא נמצא", missing},
    // Hindi, Indonesian, Vietnamese, Thai
    {"पृष्ठ नहीं मिला", no_page}, {"पेज नहीं मिला", no_page}, {"halaman tidak ditemukan", no_page},
    {"không tìm thấy trang", no_page}, {"trang không tồn tại", no_page}, {"ไม่พบหน้า", no_page}, {"नहीं मिला", missing},
    {"tidak ditemukan", missing}, {"không tìm thấy", missing}, {"không tồn tại", missing},
    // Japanese
    {"ページが見つかりません", no_page}, {"ページは見つかりません", no_page}, {"ページは存在しません", no_page},
    {"ページが存在しません", no_page}, {"お探しのページ", no_page}, {"ご指定のページ", no_page}, {"見つかりません", missing},
    {"存在しません", missing}, {"公開を終了", missing},
    // Chinese
    {"页面不存在", no_page}, {"页面未找到", no_page}, {"页面没有找到", no_page}, {"找不到页面", no_page}, {"找不到网页", no_page},
    {"找不到该页面", no_page}, {"访问的页面", no_page}, {"頁面不存在", no_page}, {"找不到頁面", no_page}, {"找不到此頁", no_page},
    {"找不到網頁", no_page}, {"未找到", missing}, {"不存在", missing}, {"已被删除", missing}, {"已被刪除", missing}, {"已下架", missing},
    // Korean
    {"페이지를 찾을 수 없", no_page}, {"존재하지 않는 페이지", no_page}, {"페이지가 존재하지 않", no_page},
    {"요청하신 페이지", no_page}, {"찾을 수 없습니다", missing}, {"존재하지 않습니다", missing},

    {"404", status}, {"410", status}, {"404 error", status}, {"410 error", status}, {"error 404", status}, {"error 410", status},
    {"http 404", status}, {"http 410", status}, {"fehler 404", status}, {"erreur 404", status}, {"errore 404", status},
    {"erro 404", status}, {"ошибка 404", status},

    {"enable javascript", needs_js}, {"enabling javascript", needs_js}, {"javascript enabled", needs_js},
    {"turn on javascript", needs_js}, {"activate javascript", needs_js}, {"requires javascript", needs_js},
    {"javascript is required", needs_js}, {"javascript is disabled", needs_js}, {"javascript is not enabled", needs_js},
    {"javascript to be enabled", needs_js}, {"javascript must be enabled", needs_js}, {"javascript disabled", needs_js},
    {"javascript aktivieren", needs_js}, {"aktivieren sie javascript", needs_js}, {"javascript ist deaktiviert", needs_js},
    {"activer javascript", needs_js}, {"activez javascript", needs_js}, {"javascript est désactivé", needs_js},
    {"activar javascript", needs_js}, {"habilitar javascript", needs_js}, {"habilite javascript", needs_js},
    {"active javascript", needs_js}, {"activa javascript", needs_js}, {"ative o javascript", needs_js},
    {"ativar o javascript", needs_js}, {"habilite o javascript", needs_js}, {"habilitar o javascript", needs_js},
    {"abilita javascript", needs_js}, {"abilitare javascript", needs_js}, {"attiva javascript", needs_js},
    {"schakel javascript", needs_js}, {"javascript in te schakelen", needs_js}, {"javascript inschakelen", needs_js},
    {"włącz javascript", needs_js}, {"włączyć javascript", needs_js}, {"включите javascript", needs_js},
    {"включить javascript", needs_js}, {"увімкніть javascript", needs_js}, {"javascript'i etkinleştir", needs_js},
    {"javascriptを有効", needs_js}, {"javascript を有効", needs_js}, {"启用javascript", needs_js}, {"启用 javascript", needs_js},
    {"啟用 javascript", needs_js}, {"開啟 javascript", needs_js}, {"javascript를 활성화", needs_js}, {"javascript을 활성화", needs_js},
    {"자바스크립트를 활성화", needs_js}, {"تفعيل javascript", needs_js},
});
// clang-format on

// The same by first byte, the longer first.
// clang-format off
constexpr auto kSorted = [] {
  auto sorted = kPhrases;
  std::sort(sorted.begin(), sorted.end(), [](const Phrase& a, const Phrase& b) {
    const auto first_a = static_cast<unsigned char>(a.text[0]);
    const auto first_b = static_cast<unsigned char>(b.text[0]);
    return first_a != first_b ? first_a < first_b : a.text.size() > b.text.size();
  });
  return sorted;
}();
constexpr auto kStarts = [] {
  std::array<uint16_t, 257> starts{};
  for (const Phrase& phrase : kSorted) ++starts[static_cast<unsigned char>(phrase.text[0]) + size_t{1}];
  for (size_t i = 1; i < starts.size(); ++i) starts[i] = static_cast<uint16_t>(starts[i] + starts[i - 1]);
  return starts;
}();

bool is_word_byte(char c) { return is_ascii_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80; }

// From U+0900: the scripts there that the table has are written without spaces, or are looked for inside words too.
bool begins_anywhere(unsigned char lead) { return lead >= 0xe0; }

const Phrase* phrase_at(std::string_view text, size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  for (size_t i = kStarts[first]; i < kStarts[first + size_t{1}]; ++i) {
    const Phrase& phrase = kSorted[i];
    // Most differ in their second byte.
    if (at + 1 >= text.size() || phrase.text[1] != text[at + 1]) continue;
    if (text.compare(at, phrase.text.size(), phrase.text) != 0) continue;
    const size_t end = at + phrase.text.size();
    // 4043 is another number.
    if (phrase.kind == status && end < text.size() && is_word_byte(text[end])) continue;
    return &phrase;
  }
  return nullptr;
}

// The small letter of a two-byte character, in the alphabets of the table.
uint32_t small_letter(uint32_t c) {
  if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 32;
  if (c == 0x130) return 'i';
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177) || (c >= 0x218 && c <= 0x21b)) return c | 1;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c + (c & 1);
  if (c >= 0x391 && c <= 0x3a9) return c + 32;
  if (c >= 0x400 && c <= 0x40f) return c + 80;
  if (c >= 0x410 && c <= 0x42f) return c + 32;
  return c;
}

uint32_t small_letter_of_three(uint32_t c) { return c >= 0x1ea0 && c <= 0x1eff ? c | 1 : c; }

bool divides(uint32_t c) {
  return (c >= 0x2010 && c <= 0x2015) || c == 0x2022 || c == 0xb7 || c == 0xbb || c == 0xab || c == 0x203a || c == 0x2039 ||
         c == 0xff5c;
}
bool is_quote(uint32_t c) { return c == 0x2018 || c == 0x2019; }
bool is_punctuation_or_space(uint32_t c) {
  return (c >= 0x80 && c <= 0xbf) || (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xff00 && c <= 0xff0f);
}

class Folder {
 public:
  explicit Folder(size_t size) { out_.reserve(size); }

  void add(uint32_t c) {
    if (c < 0x80 ? is_ascii_whitespace(static_cast<char>(c)) : is_punctuation_or_space(c) && !divides(c) && !is_quote(c)) {
      space_ = !out_.empty();
      return;
    }
    if (space_) out_ += ' ';
    space_ = false;
    if (c < 0x80) {
      out_ += ascii_lower(static_cast<char>(c));
    } else if (is_quote(c)) {
      out_ += '\'';
    } else if (divides(c)) {
      out_ += '|';
    } else {
      append_utf8(out_, c);
    }
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  bool space_ = false;
};
// clang-format on

}  // namespace

std::string folded(std::string_view text, size_t limit) {
  text = utf8_prefix(text, limit);
  Folder out(text.size());
  const auto low = [&](size_t at) { return static_cast<uint32_t>(static_cast<unsigned char>(text[at]) & 0x3f); };
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
      out.add(lead);
      ++at;
    } else if (lead < 0xe0 && at + 1 < text.size()) {
      out.add(small_letter((lead & 0x1fu) << 6 | low(at + 1)));
      at += 2;
    } else if (lead < 0xf0 && at + 2 < text.size()) {
      out.add(small_letter_of_three((lead & 0x0fu) << 12 | low(at + 1) << 6 | low(at + 2)));
      at += 3;
    } else {
      out.add(' ');  // beyond the table's scripts: symbols, for the most part
      at += 4;
    }
  }
  return out.take();
}

PhraseShare find_phrases(std::string_view text) {
  PhraseShare found;
  for (size_t at = 0; at < text.size();) {
    const bool start = at == 0 || !is_word_byte(text[at - 1]) || begins_anywhere(static_cast<unsigned char>(text[at]));
    const Phrase* phrase = start ? phrase_at(text, at) : nullptr;
    if (phrase == nullptr) {
      ++at;
      continue;
    }
    const size_t size = phrase->text.size();
    switch (phrase->kind) {
      case no_page:
        found.no_page += size;
        break;
      case missing:
        found.missing += size;
        break;
      case status:
        found.status += size;
        break;
      case needs_js:
        found.needs_js += size;
        break;
    }
    at += size;
  }
  return found;
}

}  // namespace lycosa::inline judge
