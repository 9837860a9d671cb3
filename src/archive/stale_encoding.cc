#include "archive/stale_encoding.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "exchange/decode.h"

namespace lycosa::inline archive {
namespace {

constexpr std::string_view kField = "Content-Encoding";
constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";

// The coding that was applied last.
std::string_view outermost(const Exchange& exchange) {
  std::string_view last;
  for (const Header& field : exchange.headers) {
    if (equals_ignoring_case(field.name, kField)) last = trim(split(field.value, ',').back());
  }
  return last;
}

// The magic of a coding that has one; empty for others.
std::string_view magic_of(std::string_view coding) {
  if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip")) return kGzipMagic;
  return equals_ignoring_case(coding, "zstd") ? kZstdMagic : std::string_view();
}

// No binary data bytes at the beginning (MIME Sniffing standard, section 3): compressed data has some.
bool looks_like_text(std::string_view body) {
  constexpr size_t kLooked = 512;
  body = body.substr(0, kLooked);
  return std::none_of(body.begin(), body.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x08 || byte == 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f);
  });
}

std::vector<Header> without_encoding(const std::vector<Header>& headers) {
  std::vector<Header> kept;
  for (const Header& field : headers) {
    if (!equals_ignoring_case(field.name, kField)) kept.push_back(field);
  }
  return kept;
}

bool decodes_whole(const Exchange& exchange) {
  const DecodedBody body = decode_body(exchange, {});
  return !body.failed && (!body.truncated || exchange.truncated);
}

}  // namespace

void forget_stale_encoding(Exchange& exchange) {
  const std::string_view coding = outermost(exchange);
  const std::string_view magic = magic_of(coding);
  if (coding.empty() || exchange.body.empty()) return;
  if (!magic.empty() && exchange.body.starts_with(magic)) return;
  if (decodes_whole(exchange)) return;
  Exchange bare;  // what is left when the framing is taken off
  bare.protocol = exchange.protocol;
  bare.headers = without_encoding(exchange.headers);
  bare.body = exchange.body;
  const DecodedBody body = decode_body(bare, {});
  const bool has_no_magic = !magic.empty() && !std::string_view(body.bytes).starts_with(magic);
  if (has_no_magic || looks_like_text(body.bytes)) exchange.headers = std::move(bare.headers);
}

}  // namespace lycosa::inline archive
