#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace lycosa::inline serve {

enum class ParameterType {
  text,     // anything
  integer,  // from `least` to `most`
  hash,     // a number of 63 bits, which JSON must carry as a string
  time,     // as parse_time() reads it
  choice,   // one of `values`
  choices,  // some of `values`, with commas between them
};

// One parameter of a route. Its checks, the OpenAPI document and docs/reference/http.md are made from it.
struct Parameter {
  std::string_view name;
  ParameterType type = ParameterType::text;
  std::string_view sentence;
  bool required = false;
  int64_t least = 0;
  int64_t most = INT64_MAX;
  std::string_view fallback = {};  // what holds when it is not given
  std::span<const std::string_view> values = {};
  std::string_view or_else = {};  // the parameter that may stand in its place; both at once contradict each other
  std::string_view with = {};     // the parameter that it needs beside it
};

// "a", "a or b", "a, b or c"
std::string listed(std::span<const std::string_view> values);

// The parameters of a request that have passed the checks of their table. Pages and the API read them through here
// alone, so both take the same requests and refuse the rest in the same words. An empty value counts as none: that is
// what the empty fields of a form send.
class Parameters {
 public:
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  // Fails (invalid) on a parameter that the table lacks, that is given twice, is not of its type, or is missing.
  static Result<Parameters> read(std::span<const Parameter> table, const Pairs& given);

  // What was given, else the fallback; empty when there is neither. The table must have the name, as below.
  std::string_view text(std::string_view name) const;
  std::optional<int64_t> integer(std::string_view name) const;
  std::optional<Timestamp> time(std::string_view name) const;
  // Whether one of the values of `choices` was given.
  bool chosen(std::string_view name, std::string_view value) const;

  // What was given, in the order of the table.
  const Pairs& given() const { return given_; }

 private:
  explicit Parameters(std::span<const Parameter> table) : table_(table) {}
  std::span<const Parameter> table_;
  Pairs given_;
};

}  // namespace lycosa::inline serve
