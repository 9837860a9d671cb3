#include "extract/metadata/authors.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "extract/markdown/references.h"
#include "extract/metadata/dates.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {
namespace {

constexpr size_t kBylineLimit = 300;
constexpr size_t kNameLimit = 70;
constexpr int kNameWords = 6;

// Words before an author's name. A name must follow, or a colon where the word can begin a sentence too.
struct ByRow {
  std::string_view words;  // lower case
  bool needs_colon;
};

// clang-format off
constexpr ByRow kByWords[] = {
    {"written by", false},       {"posted by", false},       {"published by", false},     {"words by", false},
    {"story by", false},         {"reported by", false},     {"article by", false},       {"submitted by", false},
    {"by", false},               {"author", true},           {"authors", true},           {"writer", true},
    {"geschrieben von", false},  {"verfasst von", false},    {"erstellt von", false},     {"gepostet von", false},
    {"ver\xc3\xb6" "ffentlicht von", false}, {"ein beitrag von", false}, {"ein artikel von", false}, {"artikel von", false},
    {"beitrag von", false},      {"gastbeitrag von", false}, {"eine kolumne von", false}, {"eine analyse von", false},
    {"ein kommentar von", false}, {"kommentar von", false},  {"ein gastbeitrag von", false}, {"interview von", false},
    {"ein interview von", false}, {"text von", false},       {"eine rezension von", false}, {"rezension von", false},
    {"von", false},              {"autor", true},            {"autorin", true},           {"autoren", true},
    {"autor/in", true},          {"verfasser", true},        {"redaktion", true},         {"redakteur", true},
    {"text", true},              {"text und interview", true}, {"interview", true},      {"escribe", false},
    {"protokoll", true},         {"text & foto", true},      {"text und foto", true},     {"text und fotos", true},
                 {"par", false},             {"publi\xc3\xa9 par", false}, {"\xc3\xa9" "crit par", false},
    {"post\xc3\xa9 par", false}, {"propos recueillis par", false}, {"auteur", true},      {"texte", true},
    {"por", false},              {"escrito por", false},     {"publicado por", false},    {"texto", true},
    {"di", false},               {"scritto da", false},      {"pubblicato da", false},    {"a cura di", false},
    {"autore", true},            {"testo", true},            {"door", false},             {"geschreven door", false},
    {"av", false},               {"skriven av", false},      {"af", false},               {"skrevet af", false},
    {"skrevet av", false},       {"autorka", true},          {"tekst", true},             {"napsal", false},
    {"yazan", true},             {"kirjoittaja", true},      {"szerz\xc5\x91", true},     {"\xd0\xb0\xd0\xb2\xd1\x82\xd0\xbe\xd1\x80", true},
    {"\xd1\x82\xd0\xb5\xd0\xba\xd1\x81\xd1\x82", true},      {"penulis", true},           {"oleh", false},
    {"\xe8\xae\xb0\xe8\x80\x85", true}, {"\xe4\xbd\x9c\xe8\x80\x85", true}, {"\xe6\x96\x87", true}, {"\xe6\x92\xb0\xe6\x96\x87", true},
};
// clang-format on

// By a row's first byte, the second letters that rows go on with, one bit each: nearly all lines fail here.
constexpr std::array<uint32_t, 256> kSecondLetters = [] {
  std::array<uint32_t, 256> letters{};
  for (const ByRow& row : kByWords) {
    const auto first = static_cast<unsigned char>(row.words[0]);
    // What is not ASCII folds to other bytes.
    letters[first] |= first < 0x80 ? 1u << (row.words[1] & 31) : 0xffffffffu;
  }
  return letters;
}();

// The rows that begin with a byte, as a list: the first of them, and behind each row the next. One more than its index.
struct RowLists {
  std::array<uint8_t, 256> first{};
  std::array<uint8_t, std::size(kByWords) + 1> next{};
};
// clang-format off
constexpr RowLists kRowLists = [] {
  RowLists lists;
  for (size_t i = std::size(kByWords); i-- > 0;) {
    uint8_t& first = lists.first[static_cast<unsigned char>(kByWords[i].words[0])];
    lists.next[i + 1] = first;
    first = static_cast<uint8_t>(i + 1);
  }
  return lists;
}();
static_assert(std::size(kByWords) < 256);

bool may_begin_with_by(std::string_view line) {
  if (line.size() < 2) return false;
  const auto second = static_cast<unsigned char>(line[1]);
  const uint32_t letters = kSecondLetters[static_cast<unsigned char>(ascii_lower(line[0]))];
  return second < 0x80 ? (letters >> (second & 31)) & 1 : letters != 0;
}

// Between two names.
constexpr std::string_view kJoiners[] = {" und ", " and ", " et ", " y ", " e ", " og ", " och ", " en ", " & ", " i ", " with ", " mit "};
// What comes behind such a sign is no name.
constexpr std::string_view kEnds[] = {" | ", " \xe2\x80\xa2 ", " \xc2\xb7 ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " - ", " // ",
                                      " (", " [", " am ", " on ", " um ", " in ", " at ", " auf ", " vom ", " f\xc3\xbcr ", " for ",
                                      " \xc2\xab ", " \xc2\xbb ", " > ", " ist ", " is ", " le ", " el ", "\xe2\x80\xa2", ": "};
// Words that are no part of a name: what the page says where an author could stand.
constexpr std::string_view kNoNames[] = {
    "author",  "autor",     "authors",  "editor",      "admin",        "administrator", "redakteur",  "redakteurin",
    "staff",   "reporter",  "writer",   "guest",       "gast",         "anonymous",     "unknown",    "share",
    "follow",  "email",     "e-mail",   "mail",        "twitter",      "facebook",      "instagram",  "linkedin",
    "website", "home",      "login",    "comments",    "kommentare",   "kommentar",     "none",       "null",
    "n/a",     "more",      "mehr",     "posts",       "news",         "contact",       "kontakt",    "profil",
    "profile", "subscribe", "undefined", "read more",  "about the author", "all posts", "view all posts", "root",
    "webmaster", "staff writer", "team", "user", "default", "the author", "zum autor", "alle artikel", "by", "von",
    "senior reporter", "senior editor", "associate editor", "contributing writer", "contributor", "correspondent",
    "uhr", "gmt", "cet", "est", "edt", "pst", "no author", "quelle", "source", "advertisement", "anzeige", "freelance writer", "freier autor", "freie autorin", "chefredakteur", "phd", "md", "m.d.", "ph.d.", "jr.", "dpa", "afp",
};
// clang-format on

// How many bytes of the text match `words`, case folded; 0 when they do not.
size_t folded_prefix(std::string_view text, std::string_view words) {
  size_t at = 0;
  while (at < words.size() && at < text.size() && ascii_lower(text[at]) == words[at]) ++at;
  if (at == words.size()) return at;
  // Only letters beyond ASCII can fold to what is not the same byte.
  if (at >= text.size() || static_cast<unsigned char>(text[at]) < 0x80) return 0;
  while ((static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) --at;
  size_t in_words = at;
  while (in_words < words.size()) {
    if (at >= text.size()) return 0;
    const Character c = character_at(text, at);
    const Character w = character_at(words, in_words);
    if (static_cast<char32_t>(u_tolower(static_cast<UChar32>(c.code))) != w.code) return 0;
    at += c.size;
    in_words += w.size;
  }
  return at;
}

bool begins_name(std::string_view text) {
  if (text.empty()) return false;
  const auto c = static_cast<UChar32>(character_at(text, 0).code);
  return u_isalpha(c) && !u_islower(c);
}

bool is_ornament(char32_t c) {
  return c == 0xb7 || c == 0xab || c == 0xbb || (c >= 0x2010 && c <= 0x2bff) || c == '~' || c == ' ';
}

std::string_view trim_signs(std::string_view text) {
  constexpr std::string_view kSigns = " \t\n.,;:|/-*\"'()[]<>&+";
  while (!text.empty() && kSigns.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  // A name can end with a point: Jr., M.
  while (!text.empty() && text.back() != '.' && text.back() != ')' &&
         kSigns.find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  // Bullets and arrows of any script.
  while (!text.empty() && is_ornament(character_before(text, text.size()).code)) {
    text.remove_suffix(character_before(text, text.size()).size);
  }
  while (!text.empty() && is_ornament(character_at(text, 0).code)) text.remove_prefix(character_at(text, 0).size);
  if (text.ends_with(')') && text.find('(') == std::string_view::npos) text.remove_suffix(1);
  return trim(text);
}

// The beginning of the text up to the first of what cannot be part of a byline's names.
std::string_view cut(std::string_view text) {
  for (const std::string_view end : kEnds) {
    const size_t at = text.find(end);
    if (at != std::string_view::npos && at > 0) text = text.substr(0, at);
  }
  return text;
}

// «Thursday», «Sonntag» before a date, and «on», «am» before both, are no part of a name.
constexpr std::string_view kBeforeDates[] = {"monday",
                                             "tuesday",
                                             "wednesday",
                                             "thursday",
                                             "friday",
                                             "saturday",
                                             "sunday",
                                             "montag",
                                             "dienstag",
                                             "mittwoch",
                                             "donnerstag",
                                             "freitag",
                                             "samstag",
                                             "sonntag",
                                             "lundi",
                                             "mardi",
                                             "mercredi",
                                             "jeudi",
                                             "vendredi",
                                             "samedi",
                                             "dimanche",
                                             "lunes",
                                             "martes",
                                             "jueves",
                                             "viernes",
                                             "domingo",
                                             "mon",
                                             "tue",
                                             "wed",
                                             "thu",
                                             "fri",
                                             "sat",
                                             "sun",
                                             "on",
                                             "am",
                                             "um",
                                             "le",
                                             "el",
                                             "the",
                                             "den",
                                             "vom",
                                             "at",
                                             "in",
                                             "under",
                                             "unter",
                                             "and",
                                             "und",
                                             "updated",
                                             "published",
                                             "aktualisiert",
                                             "stand",
                                             "date",
                                             "datum",
                                             "posted",
                                             "ver\xc3\xb6"
                                             "ffentlicht",
                                             "publiziert",
                                             "erstellt",
                                             "publi\xc3\xa9",
                                             "last",
                                             "zuletzt"};

std::string_view without_tail(std::string_view text) {
  for (int i = 0; i < 4; ++i) {
    text = trim_signs(text);
    const size_t space = text.rfind(' ');
    const std::string_view word = space == std::string_view::npos ? text : text.substr(space + 1);
    const bool known = std::any_of(std::begin(kBeforeDates), std::end(kBeforeDates),
                                   [&](std::string_view w) { return equals_ignoring_case(word, w); });
    if (!known) break;
    text = space == std::string_view::npos ? std::string_view() : text.substr(0, space);
  }
  return text;
}

// «View all posts by A. Author», «Eingestellt von A. Author»: the name behind the last such word, in a short line.
std::string_view after_by(std::string_view text) {
  constexpr size_t kShort = 80;
  if (text.size() > kShort) return text;
  size_t best = 0;
  for (const std::string_view by : {" by ", " von ", " par ", " por ", " door ", " af ", " av ", " articles of "}) {
    const size_t at = text.rfind(by);
    if (at != std::string_view::npos) best = std::max(best, at + by.size());
  }
  for (const std::string_view by : {" BY ", " VON ", " ARTICLES OF "}) {
    const size_t at = text.rfind(by);
    if (at != std::string_view::npos) best = std::max(best, at + by.size());
  }
  return best == 0 ? text : trim(text.substr(best));
}

std::string_view without_date(std::string_view text) {
  const auto date = find_date(text, DayOrder::day_first);
  if (!date) return text;
  const std::string_view before = without_tail(text.substr(0, date->begin));
  const std::string_view after = trim_signs(text.substr(date->end));
  // Where a line begins with a date, the name comes behind it.
  if (before.size() >= 4) return before;
  return by_word(after) > 0 || after.find(' ') != std::string_view::npos ? after : std::string_view();
}

bool is_no_name(std::string_view text) {
  return std::any_of(std::begin(kNoNames), std::end(kNoNames),
                     [&](std::string_view no) { return equals_ignoring_case(text, no); });
}

bool could_be_name(std::string_view text, bool trusted) {
  if (text.size() < 2 || text.size() > kNameLimit) return false;
  if (text.find("://") != std::string_view::npos || text.find("www.") != std::string_view::npos) return false;
  if (text.find_first_of("{}=\\_#") != std::string_view::npos && !trusted) return false;
  if (is_no_name(text) || (is_author_label(text) && !equals_ignoring_case(text, "Redaktion"))) return false;
  int words = 1;
  int digits = 0;
  for (const char c : text) {
    words += c == ' ';
    digits += is_ascii_digit(c);
  }
  if (words > kNameWords || digits > (trusted ? 6 : 2)) return false;
  if (text.find('@') != std::string_view::npos) return false;
  return trusted || begins_name(text);
}

// Whether every word of a name begins as names do; small words such as «von» may stand between.
bool is_capitalised(std::string_view name) {
  for (const std::string_view word : split(name, ' ')) {
    if (word.empty() || begins_name(word)) continue;
    constexpr std::string_view kParticles[] = {"von", "van", "de", "der", "den", "del", "della", "di", "da", "du", "la",
                                               "le",  "dos", "al", "bin", "zu",  "el",  "ter",   "af", "v.", "e"};
    if (std::find(std::begin(kParticles), std::end(kParticles), word) == std::end(kParticles)) return false;
  }
  return true;
}

// Where the first of what parts two names begins and how long it is.
std::pair<size_t, size_t> next_joiner(std::string_view text) {
  std::pair<size_t, size_t> next{text.find_first_of(",;"), 1};
  for (const std::string_view joiner : kJoiners) {
    const size_t at = text.find(joiner);
    if (at < next.first) next = {at, joiner.size()};
  }
  return next;
}

void split_names(std::string_view text, bool trusted, std::vector<std::string>& names) {
  for (bool more = true; more && names.size() < 20;) {
    const auto [at, size] = next_joiner(text);
    more = at != std::string_view::npos;
    std::string_view name = trim_signs(text.substr(0, at));
    if (more) text.remove_prefix(at + size);
    if (const size_t by = by_word(name); by > 0 && by < name.size()) name = trim_signs(name.substr(by));
    if (!could_be_name(name, trusted)) continue;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  }
}

}  // namespace

bool is_author_label(std::string_view label) {
  std::string line(label);
  line += ':';
  return by_word(line) == line.size();
}

size_t by_word(std::string_view line) {
  if (!may_begin_with_by(line)) return 0;
  size_t best = 0;
  // Letters beyond ASCII fold within their first byte.
  for (size_t i = kRowLists.first[static_cast<unsigned char>(ascii_lower(line[0]))]; i != 0; i = kRowLists.next[i]) {
    const ByRow& row = kByWords[i - 1];
    const size_t size = folded_prefix(line, row.words);
    if (size == 0) continue;
    std::string_view rest = line.substr(size);
    const bool colon = trim(rest).starts_with(':') || trim(rest).starts_with("\xef\xbc\x9a");
    if (colon) {
      rest = trim(rest);
      rest.remove_prefix(rest[0] == ':' ? 1 : 3);
    } else if (row.needs_colon || (!rest.empty() && !is_unicode_space(character_at(rest, 0).code))) {
      continue;
    }
    std::string_view after = rest;
    while (!after.empty() && is_unicode_space(character_at(after, 0).code))
      after.remove_prefix(character_at(after, 0).size);
    if (!after.empty() && !begins_name(after)) continue;
    best = std::max(best, line.size() - after.size());
  }
  return best;
}

std::vector<std::string> author_names(std::string_view byline, BylineTrust trust) {
  const bool trusted = trust == BylineTrust::metadata;
  std::vector<std::string> names;
  const std::string line = clean_line(utf8_prefix(byline, kBylineLimit + 1));
  if (line.empty() || line.size() > kBylineLimit) return names;
  std::string_view text = trim_signs(line);
  if (text.find("://") != std::string_view::npos && text.find(' ') == std::string_view::npos) return names;
  for (int i = 0; i < 2; ++i) {
    const size_t by = by_word(text);
    if (by > 0 && by < text.size()) text = trim_signs(text.substr(by));
  }
  text = without_date(text);
  if (const size_t by = by_word(text); by > 0 && by < text.size()) text = trim_signs(text.substr(by));
  if (!trusted) text = after_by(text);
  // «Max Muster (max@example.org)»
  text = without_tail(cut(text));
  // A box that is named for the author can hold a lone word in small letters, which is then a login.
  const bool login = trust == BylineTrust::author_box && text.find(' ') == std::string_view::npos && text.size() <= 25;
  split_names(text, trusted || login, names);
  if (trust == BylineTrust::words) std::erase_if(names, [](const std::string& name) { return !is_capitalised(name); });
  return names;
}

}  // namespace lycosa::inline extract
