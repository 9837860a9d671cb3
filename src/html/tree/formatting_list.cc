#include "html/tree/formatting_list.h"

#include "base/hash.h"

namespace lycosa::html {

FormattingList::Entry FormattingList::entry_of(NodeId n) const {
  const Node& node = builder_.node(n);
  uint32_t lengths = node.attribute_count;
  for (size_t i = 0; i < node.attribute_count; ++i) {
    const Attribute& attribute = builder_.data().attributes[node.begin + i];
    lengths += (attribute.name.length * 31 + attribute.value.length) * 0x9E3779B1u;
  }
  return {n, node.tag, lengths};
}

void FormattingList::insert(size_t at, const Entry& entry) {
  builder_.count_work(entries_.size() - at);
  entries_.insert(at, entry);
  if (entries_.size() > kMaxEntries) entries_.erase(0);
}

// At most three alike may stand after the last marker: the earliest goes.
void FormattingList::push(NodeId node) {
  Entry entry = entry_of(node);
  int count = 0;
  size_t earliest = kNone;
  for (size_t i = entries_.size(); i-- > 0 && !entries_[i].is_marker();) {
    builder_.count_work(1);
    if (!alike(entries_[i], entry)) continue;
    ++count;
    earliest = i;
  }
  if (count >= 3) entries_.erase(earliest);
  insert(entries_.size(), entry);
}

// Lengths tell most apart. The texts of those that they do not are hashed, once an entry, so that many elements with
// many attributes are not all compared with each other.
bool FormattingList::alike(Entry& a, Entry& b) const {
  if (a.lengths != b.lengths || a.tag != b.tag) return false;
  if (builder_.node(a.node).attribute_count == 0) return builder_.node(b.node).attribute_count == 0;
  hash_content(a);
  hash_content(b);
  return a.content == b.content && same_attributes(a.node, b.node);
}

void FormattingList::hash_content(Entry& entry) const {
  if (entry.content != 0) return;
  const Node& node = builder_.node(entry.node);
  for (size_t i = 0; i < node.attribute_count; ++i) {
    const Attribute& attribute = builder_.data().attributes[node.begin + i];
    entry.content += siphash63(builder_.view(attribute.plain_name())) * 31 + siphash63(builder_.view(attribute.value));
    builder_.count_work(attribute.value.length);
  }
  if (entry.content == 0) entry.content = 1;
}

bool FormattingList::same_attributes(NodeId a, NodeId b) const {
  const Node& one = builder_.node(a);
  const Node& other = builder_.node(b);
  if (one.attribute_count != other.attribute_count) return false;
  const auto& all = builder_.data().attributes;
  for (size_t i = 0; i < one.attribute_count; ++i) {
    const Attribute& wanted = all[one.begin + i];
    bool found = false;
    for (size_t k = 0; k < other.attribute_count && !found; ++k) {
      const Attribute& candidate = all[other.begin + k];
      builder_.count_work(1);
      found = builder_.view(candidate.plain_name()) == builder_.view(wanted.plain_name()) &&
              builder_.view(candidate.value) == builder_.view(wanted.value);
    }
    if (!found) return false;
  }
  return true;
}

void FormattingList::clear_to_marker() {
  while (!entries_.empty()) {
    const bool marker = entries_.back().is_marker();
    entries_.pop();
    if (marker) return;
  }
}

size_t FormattingList::find_after_marker(Tag tag) const {
  for (size_t i = entries_.size(); i-- > 0 && !entries_[i].is_marker();) {
    builder_.count_work(1);
    if (entries_[i].tag == tag) return i;
  }
  return kNone;
}

size_t FormattingList::find(NodeId node) const {
  for (size_t i = entries_.size(); i-- > 0;) {
    builder_.count_work(1);
    if (entries_[i].node == node) return i;
  }
  return kNone;
}

}  // namespace lycosa::html
