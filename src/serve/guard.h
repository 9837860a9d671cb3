#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/message.h"

namespace lycosa::inline serve {

// What a request must be before it is answered. Without this a page of any other site, open in the same browser, could
// ask a server on loopback: by a name of its own that resolves to 127.0.0.1, or by a form.
class Guard {
 public:
  // `address` is where the server listens; `names` are further names of it.
  Guard(std::string_view address, const std::vector<std::string>& names);
  // The refusal, or nothing.
  std::optional<Response> refuse(const Request& request) const;

 private:
  bool knows(std::string_view host) const;
  std::vector<std::string> hosts_;
};

// Headers that every answer carries: what a browser may do with it.
void add_security_headers(Response& response);

}  // namespace lycosa::inline serve
