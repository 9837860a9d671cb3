#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace lycosa::inline extract {

// A JSON text as an arena of nodes linked by index, for reading what strangers wrote: bounded in size, number of values
// and depth; never throws. Where the text breaks off or is broken, what stands before stays. Line feeds and other
// control characters in strings, which JSON forbids and pages have, are spaces; comments are passed over.
//
// Keys and texts are views into the JSON, which must outlive the tree, and where they had to be decoded into the tree.
class JsonTree {
 public:
  static constexpr uint32_t kNone = 0xffffffffu;
  enum class Kind : uint8_t { object, array, text, other };

  explicit JsonTree(std::string_view json);
  JsonTree(const JsonTree&) = delete;
  JsonTree& operator=(const JsonTree&) = delete;

  bool empty() const { return nodes_.empty(); }
  size_t size() const { return nodes_.size(); }
  Kind kind(uint32_t node) const { return nodes_[node].kind; }
  // The name of a member; empty for items of arrays and the root.
  std::string_view key(uint32_t node) const { return nodes_[node].key; }
  std::string_view text(uint32_t node) const { return nodes_[node].text; }
  uint32_t parent(uint32_t node) const { return nodes_[node].parent; }
  uint32_t first_child(uint32_t node) const { return nodes_[node].first_child; }
  uint32_t next_sibling(uint32_t node) const { return nodes_[node].next_sibling; }
  // The member of an object with that name, or kNone.
  uint32_t member(uint32_t object, std::string_view name) const;

 private:
  friend class JsonTreeBuilder;
  struct Node {
    Kind kind = Kind::other;
    uint32_t parent = kNone;
    uint32_t first_child = kNone;
    uint32_t last_child = kNone;
    uint32_t next_sibling = kNone;
    std::string_view key;
    std::string_view text;
  };
  std::vector<Node> nodes_;
  std::deque<std::string> decoded_;
};

}  // namespace lycosa::inline extract
