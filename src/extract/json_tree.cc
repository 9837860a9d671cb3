#include "extract/json_tree.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.h"

namespace lycosa {
namespace {

constexpr size_t kSizeLimit = 1 << 20;
constexpr size_t kNodeLimit = 50'000;
constexpr size_t kDepthLimit = 64;
// A whole article can stand in one string; nothing that is wanted here is that long.
constexpr size_t kTextLimit = 8192;

using Json = nlohmann::json;

}  // namespace

// Receives the parser's events. A function that returns false ends the parse.
class JsonTreeBuilder : public nlohmann::json_sax<Json> {
 public:
  explicit JsonTreeBuilder(std::vector<JsonTree::Node>& nodes) : nodes_(nodes) {}

  bool null() override { return add(JsonTree::Kind::other, {}); }
  bool boolean(bool value) override { return add(JsonTree::Kind::other, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return add(JsonTree::Kind::other, std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(JsonTree::Kind::other, std::to_string(value)); }
  bool number_float(number_float_t, const string_t& digits) override { return add(JsonTree::Kind::other, digits); }
  bool string(string_t& value) override { return add(JsonTree::Kind::text, value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(JsonTree::Kind::object); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(JsonTree::Kind::array); }
  bool end_array() override { return close(); }
  bool key(string_t& value) override {
    key_ = utf8_prefix(value, kTextLimit);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override { return false; }

 private:
  bool add(JsonTree::Kind kind, std::string_view text) {
    if (nodes_.size() >= kNodeLimit) return false;
    const auto index = static_cast<uint32_t>(nodes_.size());
    JsonTree::Node node;
    node.kind = kind;
    node.key = std::exchange(key_, {});
    node.text = utf8_prefix(text, kTextLimit);
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
    nodes_.push_back(std::move(node));
    return true;
  }

  bool open(JsonTree::Kind kind) {
    if (open_.size() >= kDepthLimit || !add(kind, {})) return false;
    open_.push_back(static_cast<uint32_t>(nodes_.size() - 1));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<JsonTree::Node>& nodes_;
  std::vector<uint32_t> open_;
  std::string key_;
};

JsonTree::JsonTree(std::string_view json) {
  // Line feeds stand in strings unescaped on many pages. Outside of strings a space means the same.
  std::string clean(utf8_prefix(json, kSizeLimit));
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  // Wrappers of another age: <!-- …, //<![CDATA[ …. Whatever follows the first value is passed over.
  const size_t start = clean.find_first_of("{[");
  if (start == std::string::npos) return;
  size_t begin = start;
  if (const size_t cdata = clean.find("<![CDATA["); cdata < start + 9 && cdata != std::string::npos) {
    begin = clean.find_first_of("{[", cdata + 9);
    if (begin == std::string::npos) return;
  }
  JsonTreeBuilder builder(nodes_);
  // The parser reports errors to the builder; what it can still throw is that memory ran out.
  Json::sax_parse(clean.begin() + static_cast<std::ptrdiff_t>(begin), clean.end(), &builder, Json::input_format_t::json, false,
                  true);
}

uint32_t JsonTree::member(uint32_t object, std::string_view name) const {
  for (uint32_t child = nodes_[object].first_child; child != kNone; child = nodes_[child].next_sibling) {
    if (nodes_[child].key == name) return child;
  }
  return kNone;
}

}  // namespace lycosa
