#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

// Requests and responses as values, whatever carries them.
namespace lycosa::inline serve {

struct Request {
  std::string method;
  std::string path;                                             // percent-decoding off: routes are ASCII
  std::vector<std::pair<std::string, std::string>> parameters;  // of the query, decoded, in order
  std::string host, origin, fetch_site, authorization, content_type;
  std::string body;
  std::string client;  // IP address

  // The first parameter of that name; empty when there is none.
  const std::string& parameter(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// "a=b&c=d+e" as pairs. What is no escape stays as it stands; bytes that are not UTF-8 become U+FFFD.
std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);
// For one value in a query.
std::string percent_encoded(std::string_view text);

// The one shape of errors: {"error": {"status", "code", "message"}}.
Response error_response(int status, std::string_view code, std::string_view message);
Response error_response(const Error& error);
// The HTTP status for an error of this kind, of a page as of the API.
int status_of(ErrorKind kind);

}  // namespace lycosa::inline serve
