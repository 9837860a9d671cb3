#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "serve/message.h"

namespace lycosa::inline serve {

// HTML being written. Markup is given as literals, everything else goes through text(): what came from the web cannot
// become markup, and its control and bidi characters are shown as escapes.
class Html {
 public:
  // Literals only.
  template <size_t N>
  Html& operator<<(const char (&markup)[N]) {
    out_.append(markup, N - 1);
    return *this;
  }
  // As the content of an element or of a quoted attribute.
  Html& text(std::string_view value, bool keep_lines = false);
  // The same in <bdi>, so that its direction stays its own.
  Html& bdi(std::string_view value);
  Html& number(int64_t value);  // 12,345
  // What was written elsewhere, by this class or by cmark-gfm.
  Html& add(const std::string& markup) {
    out_ += markup;
    return *this;
  }
  std::string take() { return std::move(out_); }
  const std::string& str() const { return out_; }

 private:
  std::string out_;
};

// "/?url=..." and the like: an address of ours with one parameter.
std::string address(std::string_view path, std::string_view parameter, std::string_view value);
// <a href="/?url=...">URL</a>
void link_to_report(Html& html, std::string_view url);

struct PageFrame {
  std::string title;
  std::string_view place;  // which of the places in the top line this is: "lookup", "store", "urls", or empty
  bool plots = false;
};
// A whole page around its content.
Response page_response(const PageFrame& frame, std::string content);
// A page that says what is wrong.
Response error_page(const Error& error);
// The path of a bundled file.
std::string_view asset_path(std::string_view name);

// The form that looks up a URL, filled in with what was asked; folded under it the look-up by parameters.
void write_lookup_form(Html& html, const Request& request);
// "5.3 kB"
std::string size_text(int64_t bytes);

}  // namespace lycosa::inline serve
