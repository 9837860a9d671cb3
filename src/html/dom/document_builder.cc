#include "html/dom/document_builder.h"

#include <bit>
#include <cstring>
#include <functional>

#include "html/tokenizer/input_stream.h"

namespace lycosa::html {

DocumentBuilder::DocumentBuilder(std::string source) : data_(*document_.data_) {
  data_.input = std::move(source);
  if (normalise_newlines(data_.input, data_.normalised)) {
    std::string().swap(data_.input);
    data_.source = {data_.normalised.data(), data_.normalised.size()};
  } else {
    data_.source = data_.input;
  }
  // Real pages have a node for every 78 bytes and an attribute for every 108. What a page does not use is never
  // touched, and given back at the end.
  data_.nodes.reserve(data_.source.size() / 64 + 16);
  data_.attributes.reserve(data_.source.size() / 96 + 8);
}

Document DocumentBuilder::finish() {
  data_.nodes.shrink();
  data_.attributes.shrink();
  data_.arena.shrink();
  document_.settle();
  return std::move(document_);
}

Slice DocumentBuilder::store(std::string_view text) {
  const auto at = static_cast<uint32_t>(data_.arena.size());
  if (!text.empty()) {
    // The text may lie in the arena, which can move while it grows.
    const char* begin = data_.arena.data();
    const bool inside =
        begin != nullptr && !std::less<>()(text.data(), begin) && std::less<>()(text.data(), begin + at);
    const size_t offset = inside ? static_cast<size_t>(text.data() - begin) : 0;
    char* out = data_.arena.extend(text.size());
    std::memcpy(out, inside ? data_.arena.data() + offset : text.data(), text.size());
  }
  return {at | Slice::kArena, static_cast<uint32_t>(text.size())};
}

void DocumentBuilder::insert_before(NodeId reference, NodeId child) {
  Node* nodes = data_.nodes.data();
  const NodeId parent = nodes[reference].parent;
  const NodeId before = nodes[reference].previous;
  nodes[child].parent = parent;
  nodes[child].previous = before;
  nodes[child].next = reference;
  nodes[reference].previous = child;
  if (before != kNoNode) {
    nodes[before].next = child;
  } else {
    nodes[parent].first_child = child;
  }
}

void DocumentBuilder::remove(NodeId n) {
  Node* nodes = data_.nodes.data();
  Node& node = nodes[n];
  if (node.parent == kNoNode) return;
  if (node.previous != kNoNode) {
    nodes[node.previous].next = node.next;
  } else {
    nodes[node.parent].first_child = node.next;
  }
  if (node.next != kNoNode) {
    nodes[node.next].previous = node.previous;
  } else {
    nodes[node.parent].last_child = node.previous;
  }
  node.parent = node.previous = node.next = kNoNode;
}

void DocumentBuilder::move_children(NodeId from, NodeId to) {
  Node* nodes = data_.nodes.data();
  const NodeId first = nodes[from].first_child;
  if (first == kNoNode) return;
  for (NodeId n = first; n != kNoNode; n = nodes[n].next) {
    nodes[n].parent = to;
    count_work(1);
  }
  const NodeId last = nodes[to].last_child;
  nodes[first].previous = last;
  if (last != kNoNode) {
    nodes[last].next = first;
  } else {
    nodes[to].first_child = first;
  }
  nodes[to].last_child = nodes[from].last_child;
  nodes[from].first_child = nodes[from].last_child = kNoNode;
}

// Text grows in place when the addition follows it in the source, or when it ends the arena. Otherwise it moves to the
// arena's end with room up to the next power of two, so that appending in turn to many nodes stays linear. A text in
// the arena that was moved so has its on_stack bit set, which means nothing else on a text.
void DocumentBuilder::append_text(NodeId n, Slice more) {
  if (more.length == 0) return;
  Node& text = node(n);
  const Slice old = text.slice();
  if (!old.in_arena() && old.offset + old.length == more.offset) {
    text.extent += more.length;
    return;
  }
  const uint32_t length = old.length + more.length;
  if (old.in_arena() && old.position() + old.length == more.position() && more.in_arena()) {
    text.extent = length;
    text.on_stack = 0;
    return;
  }
  const bool roomy = text.on_stack == 1 && std::bit_ceil(old.length) >= length;
  if (!roomy && old.in_arena() && old.position() + old.length == data_.arena.size()) {
    data_.arena.extend(more.length);
    text.on_stack = 0;
  } else if (!roomy) {
    const auto at = static_cast<uint32_t>(data_.arena.size());
    data_.arena.extend(std::bit_ceil(length));
    std::memcpy(data_.arena.data() + at, data_.view(old).data(), old.length);
    count_work(old.length);
    text.begin = at | Slice::kArena;
    text.on_stack = 1;
  }
  char* end = data_.arena.data() + (text.begin & ~Slice::kArena) + old.length;
  std::memcpy(end, data_.view(more).data(), more.length);
  text.extent = length;
}

}  // namespace lycosa::html
