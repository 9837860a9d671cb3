#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <iterator>

#include "base/text.h"
#include "extract/metadata/fact_candidate.h"

namespace lycosa::inline extract {
namespace {

using enum MetadataField;

// What publishers, content systems and their readers (Open Graph, Dublin Core, Highwire, Parse.ly, Sailthru, Cxense)
// call things, and how much each is to be trusted.
// clang-format off
constexpr auto kMetas = std::to_array<PropertyMeaning>({
    {"abstract", description, 3}, {"apple-mobile-web-app-title", site_name, 4}, {"application-name", site_name, 3},
    {"article.author", authors, 2}, {"article.published", published, 1}, {"article:author", authors, 3},
    {"article:author_name", authors, 2}, {"article:date", published, 2}, {"article:modified", modified, 0},
    {"article:modified_time", modified, 0}, {"article:post_date", published, 1},
    {"article:publicationdate", published, 1}, {"article:published", published, 1},
    {"article:published_time", published, 1}, {"article:section", section, 0}, {"article:tag", tags, 0},
    {"article:title", title, 3}, {"article_date_original", published, 1}, {"article_date_updated", modified, 1},
    {"author", authors, 2}, {"authors", authors, 2}, {"bt:pubdate", published, 1}, {"byl", authors, 2},
    {"byline", authors, 2}, {"category", section, 3}, {"citation_author", authors, 0},
    {"citation_date", published, 1}, {"citation_journal_title", site_name, 1}, {"citation_keywords", tags, 1},
    {"citation_online_date", published, 2}, {"citation_publication_date", published, 1}, {"citation_title", title, 0},
    {"classification", section, 4}, {"copyright", site_name, 7}, {"copyright-license", licence, 1},
    {"created", published, 3}, {"creation_date", published, 3}, {"creationdate", published, 3},
    {"creator", authors, 4}, {"cxenseparse:author", authors, 2}, {"cxenseparse:category", section, 3},
    {"cxenseparse:publishtime", published, 1}, {"cxenseparse:recs:publishtime", published, 1},
    {"cxenseparse:title", title, 3}, {"date", published, 8}, {"date_modified", modified, 1},
    {"date_published", published, 1}, {"datecreated", published, 3}, {"datemodified", modified, 1},
    {"datepublished", published, 1}, {"dc.created", published, 2}, {"dc.creator", authors, 2},
    {"dc.creator.personalname", authors, 2}, {"dc.date", published, 8}, {"dc.date.created", published, 2},
    {"dc.date.issued", published, 1}, {"dc.date.modified", modified, 1}, {"dc.description", description, 2},
    {"dc.issued", published, 1}, {"dc.modified", modified, 1}, {"dc.publisher", site_name, 2},
    {"dc.rights", licence, 4}, {"dc.rights.license", licence, 1}, {"dc.subject", tags, 2}, {"dc.title", title, 3},
    {"dc.type", type, 4}, {"dcsext.author", authors, 3}, {"dcterms.abstract", description, 2},
    {"dcterms.available", published, 2}, {"dcterms.created", published, 2}, {"dcterms.creator", authors, 2},
    {"dcterms.date", published, 8}, {"dcterms.description", description, 2}, {"dcterms.issued", published, 1},
    {"dcterms.license", licence, 0}, {"dcterms.modified", modified, 1}, {"dcterms.publisher", site_name, 2},
    {"dcterms.rights", licence, 4}, {"dcterms.subject", tags, 2}, {"dcterms.title", title, 3},
    {"description", description, 0}, {"displaydate", published, 2}, {"eomportal-lastupdate", published, 6},
    {"hdl", title, 3}, {"headline", title, 3}, {"itemdatepublished", published, 1}, {"keywords", tags, 2},
    {"last-modified", modified, 2}, {"last-update", modified, 2}, {"lastmod", modified, 2}, {"license", licence, 1},
    {"modified_time", modified, 1}, {"news_keywords", tags, 1}, {"og:article:author", authors, 3},
    {"og:article:modified_time", modified, 0}, {"og:article:published_time", published, 1},
    {"og:article:section", section, 0}, {"og:article:tag", tags, 0}, {"og:author", authors, 3},
    {"og:description", description, 1}, {"og:image", image, 0}, {"og:image:secure_url", image, 1},
    {"og:image:url", image, 0}, {"og:modified_time", modified, 1}, {"og:pubdate", published, 1},
    {"og:publish_date", published, 1}, {"og:published_time", published, 1}, {"og:section", section, 0},
    {"og:site_name", site_name, 0}, {"og:title", title, 2}, {"og:type", type, 3}, {"og:updated_time", modified, 1},
    {"original-publish-date", published, 1}, {"originalpublicationdate", published, 1},
    {"parsely-author", authors, 2}, {"parsely-image-url", image, 3}, {"parsely-pub-date", published, 1},
    {"parsely-section", section, 1}, {"parsely-tags", tags, 2}, {"parsely-title", title, 3}, {"pdate", published, 2},
    {"ptime", published, 2}, {"pubdate", published, 1}, {"publication_date", published, 1},
    {"publicationdate", published, 1}, {"publish-date", published, 1}, {"publish_date", published, 1},
    {"publishdate", published, 1}, {"published", published, 1}, {"published_date", published, 1}, {"published_time", published, 1},
    {"publisher", site_name, 3}, {"rbauthors", authors, 3}, {"release_date", published, 3}, {"revised", modified, 2},
    {"rnews:datepublished", published, 1}, {"sailthru.author", authors, 2}, {"sailthru.date", published, 1},
    {"sailthru.description", description, 2}, {"sailthru.image.full", image, 3}, {"sailthru.tags", tags, 2},
    {"sailthru.title", title, 3}, {"section", section, 2}, {"shareaholic:article_author_name", authors, 2},
    {"thumbnail", image, 5}, {"timestamp", published, 8}, {"title", title, 5}, {"twitter:creator", authors, 9},
    {"twitter:description", description, 2}, {"twitter:image", image, 2}, {"twitter:image:src", image, 2},
    {"twitter:site", site_name, 8}, {"twitter:title", title, 4}, {"updated_time", modified, 1},
    {"video:release_date", published, 4}, {"vr:author", authors, 3}, {"vr:published_time", published, 1},
});
// clang-format on

// Of schema.org and Dublin Core.
constexpr auto kProperties = std::to_array<PropertyMeaning>({
    {"articlesection", section, 1},
    {"author", authors, 1},
    {"creator", authors, 3},
    {"date", published, 8},
    {"datecreated", published, 4},
    {"dateline", published, 5},
    {"datemodified", modified, 1},
    {"datepublished", published, 1},
    {"dc:creator", authors, 3},
    {"headline", title, 1},
    {"image", image, 4},
    {"issued", published, 2},
    {"keywords", tags, 1},
    {"license", licence, 0},
    {"modified", modified, 2},
    {"published", published, 3},
    {"publisher", site_name, 4},
    {"thumbnailurl", image, 5},
    {"uploaddate", published, 5},
});

constexpr bool is_sorted(const auto& rows) {
  for (size_t i = 1; i < rows.size(); ++i) {
    if (!(rows[i - 1].name < rows[i].name)) return false;
  }
  return true;
}
static_assert(is_sorted(kMetas));
static_assert(is_sorted(kProperties));

const PropertyMeaning* find(const auto& rows, std::string_view name) {
  const auto row = std::lower_bound(rows.begin(), rows.end(), name,
                                    [](const PropertyMeaning& a, std::string_view b) { return a.name < b; });
  return row != rows.end() && row->name == name ? &*row : nullptr;
}

struct HintRow {
  std::string_view part;  // of a class or id, wherever in it
  unsigned hint;
};

// clang-format off
constexpr HintRow kHints[] = {
    {"author", kAuthorHint},      {"byline", kAuthorHint},    {"autor", kAuthorHint},        {"auteur", kAuthorHint},
    {"writer", kAuthorHint},      {"verfasser", kAuthorHint}, {"redakteur", kAuthorHint},    {"journalist", kAuthorHint},
    {"reporter", kAuthorHint},    {"contributor", kAuthorHint}, {"posted-by", kAuthorHint},  {"post-by", kAuthorHint},
    {"username", kAuthorHint},    {"creator", kAuthorHint},   {"vcard", kAuthorHint},        {"date", kDateHint},
    {"publish", kDateHint},       {"datum", kDateHint},       {"fecha", kDateHint},          {"time", kWeakDateHint},
    {"posted", kDateHint},        {"created", kDateHint},     {"meta", kWeakDateHint},           {"byline", kWeakDateHint},
    {"comment", kNotOfPageHint},  {"kommentar", kNotOfPageHint}, {"related", kNotOfPageHint}, {"sidebar", kMarginHint},
    {"teaser", kMarginHint},   {"recommend", kNotOfPageHint}, {"footer", kMarginHint}, {"widget", kMarginHint},
    {"recent", kNotOfPageHint},   {"popular", kNotOfPageHint}, {"latest", kNotOfPageHint},   {"newsletter", kNotOfPageHint},
    {"similar", kNotOfPageHint},  {"trending", kNotOfPageHint}, {"reply", kNotOfPageHint},   {"copyright", kMarginHint},
    {"more-", kMarginHint},    {"carousel", kNotOfPageHint}, {"replies", kNotOfPageHint}, {"navigation", kMarginHint},
};
// clang-format on

// Where a row could begin is told by a hash of four bytes: nearly everywhere none does.
constexpr size_t kStart = 4;
constexpr unsigned kPlaceBits = 11;
static_assert(std::size(kHints) < 256);
static_assert(std::all_of(std::begin(kHints), std::end(kHints),
                          [](const HintRow& row) { return row.part.size() >= kStart; }));

// Letters of either case have one place.
constexpr uint64_t fold(uint64_t bytes) {
  return bytes | 0x2020202020202020u;
}
// Of the first four of folded bytes.
constexpr size_t place_of(uint64_t folded) {
  return (static_cast<uint32_t>(folded) * 0x9e3779b1u) >> (32 - kPlaceBits);
}

constexpr uint64_t first_bytes(std::string_view text) {
  uint64_t bytes = 0;
  for (size_t i = 0; i < kStart; ++i) bytes |= uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
  return bytes;
}

// The rows of each place as a list: the first of them, and behind each row the next. One more than its index.
struct HintPlaces {
  std::array<uint8_t, 1u << kPlaceBits> first{};
  std::array<uint8_t, std::size(kHints) + 1> next{};
};
constexpr HintPlaces kPlaces = [] {
  HintPlaces places;
  for (size_t i = std::size(kHints); i-- > 0;) {
    uint8_t& first = places.first[place_of(fold(first_bytes(kHints[i].part)))];
    places.next[i + 1] = first;
    first = static_cast<uint8_t>(i + 1);
  }
  return places;
}();

// The hints of the rows in a list that the text begins with.
unsigned hints_at(std::string_view text, size_t row) {
  unsigned hints = 0;
  for (; row != 0; row = kPlaces.next[row]) {
    if (starts_with_ignoring_case(text, kHints[row - 1].part)) hints |= kHints[row - 1].hint;
  }
  return hints;
}

// Eight bytes of a name hold five places where a row can begin; they are looked at together, so that nothing waits.
constexpr size_t kBlock = 8;
constexpr size_t kBlockStarts = kBlock - kStart + 1;

inline unsigned hints_in_block(std::string_view text, uint64_t bytes) {
  const uint64_t folded = fold(bytes);
  const auto rows = [folded](size_t i) { return kPlaces.first[place_of(folded >> (8 * i))]; };
  static_assert(kBlockStarts == 5);
  if ((rows(0) | rows(1) | rows(2) | rows(3) | rows(4)) == 0) return 0;
  unsigned hints = 0;
  for (size_t i = 0; i < std::min(kBlockStarts, text.size()); ++i) hints |= hints_at(text.substr(i), rows(i));
  return hints;
}

}  // namespace

const PropertyMeaning* meaning_of_meta(std::string_view name) {
  return find(kMetas, name);
}

const PropertyMeaning* meaning_of_property(std::string_view name) {
  return find(kProperties, name);
}

unsigned byline_hints(std::string_view class_or_id) {
  static_assert(std::endian::native == std::endian::little);
  constexpr size_t kLimit = 300;
  class_or_id = class_or_id.substr(0, kLimit);
  uint64_t bytes = 0;
  if (class_or_id.size() < kBlock) {
    if (class_or_id.size() < kStart) return 0;
    std::memcpy(&bytes, class_or_id.data(), class_or_id.size());
    return hints_in_block(class_or_id, bytes);
  }
  // The last block overlaps the one before: to find a hint again changes nothing.
  unsigned hints = 0;
  const size_t last = class_or_id.size() - kBlock;
  for (size_t at = 0;; at = std::min(at + kBlockStarts, last)) {
    std::memcpy(&bytes, class_or_id.data() + at, kBlock);
    hints |= hints_in_block(class_or_id.substr(at), bytes);
    if (at == last) return hints;
  }
}

}  // namespace lycosa::inline extract
