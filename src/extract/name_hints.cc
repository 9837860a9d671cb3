#include "extract/name_hints.h"

#include <span>
#include <string>
#include <string_view>

#include "base/text.h"

namespace lycosa {
namespace {

constexpr std::string_view kBoilerplate[] = {
    "nav",     "menu",   "footer",  "sidebar",  "share",   "sharing", "social",  "related",    "breadcrumb", "cookie",
    "consent", "banner", "advert",  "promo",    "popup",   "modal",   "newsletter", "subscribe", "comment",  "disqus",
    "pagination", "pager", "widget", "recommend", "sponsor", "toolbar", "masthead", "copyright", "login", "search"};

constexpr std::string_view kContent[] = {"article", "content", "entry", "main", "post", "story", "body", "text"};

bool mentions(std::string_view name, std::span<const std::string_view> words) {
  for (const std::string_view word : words) {
    if (name.find(word) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

NameHint name_hint(const html::Document& document, html::NodeId element) {
  NameHint hint = NameHint::none;
  for (const html::AttributeView& attribute : document.attributes(element)) {
    if (attribute.name != "class" && attribute.name != "id" && attribute.name != "role") continue;
    const std::string name = ascii_lower(attribute.value.substr(0, 300));
    if (mentions(name, kContent)) return NameHint::content;
    if (mentions(name, kBoilerplate)) hint = NameHint::boilerplate;
  }
  return hint;
}

}  // namespace lycosa
