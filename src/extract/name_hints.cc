#include "extract/name_hints.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/text.h"

namespace lycosa {
namespace {

struct HintWord {
  std::string_view word;
  NameHint hint;
};

using enum NameHint;

// Sorted by word. A word of five letters or more also stands for longer words that begin with it: relatedposts.
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

constexpr bool is_sorted(const auto& words) {
  for (size_t i = 1; i < words.size(); ++i) {
    if (!(words[i - 1].word < words[i].word)) return false;
  }
  return true;
}

static_assert(is_sorted(kWords));

constexpr size_t kMinPrefix = 5;

NameHints hint_of_word(std::string_view word) {
  const auto after = std::upper_bound(kWords.begin(), kWords.end(), word,
                                      [](std::string_view w, const HintWord& row) { return w < row.word; });
  // The longest word that this one begins with is among the nearest before it.
  for (auto row = after; row != kWords.begin();) {
    --row;
    if (row->word == word) return NameHints{1} << static_cast<int>(row->hint);
    if (row->word[0] != word[0]) break;
    if (row->word.size() >= kMinPrefix && word.starts_with(row->word)) return NameHints{1} << static_cast<int>(row->hint);
    if (after - row > 8) break;
  }
  return 0;
}

}  // namespace

NameHints hints_of(std::string_view value) {
  constexpr size_t kValueLimit = 400;
  NameHints hints = 0;
  std::string word;
  const auto end_word = [&] {
    if (word.size() > 1) hints |= hint_of_word(word);
    word.clear();
  };
  value = value.substr(0, kValueLimit);
  for (size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (!is_ascii_alpha(c)) {
      end_word();
      continue;
    }
    // A capital after a small letter begins a word: sideBar.
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && i > 0 && value[i - 1] >= 'a' && value[i - 1] <= 'z') end_word();
    word += ascii_lower(c);
  }
  end_word();
  return hints;
}

NameHints NameHintReader::hints(std::string_view value) {
  if (value.empty()) return 0;
  uint64_t start = 0;
  uint64_t end = 0;
  const size_t bytes = std::min(value.size(), sizeof start);
  std::memcpy(&start, value.data(), bytes);
  std::memcpy(&end, value.data() + value.size() - bytes, bytes);
  Known& known = known_[((start ^ (end << 1) ^ value.size()) * 0x9e3779b97f4a7c15u) >> 55];
  if (known.value != value) known = {value, hints_of(value)};
  return known.hints;
}

bool NameHintReader::reads(std::string_view attribute) {
  return attribute == "class" || attribute == "id" || attribute == "role" || attribute == "itemprop" ||
         attribute == "data-testid";
}

}  // namespace lycosa
