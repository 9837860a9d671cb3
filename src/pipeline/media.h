#pragma once

#include <string>
#include <string_view>

#include "exchange/exchange.h"

namespace lycosa::inline pipeline {

// The media type that a response is read as.
struct MediaType {
  std::string type;      // lower case; empty when nothing is known
  bool sniffed = false;  // the response names none, and its first bytes look like HTML
};
MediaType media_type_of(const Exchange& exchange, std::string_view body);

bool is_html(std::string_view media_type);

}  // namespace lycosa::inline pipeline
