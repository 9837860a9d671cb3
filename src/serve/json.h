#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/json_line.h"
#include "inspect/inspect.h"
#include "inspect/overview.h"
#include "serve/answers.h"
#include "serve/message.h"

namespace lycosa::inline serve {

inline Response json_response(const nlohmann::ordered_json& value) {
  Response response;
  response.body = json_line(value) + "\n";
  return response;
}

// Compares in a time that does not tell how much of it was right. An empty secret is never right.
inline bool same_secret(std::string_view given, std::string_view secret) {
  unsigned differs = given.size() == secret.size() ? 0 : 1;
  for (size_t i = 0; i < given.size(); ++i) {
    differs |= static_cast<unsigned char>(given[i]) ^
               (secret.empty() ? 1u : static_cast<unsigned char>(secret[i % secret.size()]));
  }
  return differs == 0 && !secret.empty();
}

// What a list of URLs is asked for with, and how long a list may be.
UrlListRequest list_request(const Call& call);
int limit_of(const Call& call);

}  // namespace lycosa::inline serve
