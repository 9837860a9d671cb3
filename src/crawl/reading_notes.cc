#include "crawl/reading_notes.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "base/text.h"

namespace lycosa::inline crawl {
namespace {

// A place holds an unparsed URL and a line feed, or a line feed alone. Longer URLs are not noted.
constexpr size_t kPlace = 4096;

}  // namespace

Result<std::unique_ptr<ReadingNotes>> ReadingNotes::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) {
    return fail(ErrorKind::unavailable, path + " cannot be written: " + std::strerror(errno) +
                                            "; the store's folder must be writable and its disk not full");
  }
  return std::unique_ptr<ReadingNotes>(new ReadingNotes(file));
}

ReadingNotes::~ReadingNotes() {
  ::close(file_);
}

void ReadingNotes::begin(int worker, const std::string& unparsed) {
  if (unparsed.size() + 1 > kPlace) return;
  const std::string line = unparsed + "\n";
  [[maybe_unused]] const auto written =
      ::pwrite(file_, line.data(), line.size(), static_cast<off_t>(worker) * static_cast<off_t>(kPlace));
}

void ReadingNotes::end(int worker) {
  [[maybe_unused]] const auto written =
      ::pwrite(file_, "\n", 1, static_cast<off_t>(worker) * static_cast<off_t>(kPlace));
}

std::vector<UrlKey> ReadingNotes::left_behind(const std::string& path) {
  std::vector<UrlKey> keys;
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  for (size_t place = 0; place < text.size(); place += kPlace) {
    const size_t end = text.find('\n', place);
    if (end == std::string::npos || end == place) continue;
    std::string unparsed = text.substr(place, end - place);
    if (!parse_unparsed(unparsed)) continue;
    const uint64_t hash = root_hash(root_of_unparsed(unparsed));
    keys.push_back({hash, std::move(unparsed)});
  }
  return keys;
}

void ReadingNotes::clear(const std::string& path) {
  ::unlink(path.c_str());
}

}  // namespace lycosa::inline crawl
