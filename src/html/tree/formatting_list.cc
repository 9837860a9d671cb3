#include "html/tree/formatting_list.h"

namespace lycosa::html {

FormattingList::Entry FormattingList::entry_of(NodeId n) const {
  const Node& node = builder_.node(n);
  // Lengths tell most apart; what they do not is compared.
  uint32_t hash = node.attribute_count;
  for (size_t i = 0; i < node.attribute_count; ++i) {
    const Attribute& attribute = builder_.data().attributes[node.begin + i];
    hash += (attribute.name.length * 31 + attribute.value.length) * 0x9E3779B1u;
  }
  return {n, node.tag, hash};
}

void FormattingList::insert(size_t at, const Entry& entry) {
  entries_.insert(at, entry);
  if (entries_.size() > kMaxEntries) entries_.erase(0);
}

// At most three alike may stand after the last marker: the earliest goes.
void FormattingList::push(NodeId node) {
  const Entry entry = entry_of(node);
  int alike = 0;
  size_t earliest = kNone;
  for (size_t i = entries_.size(); i-- > 0 && !entries_[i].is_marker();) {
    if (entries_[i].hash != entry.hash || entries_[i].tag != entry.tag || !same_attributes(entries_[i].node, node)) {
      continue;
    }
    ++alike;
    earliest = i;
  }
  if (alike >= 3) entries_.erase(earliest);
  insert(entries_.size(), entry);
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
    if (entries_[i].tag == tag) return i;
  }
  return kNone;
}

size_t FormattingList::find(NodeId node) const {
  for (size_t i = entries_.size(); i-- > 0;) {
    if (entries_[i].node == node) return i;
  }
  return kNone;
}

}  // namespace lycosa::html
