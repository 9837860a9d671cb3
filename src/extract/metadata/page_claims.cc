#include "extract/metadata/page_claims.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>
#include <string>

#include "base/text.h"
#include "extract/word_hash.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

enum PageKind : PageKinds {
  kOgArticle = 1,
  kOgProduct = 2,
  kOgOther = 4,
  kArticle = 8,
  kProduct = 16,
  kList = 32,
  kDiscussion = 64,
  kOtherData = 128,
};
static_assert(kOtherData == 1u << (kPageKinds - 1));

struct TypeName {
  std::string_view part;  // of the type's name
  PageKinds kind;
};

// The first that the name holds wins.
// clang-format off
constexpr TypeName kTypes[] = {
    {"Discussion", kDiscussion}, {"QAPage", kDiscussion}, {"Question", kDiscussion}, {"ItemList", kList},
    {"CollectionPage", kList},   {"SearchResults", kList}, {"Article", kArticle},    {"BlogPosting", kArticle},
    {"Recipe", kArticle},        {"Review", kArticle},     {"Product", kProduct},
};
// clang-format on

// Much more than any page has to say; beyond it the set would take everything for a member.
constexpr size_t kSaidLimit = 20'000;
// Shorter strings of JSON-LD are names and addresses.
constexpr size_t kSentence = 40;

uint32_t pair_of(uint32_t a, uint32_t b) {
  return (a * 0x85ebca6bu) ^ (b + 0x165667b1u + (a >> 7));
}

std::optional<uint32_t> four_hex_digits(std::string_view digits) {
  uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

// The quote that ends a JSON string; the end or behind it when there is none.
size_t end_of_string(std::string_view json, size_t begin) {
  size_t end = std::min(json.find('"', begin), json.size());
  const size_t escape = json.substr(begin, end - begin).find('\\');
  if (escape == std::string_view::npos) return end;
  end = begin + escape;
  while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2 : 1;
  return end;
}

// A JSON string's text: escapes read as far as words need it, tags and entities left out.
std::string plain_json(std::string_view raw) {
  std::string text;
  bool in_tag = false;
  for (size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '\\' && i + 1 < raw.size()) {
      c = raw[++i];
      if (c == 'n' || c == 't' || c == 'r') c = ' ';
      if (c == 'u' && i + 4 < raw.size()) {
        const std::optional<uint32_t> code = four_hex_digits(raw.substr(i + 1, 4));
        i += 4;
        if (code && *code >= 0x80) {
          if (!in_tag) append_utf8(text, char32_t{*code});
          continue;
        }
        c = code ? static_cast<char>(*code) : ' ';
      }
    }
    if (c == '<' || c == '>') {
      in_tag = c == '<';
      c = ' ';
      text += c;
    } else if (!in_tag) {
      text += c;
    }
  }
  return text;
}

}  // namespace

PageClaims::PageClaims(const Document& document, std::string_view title) {
  WordHasher hasher(scratch_);
  hasher.add(title);
  hasher.end_word();
  keep_title(scratch_);
  const auto nodes = static_cast<NodeId>(document.node_count());
  for (NodeId node = 0; node < nodes; ++node) {
    const Tag tag = document.tag(node);
    if ((tag != Tag::meta && tag != Tag::script) || document.kind(node) != NodeKind::element) continue;
    if (tag == Tag::meta) {
      read_meta(document, node);
    } else if (document.first_child(node) != html::kNoNode) {
      const auto type = document.attribute(node, "type");
      if (type && type->find("ld+json") != std::string_view::npos) read_json(document.text(document.first_child(node)));
    }
  }
}

void PageClaims::read_meta(const Document& document, NodeId element) {
  const auto content = document.attribute(element, "content");
  if (!content) return;
  const auto property = document.attribute(element, "property");
  if (property && *property == "og:type") {
    kinds_ |= content->starts_with("article")                      ? kOgArticle
              : content->find("product") != std::string_view::npos ? kOgProduct
                                                                   : kOgOther;
  }
  const auto name = document.attribute(element, "name");
  if (!(name && equals_ignoring_case(*name, "description")) && !(property && *property == "og:description")) return;
  scratch_.clear();
  WordHasher hasher(scratch_);
  hasher.add(*content);
  hasher.end_word();
  say(scratch_);
}

// Reads strings only: what is not JSON has none, or has some.
void PageClaims::read_json(std::string_view json) {
  bool type_follows = false;
  for (size_t at = json.find('"'); at != std::string_view::npos; at = json.find('"', at)) {
    const size_t end = end_of_string(json, at + 1);
    if (end >= json.size()) return;
    const std::string_view text = json.substr(at + 1, end - at - 1);
    read_json_string(text, type_follows);
    type_follows = text == "@type";
    at = end + 1;
  }
}

void PageClaims::read_json_string(std::string_view text, bool names_type) {
  if (names_type) {
    const auto* type = std::find_if(std::begin(kTypes), std::end(kTypes),
                                    [&](const TypeName& t) { return text.find(t.part) != std::string_view::npos; });
    kinds_ |= type == std::end(kTypes) ? kOtherData : type->kind;
  }
  if (text.size() < kSentence || text.find(' ') == std::string_view::npos || text.size() > kSaidLimit * 10) return;
  scratch_.clear();
  WordHasher hasher(scratch_);
  hasher.add(plain_json(text));
  hasher.end_word();
  say(scratch_);
}

void PageClaims::say(std::span<const uint32_t> words) {
  if (words.size() > kSaidLimit) words = words.first(kSaidLimit);
  if (words.size() > 1) said_.resize(kBits / 64, 0);
  for (size_t i = 1; i < words.size(); ++i) {
    const uint32_t bit = pair_of(words[i - 1], words[i]) % kBits;
    said_[bit / 64] |= uint64_t{1} << (bit % 64);
  }
}

// Long titles are compared by their beginnings.
void PageClaims::keep_title(std::span<const uint32_t> words) {
  title_words_ = std::min(words.size(), kTitleLimit);
  for (size_t i = 0; i < title_words_; ++i) {
    size_t at = words[i] % title_.size();
    while (title_[at].stands != 0 && title_[at].word != words[i]) at = (at + 1) % title_.size();
    title_[at].word = words[i];
    title_[at].stands |= uint64_t{1} << i;
  }
}

PageClaims::Shares PageClaims::shares(std::span<const uint32_t> words) const {
  Shares shares;
  // Long blocks hold every word of a title.
  if (!words.empty() && words.size() <= kTitleLimit && title_words_ > 0) compare_with_title(words, shares);
  if (words.size() > 1 && !said_.empty()) shares.said = share_said(words);
  return shares;
}

void PageClaims::compare_with_title(std::span<const uint32_t> words, Shares& shares) const {
  size_t in_title = 0;
  uint64_t of_title = 0;
  for (const uint32_t word : words) {
    const uint64_t stands = find_in_title(word);
    in_title += stands != 0;
    of_title |= stands;
  }
  shares.in_title = static_cast<float>(in_title) / static_cast<float>(words.size());
  shares.of_title = static_cast<float>(std::popcount(of_title)) / static_cast<float>(title_words_);
}

float PageClaims::share_said(std::span<const uint32_t> words) const {
  size_t in = 0;
  for (size_t i = 1; i < words.size(); ++i) in += said(pair_of(words[i - 1], words[i]));
  return static_cast<float>(in) / static_cast<float>(words.size() - 1);
}

}  // namespace lycosa::inline extract
