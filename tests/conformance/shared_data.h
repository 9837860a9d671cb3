#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

// Data that is not part of the project. What needs it skips itself, with the reason, when it is not there.
namespace lycosa::conformance {

// The folder that LYCOSA_SHARED names, else `shared` beside the checkout.
inline std::filesystem::path shared_folder() {
  const char* chosen = std::getenv("LYCOSA_SHARED");
  return chosen != nullptr ? chosen : LYCOSA_SOURCE_DIR "/../shared";
}

inline std::filesystem::path shared_data() {
  return shared_folder() / "data";
}

// The bytes of a file; none when it cannot be read.
inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace lycosa::conformance
