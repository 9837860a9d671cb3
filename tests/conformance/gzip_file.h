#pragma once

#include <zlib.h>

#include <filesystem>
#include <string>

namespace lycosa::conformance {

// What a gzip file holds; nothing when it cannot be read. Needs zlib.
inline std::string read_gzip(const std::filesystem::path& path) {
  std::string bytes;
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return bytes;
  char chunk[1 << 16];
  for (int n = 0; (n = gzread(file, chunk, sizeof chunk)) > 0;) bytes.append(chunk, static_cast<size_t>(n));
  gzclose(file);
  return bytes;
}

}  // namespace lycosa::conformance
