#include "extract/markdown/formula.h"

#include "base/text.h"
#include "extract/main_content/element_role.h"
#include "extract/markdown/references.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

constexpr std::string_view kScriptType = "math/tex";
// A formula is short; what is longer is none, and would be repeated for each of its wrappers.
constexpr size_t kMaxTex = 16 << 10;

bool is_tex_script(const Document& document, NodeId script) {
  const auto type = document.attribute(script, "type");
  return type && starts_with_ignoring_case(trim(*type), kScriptType);
}

NodeId beside(const Document& document, NodeId element, bool after) {
  NodeId node = element;
  do {
    node = after ? document.next_sibling(node) : document.previous_sibling(node);
  } while (node != html::kNoNode && document.kind(node) != NodeKind::element);
  return node;
}

NodeId only_element_child(const Document& document, NodeId element) {
  NodeId child = document.first_child(element);
  while (child != html::kNoNode && document.kind(child) != NodeKind::element) child = document.next_sibling(child);
  return child != html::kNoNode && beside(document, child, true) == html::kNoNode ? child : html::kNoNode;
}

bool names(const Document& document, NodeId element, std::string_view name) {
  return document.attribute(element, "class").value_or("").find(name) != std::string_view::npos;
}

// One line of TeX, without what MediaWiki puts around all of it.
std::string tex_line(std::string_view text) {
  if (text.size() > kMaxTex) return {};
  constexpr std::string_view kWrapper = "{\\displaystyle ";
  const std::string line = clean_line(text);
  std::string_view tex = line;
  if (tex.starts_with(kWrapper) && tex.ends_with('}')) {
    tex.remove_prefix(kWrapper.size());
    tex.remove_suffix(1);
  }
  return std::string(trim(tex));
}

}  // namespace

Formulas::Formulas(const Document& document) : document_(document) {
  const size_t nodes = document.node_count();
  for (NodeId node = 0; node < nodes && !any_; ++node) {
    const Tag tag = document.tag(node);
    any_ = tag == Tag::math || (tag == Tag::script && is_tex_script(document, node));
  }
}

std::optional<Formula> Formulas::of_math(NodeId math) const {
  Formula formula;
  formula.display = equals_ignoring_case(document_.attribute(math, "display").value_or(""), "block");
  for (NodeId node = document_.next(math, math); node != html::kNoNode;) {
    const Tag tag = document_.tag(node);
    if (tag == Tag::annotation && is_literal(document_.attribute(node, "encoding").value_or(""), "application/x-tex")) {
      formula.tex = tex_line(document_.text_of_subtree(node));
      break;
    }
    // A formula in a formula has its own source; each node is looked at for one of them only.
    node = tag == Tag::math ? document_.next_skipping(node, math) : document_.next(node, math);
  }
  if (formula.tex.empty()) formula.tex = tex_line(document_.attribute(math, "alttext").value_or(""));
  if (formula.tex.empty()) return std::nullopt;
  return formula;
}

std::optional<Formula> Formulas::at(NodeId element) const {
  const Tag tag = document_.tag(element);
  if (tag == Tag::math) return of_math(element);
  if (tag == Tag::script) {
    if (!is_tex_script(document_, element)) return std::nullopt;
    const bool display = document_.attribute(element, "type")->find("display") != std::string_view::npos;
    Formula formula{tex_line(document_.text_of_subtree(element)), display};
    if (formula.tex.empty()) return std::nullopt;
    return formula;
  }
  // Hidden from sight for those who cannot see the image beside it.
  if (role_of(tag) == Role::dropped || !is_hidden(document_, element)) return std::nullopt;
  const NodeId child = only_element_child(document_, element);
  return child != html::kNoNode && document_.is(child, Tag::math) ? of_math(child) : std::nullopt;
}

bool Formulas::repeats(NodeId element) const {
  if (document_.is(element, Tag::img)) {
    const std::string_view alternative = document_.attribute(element, "alt").value_or("");
    const NodeId before = beside(document_, element, false);
    if (alternative.empty() || before == html::kNoNode) return false;
    const auto formula = at(before);
    return formula && formula->tex == tex_line(alternative);
  }
  if (names(document_, element, "katex-html")) {
    const NodeId before = beside(document_, element, false);
    return before != html::kNoNode && names(document_, before, "katex-mathml");
  }
  if (!names(document_, element, "MathJax")) return false;
  // A preview, the rendering and the script that holds the source follow one another.
  NodeId after = beside(document_, element, true);
  for (int steps = 0; steps < 2 && after != html::kNoNode; ++steps, after = beside(document_, after, true)) {
    if (document_.is(after, Tag::script) && is_tex_script(document_, after)) return true;
  }
  return false;
}

// Readers that know no formulas see Markdown there. A space, which TeX passes over, keeps them from making tags, links
// and pictures of it.
std::string to_markdown(const Formula& formula) {
  const std::string_view mark = formula.display ? "$$" : "$";
  const std::string_view tex = formula.tex;
  std::string markdown(mark);
  for (size_t i = 0; i < tex.size(); ++i) {
    markdown += tex[i];
    const char next = i + 1 < tex.size() ? tex[i + 1] : ' ';
    const bool tag = tex[i] == '<' && (is_ascii_alpha(next) || next == '/' || next == '!' || next == '?');
    if (tag || (tex[i] == ']' && (next == '(' || next == '['))) markdown += ' ';
  }
  markdown += mark;
  return markdown;
}

}  // namespace lycosa::inline extract
