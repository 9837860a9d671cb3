#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// A filter's condition as tokens, and its way from what the user wrote to what runs.
namespace lycosa::inline store {

struct ConditionToken {
  enum class Kind { word, quoted_word, number, text, symbol };
  Kind kind = Kind::symbol;
  std::string text;           // as written
  bool space_before = false;  // white space of any length is one space
};

// Splits a condition. Fails on what is not portable between the engines whatever stands around it: comments, `;`, `/`,
// backslashes, parameters, words of statements; and on brackets or quotes that do not match.
Result<std::vector<ConditionToken>> condition_tokens(std::string_view condition);

// portable_condition() of store/filter.h with any SQL in the place of now().
Result<std::string> rewrite_condition(std::string_view condition, std::string_view now_sql);

}  // namespace lycosa::inline store
