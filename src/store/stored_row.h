#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <type_traits>

#include "base/text.h"
#include "record/members.h"
#include "store/clean_text.h"
#include "store/column_scan.h"
#include "store/text_codec.h"

// Rows as a store gives them back, and their values one by one, for an engine that keeps rows as they are.
namespace lycosa::inline store {

// Makes of each member what SQLite keeps of it.
class StoredForm {
 public:
  explicit StoredForm(const Table& table) : table_(table) {}

  void operator()(std::string_view, std::optional<double>& member) {
    ++i_;
    if (member && std::isnan(*member)) member.reset();  // SQLite has no number that is none
  }
  void operator()(std::string_view column, std::optional<std::string>& member) {
    std::string none;
    (*this)(column, member ? *member : none);
  }
  void operator()(std::string_view, std::string& member) {
    const Column& column = table_.columns[i_++];
    if (column.type == ColumnType::text && !is_clean_text(member)) member = clean_text(member);
    if (is_packed(table_, column)) member = to_valid_utf8(utf8_prefix(member, kMaxTextBytes));
  }
  template <class T>
  void operator()(std::string_view, T&) {
    ++i_;
  }

 private:
  const Table& table_;
  size_t i_ = 0;
};

template <class Row>
Row stored_form(Row row) {
  each_member(row, StoredForm(table(table_name<Row>)));
  return row;
}

// A member as what a query gives: integers, reals, texts; a name for an enumerator.
inline int64_t plain_value(int64_t member) {
  return member;
}
inline int64_t plain_value(uint64_t member) {
  return static_cast<int64_t>(member);
}
inline double plain_value(double member) {
  return member;
}
inline const std::string& plain_value(const std::string& member) {
  return member;
}
template <class E>
requires std::is_enum_v<E> std::string plain_value(E member) {
  return std::string(name(member));
}

// The value of a column that keys, terms and orders are made of: an integer or a text that is never NULL.
template <class Row>
KeyValue key_value(const Row& row, std::string_view column) {
  KeyValue value;
  const auto take = [&]<class T>(std::string_view name, const T& member) {
    if constexpr (!requires { member.has_value(); } && !std::is_same_v<T, double>) {
      if (name == column) value = plain_value(member);
    }
  };
  each_member(row, take);
  return value;
}

template <class Row>
RowKey row_key(const Row& row) {
  RowKey key;
  for (const std::string_view column : table(table_name<Row>).key) key.push_back(key_value(row, column));
  return key;
}

}  // namespace lycosa::inline store
