#include "archive/archive.h"
#include "archive/gzip_member.h"
#include "archive/metadata.h"
#include "archive/record.h"
#include "base/hash.h"
#include "base/text.h"

namespace lycosa::inline archive {
namespace {

// Media types whose bytes are compressed as they are; matched as prefixes.
constexpr std::string_view kPackedTypes[] = {
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/avif",
    "video/",
    "audio/",
    "font/woff",
    "application/zip",
    "application/gzip",
    "application/x-gzip",
    "application/pdf",
    "application/x-xz",
    "application/x-7z",
    "application/zstd",
    "application/vnd.openxmlformats",
    "application/x-bzip2",
    "application/epub+zip",
    "application/java-archive",
};

Packing packing_of(const Exchange& exchange) {
  if (std::optional<std::string_view> coding = exchange.header("Content-Encoding")) {
    if (!trim(*coding).empty() && !equals_ignoring_case(trim(*coding), "identity")) return Packing::stored;
  }
  std::string type = media_type(exchange);
  for (std::string_view packed : kPackedTypes) {
    if (type.starts_with(packed)) return Packing::stored;
  }
  return Packing::deflated;
}

// Of a revisit record (section 6.7.3).
constexpr std::string_view kNotModifiedProfile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

// What the standard's WARC-Truncated says (section 5.13); empty for a whole body.
std::string_view truncation(const Exchange& exchange) {
  if (exchange.truncated) return "length";
  if (!exchange.failure) return {};
  switch (*exchange.failure) {
    case Reason::network_time_budget:
    case Reason::network_too_slow:
    case Reason::network_read_timeout:
      return "time";
    case Reason::http_invalid_header:
    case Reason::http_invalid_status:
      return "unspecified";
    default:
      return "disconnect";
  }
}

std::string digest(std::string_view bytes) {
  return "sha1:" + sha1_base32(bytes);
}

// The head of a record; Content-Type and Content-Length end it.
class Fields {
 public:
  Fields(std::string_view type, std::string_view id, const Exchange& exchange) : text_("WARC/1.1\r\n") {
    add("WARC-Type", type);
    add("WARC-Record-ID", id);
    add("WARC-Date", rfc3339_ms(exchange.stamp));
    add("WARC-Target-URI", as_target_uri(exchange.url));
  }
  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    text_ += name;
    text_ += ": ";
    text_ += value;
    text_ += "\r\n";
  }
  // The whole record around a block.
  std::string record(std::string_view content_type, std::string_view head, std::string_view body) {
    add("Content-Type", content_type);
    add("Content-Length", std::to_string(head.size() + body.size()));
    text_.reserve(text_.size() + head.size() + body.size() + 6);
    text_ += "\r\n";
    text_ += head;
    text_ += body;
    text_ += "\r\n\r\n";
    return std::move(text_);
  }

 private:
  std::string text_;
};

bool is_address(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

struct Ids {
  std::string response = new_record_id();
  std::string request = new_record_id();
  std::string metadata = new_record_id();
};

std::string response_record(const Exchange& exchange, const Ids& ids) {
  const bool revisit = exchange.says_not_modified();
  Fields fields(revisit ? "revisit" : "response", ids.response, exchange);
  if (revisit) fields.add("WARC-Profile", kNotModifiedProfile);
  if (is_address(exchange.address)) fields.add("WARC-IP-Address", exchange.address);
  if (exchange.protocol == "h2" || exchange.protocol.starts_with("http/1.")) {
    fields.add("WARC-Protocol", std::string_view(exchange.protocol).substr(0, 8));
  }
  Sha1 block;
  block.add(exchange.response_head);
  block.add(exchange.body);
  fields.add("WARC-Block-Digest", "sha1:" + block.base32());
  fields.add("WARC-Payload-Digest", digest(exchange.body));
  fields.add("WARC-Truncated", truncation(exchange));
  fields.add(kMetadataField, ids.metadata);
  return fields.record("application/http;msgtype=response", exchange.response_head, exchange.body);
}

std::string request_record(const Exchange& exchange, const Ids& ids, std::string_view beside) {
  Fields fields("request", ids.request, exchange);
  fields.add("WARC-Concurrent-To", beside);
  fields.add("WARC-Block-Digest", digest(exchange.request_head));
  return fields.record("application/http;msgtype=request", exchange.request_head, {});
}

std::string metadata_record(const Exchange& exchange, const Ids& ids, std::string_view beside) {
  std::string block = write_metadata(exchange);
  Fields fields("metadata", ids.metadata, exchange);
  fields.add("WARC-Concurrent-To", beside);
  fields.add("WARC-Block-Digest", digest(block));
  return fields.record("application/json", block, {});
}

}  // namespace

EncodedExchange encode_exchange(const Exchange& exchange) {
  Ids ids;
  EncodedExchange encoded;
  std::string& out = encoded.bytes;
  const bool has_response = !exchange.response_head.empty() || !exchange.body.empty();
  const bool has_request = !exchange.request_head.empty();
  if (has_response) {
    append_gzip_member(out, response_record(exchange, ids), packing_of(exchange));
    if (has_request) append_gzip_member(out, request_record(exchange, ids, ids.response), Packing::deflated);
    append_gzip_member(out, metadata_record(exchange, ids, ids.response), Packing::deflated);
  } else {
    append_gzip_member(out, metadata_record(exchange, ids, {}), Packing::deflated);
    if (has_request) append_gzip_member(out, request_record(exchange, ids, ids.metadata), Packing::deflated);
  }
  return encoded;
}

}  // namespace lycosa::inline archive
