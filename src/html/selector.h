#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "html/document.h"

namespace lycosa::html {

// A CSS selector, compiled once and matched in one pass over a document.
//
// The subset: type and *, #id, .class, [name], [name=value] with = ~= |= ^= $= *= and the i flag, :not(...) of compound
// selectors, the combinators descendant, child (>), next sibling (+) and later sibling (~), and lists. Type and
// attribute names are compared without case; ids, classes and values with it. Matching takes time linear in the nodes
// it looks at, whatever the selector. A value; safe to share between threads.
class Selector {
 public:
  // An error says at which byte the text stops being a selector of the subset. At most 64 compound selectors.
  static Result<Selector> compile(std::string_view text);

  Selector(const Selector&);
  Selector(Selector&&) noexcept;
  Selector& operator=(const Selector&);
  Selector& operator=(Selector&&) noexcept;
  ~Selector();

  // The elements below `within` that match, in document order; combinators look above it, too.
  std::vector<NodeId> select(const Document& document, NodeId within) const;
  bool matches(const Document& document, NodeId element) const;

 private:
  friend class SelectorWalk;
  struct Program;
  explicit Selector(std::shared_ptr<const Program> program);
  std::shared_ptr<const Program> program_;
};

}  // namespace lycosa::html
