#include "html/tree/tag_traits.h"

#include <array>
#include <initializer_list>

namespace lycosa::html {
namespace {

using Table = std::array<uint32_t, 256>;

constexpr void mark(Table& table, uint32_t traits, std::initializer_list<Tag> tags) {
  for (Tag tag : tags) table[static_cast<size_t>(tag)] |= traits;
}

constexpr Table make_html() {
  Table t{};
  // Section 13.2.4.2, «special».
  mark(t, kSpecial,
       {Tag::address, Tag::applet,     Tag::area,      Tag::article,    Tag::aside,     Tag::base,     Tag::basefont,
        Tag::bgsound, Tag::blockquote, Tag::body,      Tag::br,         Tag::button,    Tag::caption,  Tag::center,
        Tag::col,     Tag::colgroup,   Tag::dd,        Tag::details,    Tag::dir,       Tag::div,      Tag::dl,
        Tag::dt,      Tag::embed,      Tag::fieldset,  Tag::figcaption, Tag::figure,    Tag::footer,   Tag::form,
        Tag::frame,   Tag::frameset,   Tag::h1,        Tag::h2,         Tag::h3,        Tag::h4,       Tag::h5,
        Tag::h6,      Tag::head,       Tag::header,    Tag::hgroup,     Tag::hr,        Tag::html,     Tag::iframe,
        Tag::img,     Tag::input,      Tag::keygen,    Tag::li,         Tag::link,      Tag::listing,  Tag::main,
        Tag::marquee, Tag::menu,       Tag::meta,      Tag::nav,        Tag::noembed,   Tag::noframes, Tag::noscript,
        Tag::object,  Tag::ol,         Tag::p,         Tag::param,      Tag::plaintext, Tag::pre,      Tag::script,
        Tag::search,  Tag::section,    Tag::select,    Tag::source,     Tag::style,     Tag::summary,  Tag::table,
        Tag::tbody,   Tag::td,         Tag::template_, Tag::textarea,   Tag::tfoot,     Tag::th,       Tag::thead,
        Tag::title,   Tag::tr,         Tag::track,     Tag::ul,         Tag::wbr,       Tag::xmp});
  // Section 13.2.4.2, «has a particular element in scope».
  mark(t, kScopeEnd,
       {Tag::applet, Tag::caption, Tag::html, Tag::table, Tag::td, Tag::th, Tag::marquee, Tag::object, Tag::select,
        Tag::template_});
  mark(t, kListScopeEnd, {Tag::ol, Tag::ul});
  mark(t, kButtonScopeEnd, {Tag::button});
  mark(t, kTableScopeEnd, {Tag::html, Tag::table, Tag::template_});
  // Section 13.2.6.3.
  mark(t, kImpliedEnd | kThoroughEnd,
       {Tag::dd, Tag::dt, Tag::li, Tag::optgroup, Tag::option, Tag::p, Tag::rb, Tag::rp, Tag::rt, Tag::rtc});
  mark(t, kThoroughEnd, {Tag::caption, Tag::colgroup, Tag::tbody, Tag::td, Tag::tfoot, Tag::th, Tag::thead, Tag::tr});
  mark(t, kFosters, {Tag::table, Tag::tbody, Tag::tfoot, Tag::thead, Tag::tr});
  mark(t, kHeading, {Tag::h1, Tag::h2, Tag::h3, Tag::h4, Tag::h5, Tag::h6});
  mark(t, kMayStayOpen,
       {Tag::dd, Tag::dt, Tag::li, Tag::optgroup, Tag::option, Tag::p, Tag::rb, Tag::rp, Tag::rt, Tag::rtc, Tag::tbody,
        Tag::td, Tag::tfoot, Tag::th, Tag::thead, Tag::tr, Tag::body, Tag::html});
  mark(t, kVoid,
       {Tag::area, Tag::base, Tag::basefont, Tag::bgsound, Tag::br, Tag::col, Tag::embed, Tag::frame, Tag::hr, Tag::img,
        Tag::image, Tag::input, Tag::keygen, Tag::link, Tag::meta, Tag::param, Tag::source, Tag::track, Tag::wbr});
  return t;
}

constexpr Table make_mathml() {
  Table t{};
  mark(t, kSpecial | kScopeEnd | kTextPoint, {Tag::mi, Tag::mo, Tag::mn, Tag::ms, Tag::mtext});
  mark(t, kSpecial | kScopeEnd, {Tag::annotation_xml});
  return t;
}

constexpr Table make_svg() {
  Table t{};
  mark(t, kSpecial | kScopeEnd | kHtmlPoint, {Tag::foreignObject, Tag::desc, Tag::title});
  return t;
}

}  // namespace

constinit const std::array<std::array<uint32_t, 256>, 3> kTraits = {make_html(), make_svg(), make_mathml()};

}  // namespace lycosa::html
