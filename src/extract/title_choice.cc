#include "extract/title_choice.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "extract/references.h"
#include "extract/unicode.h"
#include "html/html.h"

namespace lycosa {
namespace {

// What stands between a title and the site's name.
constexpr std::array<std::string_view, 15> kSeparators = {
    " | ", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " \xc2\xb7 ", " \xe2\x80\xa2 ", " \xc2\xbb ", " \xc2\xab ",
    " :: ", " / ", " ~ ", " \xe2\x80\xba ", " \xe2\x80\xb9 ", " \xe2\x97\x8f ", " \xef\xbd\x9c "};

struct Part {
  size_t begin = 0;
  size_t end = 0;
};

// The parts between separators, at most 8.
std::vector<Part> parts_of(std::string_view title) {
  std::vector<Part> parts;
  size_t begin = 0;
  while (parts.size() < 7) {
    size_t cut = std::string_view::npos;
    size_t size = 0;
    for (const std::string_view separator : kSeparators) {
      const size_t at = title.find(separator, begin);
      if (at < cut) {
        cut = at;
        size = separator.size();
      }
    }
    if (cut == std::string_view::npos) break;
    parts.push_back({begin, cut});
    begin = cut + size;
  }
  parts.push_back({begin, title.size()});
  return parts;
}

// Whether `title` is what `wanted` says, perhaps with more parts around.
bool says(std::string_view title, std::string_view wanted) {
  const std::string letters = letters_of(wanted);
  if (letters.empty()) return false;
  const std::string all = letters_of(title);
  return all == letters || (letters.size() >= 4 && all.find(letters) != std::string::npos);
}

// Without the parts that name the site or are too short to be a title beside the longest.
std::string without_site(std::string_view title, std::string_view site) {
  const std::vector<Part> parts = parts_of(title);
  if (parts.size() < 2) return std::string(title);
  const std::string site_letters = letters_of(site);
  size_t first = 0;
  size_t last = parts.size();
  const auto letters = [&](size_t i) { return letters_of(title.substr(parts[i].begin, parts[i].end - parts[i].begin)); };
  if (!site_letters.empty()) {
    while (last - first > 1 && letters(last - 1) == site_letters) --last;
    while (last - first > 1 && letters(first) == site_letters) ++first;
  }
  if (last - first == parts.size()) --last;
  return std::string(trim(title.substr(parts[first].begin, parts[last - 1].end - parts[first].begin)));
}

}  // namespace

std::string letters_of(std::string_view text) {
  std::string letters;
  for (size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    if (is_word_character(c.code)) append_utf8(letters, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c.code))));
    at += c.size;
  }
  return letters;
}

std::string plain_line(std::string_view value) {
  const bool tags = value.find('<') != std::string_view::npos && value.find('>') != std::string_view::npos;
  const bool references = value.find('&') != std::string_view::npos && value.find(';') != std::string_view::npos;
  if (!tags && !references) return std::string(trim(value));
  const html::Document fragment = html::parse_fragment(std::string(value), {});
  return clean_line(fragment.text_of_subtree(fragment.root()));
}

TitleChoice choose_title(const std::vector<const FactCandidate*>& candidates, std::string_view title_element,
                         std::string_view site_name) {
  const FactCandidate* claimed = nullptr;  // by metadata
  const FactCandidate* heading = nullptr;  // the first h1 that a claim or the title element repeats
  const FactCandidate* only_heading = nullptr;
  for (const FactCandidate* candidate : candidates) {
    if (candidate->source != FactSource::markup && !claimed && candidate->rank <= 3) claimed = candidate;
  }
  for (const FactCandidate* candidate : candidates) {
    if (candidate->source != FactSource::markup || candidate->rank >= 6) continue;
    if (!only_heading) only_heading = candidate;
    const bool repeated = says(title_element, candidate->value) || (claimed && says(plain_line(claimed->value), candidate->value));
    const bool is_site = letters_of(candidate->value) == letters_of(site_name);
    if (!heading && repeated && !is_site) heading = candidate;
  }
  if (heading) return {heading->value, heading};
  if (claimed) return {without_site(plain_line(claimed->value), site_name), claimed};
  if (!title_element.empty()) return {without_site(title_element, site_name), nullptr};
  if (only_heading) return {only_heading->value, only_heading};
  return {};
}

}  // namespace lycosa
