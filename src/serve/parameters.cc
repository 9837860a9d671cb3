#include "serve/parameters.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline serve {
namespace {

const Parameter* row_of(std::span<const Parameter> table, std::string_view name) {
  const auto row = std::find_if(table.begin(), table.end(), [&](const Parameter& p) { return p.name == name; });
  return row == table.end() ? nullptr : &*row;
}

const std::string* value_of(const Parameters::Pairs& pairs, std::string_view name) {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == name; });
  return found == pairs.end() ? nullptr : &found->second;
}

bool is_one_of(std::span<const std::string_view> values, std::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::optional<int64_t> integer_in(std::string_view text, int64_t least, int64_t most) {
  const auto number = parse_uint(text);
  if (!number || *number > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
  const auto value = static_cast<int64_t>(*number);
  return value >= least && value <= most ? std::optional(value) : std::nullopt;
}

bool are_all_of(std::span<const std::string_view> values, std::string_view text) {
  const auto parts = split(text, ',');
  return std::all_of(parts.begin(), parts.end(), [&](std::string_view part) { return is_one_of(values, part); });
}

// What the value must be when it is not; empty when it is.
std::string fault_in_value(const Parameter& row, std::string_view value) {
  switch (row.type) {
    case ParameterType::text:
      return "";
    case ParameterType::integer:
    case ParameterType::hash:
      return integer_in(value, row.least, row.most)
                 ? ""
                 : "it must be a whole number from " + std::to_string(row.least) + " to " + std::to_string(row.most);
    case ParameterType::time:
      return parse_time(value) ? "" : "write it as 2026-04-12T00:00:00Z";
    case ParameterType::choice:
      return is_one_of(row.values, value) ? "" : "it is " + listed(row.values);
    case ParameterType::choices:
      return are_all_of(row.values, value) ? "" : "it is some of " + listed(row.values) + ", with commas between them";
  }
  return "";
}

std::string names_of(std::span<const Parameter> table) {
  if (table.empty()) return "there are none";
  std::vector<std::string_view> names;
  for (const Parameter& row : table) names.push_back(row.name);
  return (names.size() == 1 ? "there is " : "there are ") + listed(names);
}

Unexpected invalid(std::string message) {
  return fail(ErrorKind::invalid, std::move(message));
}

Result<void> check_given(std::span<const Parameter> table, const Parameters::Pairs& given) {
  for (auto pair = given.begin(); pair != given.end(); ++pair) {
    const auto& [name, value] = *pair;
    const Parameter* row = row_of(table, name);
    if (row == nullptr) {
      return invalid("there is no parameter \"" + visible(name) + "\" at this address; " + names_of(table));
    }
    if (std::any_of(given.begin(), pair, [&](const auto& earlier) { return earlier.first == pair->first; })) {
      return invalid("the parameter " + name + " was given twice; give it once");
    }
    const std::string fault = value.empty() ? "" : fault_in_value(*row, value);
    if (!fault.empty()) return invalid(name + " is \"" + visible(value) + "\"; " + fault);
  }
  return {};
}

Result<void> check_together(std::span<const Parameter> table, const Parameters::Pairs& given) {
  for (const Parameter& row : table) {
    const bool is_given = value_of(given, row.name) != nullptr;
    const bool is_replaced = !row.or_else.empty() && value_of(given, row.or_else) != nullptr;
    const std::string name(row.name);
    if (is_given && is_replaced) {
      return invalid(name + " and " + std::string(row.or_else) + " were given; give one of them");
    }
    if (row.required && !is_given && !is_replaced) {
      return invalid("the parameter " + name + " is missing: " + std::string(row.sentence));
    }
    if (is_given && !row.with.empty() && value_of(given, row.with) == nullptr) {
      return invalid(name + " was given without " + std::string(row.with) + ": " + std::string(row.sentence));
    }
  }
  return {};
}

}  // namespace

std::string listed(std::span<const std::string_view> values) {
  std::string out;
  for (size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += i + 1 == values.size() ? " or " : ", ";
    out += values[i];
  }
  return out;
}

Result<Parameters> Parameters::read(std::span<const Parameter> table, const Pairs& given) {
  if (auto checked = check_given(table, given); !checked) return checked.unexpected();
  Parameters parameters(table);
  for (const Parameter& row : table) {
    const std::string* value = value_of(given, row.name);
    if (value != nullptr && !value->empty()) parameters.given_.emplace_back(row.name, *value);
  }
  if (auto checked = check_together(table, parameters.given_); !checked) return checked.unexpected();
  return parameters;
}

std::string_view Parameters::text(std::string_view name) const {
  if (const std::string* value = value_of(given_, name)) return *value;
  const Parameter* row = row_of(table_, name);
  return row == nullptr ? std::string_view() : row->fallback;
}

std::optional<int64_t> Parameters::integer(std::string_view name) const {
  return integer_in(text(name), 0, INT64_MAX);
}

std::optional<Timestamp> Parameters::time(std::string_view name) const {
  return parse_time(text(name));
}

bool Parameters::chosen(std::string_view name, std::string_view value) const {
  const auto parts = split(text(name), ',');
  return std::find(parts.begin(), parts.end(), value) != parts.end();
}

}  // namespace lycosa::inline serve
