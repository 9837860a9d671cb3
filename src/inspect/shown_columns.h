#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/text.h"
#include "base/time.h"
#include "inspect/inspect.h"
#include "record/columns.h"
#include "record/members.h"
#include "record/record.h"

// Rows as JSON members, by the table of columns: what a column is called there and in which form its value stands.
namespace lycosa::inline inspect {

template <class Sink, class T>
void write_member(Sink& out, const Column& column, const T& value);

template <class Sink>
void write_number(Sink& out, const Column& column, int64_t value) {
  const std::string_view name = column.face.member;
  switch (column.face.form) {
    case Form::stamp:
      return out.member(name, rfc3339(Timestamp::from_seconds(value)));
    case Form::stamp_ms:
      return out.member(name, rfc3339_ms(Timestamp{value}));
    case Form::flag:
      return out.member(name, value != 0);
    default:
      // 64-bit hashes are strings: most JSON readers keep 53 bits of a number.
      return column.hash ? out.member(name, std::to_string(value)) : out.member(name, value);
  }
}

template <class Sink>
void write_text(Sink& out, const Column& column, const std::string& value) {
  const std::string_view name = column.face.member;
  // What is always stored is empty when it is not known; what may be NULL can be known to be empty.
  const bool unknown = value.empty() && (!column.nullable || column.face.form == Form::url);
  if (unknown && column.face.form != Form::words) return out.member(name, nullptr);
  out.member(name, column.face.form == Form::url ? url_of_unparsed(value) : value);
}

template <class Sink, class T>
void write_member(Sink& out, const Column& column, const std::optional<T>& value) {
  value ? write_member(out, column, *value) : out.member(column.face.member, nullptr);
}

template <class Sink, class T>
void write_member(Sink& out, const Column& column, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    write_text(out, column, value);
  } else if constexpr (std::is_integral_v<T>) {
    write_number(out, column, static_cast<int64_t>(value));
  } else if constexpr (std::is_enum_v<T>) {
    out.member(column.face.member, name(value));
  } else {
    out.member(column.face.member, value);
  }
}

// The row's columns that are shown in one of `places`, in their table's order: visit(column, value).
template <class Row, class Visit>
void each_shown(std::string_view table_name, const Row& row, unsigned places, Visit&& visit) {
  const std::span<const Column> columns = table(table_name).columns;
  size_t at = 0;
  each_member(row, [&](std::string_view, const auto& value) {
    const Column& column = columns[at++];
    if (column.face.shown & places) visit(column, value);
  });
}

// All members that JSON has of a row.
template <class Sink, class Row>
void write_members(Sink& out, std::string_view table_name, const Row& row) {
  each_shown(table_name, row, kInJson,
             [&](const Column& column, const auto& value) { write_member(out, column, value); });
}

}  // namespace lycosa::inline inspect
