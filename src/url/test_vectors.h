#pragma once

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "conformance/shared_data.h"

// Reading of the published vectors, for tests only.
namespace lycosa::inline url::vectors {

using conformance::read_file;
using conformance::shared_data;

// The vectors write lone surrogates, which UTF-8 cannot hold: they become U+FFFD.
inline std::string without_lone_surrogates(const std::string& json) {
  const auto unit = [&](size_t at) {
    return json.compare(at, 2, "\\u") == 0 ? std::strtol(json.substr(at + 2, 4).c_str(), nullptr, 16) : 0;
  };
  std::string out;
  for (size_t i = 0; i < json.size();) {
    const long first = unit(i);
    const bool high = first >= 0xd800 && first < 0xdc00, low = first >= 0xdc00 && first < 0xe000;
    const long second = high && i + 12 <= json.size() ? unit(i + 6) : 0;
    if (high && second >= 0xdc00 && second < 0xe000) {
      out += json.substr(i, 12);
      i += 12;
    } else if (high || low) {
      out += "\\ufffd";
      i += 6;
    } else {
      const size_t length = json[i] == '\\' ? 2 : 1;
      out += json.substr(i, length);
      i += length;
    }
  }
  return out;
}

// The cases of a file: strings among them are comments. Empty when the file is missing.
inline std::vector<nlohmann::json> cases_of(const std::string& file) {
  const std::filesystem::path path = shared_data() / file;
  std::vector<nlohmann::json> cases;
  if (!std::filesystem::exists(path)) return cases;
  for (const auto& entry : nlohmann::json::parse(without_lone_surrogates(read_file(path)))) {
    if (entry.is_object()) cases.push_back(entry);
  }
  return cases;
}

}  // namespace lycosa::inline url::vectors

#define LYCOSA_SKIP_WITHOUT(cases, file) \
  if ((cases).empty()) GTEST_SKIP() << "no vectors at " << vectors::shared_data() / (file)
