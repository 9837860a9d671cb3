#include "verdict/page_columns.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "record/columns.h"
#include "record/members.h"
#include "verdict/wording.h"

namespace lycosa::inline verdict {
namespace {

bool is_word(char c) {
  return is_ascii_alphanumeric(c) || c == '_';
}

bool is_column(std::string_view word) {
  const auto columns = table("page_info").columns;
  return std::any_of(columns.begin(), columns.end(), [&](const Column& column) { return column.name == word; });
}

std::string as_sql(int64_t value) {
  return std::to_string(value);
}
std::string as_sql(uint64_t value) {
  return std::to_string(value);
}
std::string as_sql(double value) {
  return number_text(value);
}
std::string as_sql(const std::string& text) {
  return sql_literal(text);
}
template <class T>
std::string as_sql(const std::optional<T>& value) {
  return value ? as_sql(*value) : "NULL";
}

}  // namespace

std::vector<std::string> columns_in(std::string_view condition) {
  std::vector<std::string> columns;
  bool in_literal = false;
  for (size_t i = 0; i < condition.size();) {
    if (condition[i] == '\'') in_literal = !in_literal;
    if (in_literal || !is_word(condition[i])) {
      ++i;
      continue;
    }
    const size_t begin = i;
    while (i < condition.size() && is_word(condition[i])) ++i;
    const std::string word(condition.substr(begin, i - begin));
    if (is_column(word) && !mentions(columns, word)) columns.push_back(word);
  }
  return columns;
}

bool mentions(const std::vector<std::string>& columns, std::string_view column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

std::string column_text(const PageInfoRow& page, std::string_view column) {
  std::string text;
  each_member(page, [&](std::string_view name, const auto& value) {
    if (name == column) text = as_sql(value);
  });
  return text;
}

std::string values_in(std::string_view condition, const PageInfoRow& page) {
  std::string out;
  for (const std::string& column : columns_in(condition)) {
    out += (out.empty() ? "" : ", ") + column + "=" + column_text(page, column);
  }
  return out;
}

}  // namespace lycosa::inline verdict
