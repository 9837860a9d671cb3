#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace lycosa::html {

// Cases of the published suites that fail, each with its reason (tests/conformance/suite.h).
inline const std::string kExpectedFailures = LYCOSA_SOURCE_DIR "/src/html/expected_failures.txt";

// The shared data, which is not part of the project; tests that need it skip themselves when it is not there.
inline std::filesystem::path shared_data() {
  const char* shared = std::getenv("LYCOSA_SHARED");
  return std::filesystem::path(shared != nullptr ? shared : LYCOSA_SOURCE_DIR "/../shared") / "data";
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

}  // namespace lycosa::html
