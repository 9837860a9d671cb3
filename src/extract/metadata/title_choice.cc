#include "extract/metadata/title_choice.h"

#include <unicode/uchar.h>

#include <array>
#include <optional>

#include "base/text.h"
#include "extract/markdown/references.h"
#include "extract/unicode.h"
#include "html/html.h"

namespace lycosa::inline extract {
namespace {

// What stands between a title and the site's name.
// clang-format off
constexpr std::array<std::string_view, 15> kSeparators = {
    " | ", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " \xc2\xb7 ", " \xe2\x80\xa2 ", " \xc2\xbb ", " \xc2\xab ",
    " :: ", " / ", " ~ ", " \xe2\x80\xba ", " \xe2\x80\xb9 ", " \xe2\x97\x8f ", " \xef\xbd\x9c "};

struct Part {
  size_t begin = 0;
  size_t end = 0;
};
// clang-format on

// How many bytes the separator there takes; 0 when there is none.
size_t separator_at(std::string_view title, size_t at) {
  const std::string_view rest = title.substr(at);
  for (const std::string_view separator : kSeparators) {
    if (rest.starts_with(separator)) return separator.size();
  }
  return 0;
}

// The parts between separators, at most 8.
std::vector<Part> parts_of(std::string_view title) {
  std::vector<Part> parts;
  size_t begin = 0;
  for (size_t at = title.find(' '); at != std::string_view::npos && parts.size() < 7; at = title.find(' ', at)) {
    const size_t size = separator_at(title, at);
    if (size == 0) {
      ++at;
      continue;
    }
    parts.push_back({begin, at});
    begin = at += size;
  }
  parts.push_back({begin, title.size()});
  return parts;
}

// The main label of a host: «example» of www.example.co.uk.
std::string main_label(std::string_view host) {
  std::string_view longest;
  for (const std::string_view label : split(host, '.')) {
    if (label.size() > longest.size()) longest = label;
  }
  return letters_of(longest);
}

class TitleChooser {
 public:
  TitleChooser(const std::vector<const FactCandidate*>& candidates, std::string_view title_element,
               std::string_view site_name, std::string_view host)
      : candidates_(candidates),
        element_(title_element),
        element_letters_(letters_of(title_element)),
        site_(letters_of(site_name)),
        label_(main_label(host)),
        letters_(candidates.size()) {
    for (const Part& p : parts_of(element_)) part_letters_.push_back(letters_of(part(element_, p)));
  }

  TitleChoice choose() {
    for (const FactCandidate* candidate : candidates_) {
      if (candidate->source != FactSource::markup && candidate->rank <= 3 && !claimed_) claimed_ = candidate;
    }
    if (claimed_) {
      claim_ = plain_line(claimed_->value);
      claim_letters_ = letters_of(claim_);
      if (is_site(claim_letters_) && !is_site(element_letters_)) claimed_ = nullptr;
    }
    if (const FactCandidate* heading = repeated_heading()) return {heading->value, heading};
    if (claimed_) return {without_site(claim_, false), claimed_};
    if (!element_.empty()) return {without_site(element_, true), nullptr};
    const FactCandidate* first = first_heading();
    return first ? TitleChoice{first->value, first} : TitleChoice{};
  }

 private:
  // What names the site: its name, or its host's main label with little more.
  bool is_site(const std::string& letters) const {
    if (letters.empty()) return true;
    if (letters == site_) return true;
    if (label_.size() < 4) return false;
    return letters.find(label_) != std::string::npos ? letters.size() <= 2 * label_.size() + 4
                                                     : letters.size() >= 4 && label_.find(letters) != std::string::npos;
  }

  static bool is_heading(const FactCandidate& candidate, int worst) {
    return candidate.source == FactSource::markup && candidate.rank <= worst;
  }

  // Of a candidate's value, once.
  const std::string& letters(size_t candidate) {
    std::optional<std::string>& letters = letters_[candidate];
    if (!letters) letters = letters_of(candidates_[candidate]->value);
    return *letters;
  }

  // The first heading of the first level that the title element or the metadata says again, and that is not the site's
  // name; else a heading of the second level that is a part of the title element.
  const FactCandidate* repeated_heading() {
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (!is_heading(*candidates_[i], 5)) continue;
      const std::string& said = letters(i);
      if (said.size() < 4 ? said == element_letters_ && !said.empty() : says(said)) {
        if (!is_site(said) && !ends_title(said)) return candidates_[i];
      }
    }
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (is_heading(*candidates_[i], 6) && is_part(letters(i))) return candidates_[i];
    }
    return nullptr;
  }

  bool says(const std::string& letters) const {
    return element_letters_.find(letters) != std::string::npos || claim_letters_.find(letters) != std::string::npos;
  }

  // Whether it is the last part of the title element, where sites put their name, and the claim says otherwise or
  // another heading is the part before.
  bool ends_title(const std::string& said) {
    if (part_letters_.size() < 2 || part_letters_.back() != said) return false;
    if (claimed_ && claim_letters_.find(said) == std::string::npos) return true;
    if (!other_part_) other_part_ = heading_of_other_part(said);
    return *other_part_;
  }

  // Whether a heading is a part of the title element, and not this one, which is the last.
  bool heading_of_other_part(const std::string& last) {
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (is_heading(*candidates_[i], 6) && letters(i) != last && is_part(letters(i))) return true;
    }
    return false;
  }

  bool is_part(const std::string& said) const {
    if (said.size() < 4 || is_site(said)) return false;
    const size_t parts = part_letters_.size();
    for (size_t i = 0; i < parts; ++i) {
      if (i + 1 == parts && i > 0) break;
      if (part_letters_[i] == said) return true;
    }
    return parts > 1 && part_letters_.back() == said && is_site(part_letters_.front());
  }

  const FactCandidate* first_heading() const {
    for (const FactCandidate* candidate : candidates_) {
      if (is_heading(*candidate, 5)) return candidate;
    }
    return nullptr;
  }

  static std::string_view part(std::string_view title, const Part& part) {
    return title.substr(part.begin, part.end - part.begin);
  }

  // Without the parts at either end that name the site; `guess` takes the last part for it where none does.
  std::string without_site(std::string_view title, bool guess) const {
    const std::vector<Part> parts = parts_of(title);
    size_t first = 0;
    size_t last = parts.size();
    while (last - first > 1 && is_site(letters_of(part(title, parts[last - 1])))) --last;
    while (last - first > 1 && is_site(letters_of(part(title, parts[first])))) ++first;
    if (guess && last - first == parts.size() && last > 1) --last;
    return std::string(trim(title.substr(parts[first].begin, parts[last - 1].end - parts[first].begin)));
  }

  const std::vector<const FactCandidate*>& candidates_;
  std::string_view element_;
  std::string element_letters_;
  std::string site_;
  std::string label_;
  const FactCandidate* claimed_ = nullptr;  // by metadata
  std::string claim_;
  std::string claim_letters_;
  std::vector<std::string> part_letters_;            // of the title element's parts
  std::vector<std::optional<std::string>> letters_;  // of the candidates' values, as far as they were asked for
  std::optional<bool> other_part_;
};

}  // namespace

std::string letters_of(std::string_view text) {
  std::string letters;
  letters.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char byte = text[at];
    if (static_cast<unsigned char>(byte) < 0x80) {
      if (is_ascii_alphanumeric(byte)) letters += ascii_lower(byte);
      ++at;
      continue;
    }
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
                         std::string_view site_name, std::string_view host) {
  return TitleChooser(candidates, title_element, site_name, host).choose();
}

}  // namespace lycosa::inline extract
