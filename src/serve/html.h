#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "serve/answers.h"
#include "serve/links.h"
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

// <a href="/?url=...">URL</a>
void link_to_report(Html& html, const Links& links, std::string_view url);

struct PageFrame {
  std::string title;
  std::string_view place;  // which of the places in the top line this is: "lookup", "store", "urls", or empty
  bool plots = false;
};
// A whole page around its content.
Response page_response(const Links& links, const PageFrame& frame, std::string content);
// A page that says what is wrong.
Response error_page(const Links& links, const Error& error);
// What an answer misses because shards cannot be read: the JSON of `unavailable`. Nothing when it misses nothing.
void write_unavailable(Html& html, const nlohmann::ordered_json& unavailable);
// The path of a bundled file.
std::string_view asset_path(std::string_view name);

// The form that looks up a URL, filled in with what was asked; folded under it the look-up by parameters.
void write_lookup_form(Html& html, const Call& call);
// The time that is judged by, for a form to keep.
void write_kept_now(Html& html, const Links& links);

}  // namespace lycosa::inline serve
