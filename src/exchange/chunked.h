#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lycosa::inline exchange {

struct Unchunked {
  std::string bytes;
  bool whole = false;  // the last chunk was there; if not, the framing broke off or broke down behind `bytes`
};

// Takes the chunked framing off a body (RFC 9112, section 7.1); trailers are dropped. At most `limit` bytes are kept.
// Nothing when the body does not begin with a chunk: archives often keep the field and not the framing.
std::optional<Unchunked> unchunk(std::string_view body, size_t limit);

}  // namespace lycosa::inline exchange
