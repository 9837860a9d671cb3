// Any bytes as the head of a response, line by line as libcurl hands it out: what is taken is one head within the
// limits, that can be read, and whose end of the body is told once.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "exchange/exchange.h"
#include "expand.h"
#include "fetch/framing.h"
#include "fetch/head.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kBytes = 64 << 10;
  constexpr size_t kFields = 200;
  const std::string wire = lycosa::fuzzing::expanded(data, size, 256 << 10);
  lycosa::HeadCollector head(kBytes, kFields);
  std::string_view rest = wire;
  while (!rest.empty() && !head.complete()) {
    const std::string_view line =
        rest.substr(0, rest.find('\n') == std::string_view::npos ? rest.size() : rest.find('\n') + 1);
    if (!head.add(line)) break;
    rest.remove_prefix(line.size());
  }
  require(!head.complete() || head.fault().empty());
  require(!(head.complete() && head.cut()));
  require(head.text().size() <= kBytes + 16);
  const auto parsed = lycosa::parse_response_head(head.text());
  if (!parsed) return 0;
  require(parsed->headers.size() <= kFields);
  for (const lycosa::Header& header : parsed->headers) {
    require(!header.name.empty());
    require(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
  if (!head.complete()) return 0;
  require(lycosa::framing_fault(head.text()).empty());
  std::string length;
  bool coded = false;
  for (const lycosa::Header& header : parsed->headers) {
    std::string name = header.name;
    for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    coded = coded || name == "transfer-encoding";
    if (name == "content-length" && length.empty()) length = header.value;
  }
  require(length.empty() || !coded);
  return 0;
}
