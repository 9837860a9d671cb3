// A Document as text, in the format of html5lib's tree construction tests.

#include <algorithm>
#include <string>
#include <vector>

#include "html/html.h"

namespace lycosa::html {
namespace {

std::string_view prefix_of(AttributeSpace space) {
  switch (space) {
    case AttributeSpace::xlink:
      return "xlink ";
    case AttributeSpace::xml:
      return "xml ";
    case AttributeSpace::xmlns:
      return "xmlns ";
    case AttributeSpace::none:
      return "";
  }
  return "";
}

// Valid UTF-8 in the order of UTF-16's code units: characters beyond the basic plane come before U+E000 to U+FFFF.
bool before_in_utf16(std::string_view a, std::string_view b) {
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xF0 ? byte - 0x10 : byte >= 0xEE ? byte + 0x10 : byte;
  };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [&](char x, char y) { return rank(x) < rank(y); });
}

class TreeText {
 public:
  TreeText(const Document& document, const std::function<void(std::string_view)>& write)
      : document_(document), write_(write) {}

  void write() {
    write_children(document_.root(), 0);
    if (!text_.empty()) write_(text_);
  }

 private:
  void begin_line(int depth) {
    text_ += "| ";
    text_.append(static_cast<size_t>(depth) * 2, ' ');
  }

  // Walks without recursion; a template's contents are one level further in.
  void write_children(NodeId root, int depth) {
    struct Level {
      NodeId next;
      int depth;
    };
    std::vector<Level> levels{{document_.first_child(root), depth}};
    while (!levels.empty()) {
      Level& level = levels.back();
      const NodeId node = level.next;
      if (node == kNoNode) {
        levels.pop_back();
        continue;
      }
      const int here = level.depth;
      level.next = document_.next_sibling(node);
      write_node(node, here);
      if (document_.first_child(node) != kNoNode) levels.push_back({document_.first_child(node), here + 1});
      if (const NodeId contents = document_.template_contents(node); contents != kNoNode) {
        begin_line(here + 1);
        text_ += "content\n";
        levels.push_back({document_.first_child(contents), here + 2});
      }
    }
  }

  void write_node(NodeId node, int depth) {
    begin_line(depth);
    switch (document_.kind(node)) {
      case NodeKind::doctype:
        write_doctype();
        break;
      case NodeKind::comment:
        text_.append("<!-- ").append(document_.text(node)).append(" -->");
        break;
      case NodeKind::text:
        text_.append("\"").append(document_.text(node)).append("\"");
        break;
      case NodeKind::element:
        write_element(node, depth);
        break;
      case NodeKind::document:
        break;
    }
    text_ += '\n';
    if (text_.size() < kPiece) return;
    write_(text_);
    text_.clear();
  }

  void write_doctype() {
    const DoctypeView doctype = *document_.doctype();
    text_.append("<!DOCTYPE ").append(doctype.name);
    if (!doctype.public_id.empty() || !doctype.system_id.empty()) {
      text_.append(" \"").append(doctype.public_id).append("\" \"").append(doctype.system_id).append("\"");
    }
    text_ += '>';
  }

  void write_element(NodeId node, int depth) {
    const Namespace space = document_.name_space(node);
    text_.append(space == Namespace::svg ? "<svg " : space == Namespace::mathml ? "<math " : "<");
    text_.append(document_.tag_name(node)).append(">");
    std::vector<std::pair<std::string, std::string_view>> attributes;
    for (const AttributeView& a : document_.attributes(node)) {
      attributes.emplace_back(std::string(prefix_of(a.space)).append(a.name), a.value);
    }
    std::sort(attributes.begin(), attributes.end(),
              [](const auto& a, const auto& b) { return before_in_utf16(a.first, b.first); });
    for (const auto& [name, value] : attributes) {
      text_ += '\n';
      begin_line(depth + 1);
      text_.append(name).append("=\"").append(value).append("\"");
    }
  }

  static constexpr size_t kPiece = 64 << 10;

  const Document& document_;
  const std::function<void(std::string_view)>& write_;
  std::string text_;
};

}  // namespace

void write_tree_text(const Document& document, const std::function<void(std::string_view)>& write) {
  TreeText(document, write).write();
}

std::string tree_text(const Document& document) {
  std::string text;
  write_tree_text(document, [&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace lycosa::html
