#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "serve/parameters.h"

namespace lycosa::inline serve {

struct Route;

// The addresses of our pages and of the API, made from the request that is being answered: whoever follows one keeps
// what they look with. The time that is judged by goes to every route that takes it, so no link changes a verdict.
class Links {
 public:
  using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // For an answer to a request that was not understood: there is nothing to keep.
  Links() = default;
  // Both must outlive the links.
  Links(const Route& route, const Parameters& parameters) : route_(&route), parameters_(&parameters) {}

  // Something else, with these parameters and the time. Empty values are left out.
  std::string to(std::string_view path, Values values = {}) const;
  // This page as it is, but for these parameters; an empty value takes one away.
  std::string here(Values changes = {}) const;
  // What this page is about, asked of another route: every parameter that it takes too, but for these.
  std::string same_at(std::string_view path, Values changes = {}) const;
  // The report on a URL.
  std::string report(std::string_view url) const { return to("/", {{"url", url}}); }

  // The time that is judged by, as given; empty when it is the present.
  std::string_view now() const;

 private:
  const Route* route_ = nullptr;
  const Parameters* parameters_ = nullptr;
};

}  // namespace lycosa::inline serve
