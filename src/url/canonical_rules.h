#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "url/url.h"

namespace lycosa::inline url::canonical_form {

// A text that is a view until a rule changes it.
class Text {
 public:
  Text() = default;
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  std::string_view get() const { return view_; }
  void view(std::string_view text) { view_ = text; }
  void own(std::string text) {
    owned_ = std::move(text);
    view_ = owned_;
  }

 private:
  std::string owned_;
  std::string_view view_;
};

// The parts of an http or https URL that rules may change. Views into the Url and its changed texts.
struct PartsView {
  bool has_credentials = false;
  bool has_fragment = false;
  bool has_query = false;
  Text host;
  Text path;
  Text query;  // without "?"
};

// A rule of the table and what it does: changes `parts` and says whether it did.
struct Rule {
  CanonicalRule shown;
  bool (*apply)(PartsView& parts);
  // A quick look: has the rule nothing to do, whatever the other rules do? Null where only applying it tells.
  bool (*idle)(const Url& url) = nullptr;
};
std::span<const Rule> rules();

}  // namespace lycosa::inline url::canonical_form
