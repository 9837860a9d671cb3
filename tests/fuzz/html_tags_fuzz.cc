// Structure-aware: every two bytes are a tag, a text or a comment, so that nearly all inputs reach tree construction.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "html/html.h"
#include "html/invariants_for_tests.h"

namespace {

// clang-format off
constexpr std::string_view kNames[] = {
    "a",     "b",      "i",       "p",        "div",      "span",    "table",    "tbody",   "thead",  "tr",       "td",
    "th",    "caption", "colgroup", "col",    "select",   "option",  "optgroup", "template", "svg",   "math",     "mi",
    "title", "desc",   "foreignObject", "annotation-xml", "form", "input",  "button",   "li",      "ul",     "dd",       "dt",
    "h1",    "h2",     "nobr",    "font",     "body",     "html",    "head",     "frameset", "frame", "noframes", "script",
    "style", "textarea", "pre",   "plaintext", "ruby",    "rt",      "rtc",      "rb",      "hr",     "br",       "image",
    "object", "applet", "marquee", "noscript", "selectedcontent", "x-y", "address", "xmp",  "iframe",
};
// clang-format on
constexpr std::string_view kAttributes[] = {
    "", " a", " a=b", " a=c", " type=hidden", " encoding=text/html", " color=x", " selected"};
constexpr std::string_view kTexts[] = {
    "x", " ", "\n", "a b", "&amp;", "<!-- c -->", "<![CDATA[d]]>", "<!DOCTYPE html>"};

std::string page_of(const uint8_t* data, size_t size) {
  std::string page;
  for (size_t i = 0; i + 1 < size; i += 2) {
    const uint8_t what = data[i], how = data[i + 1];
    const std::string_view name = kNames[what % 64];
    if (what >= 192) {
      page += kTexts[how % 8];
    } else if (how >= 128) {
      page.append("</").append(name).append(">");
    } else {
      page.append("<").append(name).append(kAttributes[how % 8]).append((how & 0x40) != 0 ? "/>" : ">");
    }
    if (data[i] == 255) page += '\0';
  }
  return page;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lycosa::html;
  if (size == 0) return 0;
  ParseOptions options;
  options.max_depth = (data[0] & 1) != 0 ? 16 : 512;
  options.scripting = (data[0] & 2) != 0;
  const Document document = parse(page_of(data + 1, size - 1), options);
  if (const std::string wrong = DocumentCheck(document).run(); !wrong.empty()) {
    std::fprintf(stderr, "%s\n%.*s\n%s\n", wrong.c_str(), static_cast<int>(document.source().size()),
                 document.source().data(), tree_text(document).c_str());
    std::abort();
  }
  return 0;
}
