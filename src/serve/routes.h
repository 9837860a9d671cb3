#pragma once

#include <span>
#include <string>
#include <string_view>

#include "serve/answers.h"
#include "serve/message.h"
#include "serve/parameters.h"

namespace lycosa::inline serve {

// One row of the table: the router, the OpenAPI document and docs/reference/http.md are all made from it.
struct Route {
  std::string_view method;
  std::string_view path;
  std::span<const Parameter> parameters;
  std::string_view type;                      // of the answer
  std::string_view sentence;                  // what it answers
  Response (*answer)(Answers&, const Call&);  // none for a batch, which the session answers while it comes
  enum class Kind { api, page, batch, operation } kind = Kind::api;
};

std::span<const Route> routes();
const Route* find_route(std::string_view method, std::string_view path);
// "GET, HEAD" for a path that has routes; empty for one that has none.
std::string allowed_methods(std::string_view path);

// OpenAPI 3.1, as JSON.
std::string openapi_document();
// docs/reference/http.md between its marks.
std::string reference_table();

}  // namespace lycosa::inline serve
