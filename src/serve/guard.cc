#include "serve/guard.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline serve {
namespace {

constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for "
    "'script'; "
    "trusted-types 'none'";

// "name:port" and "[::1]:port" without the port, lower case.
std::string host_of(std::string_view host) {
  const size_t bracket = host.rfind(']');
  const size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    host = host.substr(0, colon);
  }
  return ascii_lower(host);
}

}  // namespace

Guard::Guard(std::string_view address, const std::vector<std::string>& names)
    : hosts_{"localhost", "127.0.0.1", "[::1]", host_of(address)} {
  for (const std::string& name : names) hosts_.push_back(ascii_lower(name));
}

bool Guard::knows(std::string_view host) const {
  return std::find(hosts_.begin(), hosts_.end(), host_of(host)) != hosts_.end();
}

std::optional<Response> Guard::refuse(const Request& request) const {
  if (!knows(request.host)) {
    return error_response(421, "host",
                          "the Host header is \"" + visible(request.host) +
                              "\", which is no name of this server; name it with --allow-host");
  }
  if (request.method == "GET" || request.method == "HEAD") return std::nullopt;
  if (request.method != "POST") return std::nullopt;  // the router knows no such method
  if (!request.fetch_site.empty() && request.fetch_site != "same-origin" && request.fetch_site != "none") {
    return error_response(403, "cross_site", "requests from pages of other sites are not taken");
  }
  if (!request.origin.empty() && request.origin != "http://" + request.host &&
      request.origin != "https://" + request.host) {
    return error_response(403, "cross_site", "requests from pages of other sites are not taken");
  }
  return std::nullopt;
}

void add_security_headers(Response& response) {
  const auto add = [&](std::string_view name, std::string_view value) {
    const bool set = std::any_of(response.headers.begin(), response.headers.end(),
                                 [&](const auto& header) { return header.first == name; });
    if (!set) response.headers.emplace_back(name, value);
  };
  add("Content-Security-Policy", kPolicy);
  add("X-Content-Type-Options", "nosniff");
  add("Referrer-Policy", "no-referrer");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("Cache-Control", "no-store");
}

}  // namespace lycosa::inline serve
