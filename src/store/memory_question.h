#pragma once

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

#include "store/memory_table.h"
#include "store/questions.h"

// Answers to questions from rows in memory: what the SQL of the question would give.
namespace lycosa::inline store {

Parameters clean_parameters(Parameters parameters);
std::vector<std::string> column_names(const Table& table);

// A row as a query shows it.
template <class Row>
std::vector<Cell> cells_of(const Row& row) {
  const Table& of = table(table_name<Row>);
  std::vector<Cell> cells;
  each_member(row, [&]<class T>(std::string_view, const T& member) {
    const bool blob = of.columns[cells.size()].type == ColumnType::blob;
    if constexpr (requires { member.has_value(); }) {
      member ? cells.emplace_back(plain_value(*member)) : cells.emplace_back(nullptr);
    } else if constexpr (std::is_same_v<T, std::string>) {
      blob ? cells.emplace_back(Blob{member.size()}) : cells.emplace_back(member);
    } else {
      cells.emplace_back(plain_value(member));
    }
  });
  return cells;
}

bool holds(const Term& term, const KeyValue& value, const Parameters& parameters);
// As many values of the table's key as the terms fix, from its first column on.
RowKey fixed_key(const Question& question, const Parameters& parameters);
// Whether the order is that of the table's key.
bool is_in_key_order(const Question& question);

template <class Row>
bool is_wanted(MemoryShard& shard, const Row& row, const Question& question, const Parameters& parameters) {
  for (const Term& term : question.terms) {
    if (!holds(term, key_value(row, term.column), parameters)) return false;
  }
  if constexpr (std::is_same_v<Row, LinkRow>) {
    if (!question.current_of) return true;
    const auto* source = shard.find<PageInfoRow>(*question.current_of == LinkSide::out ? row.own : row.other);
    return is_current(row, source ? source->links_ver : std::nullopt);
  }
  return true;
}

template <class Row>
void sort_by(const std::vector<Order>& order, std::vector<const Row*>& rows) {
  const auto is_before = [&](const Row* a, const Row* b) {
    for (const Order& by : order) {
      const KeyValue of_a = key_value(*a, by.column), of_b = key_value(*b, by.column);
      if (of_a != of_b) return (of_a < of_b) != by.descending;
    }
    return false;
  };
  std::stable_sort(rows.begin(), rows.end(), is_before);
}

// The rows that answer a question, in its order. Parameters are clean texts.
template <class Row>
std::vector<const Row*> rows_of(MemoryShard& shard, const Question& question, const Parameters& parameters) {
  std::vector<const Row*> rows;
  const RowKey fixed = fixed_key(question, parameters);
  const auto [begin, end] = shard.rows<Row>().equal_range(KeyPrefix{fixed});
  for (auto at = begin; at != end; ++at) {
    if (is_wanted(shard, at->second, question, parameters)) rows.push_back(&at->second);
  }
  if (!is_in_key_order(question)) sort_by(question.order, rows);
  if (question.limit > 0) {
    const auto most = static_cast<size_t>(std::get<int64_t>(parameters[static_cast<size_t>(question.limit) - 1]));
    if (rows.size() > most) rows.resize(most);
  }
  return rows;
}

}  // namespace lycosa::inline store
