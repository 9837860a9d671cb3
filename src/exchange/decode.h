#pragma once

#include <cstddef>
#include <string>

#include "exchange/exchange.h"

namespace lycosa::inline exchange {

struct DecodeLimits {
  size_t max_bytes = 16u << 20;  // of the decoded body
  size_t max_ratio = 100;        // decoded to wire, looked at after the first MiB
  int max_encodings = 2;         // stacked
};

// A body with transfer and content encodings taken off. Never more than max_bytes.
struct DecodedBody {
  std::string bytes;
  bool truncated = false;  // a limit cut it, or the data broke off; bytes are the good prefix
  bool failed = false;     // nothing could be decoded: an unknown or broken encoding (http.bad_encoding)
  std::string detail;      // what was wrong, in a few words
};

// Takes off chunked framing, then gzip, deflate (zlib or raw), br and zstd, last applied first.
DecodedBody decode_body(const Exchange& exchange, const DecodeLimits& limits);

}  // namespace lycosa::inline exchange
