#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/exchange.h"

namespace lycosa::inline archive {

// The field of a response record of ours that names the metadata record without which the exchange is not whole.
inline constexpr std::string_view kMetadataField = "Lycosa-Metadata";

// A record of a WARC file as it was read. The block can be cut: `block_bytes` is its length in the file.
struct WarcRecord {
  std::vector<Header> fields;
  std::string block;
  uint64_t block_bytes = 0;
  uint64_t offset = 0;  // of its gzip member, or of itself in a plain file

  // What a record is in an exchange. A page that was archived without its head is a response.
  enum class Role { response, request, metadata, other };
  Role role() const;
  // A resource record that holds a page: HTML of an http or https URL.
  bool is_page_resource() const;
  std::string_view url() const;
  // The first field of that name, case ignored; empty when there is none.
  std::string_view field(std::string_view name) const;
  bool block_is_whole() const { return block.size() == block_bytes; }
};

bool is_http_url(std::string_view url);

// A new WARC-Record-ID, "<urn:uuid:...>" with a random UUID (RFC 9562, version 4).
std::string new_record_id();

// A URL as a WARC-Target-URI: what would break the line or end the value is percent-encoded.
std::string as_target_uri(std::string_view url);

}  // namespace lycosa::inline archive
