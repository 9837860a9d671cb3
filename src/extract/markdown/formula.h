#pragma once

#include <optional>
#include <string>

#include "html/document.h"

namespace lycosa::inline extract {

// A formula's TeX source, as KaTeX, MathJax, LaTeXML and MediaWiki carry it beside what they show.
struct Formula {
  std::string tex;
  bool display = false;  // stands on a line of its own
};

// Finds formulas in a page and what else of the page shows the same, without looking at any page that has none.
class Formulas {
 public:
  explicit Formulas(const html::Document& document);

  // Whether the page has any.
  bool any() const { return any_; }
  // Of a math element or a «math/tex» script that carries its source, or a hidden element around such a math element.
  std::optional<Formula> at(html::NodeId element) const;
  // Whether an element shows a formula that at() finds beside it: KaTeX's and MathJax's renderings, MediaWiki's images.
  bool repeats(html::NodeId element) const;

 private:
  std::optional<Formula> of_math(html::NodeId math) const;

  const html::Document& document_;
  bool any_ = false;
};

// «$x^2$», or «$$x^2$$» for one on a line of its own.
std::string to_markdown(const Formula& formula);

}  // namespace lycosa::inline extract
