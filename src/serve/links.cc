#include "serve/links.h"

#include <algorithm>

#include "serve/message.h"
#include "serve/routes.h"

namespace lycosa::inline serve {
namespace {

constexpr std::string_view kNow = "now";

bool takes(std::string_view path, std::string_view name) {
  const Route* route = find_route("GET", path);
  return route != nullptr && std::any_of(route->parameters.begin(), route->parameters.end(),
                                         [&](const Parameter& row) { return row.name == name; });
}

class Address {
 public:
  explicit Address(std::string_view path) : text_(path) {}
  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    text_ += separator_;
    text_ += name;
    text_ += "=" + percent_encoded(value);
    separator_ = '&';
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  char separator_ = '?';
};

}  // namespace

std::string_view Links::now() const {
  return parameters_ == nullptr ? std::string_view() : parameters_->text(kNow);
}

std::string Links::to(std::string_view path, Values values) const {
  Address address(path);
  for (const auto& [name, value] : values) address.add(name, value);
  if (takes(path, kNow)) address.add(kNow, now());
  return address.take();
}

std::string Links::here(Values changes) const {
  return same_at(route_ == nullptr ? "/" : route_->path, changes);
}

std::string Links::same_at(std::string_view path, Values changes) const {
  Address address(path);
  if (parameters_ != nullptr) {
    for (const auto& [name, value] : parameters_->given()) {
      const bool changed =
          std::any_of(changes.begin(), changes.end(),
                      [key = std::string_view(name)](const auto& change) { return change.first == key; });
      if (!changed && takes(path, name)) address.add(name, value);
    }
  }
  for (const auto& [name, value] : changes) address.add(name, value);
  return address.take();
}

}  // namespace lycosa::inline serve
