#include "extract/main_content/element_role.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline extract {

using html::Tag;

namespace {

// clang-format off
constexpr Tag kBlocks[] = {
    Tag::address, Tag::article,  Tag::aside,    Tag::blockquote, Tag::body,    Tag::caption,    Tag::center,
    Tag::col,     Tag::colgroup, Tag::dd,       Tag::details,    Tag::dialog,  Tag::dir,        Tag::div,
    Tag::dl,      Tag::dt,       Tag::fieldset, Tag::figcaption, Tag::figure,  Tag::footer,     Tag::form,
    Tag::h1,      Tag::h2,       Tag::h3,       Tag::h4,         Tag::h5,      Tag::h6,         Tag::header,
    Tag::hgroup,  Tag::hr,       Tag::html,     Tag::legend,     Tag::li,      Tag::listing,    Tag::main,
    Tag::menu,    Tag::nav,      Tag::ol,       Tag::optgroup,   Tag::option,  Tag::p,          Tag::plaintext,
    Tag::pre,     Tag::search,   Tag::section,  Tag::select,     Tag::summary, Tag::table,      Tag::tbody,
    Tag::td,      Tag::textarea, Tag::tfoot,    Tag::th,         Tag::thead,   Tag::tr,         Tag::ul,
    Tag::xmp,
};
// clang-format on

// What browsers never lay out, and the fallback of what they show in another way.
// clang-format off
constexpr Tag kDropped[] = {
    Tag::applet,   Tag::audio,  Tag::base,     Tag::canvas, Tag::datalist, Tag::embed,  Tag::frame, Tag::frameset,
    Tag::head,     Tag::iframe, Tag::link,     Tag::meta,   Tag::noembed,  Tag::noframes, Tag::object, Tag::param,
    Tag::rp,       Tag::script, Tag::source,   Tag::style,  Tag::svg,      Tag::template_, Tag::title, Tag::track,
    Tag::video,
};
// clang-format on

constexpr std::array<Role, 256> make_roles() {
  std::array<Role, 256> roles{};
  for (Tag tag : kBlocks) roles[static_cast<size_t>(tag)] = Role::block;
  for (Tag tag : kDropped) roles[static_cast<size_t>(tag)] = Role::dropped;
  return roles;
}

// Whether a declaration of the style gives the property that value, or one that begins with it.
bool declares(std::string_view style, std::string_view property, std::string_view value) {
  while (!style.empty()) {
    const size_t end = std::min(style.find(';'), style.size());
    const std::string_view declaration = style.substr(0, end);
    style.remove_prefix(std::min(end + 1, style.size()));
    const size_t colon = declaration.find(':');
    if (colon == std::string_view::npos) continue;
    if (!equals_ignoring_case(trim(declaration.substr(0, colon)), property)) continue;
    if (starts_with_ignoring_case(trim(declaration.substr(colon + 1)), value)) return true;
  }
  return false;
}

}  // namespace

constinit const std::array<Role, 256> kRoles = make_roles();

bool style_hides(std::string_view style) {
  if (style.size() < 12) return false;  // "display:none" is the shortest that hides
  return declares(style, "display", "none") || declares(style, "visibility", "hidden");
}

bool hides(std::string_view name, std::string_view value) {
  // hidden=until-found is text that a reader can search for.
  if (is_literal(name, "hidden")) return !equals_ignoring_case(value, "until-found");
  return is_literal(name, "style") && style_hides(value);
}

bool is_hidden(const html::Document& document, html::NodeId element) {
  const Tag tag = document.tag(element);
  if (tag == Tag::html || tag == Tag::body) return false;
  bool open = false;
  for (const html::AttributeView& attribute : document.attributes(element)) {
    if (hides(attribute.name, attribute.value)) return true;
    if (attribute.name == "open") open = true;
  }
  return tag == Tag::dialog && !open;
}

int heading_level(Tag tag) {
  switch (tag) {
    case Tag::h1:
      return 1;
    case Tag::h2:
      return 2;
    case Tag::h3:
      return 3;
    case Tag::h4:
      return 4;
    case Tag::h5:
      return 5;
    case Tag::h6:
      return 6;
    default:
      return 0;
  }
}

bool is_heading(Tag tag) {
  return heading_level(tag) != 0;
}

}  // namespace lycosa::inline extract
