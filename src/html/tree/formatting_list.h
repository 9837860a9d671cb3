#pragma once

#include "html/dom/document_builder.h"

namespace lycosa::html {

// The list of active formatting elements (HTML standard, section 13.2.4.3): elements in the order in which they were
// opened, and markers.
class FormattingList {
 public:
  struct Entry {
    NodeId node = kNoNode;  // kNoNode: a marker
    Tag tag = Tag::unknown;
    uint32_t lengths = 0;  // a hash of the lengths of the attributes' names and values, in whatever order
    uint64_t content = 0;  // a hash of their texts, in whatever order; 0 until it is needed
    bool is_marker() const { return node == kNoNode; }
  };
  // The oldest entry goes when there would be more, so that a page cannot make every look at the list long.
  static constexpr size_t kMaxEntries = 256;

  explicit FormattingList(DocumentBuilder& builder) : builder_(builder) {}

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  Entry& operator[](size_t i) { return entries_[i]; }
  static constexpr size_t kNone = ~size_t{0};

  // «Push onto the list of active formatting elements», with the Noah's Ark clause.
  void push(NodeId node);
  void push_marker() { insert(entries_.size(), Entry{}); }
  void insert(size_t at, const Entry& entry);
  void remove(size_t at) {
    builder_.count_work(entries_.size() - at);
    entries_.erase(at);
  }
  void clear_to_marker();

  // The last element of a tag after the last marker.
  size_t find_after_marker(Tag tag) const;
  size_t find(NodeId node) const;

 private:
  Entry entry_of(NodeId node) const;
  bool alike(Entry& a, Entry& b) const;
  void hash_content(Entry& entry) const;
  bool same_attributes(NodeId a, NodeId b) const;

  DocumentBuilder& builder_;
  PodVector<Entry> entries_;
};

}  // namespace lycosa::html
