#include "store/memory_question.h"

namespace lycosa::inline store {
namespace {

const KeyValue& value_of(const Parameters& parameters, int number) {
  return parameters[static_cast<size_t>(number) - 1];
}

}  // namespace

Parameters clean_parameters(Parameters parameters) {
  for (KeyValue& value : parameters) {
    if (auto* text = std::get_if<std::string>(&value)) *text = clean_text(*text);
  }
  return parameters;
}

std::vector<std::string> column_names(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.emplace_back(column.name);
  return names;
}

bool holds(const Term& term, const KeyValue& value, const Parameters& parameters) {
  const KeyValue& other = value_of(parameters, term.parameter);
  switch (term.comparison) {
    case Comparison::equal:
      return value == other;
    case Comparison::less:
      return value < other;
    case Comparison::greater:
      return value > other;
    case Comparison::either:
      return value == other || value == value_of(parameters, term.parameter + 1);
  }
  return false;
}

RowKey fixed_key(const Question& question, const Parameters& parameters) {
  RowKey key;
  for (const Term& term : question.terms) {
    if (term.comparison != Comparison::equal || key.size() == question.table->key.size() ||
        term.column != question.table->key[key.size()]) {
      break;
    }
    key.push_back(value_of(parameters, term.parameter));
  }
  return key;
}

bool is_in_key_order(const Question& question) {
  return std::equal(
      question.order.begin(), question.order.end(), question.table->key.begin(), question.table->key.end(),
      [](const Order& order, std::string_view column) { return order.column == column && !order.descending; });
}

}  // namespace lycosa::inline store
