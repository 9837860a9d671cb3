#include "exchange/decode.h"

#include <algorithm>

#include "base/text.h"
#include "exchange/chunked.h"
#include "exchange/coding.h"

namespace lycosa::inline exchange {
namespace {

using Decoder = Decoded (*)(std::string_view wire, size_t limit);

struct Coding {
  std::string_view name;
  Decoder decoder;  // null: leaves the bytes as they are
};

// The last few are no codings, but servers send them, and browsers show the body as it is.
constexpr Coding kCodings[] = {
    {"gzip", gunzip},    {"x-gzip", gunzip}, {"deflate", inflate_deflate},
    {"br", unbrotli},    {"zstd", unzstd},   {"identity", nullptr},
    {"", nullptr},       {"none", nullptr},  {"utf-8", nullptr},
    {"utf8", nullptr},   {"8bit", nullptr},  {"7bit", nullptr},
    {"binary", nullptr},
};

const Coding* find_coding(std::string_view name) {
  for (const Coding& coding : kCodings) {
    if (equals_ignoring_case(coding.name, name)) return &coding;
  }
  return nullptr;
}

// The values of all fields of that name, in the order in which they were applied.
std::vector<std::string_view> list_values(const Exchange& exchange, std::string_view name) {
  std::vector<std::string_view> values;
  for (const Header& field : exchange.headers) {
    if (!equals_ignoring_case(field.name, name)) continue;
    for (std::string_view value : split(field.value, ',')) values.push_back(trim(value));
  }
  return values;
}

DecodedBody refused(std::string detail) {
  DecodedBody body;
  body.failed = true;
  body.detail = std::move(detail);
  return body;
}

// What a limit on the ratio and a limit on the size leave, which is one number as the wire size is known.
size_t most_bytes(size_t wire, const DecodeLimits& limits) {
  constexpr size_t kFreeOfRatio = 1u << 20;
  size_t by_ratio =
      wire > limits.max_bytes / std::max<size_t>(limits.max_ratio, 1) ? limits.max_bytes : wire * limits.max_ratio;
  return std::min(limits.max_bytes, std::max(by_ratio, kFreeOfRatio));
}

std::string limit_detail(size_t limit, const DecodeLimits& limits) {
  if (limit == limits.max_bytes) return "larger than " + std::to_string(limit) + " bytes";
  return "decodes to more than " + std::to_string(limits.max_ratio) + " times its size";
}

// Collects the codings that must come off, in that order. An error is what is wrong with them.
std::string plan(const Exchange& exchange, bool http1, int max_encodings, std::vector<const Coding*>& out) {
  std::vector<std::string_view> applied = list_values(exchange, "Content-Encoding");
  if (http1) {
    for (std::string_view name : list_values(exchange, "Transfer-Encoding")) {
      if (!equals_ignoring_case(name, "chunked")) applied.push_back(name);
    }
  }
  for (auto name = applied.rbegin(); name != applied.rend(); ++name) {
    const Coding* coding = find_coding(*name);
    if (coding == nullptr) return "unknown encoding " + visible(utf8_prefix(*name, 40));
    if (coding->decoder == nullptr) continue;
    if (static_cast<int>(out.size()) == max_encodings)
      return "more than " + std::to_string(max_encodings) + " encodings";
    out.push_back(coding);
  }
  return {};
}

bool is_chunked(const Exchange& exchange) {
  for (std::string_view name : list_values(exchange, "Transfer-Encoding")) {
    if (equals_ignoring_case(name, "chunked")) return true;
  }
  return false;
}

// Takes the codings off `wire`, in order. `body` says already what happened to the framing.
void take_off(std::span<const Coding* const> codings, std::string_view wire, size_t limit, const DecodeLimits& limits,
              DecodedBody& body) {
  for (const Coding* coding : codings) {
    Decoded decoded = coding->decoder(wire, limit);
    body.bytes = std::move(decoded.bytes);
    wire = body.bytes;
    if (decoded.end == Decoded::End::whole) continue;
    body.truncated = true;
    if (body.detail.empty()) {
      body.detail = decoded.end == Decoded::End::limit ? limit_detail(limit, limits)
                                                       : std::string(coding->name) + ": " + decoded.detail;
    }
    if (body.bytes.empty()) {
      body.truncated = false;
      body.failed = true;
      return;
    }
  }
}

}  // namespace

DecodedBody decode_body(const Exchange& exchange, const DecodeLimits& limits) {
  const bool http1 = exchange.protocol.starts_with("http/1");
  DecodedBody body;
  body.truncated = exchange.truncated;
  std::vector<const Coding*> codings;
  if (std::string fault = plan(exchange, http1, limits.max_encodings, codings); !fault.empty()) return refused(fault);

  std::string_view wire = exchange.body;
  std::string unframed;
  if (http1 && is_chunked(exchange)) {
    if (std::optional<Unchunked> chunks = unchunk(wire, codings.empty() ? limits.max_bytes : wire.size())) {
      if (!chunks->whole) {
        body.truncated = true;
        body.detail = chunks->bytes.size() == limits.max_bytes ? limit_detail(limits.max_bytes, limits)
                                                               : "the chunked framing breaks off";
      }
      unframed = std::move(chunks->bytes);
      if (codings.empty()) {
        body.bytes = std::move(unframed);
        return body;
      }
      wire = unframed;
    }
  }
  if (codings.empty()) {
    body.bytes = wire.substr(0, limits.max_bytes);
    if (body.bytes.size() < wire.size()) {
      body.truncated = true;
      body.detail = limit_detail(limits.max_bytes, limits);
    }
    return body;
  }
  // An answer without a body, to HEAD or with 304, often still names an encoding.
  if (wire.empty()) return body;
  take_off(codings, wire, most_bytes(exchange.body.size(), limits), limits, body);
  return body;
}

}  // namespace lycosa::inline exchange
