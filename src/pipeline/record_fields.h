#pragma once

#include <map>
#include <optional>
#include <string>

#include "pipeline/pipeline.h"
#include "record/members.h"

// For tests: rows as text, so that tables of cases can name a column and its value.
namespace lycosa {

inline std::string field_text(const std::string& value) {
  return value;
}
inline std::string field_text(SeenState value) {
  return std::string(name(value));
}
inline std::string field_text(Discovery value) {
  return std::string(name(value));
}
inline std::string field_text(LinkSide value) {
  return value == LinkSide::out ? "out" : "in";
}
template <class Number>
std::string field_text(const Number& value) {
  return std::to_string(value);
}
template <class T>
std::string field_text(const std::optional<T>& value) {
  return value ? field_text(*value) : "null";
}

// Column to value; null columns are "null".
template <class Row>
std::map<std::string, std::string> fields(const Row& row) {
  std::map<std::string, std::string> found;
  each_member(
      row, [&found](std::string_view column, const auto& member) { found[std::string(column)] = field_text(member); });
  return found;
}

// Everything in a record, so that two can be compared.
inline std::string dump(const Record& record) {
  std::string out = record.key.unparsed + " " + std::string(record.url.href());
  const auto add = [&out](const std::map<std::string, std::string>& row) {
    out += "\n--";
    for (const auto& [column, value] : row) out += "\n" + column + "=" + value;
  };
  if (record.info) add(fields(*record.info));
  if (record.text) add(fields(*record.text));
  add(fields(record.history));
  for (const LinkRow& row : record.out_links) add(fields(row));
  for (const Discovered& found : record.discovered) {
    out +=
        "\n" + found.key.unparsed + " " + field_text(found.how) + (found.nofollow ? " " + found.nofollow_evidence : "");
  }
  return out + "\n" + field_text(record.retry_after) + (record.replace_links ? " replace" : "");
}

}  // namespace lycosa
