#include "extract/metadata/json_tree.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"

namespace lycosa::inline extract {
namespace {

constexpr size_t kSizeLimit = 1 << 20;
constexpr size_t kNodeLimit = 50'000;
constexpr size_t kDepthLimit = 64;
// A whole article can stand in one string; nothing that is wanted here is that long.
constexpr size_t kTextLimit = 8192;

// Bytes of a string that do not stand for themselves: its end, escapes, and control characters.
// clang-format off
constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> special{};
  for (unsigned c = 0; c < 0x20; ++c) special[c] = true;
  special['"'] = special['\\'] = true;
  return special;
}();

// JSON's white space, and the control characters that pages have between values.
bool is_space(char c) { return static_cast<unsigned char>(c) <= 0x20; }

}  // namespace

// Reads the JSON grammar (RFC 8259) with a stack of its own. Each function that can meet a fault returns false at it, and
// that ends the reading.
class JsonTreeBuilder {
 public:
  JsonTreeBuilder(std::string_view json, JsonTree& tree) : json_(json), nodes_(tree.nodes_), decoded_(tree.decoded_) {}

  void build() {
    while (item() && !open_.empty()) {
    }
  }

 private:
  using Kind = JsonTree::Kind;

  // A value, with the comma and the name before it, or the end of what is open.
  bool item() {
    if (!skip_space()) return false;
    if (open_.empty()) return value();
    const JsonTree::Node& container = nodes_[open_.back()];
    const bool object = container.kind == Kind::object;
    if (here() == (object ? '}' : ']')) {
      if (after_comma_) return false;
      ++at_;
      open_.pop_back();
      return true;
    }
    if (container.first_child != JsonTree::kNone && !after_comma_) {
      if (here() != ',') return false;
      ++at_;
      after_comma_ = true;
      return true;
    }
    after_comma_ = false;
    return object ? member() : value();
  }

  bool member() {
    if (here() != '"') return false;
    const std::optional<std::string_view> name = string();
    if (!name || !skip_space() || here() != ':') return false;
    key_ = *name;
    ++at_;
    return skip_space() && value();
  }

  bool value() {
    switch (here()) {
      case '{': return open(Kind::object);
      case '[': return open(Kind::array);
      case '"': {
        const std::optional<std::string_view> text = string();
        return text && add(Kind::text, *text);
      }
      case 't': return word("true") && add(Kind::other, "true");
      case 'f': return word("false") && add(Kind::other, "false");
      case 'n': return word("null") && add(Kind::other, {});
      default: return number();
    }
  }

  bool word(std::string_view expected) {
    if (json_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }

  size_t digits() {
    const size_t begin = at_;
    while (at_ < json_.size() && is_ascii_digit(here())) ++at_;
    return at_ - begin;
  }

  bool number() {
    const size_t begin = at_;
    if (here() == '-') ++at_;
    const bool zero = at_ < json_.size() && here() == '0';
    if (zero) ++at_;
    else if (digits() == 0) return false;
    if (at_ < json_.size() && here() == '.') {
      ++at_;
      if (digits() == 0) return false;
    }
    if (at_ < json_.size() && (here() == 'e' || here() == 'E')) {
      ++at_;
      if (at_ < json_.size() && (here() == '+' || here() == '-')) ++at_;
      if (digits() == 0) return false;
    }
    return add(Kind::other, json_.substr(begin, at_ - begin));
  }

  // The string that begins here, decoded: a view where nothing had to be.
  std::optional<std::string_view> string() {
    const size_t begin = ++at_;
    skip_plain();
    if (at_ >= json_.size()) return std::nullopt;
    if (here() == '"') return bounded(json_.substr(begin, at_++ - begin));
    std::string text;
    for (size_t from = begin;; from = at_) {
      skip_plain();
      if (at_ >= json_.size()) return std::nullopt;
      text += json_.substr(from, at_ - from);
      const char c = here();
      ++at_;
      if (c == '"') break;
      if (c != '\\') text += ' ';
      else if (!escape(text)) return std::nullopt;
    }
    return bounded(decoded_.emplace_back(std::move(text)));
  }

  void skip_plain() {
    while (at_ < json_.size() && !kSpecial[static_cast<unsigned char>(here())]) ++at_;
  }

  static std::string_view bounded(std::string_view text) { return utf8_prefix(text, kTextLimit); }

  // What follows a backslash.
  bool escape(std::string& text) {
    if (at_ >= json_.size()) return false;
    const char c = json_[at_++];
    switch (c) {
      case '"':
      case '\\':
      case '/': text += c; return true;
      case 'b': text += '\b'; return true;
      case 'f': text += '\f'; return true;
      case 'n': text += '\n'; return true;
      case 'r': text += '\r'; return true;
      case 't': text += '\t'; return true;
      case 'u': return code_point(text);
      default: return false;
    }
  }

  bool code_point(std::string& text) {
    const std::optional<uint32_t> unit = four_hex_digits();
    if (!unit) return false;
    char32_t code = *unit;
    if (code >= 0xdc00 && code < 0xe000) return false;
    if (code >= 0xd800 && code < 0xdc00) {
      if (!word("\\u")) return false;
      const std::optional<uint32_t> low = four_hex_digits();
      if (!low || *low < 0xdc00 || *low >= 0xe000) return false;
      code = 0x10000 + ((code - 0xd800) << 10) + (*low - 0xdc00);
    }
    append_utf8(text, code);
    return true;
  }

  std::optional<uint32_t> four_hex_digits() {
    const std::string_view digits = json_.substr(at_, 4);
    uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() < 4 || error != std::errc() || end != digits.data() + 4) return std::nullopt;
    at_ += 4;
    return value;
  }

