// What a select shows of the option that is chosen: «clone an option into a selectedcontent» (HTML standard, section
// 4.10.10). The parser does it whenever an option is closed; since no script can look in between, once at the end gives
// the same tree.

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "html/tree/tree_builder.h"

namespace lycosa::html {
namespace {

NodeId next_in(const DocumentBuilder::Data& data, NodeId n, NodeId within, bool children) {
  if (children && data.nodes[n].first_child != kNoNode) return data.nodes[n].first_child;
  while (n != within) {
    if (data.nodes[n].next != kNoNode) return data.nodes[n].next;
    n = data.nodes[n].parent;
  }
  return kNoNode;
}

}  // namespace

bool TreeBuilder::has_attribute(NodeId n, std::string_view name) const {
  const Node& node = builder_.node(n);
  for (size_t i = 0; i < node.attribute_count; ++i) {
    if (builder_.view(builder_.data().attributes[node.begin + i].name) == name) return true;
  }
  return false;
}

bool TreeBuilder::is_html(NodeId n, Tag tag) const {
  const Node& node = builder_.node(n);
  return node.tag == tag && node.node_kind() == NodeKind::element && node.space() == Namespace::html;
}

bool TreeBuilder::is_inside(NodeId n, NodeId ancestor) const {
  while (n != kNoNode && n != ancestor) n = builder_.node(n).parent;
  return n == ancestor;
}

// The option that is selected: the last with the attribute, else the first that is not disabled.
NodeId TreeBuilder::selected_option(NodeId select) const {
  NodeId first = kNoNode;
  NodeId chosen = kNoNode;
  for (NodeId n = select; n != kNoNode;
       n = next_in(builder_.data(), n, select, n == select || !is_html(n, Tag::select))) {
    builder_.count_work(1);
    if (!is_html(n, Tag::option)) continue;
    if (has_attribute(n, "selected")) chosen = n;
    if (first == kNoNode && !has_attribute(n, "disabled")) first = n;
  }
  return chosen != kNoNode ? chosen : first;
}

void TreeBuilder::fill_selected_contents() {
  struct Choice {
    NodeId option;
    bool shown = false;  // one selectedcontent a select
  };
  const size_t parsed = builder_.data().nodes.size();
  std::unordered_map<NodeId, Choice> choices;  // by select, so that each is searched once
  for (NodeId n = 0; n < parsed; ++n) {
    if (!is_html(n, Tag::selectedcontent)) continue;
    NodeId select = n;
    while (select != kNoNode && !is_html(select, Tag::select)) select = builder_.node(select).parent;
    if (select == kNoNode || has_attribute(select, "multiple")) continue;
    auto choice = choices.find(select);
    if (choice == choices.end()) choice = choices.emplace(select, Choice{selected_option(select)}).first;
    const NodeId option = choice->second.option;
    if (option == kNoNode || choice->second.shown || is_inside(n, option)) continue;
    choice->second.shown = true;
    while (builder_.node(n).first_child != kNoNode) builder_.remove(builder_.node(n).first_child);
    copy_children(option, n);
  }
}

// «Clone a node» with its subtree, for the children of one node, to the end of another. A template's contents are
// cloned, too (section 4.12.3), each after what it stands in.
void TreeBuilder::copy_children(NodeId from, NodeId to) {
  std::vector<std::pair<NodeId, NodeId>> templates{{from, to}};  // contents and their copies
  while (!templates.empty()) {
    const auto [original, copy] = templates.back();
    templates.pop_back();
    copy_tree(original, copy, templates);
  }
}

void TreeBuilder::copy_tree(NodeId from, NodeId to, std::vector<std::pair<NodeId, NodeId>>& templates) {
  NodeId parent = to;
  for (NodeId n = builder_.node(from).first_child; n != kNoNode && may_clone();) {
    const NodeId copy = copy_node(n);
    builder_.append(parent, copy);
    if (is_html(n, Tag::template_)) templates.emplace_back(contents_of(n), builder_.make_template_contents(copy));
    if (builder_.node(n).first_child != kNoNode) {
      parent = copy;
      n = builder_.node(n).first_child;
      continue;
    }
    while (n != from && builder_.node(n).next == kNoNode) {
      n = builder_.node(n).parent;
      if (n != from) parent = builder_.node(parent).parent;
    }
    if (n == from) return;
    n = builder_.node(n).next;
  }
}

NodeId TreeBuilder::copy_node(NodeId n) {
  const Node original = builder_.node(n);
  const NodeId copy = builder_.make_node(original.node_kind());
  Node& made = builder_.node(copy);
  made = original;
  made.parent = made.first_child = made.last_child = made.previous = made.next = kNoNode;
  made.on_stack = 0;
  if (original.tag == Tag::unknown && original.node_kind() == NodeKind::element) builder_.set_name(copy, name_of(n));
  return copy;
}

// The node that holds the contents of a template element.
NodeId TreeBuilder::contents_of(NodeId n) const {
  const auto& all = builder_.data().templates;
  return std::lower_bound(all.begin(), all.end(), n, [](const TemplateContents& t, NodeId e) { return t.element < e; })
      ->contents;
}

// The name of an element whose tag is unknown.
Slice TreeBuilder::name_of(NodeId n) const {
  const auto& names = builder_.data().names;
  size_t low = 0;
  size_t high = names.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    names[middle].node < n ? low = middle + 1 : high = middle;
  }
  return names[low].name;
}

}  // namespace lycosa::html
