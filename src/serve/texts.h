#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"
#include "exchange/exchange.h"
#include "record/record.h"
#include "serve/answers.h"

namespace lycosa::inline serve {

struct TextName {
  std::string_view name;   // in URLs
  std::string_view label;  // of the product
  std::string PageTextRow::*member;
};
inline constexpr std::array<TextName, 3> kTexts = {{
    {"boilerpipe", "Boilerpipe Text", &PageTextRow::boilerpipe_text},
    {"markdown", "Markdown", &PageTextRow::markdown},
    {"readable", "Readable Markdown", &PageTextRow::readable_markdown},
}};

// The text that the call names, of the page that it is about.
Result<std::string> stored_text(Answers& answers, const Call& call);
// What the archive has of that page's last crawl.
Result<Exchange> archived_exchange(Answers& answers, const Call& call);
// Markdown as HTML, by cmark-gfm in its safe mode: raw HTML and dangerous addresses are left out, and so are pictures.
std::string rendered_markdown(const std::string& markdown);

}  // namespace lycosa::inline serve
