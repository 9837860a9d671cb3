// A response as it comes over the wire: head, empty line, body.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "exchange/decode.h"
#include "exchange/exchange.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view wire(reinterpret_cast<const char*>(data), size);
  const size_t end = wire.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  lycosa::Exchange exchange;
  exchange.url = "http://a.example/";
  exchange.response_head = wire.substr(0, end + 4);
  exchange.body = wire.substr(end + 4);
  const auto head = lycosa::parse_response_head(exchange.response_head);
  if (!head) return 0;
  exchange.status = head->status;
  exchange.protocol = head->protocol;
  exchange.headers = head->headers;
  lycosa::media_type(exchange);
  lycosa::transport_charset(exchange);
  lycosa::DecodeLimits limits;
  limits.max_bytes = 1 << 20;
  if (lycosa::decode_body(exchange, limits).bytes.size() > limits.max_bytes) std::abort();
  return 0;
}
