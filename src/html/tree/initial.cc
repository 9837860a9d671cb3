// The «initial» insertion mode: HTML standard, section 13.2.6.4.1.

#include <algorithm>

#include "base/text.h"
#include "html/tree/tree_builder.h"

namespace lycosa::html {
namespace {

constexpr std::string_view kQuirksIds[] = {
    "-//W3O//DTD W3 HTML Strict 3.0//EN//",
    "-/W3C/DTD HTML 4.0 Transitional/EN",
    "HTML",
};

constexpr std::string_view kQuirksPrefixes[] = {
    "+//Silmaril//dtd html Pro v0r11 19970101//",
    "-//AS//DTD HTML 3.0 asWedit + extensions//",
    "-//AdvaSoft Ltd//DTD HTML 3.0 asWedit + extensions//",
    "-//IETF//DTD HTML 2.0 Level 1//",
    "-//IETF//DTD HTML 2.0 Level 2//",
    "-//IETF//DTD HTML 2.0 Strict Level 1//",
    "-//IETF//DTD HTML 2.0 Strict Level 2//",
    "-//IETF//DTD HTML 2.0 Strict//",
    "-//IETF//DTD HTML 2.0//",
    "-//IETF//DTD HTML 2.1E//",
    "-//IETF//DTD HTML 3.0//",
    "-//IETF//DTD HTML 3.2 Final//",
    "-//IETF//DTD HTML 3.2//",
    "-//IETF//DTD HTML 3//",
    "-//IETF//DTD HTML Level 0//",
    "-//IETF//DTD HTML Level 1//",
    "-//IETF//DTD HTML Level 2//",
    "-//IETF//DTD HTML Level 3//",
    "-//IETF//DTD HTML Strict Level 0//",
    "-//IETF//DTD HTML Strict Level 1//",
    "-//IETF//DTD HTML Strict Level 2//",
    "-//IETF//DTD HTML Strict Level 3//",
    "-//IETF//DTD HTML Strict//",
    "-//IETF//DTD HTML//",
    "-//Metrius//DTD Metrius Presentational//",
    "-//Microsoft//DTD Internet Explorer 2.0 HTML Strict//",
    "-//Microsoft//DTD Internet Explorer 2.0 HTML//",
    "-//Microsoft//DTD Internet Explorer 2.0 Tables//",
    "-//Microsoft//DTD Internet Explorer 3.0 HTML Strict//",
    "-//Microsoft//DTD Internet Explorer 3.0 HTML//",
    "-//Microsoft//DTD Internet Explorer 3.0 Tables//",
    "-//Netscape Comm. Corp.//DTD HTML//",
    "-//Netscape Comm. Corp.//DTD Strict HTML//",
    "-//O'Reilly and Associates//DTD HTML 2.0//",
    "-//O'Reilly and Associates//DTD HTML Extended 1.0//",
    "-//O'Reilly and Associates//DTD HTML Extended Relaxed 1.0//",
    "-//SQ//DTD HTML 2.0 HoTMetaL + extensions//",
    "-//SoftQuad Software//DTD HoTMetaL PRO 6.0::19990601::extensions to HTML 4.0//",
    "-//SoftQuad//DTD HoTMetaL PRO 4.0::19971010::extensions to HTML 4.0//",
    "-//Spyglass//DTD HTML 2.0 Extended//",
    "-//Sun Microsystems Corp.//DTD HotJava HTML//",
    "-//Sun Microsystems Corp.//DTD HotJava Strict HTML//",
    "-//W3C//DTD HTML 3 1995-03-24//",
    "-//W3C//DTD HTML 3.2 Draft//",
    "-//W3C//DTD HTML 3.2 Final//",
    "-//W3C//DTD HTML 3.2//",
    "-//W3C//DTD HTML 3.2S Draft//",
    "-//W3C//DTD HTML 4.0 Frameset//",
    "-//W3C//DTD HTML 4.0 Transitional//",
    "-//W3C//DTD HTML Experimental 19960712//",
    "-//W3C//DTD HTML Experimental 970421//",
    "-//W3C//DTD W3 HTML//",
    "-//W3O//DTD W3 HTML 3.0//",
    "-//WebTechs//DTD Mozilla HTML 2.0//",
    "-//WebTechs//DTD Mozilla HTML//",
};

constexpr std::string_view kQuirksSystem = "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd";
constexpr std::string_view kHtml401[] = {"-//W3C//DTD HTML 4.01 Frameset//", "-//W3C//DTD HTML 4.01 Transitional//"};
constexpr std::string_view kXhtml10[] = {"-//W3C//DTD XHTML 1.0 Frameset//", "-//W3C//DTD XHTML 1.0 Transitional//"};

template <size_t kCount>
bool begins_with_any(std::string_view id, const std::string_view (&prefixes)[kCount]) {
  return std::any_of(std::begin(prefixes), std::end(prefixes),
                     [&](std::string_view prefix) { return starts_with_ignoring_case(id, prefix); });
}

QuirksMode quirks_mode_of(const Token& token, const DocumentBuilder& builder) {
  const std::string_view public_id = builder.view(token.public_id);
  const std::string_view system_id = builder.view(token.system_id);
  const bool quirks_id = std::any_of(std::begin(kQuirksIds), std::end(kQuirksIds),
                                     [&](std::string_view id) { return equals_ignoring_case(id, public_id); });
  if (token.force_quirks || builder.view(token.text) != "html" || quirks_id ||
      begins_with_any(public_id, kQuirksPrefixes) || equals_ignoring_case(system_id, kQuirksSystem)) {
    return QuirksMode::quirks;
  }
  if (begins_with_any(public_id, kHtml401)) {
    return token.has_system_id ? QuirksMode::limited_quirks : QuirksMode::quirks;
  }
  return begins_with_any(public_id, kXhtml10) ? QuirksMode::limited_quirks : QuirksMode::no_quirks;
}

}  // namespace

void TreeBuilder::initial(Token& token) {
  auto& data = builder_.data();
  if (token.kind == TokenKind::characters) {
    take_leading_space(token);
    if (token.text.length == 0) return;
  } else if (token.kind == TokenKind::comment) {
    return insert_comment_in(token, 0);
  } else if (token.kind == TokenKind::doctype) {
    const std::string_view system_id = builder_.view(token.system_id);
    if (builder_.view(token.text) != "html" || token.has_public_id ||
        (token.has_system_id && system_id != "about:legacy-compat")) {
      error(ParseErrorKind::obsolete_doctype, token);
    }
    data.doctype = builder_.make_text(NodeKind::doctype, token.text);
    data.doctype_public = token.public_id;
    data.doctype_system = token.system_id;
    builder_.append(0, data.doctype);
    data.quirks = quirks_mode_of(token, builder_);
    mode_ = InsertionMode::before_html;
    return;
  }
  error(ParseErrorKind::missing_doctype, token);
  data.quirks = QuirksMode::quirks;
  mode_ = InsertionMode::before_html;
  process(token);
}

}  // namespace lycosa::html
