#include "extract/main_content/name_hints.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"
#include "extract/word_hash.h"

namespace lycosa::inline extract {
namespace {

struct HintWord {
  std::string_view word;
  NameHint hint;
};

using enum NameHint;

// Sorted by word. A word of five letters or more also stands for longer words that begin with it: relatedposts.
// clang-format off
constexpr auto kWords = std::to_array<HintWord>({
    {"about", biography}, {"abstract", summary}, {"accessibility", unseen}, {"account", form},
    {"action", call_to_action}, {"actions", call_to_action}, {"ad", advert}, {"ads", advert}, {"adsense", advert},
    {"advert", advert}, {"affiliate", advert}, {"alert", popup}, {"also", related}, {"answer", forum},
    {"archive", listing}, {"article", article}, {"articlebody", content}, {"aside", sidebar}, {"author", byline},
    {"avatar", biography}, {"banner", advert}, {"bio", biography}, {"biography", biography}, {"blog", article},
    {"body", content}, {"bodytext", content}, {"bottom", footer}, {"box", widget}, {"breadcrumb", breadcrumb},
    {"breadcrumbs", breadcrumb}, {"btn", call_to_action}, {"button", call_to_action}, {"byline", byline},
    {"caption", caption}, {"card", listing}, {"cards", listing}, {"carousel", listing}, {"cart", form},
    {"categories", tag}, {"category", tag}, {"cms", content}, {"col", listing}, {"comment", comment},
    {"comments", comment}, {"consent", consent}, {"contact", form}, {"content", content}, {"contentinfo", footer},
    {"contents", table_of_contents}, {"cookie", consent}, {"cookies", consent}, {"copy", content},
    {"copyright", legal}, {"credit", caption}, {"crumb", breadcrumb}, {"cta", call_to_action}, {"date", byline},
    {"dateline", byline}, {"deck", summary}, {"desc", product}, {"description", product}, {"detail", product},
    {"details", product}, {"dialog", popup}, {"disclaimer", legal}, {"discussion", forum}, {"disqus", comment},
    {"donate", call_to_action}, {"download", call_to_action}, {"dropdown", navigation}, {"email", newsletter},
    {"entry", article}, {"excerpt", summary}, {"facebook", share}, {"faq", product}, {"feature", product},
    {"featured", related}, {"features", product}, {"feed", listing}, {"figcaption", caption}, {"figure", caption},
    {"filter", form}, {"flyout", navigation}, {"follow", share}, {"foot", footer}, {"footer", footer},
    {"footnote", legal}, {"form", form}, {"forum", forum}, {"gallery", caption}, {"gdpr", consent},
    {"grid", listing}, {"head", header}, {"header", header}, {"heading", title}, {"headline", title},
    {"hero", header}, {"hidden", unseen}, {"hide", unseen}, {"image", caption}, {"info", byline}, {"inner", content},
    {"intro", summary}, {"item", listing}, {"items", listing}, {"label", tag}, {"language", navigation},
    {"latest", related}, {"lead", summary}, {"legal", legal}, {"license", legal}, {"like", share},
    {"links", navigation}, {"list", listing}, {"listing", listing}, {"login", form}, {"logo", header},
    {"main", content}, {"mainmenu", navigation}, {"markdown", content}, {"masthead", header}, {"mega", navigation},
    {"menu", navigation}, {"message", forum}, {"meta", byline}, {"metadata", byline}, {"mobile", navigation},
    {"modal", popup}, {"more", related}, {"nav", navigation}, {"navbar", navigation}, {"navigation", navigation},
    {"news", article}, {"newsletter", newsletter}, {"next", pagination}, {"noprint", unseen}, {"notice", popup},
    {"offcanvas", navigation}, {"optin", newsletter}, {"outbrain", related}, {"overlay", popup},
    {"overview", summary}, {"page", content}, {"pager", pagination}, {"pagination", pagination}, {"panel", widget},
    {"paywall", popup}, {"permalink", byline}, {"pinterest", share}, {"popular", related}, {"popup", popup},
    {"post", article}, {"posted", byline}, {"posts", listing}, {"prev", pagination}, {"preview", summary},
    {"previous", pagination}, {"price", product}, {"print", unseen}, {"privacy", consent}, {"product", product},
    {"profile", biography}, {"promo", advert}, {"promotion", advert}, {"prose", content}, {"publish", byline},
    {"question", forum}, {"quote", summary}, {"rail", sidebar}, {"rating", product}, {"read", related},
    {"recent", related}, {"recirc", related}, {"recommend", related}, {"recommended", related}, {"region", widget},
    {"related", related}, {"replies", comment}, {"reply", comment}, {"respond", comment}, {"review", product},
    {"reviews", product}, {"richtext", content}, {"rte", content}, {"screen", unseen}, {"search", form},
    {"secondary", sidebar}, {"section", content}, {"share", share}, {"sharing", share}, {"shop", product},
    {"shopping", product}, {"side", sidebar}, {"sidebar", sidebar}, {"signature", biography}, {"signup", newsletter},
    {"similar", related}, {"single", content}, {"site", header}, {"skip", unseen}, {"slider", listing},
    {"social", share}, {"source", caption}, {"spec", product}, {"specs", product}, {"sponsor", advert},
    {"sponsored", advert}, {"standfirst", summary}, {"sticky", navigation}, {"story", article},
    {"storybody", content}, {"subheading", summary}, {"submenu", navigation}, {"submit", form},
    {"subscribe", newsletter}, {"subscription", newsletter}, {"subtitle", summary}, {"suggest", related},
    {"summary", summary}, {"tab", widget}, {"table", listing}, {"taboola", related}, {"tag", tag}, {"tags", tag},
    {"taxonomy", tag}, {"teaser", related}, {"text", content}, {"thread", forum}, {"thumb", caption},
    {"time", byline}, {"timestamp", byline}, {"title", title}, {"toc", table_of_contents}, {"toolbar", navigation},
    {"tools", share}, {"tooltip", popup}, {"top", header}, {"topbar", header}, {"topic", tag}, {"topics", tag},
    {"trending", related}, {"tweet", share}, {"twitter", share}, {"upsell", related}, {"user", biography},
    {"utility", navigation}, {"video", caption}, {"visually", unseen}, {"widget", widget}, {"widgets", widget},
    {"wysiwyg", content},
});
// clang-format on

constexpr bool is_sorted(const auto& words) {
  for (size_t i = 1; i < words.size(); ++i) {
    if (!(words[i - 1].word < words[i].word)) return false;
  }
  return true;
}

static_assert(is_sorted(kWords));

constexpr size_t kMinPrefix = 5;

// A word's first eight letters as a number that sorts as the letters do.
constexpr uint64_t key_of(std::string_view word) {
  uint64_t key = 0;
  for (size_t i = 0; i < 8; ++i) key = key << 8 | (i < word.size() ? static_cast<unsigned char>(word[i]) : 0u);
  return key;
}

// Which two letters words begin with: 32 bits for each first letter. Most words of a page begin with others.
constexpr auto kBeginnings = [] {
  std::array<uint32_t, 26> seconds{};
  for (const HintWord& row : kWords) seconds[static_cast<size_t>(row.word[0] - 'a')] |= 1u << (row.word[1] - 'a');
  return seconds;
}();

constexpr auto kKeys = [] {
  std::array<uint64_t, kWords.size()> keys{};
  for (size_t i = 0; i < keys.size(); ++i) keys[i] = key_of(kWords[i].word);
  return keys;
}();

// Where the words of each first letter begin; one more for the end.
constexpr auto kLetters = [] {
  std::array<uint16_t, 27> begin{};
  for (size_t letter = 0; letter <= 26; ++letter) {
    size_t row = 0;
    while (row < kWords.size() && static_cast<size_t>(kWords[row].word[0] - 'a') < letter) ++row;
    begin[letter] = static_cast<uint16_t>(row);
  }
  return begin;
}();

// Of a word of two letters or more.
NameHints hint_of_word(std::string_view word) {
  const auto letter = static_cast<size_t>(word[0] - 'a');
  if ((kBeginnings[letter] >> (word[1] - 'a') & 1) == 0) return 0;
  const size_t first = kLetters[letter];
  size_t after = kLetters[letter + 1];
  const uint64_t key = key_of(word);
  for (size_t low = first; low < after;) {
    const size_t middle = (low + after) / 2;
    if (kKeys[middle] < key || (kKeys[middle] == key && kWords[middle].word <= word)) {
      low = middle + 1;
    } else {
      after = middle;
    }
  }
  // The longest word that this one begins with is among the nearest before it.
  for (size_t row = after; row > first && after - row < 9;) {
    const HintWord& known = kWords[--row];
    const bool prefix = known.word.size() >= kMinPrefix && word.starts_with(known.word);
    if (prefix || known.word == word) return NameHints{1} << static_cast<int>(known.hint);
  }
  return 0;
}

}  // namespace

NameHints hints_of(std::string_view value) {
  constexpr size_t kValueLimit = 400;
  // No word of the table is nearly as long, so the rest of a longer one says nothing more.
  std::array<char, 32> word;
  size_t length = 0;
  NameHints hints = 0;
  const auto end_word = [&] {
    if (length > 1) hints |= hint_of_word({word.data(), length});
    length = 0;
  };
  char before = ' ';
  for (const char c : value.substr(0, kValueLimit)) {
    // A capital after a small letter begins a word: sideBar.
    const bool capital = c >= 'A' && c <= 'Z';
    if (!is_ascii_alpha(c) || (capital && before >= 'a' && before <= 'z')) end_word();
    if (is_ascii_alpha(c) && length < word.size()) word[length++] = ascii_lower(c);
    before = c;
  }
  end_word();
  return hints;
}

namespace {

uint64_t hash_of(std::string_view value) {
  uint64_t hash = value.size();
  for (size_t at = 0; at < value.size(); at += 8) {
    uint64_t eight = 0;
    std::memcpy(&eight, value.data() + at, std::min<size_t>(8, value.size() - at));
    hash = mix_hash(hash, eight);
  }
  return hash;
}

uint64_t template_name(std::string_view value) {
  constexpr size_t kNameLimit = 60;
  uint64_t hash = 0;
  for (const char c : trim(value).substr(0, kNameLimit)) {
    if (is_ascii_whitespace(c)) break;
    if (is_ascii_alpha(c)) hash = mix_hash(hash, static_cast<unsigned char>(ascii_lower(c)));
  }
  return hash;
}

}  // namespace

const NamesRead& NameHintReader::read(std::string_view value) {
  static constexpr NamesRead kNothing;
  if (value.empty()) return kNothing;
  uint64_t start = 0;
  uint64_t end = 0;
  const size_t bytes = std::min(value.size(), sizeof start);
  std::memcpy(&start, value.data(), bytes);
  std::memcpy(&end, value.data() + value.size() - bytes, bytes);
  Known& known = known_[((start ^ (end << 1) ^ value.size()) * 0x9e3779b97f4a7c15u) >> 55];
  if (known.value != value) known = {value, {hints_of(value), hash_of(value), template_name(value)}};
  return known.read;
}

bool NameHintReader::reads(std::string_view attribute) {
  switch (attribute.size()) {
    case 2:
      return is_literal(attribute, "id");
    case 4:
      return is_literal(attribute, "role");
    case 5:
      return is_literal(attribute, "class");
    case 8:
      return is_literal(attribute, "itemprop");
    case 11:
      return is_literal(attribute, "data-testid");
    default:
      return false;
  }
}

}  // namespace lycosa::inline extract
