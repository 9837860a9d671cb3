#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "html/document.h"

namespace lycosa {

// Kinds of page that a page can say it is, by og:type or by the types of its JSON-LD. One bit each.
inline constexpr int kPageKinds = 8;
using PageKinds = uint32_t;

// What a page says of itself outside of its text: its kind, its title, and the sentences of its description and its
// JSON-LD. Text that says the same is likely to be what the page is about. Words are those of BlockMap::words_of().
class PageClaims {
 public:
  PageClaims(const html::Document& document, std::string_view title);

  PageKinds kinds() const { return kinds_; }
  // The share of these words that stand in the title, and of the title's words that stand among these.
  float share_in_title(std::span<const uint32_t> words) const;
  float share_of_title(std::span<const uint32_t> words) const;
  // The share of pairs of neighbouring words that stand in what is said.
  float share_said(std::span<const uint32_t> words) const;

 private:
  void read_meta(const html::Document& document, html::NodeId element);
  void read_json(std::string_view json);
  void read_json_string(std::string_view text, bool names_type);
  void say(std::span<const uint32_t> words);

  // A set of pairs that forgets nothing and now and then takes a stranger for a member.
  static constexpr uint32_t kBits = 1u << 17;
  bool said(uint32_t pair) const;

  PageKinds kinds_ = 0;
  std::vector<uint32_t> title_;
  std::vector<uint64_t> said_;
  std::vector<uint32_t> scratch_;
};

}  // namespace lycosa
