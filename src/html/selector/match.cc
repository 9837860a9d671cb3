// Matches a compiled selector: one pass from the root down, with masks for what is above and before each element.

#include <algorithm>
#include <bit>

#include "base/text.h"
#include "html/selector/program.h"

namespace lycosa::html {
namespace {

bool equal(std::string_view a, std::string_view b, bool ignore_case) {
  return ignore_case ? equals_ignoring_case(a, b) : a == b;
}

bool has_word(std::string_view value, const AttributeTest& test) {
  for (size_t i = 0; i < value.size();) {
    while (i < value.size() && is_ascii_whitespace(value[i])) ++i;
    const size_t begin = i;
    while (i < value.size() && !is_ascii_whitespace(value[i])) ++i;
    if (i > begin && equal(value.substr(begin, i - begin), test.value, test.ignore_case)) return true;
  }
  return false;
}

bool passes(std::string_view value, const AttributeTest& test) {
  const std::string_view wanted = test.value;
  const auto same = [&](std::string_view part) { return equal(part, wanted, test.ignore_case); };
  switch (test.kind) {
    case AttributeTest::Kind::present:
      return true;
    case AttributeTest::Kind::equals:
      return same(value);
    case AttributeTest::Kind::word:
      return has_word(value, test);
    case AttributeTest::Kind::dash:
      return same(value) ||
             (value.size() > wanted.size() && value[wanted.size()] == '-' && same(value.substr(0, wanted.size())));
    case AttributeTest::Kind::prefix:
      return !wanted.empty() && value.size() >= wanted.size() && same(value.substr(0, wanted.size()));
    case AttributeTest::Kind::suffix:
      return !wanted.empty() && value.size() >= wanted.size() && same(value.substr(value.size() - wanted.size()));
    case AttributeTest::Kind::substring:
      if (!test.ignore_case) return !wanted.empty() && value.find(wanted) != std::string_view::npos;
      return !wanted.empty() && ascii_lower(value).find(ascii_lower(wanted)) != std::string::npos;
  }
  return false;
}

bool matches_compound(const Document& document, NodeId n, const CompoundSelector& compound) {
  if (!compound.tag_name.empty()) {
    if (compound.tag != Tag::unknown ? document.tag(n) != compound.tag
                                     : !equals_ignoring_case(document.tag_name(n), compound.tag_name)) {
      return false;
    }
  }
  for (const AttributeTest& test : compound.tests) {
    const auto value = document.attribute(n, test.name);
    if (!value || !passes(*value, test)) return false;
  }
  return std::none_of(compound.excluded.begin(), compound.excluded.end(),
                      [&](const CompoundSelector& excluded) { return matches_compound(document, n, excluded); });
}

// What is known of the elements around a place in the tree.
struct Surroundings {
  uint64_t parent = 0;
  uint64_t ancestors = 0;
  uint64_t previous = 0;
  uint64_t siblings = 0;
};

}  // namespace

Selector::Selector(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
Selector::Selector(const Selector&) = default;
Selector::Selector(Selector&&) noexcept = default;
Selector& Selector::operator=(const Selector&) = default;
Selector& Selector::operator=(Selector&&) noexcept = default;
Selector::~Selector() = default;

// A walk over elements in document order that keeps their masks.
class SelectorWalk {
 public:
  SelectorWalk(const Selector::Program& program, const Document& document) : program_(program), document_(document) {}

  // The masks for the children of a node, from those of its ancestors and their earlier siblings.
  void descend_to(NodeId n) {
    std::vector<NodeId> path;
    for (NodeId up = n; up != kNoNode; up = document_.parent(up)) path.push_back(up);
    levels_.assign(1, Surroundings{});
    for (size_t i = path.size(); i-- > 0;) {
      if (document_.kind(path[i]) != NodeKind::element) continue;
      NodeId first = path[i];
      if ((program_.after_previous | program_.after_sibling) != 0) {
        while (document_.previous_sibling(first) != kNoNode) first = document_.previous_sibling(first);
      }
      for (; first != path[i]; first = document_.next_sibling(first)) {
        if (document_.kind(first) == NodeKind::element) visit(first);
      }
      enter(visit(first));
    }
  }

  // The mask of an element at the present level.
  uint64_t visit(NodeId n) {
    Surroundings& around = levels_.back();
    // A compound is worth a look when what its combinator asks for is there.
    const uint64_t wanted = program_.firsts | (around.ancestors << 1 & program_.after_ancestor) |
                            (around.parent << 1 & program_.after_parent) |
                            (around.previous << 1 & program_.after_previous) |
                            (around.siblings << 1 & program_.after_sibling);
    uint64_t mask = 0;
    for (uint64_t left = wanted; left != 0; left &= left - 1) {
      const auto i = static_cast<size_t>(std::countr_zero(left));
      if (matches_compound(document_, n, program_.compounds[i])) mask |= uint64_t{1} << i;
    }
    around.previous = mask;
    around.siblings |= mask;
    return mask;
  }
  void enter(uint64_t mask) {
    const uint64_t ancestors = levels_.back().ancestors | mask;
    levels_.push_back({mask, ancestors, 0, 0});
  }
  void leave() { levels_.pop_back(); }

  // Whether an element ends a selector; the walk must be among its siblings, before them all.
  bool is_match(NodeId n) {
    NodeId first = n;
    while (document_.previous_sibling(first) != kNoNode) first = document_.previous_sibling(first);
    for (; first != n; first = document_.next_sibling(first)) {
      if (document_.kind(first) == NodeKind::element) visit(first);
    }
    return (visit(n) & program_.lasts) != 0;
  }

  // Every match below `within`, in document order.
  std::vector<NodeId> below(NodeId within) {
    std::vector<NodeId> found;
    descend_to(within);
    NodeId n = document_.first_child(within);
    while (n != kNoNode) {
      const bool element = document_.kind(n) == NodeKind::element;
      const uint64_t mask = element ? visit(n) : 0;
      if ((mask & program_.lasts) != 0) found.push_back(n);
      if (element && document_.first_child(n) != kNoNode) {
        enter(mask);
        n = document_.first_child(n);
        continue;
      }
      while (document_.next_sibling(n) == kNoNode) {
        n = document_.parent(n);
        if (n == within) return found;
        leave();
      }
      n = document_.next_sibling(n);
    }
    return found;
  }

 private:
  const Selector::Program& program_;
  const Document& document_;
  std::vector<Surroundings> levels_{1};
};

std::vector<NodeId> Selector::select(const Document& document, NodeId within) const {
  return SelectorWalk(*program_, document).below(within);
}

bool Selector::matches(const Document& document, NodeId element) const {
  SelectorWalk walk(*program_, document);
  walk.descend_to(document.parent(element));
  return walk.is_match(element);
}

}  // namespace lycosa::html
