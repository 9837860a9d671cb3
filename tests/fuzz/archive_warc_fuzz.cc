// Any bytes as a WARC file, plain or of gzip members: reading ends, gives sound exchanges or tells of damage.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "archive/archive.h"
#include "expand.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const int file = memfd_create("warc", 0);
  const std::string bytes = lycosa::fuzzing::expanded(data, size);
  require(ftruncate(file, 0) == 0);
  require(pwrite(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
  lycosa::ArchiveReadOptions options;
  options.block_bytes = 64 << 10;
  const std::string folder = "/proc/self/fd";
  auto reader = lycosa::ArchiveReader::open(folder + "/" + std::to_string(file), options);
  require(bool{reader});
  size_t count = 0;
  while (true) {
    const auto item = (*reader)->next();
    require(bool{item});
    if (!*item) break;
    const lycosa::Exchange& exchange = (*item)->exchange;
    require(exchange.answered() || exchange.failure);
    require(exchange.body.size() <= options.block_bytes);
    require((*item)->place.offset <= bytes.size());
    if (count++ < 4) {
      // Found again at its place, or refused with a sentence.
      const auto again = lycosa::read_exchange(folder, (*item)->place, options);
      require(again ? again->url == exchange.url : !again.error().message.empty());
    }
  }
  return 0;
}
