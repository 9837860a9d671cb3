#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "record/columns.h"
#include "record/members.h"

// What becomes of a row when another one with its key comes, as record/columns.h says: the same for every engine,
// whether it merges here or has SQL or a table engine of its own for it.
namespace lycosa::inline record {

// A value that is not known is neither least nor greatest.
template <class T>
void merge_value(Merge rule, std::optional<T>& kept, const std::optional<T>& other) {
  if (!other || rule == Merge::newer) return;
  if (!kept || (rule == Merge::least ? *other < *kept : *kept < *other)) kept = other;
}
template <class T>
void merge_value(Merge rule, T& kept, const T& other) {
  if (rule == Merge::least && other < kept) kept = other;
  if (rule == Merge::greatest && kept < other) kept = other;
}

// Merges a row into the one that is kept; both have one key. Of rows with one `ver` the one that comes counts as newer.
template <class Row>
void merge_row(Row& kept, const Row& coming) {
  const Table& of = table(table_name<Row>);
  if (of.once) return;
  Row other = coming;
  if (coming.ver >= kept.ver) std::swap(kept, other);
  if (!of.has_merges()) return;
  std::vector<const void*> others;
  each_member(std::as_const(other), [&](std::string_view, const auto& member) { others.push_back(&member); });
  size_t i = 0;
  each_member(kept, [&](std::string_view, auto& member) {
    using Member = std::remove_reference_t<decltype(member)>;
    merge_value(of.columns[i].merge, member, *static_cast<const Member*>(others[i]));
    ++i;
  });
}

}  // namespace lycosa::inline record
