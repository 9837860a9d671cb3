#include "robots/pattern.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "base/text.h"

namespace lycosa::inline robots {
namespace {

constexpr bool is_unreserved(char c) {
  return is_ascii_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}
constexpr bool is_reserved(char c) {
  return std::string_view(":/?#[]@!$&'()*+,;=").find(c) != std::string_view::npos;
}

constexpr int hex_value(char c) {
  if (is_ascii_digit(c)) return c - '0';
  const char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void append_escape(std::string& out, char c) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 15];
}

// "%" with two digits becomes its character when that is unreserved. A "%" without them is one literal character.
size_t append_percent(std::string& out, std::string_view text, size_t at) {
  const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
  const int low = high < 0 ? -1 : hex_value(text[at + 2]);
  if (low < 0) {
    out += '%';
    return at;
  }
  const char c = static_cast<char>(high * 16 + low);
  if (is_unreserved(c)) {
    out += c;
  } else {
    append_escape(out, c);
  }
  return at + 2;
}

std::string normalize(std::string_view text, bool is_pattern) {
  std::string out;
  out.reserve(text.size() + 16);
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool special = c == '*' || c == '$';
    const bool wild = is_pattern && (c == '*' || (c == '$' && i + 1 == text.size()));
    if (c == '%') {
      i = append_percent(out, text, i);
    } else if (wild || (!special && (is_unreserved(c) || is_reserved(c)))) {
      out += c;
    } else {
      append_escape(out, c);
    }
  }
  return out;
}

// The Knuth-Morris-Pratt search: no worse than linear in both lengths.
size_t find_linear(std::string_view text, std::string_view wanted) {
  std::vector<size_t> borders(wanted.size(), 0);
  for (size_t i = 1, length = 0; i < wanted.size(); ++i) {
    while (length > 0 && wanted[i] != wanted[length]) length = borders[length - 1];
    if (wanted[i] == wanted[length]) ++length;
    borders[i] = length;
  }
  for (size_t i = 0, matched = 0; i < text.size(); ++i) {
    while (matched > 0 && text[i] != wanted[matched]) matched = borders[matched - 1];
    if (text[i] == wanted[matched]) ++matched;
    if (matched == wanted.size()) return i + 1 - matched;
  }
  return std::string_view::npos;
}

// Plain search costs at most a short pattern's length for each byte of the text, and is the faster one.
constexpr size_t kShortPattern = 16;

size_t find(std::string_view text, std::string_view wanted, size_t from) {
  if (wanted.size() <= kShortPattern) return text.find(wanted, from);
  const size_t at = find_linear(text.substr(from), wanted);
  return at == std::string_view::npos ? at : from + at;
}

}  // namespace

std::string normalize_path(std::string_view path) {
  return normalize(path, false);
}
std::string normalize_pattern(std::string_view pattern) {
  return normalize(pattern, true);
}

std::string directory_of_index(std::string_view pattern) {
  const size_t slash = pattern.rfind('/');
  if (slash == std::string_view::npos || !pattern.substr(slash).starts_with("/index.htm")) return {};
  return std::string(pattern.substr(0, slash + 1)) + '$';
}

std::optional<std::string> within_limits(std::string pattern, bool allow) {
  constexpr size_t kMostBytes = 2 << 10;
  constexpr int kMostWildcards = 16;
  // Of wildcards in a row one means as much.
  pattern.erase(std::unique(pattern.begin(), pattern.end(), [](char a, char b) { return a == '*' && b == '*'; }),
                pattern.end());
  size_t end = std::min(pattern.size(), kMostBytes);
  int wildcards = 0;
  for (size_t i = 0; i < end; ++i) {
    if (pattern[i] == '*' && ++wildcards > kMostWildcards) end = i;
  }
  if (end == pattern.size()) return pattern;
  if (allow) return std::nullopt;
  pattern.resize(end);
  return pattern;
}

namespace {

// Taking the first place for each piece between wildcards is enough: a later one leaves less for those that follow.
template <class Find>
bool matches_with(std::string_view pattern, std::string_view path, Find find_piece) {
  const bool anchored = pattern.ends_with('$');
  if (anchored) pattern.remove_suffix(1);
  size_t star = pattern.find('*');
  if (!path.starts_with(pattern.substr(0, star))) return false;
  if (star == std::string_view::npos) return !anchored || path.size() == pattern.size();
  size_t at = star;
  for (;;) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    if (star == std::string_view::npos && anchored) return path.size() >= at + piece.size() && path.ends_with(piece);
    const size_t found = find_piece(piece, at);
    if (found == std::string_view::npos) return false;
    if (star == std::string_view::npos) return true;
    at = found + piece.size();
  }
}

constexpr size_t kPlaces = 64;
// Longer paths are searched one place after the other: their tables would cost more than they save.
constexpr size_t kMostWords = 64;

}  // namespace

bool matches(std::string_view pattern, std::string_view path) {
  return matches_with(pattern, path, [&](std::string_view piece, size_t from) { return find(path, piece, from); });
}

bool Subject::matches(std::string_view pattern) {
  return matches_with(pattern, path_, [this](std::string_view piece, size_t from) { return find(piece, from); });
}

void Subject::note_places() {
  words_ = path_.size() / kPlaces + 1;
  places_.resize(256 * words_);
  for (size_t i = 0; i < path_.size(); ++i) {
    places_[static_cast<unsigned char>(path_[i]) * words_ + i / kPlaces] |= uint64_t{1} << i % kPlaces;
  }
}

// The bits of `ends` are the places at which the part of `wanted` that was looked at so far ends.
size_t Subject::find(std::string_view wanted, size_t from) {
  if (wanted.empty()) return from;
  if (path_.size() / kPlaces + 1 > kMostWords) return robots::find(path_, wanted, from);
  if (from + wanted.size() > path_.size()) return std::string_view::npos;
  if (places_.empty()) note_places();
  uint64_t ends[kMostWords] = {};
  const auto places_of = [&](char c) { return places_.data() + static_cast<unsigned char>(c) * words_; };
  const size_t first = from / kPlaces;
  for (size_t w = first; w < words_; ++w) ends[w] = places_of(wanted[0])[w];
  ends[first] &= ~uint64_t{0} << from % kPlaces;
  for (const char c : wanted.substr(1)) {
    const uint64_t* const places = places_of(c);
    uint64_t carry = 0, any = 0;
    for (size_t w = first; w < words_; ++w) {
      const uint64_t next = ends[w] >> (kPlaces - 1);
      ends[w] = (ends[w] << 1 | carry) & places[w];
      carry = next;
      any |= ends[w];
    }
    if (any == 0) return std::string_view::npos;
  }
  for (size_t w = first; w < words_; ++w) {
    if (ends[w] != 0) return w * kPlaces + static_cast<size_t>(std::countr_zero(ends[w])) + 1 - wanted.size();
  }
  return std::string_view::npos;
}

}  // namespace lycosa::inline robots
