#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace lycosa::inline base {

// One line of a batch as a JSON value, or nothing when it is none. Bytes that are not UTF-8 and lone surrogates, which
// a JSON text can write and UTF-8 cannot, become U+FFFD.
std::optional<nlohmann::json> read_json_line(std::string_view line);

// A value on one line of ASCII, keys in the order in which they were put in.
std::string json_line(const nlohmann::ordered_json& value);

}  // namespace lycosa::inline base
