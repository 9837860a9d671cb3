#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange/exchange.h"

namespace lycosa::inline archive {

// The metadata record's block: everything of an exchange that its other records do not hold, as one JSON object.
// docs/formats/archive.md has the members.
std::string write_metadata(const Exchange& exchange);

struct Metadata {
  Exchange exchange;                 // without heads and body
  std::optional<size_t> head_bytes;  // there is a response record, and its block begins with a head of that length
  bool headers_given = false;        // the headers stand here, as they are not what the head says
  bool has_request = false;          // there is a request record
};

// Nothing when the block is not one that write_metadata() made.
std::optional<Metadata> read_metadata(std::string_view block);

}  // namespace lycosa::inline archive
