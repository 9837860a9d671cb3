#include "cli/read_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

namespace lycosa::cli {
namespace {

constexpr size_t kChunk = 64 << 10;

// Reads until the end, in pieces that grow with what there is; false when that fails.
bool read_all(std::istream& in, std::string& text) {
  for (size_t size = 0;;) {
    text.resize(size + size / 2 + kChunk);
    in.read(text.data() + size, static_cast<std::streamsize>(text.size() - size));
    size += static_cast<size_t>(in.gcount());
    if (in) continue;
    text.resize(size);
    return in.eof() && !in.bad();
  }
}

}  // namespace

Result<std::string> read_file(const std::string& name) {
  std::string text;
  errno = 0;
  if (name == "-") {
    if (read_all(std::cin, text)) return text;
  } else if (std::ifstream in(name, std::ios::binary); in && read_all(in, text)) {
    return text;
  }
  return fail(ErrorKind::not_found, "cannot read " + name + ": " + std::strerror(errno != 0 ? errno : EIO) +
                                        "; give a file that can be read");
}

}  // namespace lycosa::cli