  bool add(Kind kind, std::string_view text) {
    if (nodes_.size() >= kNodeLimit) return false;
    const auto index = static_cast<uint32_t>(nodes_.size());
    JsonTree::Node node;
    node.kind = kind;
    node.key = std::exchange(key_, {});
    node.text = text;
    if (!open_.empty()) {
      JsonTree::Node& parent = nodes_[open_.back()];
      node.parent = open_.back();
      if (parent.first_child == JsonTree::kNone) {
        parent.first_child = index;
      } else {
        nodes_[parent.last_child].next_sibling = index;
      }
      parent.last_child = index;
    }
    nodes_.push_back(node);
    return true;
  }

  bool open(Kind kind) {
    if (open_.size() >= kDepthLimit || !add(kind, {})) return false;
    ++at_;
    open_.push_back(static_cast<uint32_t>(nodes_.size() - 1));
    return true;
  }

  // To the next byte that means something; false at the end of the text.
  bool skip_space() {
    while (at_ < json_.size()) {
      if (is_space(here())) {
        ++at_;
      } else if (here() == '/') {
        if (!skip_comment()) return false;
      } else {
        return true;
      }
    }
    return false;
  }

  // JSON has none, pages do.
  bool skip_comment() {
    const std::string_view opening = json_.substr(at_, 2);
    const size_t end = opening == "/*"   ? json_.find("*/", at_ + 2)
                       : opening == "//" ? json_.find_first_of("\r\n", at_)
                                         : std::string_view::npos;
    if (end == std::string_view::npos) return false;
    at_ = end + (opening == "/*" ? 2 : 1);
    return true;
  }

  char here() const { return json_[at_]; }

  std::string_view json_;
  std::vector<JsonTree::Node>& nodes_;
  std::deque<std::string>& decoded_;
  std::vector<uint32_t> open_;
  std::string_view key_;
  size_t at_ = 0;
  bool after_comma_ = false;
};
// clang-format on

JsonTree::JsonTree(std::string_view json) {
  json = utf8_prefix(json, kSizeLimit);
  // Wrappers of another age: <!-- …, //<![CDATA[ …. Whatever follows the first value is passed over.
  const size_t start = json.find_first_of("{[");
  if (start == std::string_view::npos) return;
  size_t begin = start;
  if (const size_t cdata = json.substr(0, start + 9).find("<![CDATA["); cdata != std::string_view::npos) {
    begin = json.find_first_of("{[", cdata + 9);
    if (begin == std::string_view::npos) return;
  }
  JsonTreeBuilder(json.substr(begin), *this).build();
}

uint32_t JsonTree::member(uint32_t object, std::string_view name) const {
  for (uint32_t child = nodes_[object].first_child; child != kNone; child = nodes_[child].next_sibling) {
    if (nodes_[child].key == name) return child;
  }
  return kNone;
}

}  // namespace lycosa::inline extract
