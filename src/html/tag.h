#pragma once

#include <cstdint>
#include <string_view>

namespace lycosa::html {

// LYCOSA_HTML_TAGS(X) calls X(enumerator, "name") for every tag name the parser or its readers look at.
// clang-format off
#define LYCOSA_HTML_TAGS(X) \
  X(a, "a") X(abbr, "abbr") X(acronym, "acronym") X(address, "address") X(applet, "applet") X(area, "area") \
  X(article, "article") X(aside, "aside") X(audio, "audio") X(b, "b") X(base, "base") X(basefont, "basefont") \
  X(bdi, "bdi") X(bdo, "bdo") X(bgsound, "bgsound") X(big, "big") X(blink, "blink") X(blockquote, "blockquote") \
  X(body, "body") X(br, "br") X(button, "button") X(canvas, "canvas") X(caption, "caption") X(center, "center") \
  X(cite, "cite") X(code, "code") X(col, "col") X(colgroup, "colgroup") X(data, "data") X(datalist, "datalist") \
  X(dd, "dd") X(del, "del") X(details, "details") X(dfn, "dfn") X(dialog, "dialog") X(dir, "dir") X(div, "div") \
  X(dl, "dl") X(dt, "dt") X(em, "em") X(embed, "embed") X(fieldset, "fieldset") X(figcaption, "figcaption") \
  X(figure, "figure") X(font, "font") X(footer, "footer") X(form, "form") X(frame, "frame") X(frameset, "frameset") \
  X(h1, "h1") X(h2, "h2") X(h3, "h3") X(h4, "h4") X(h5, "h5") X(h6, "h6") X(head, "head") X(header, "header") \
  X(hgroup, "hgroup") X(hr, "hr") X(html, "html") X(i, "i") X(iframe, "iframe") X(image, "image") X(img, "img") \
  X(input, "input") X(ins, "ins") X(isindex, "isindex") X(kbd, "kbd") X(keygen, "keygen") X(label, "label") \
  X(legend, "legend") X(li, "li") X(link, "link") X(listing, "listing") X(main, "main") X(map, "map") \
  X(mark, "mark") X(marquee, "marquee") X(menu, "menu") X(menuitem, "menuitem") X(meta, "meta") X(meter, "meter") \
  X(multicol, "multicol") X(nav, "nav") X(nextid, "nextid") X(nobr, "nobr") X(noembed, "noembed") \
  X(noframes, "noframes") X(noscript, "noscript") X(object, "object") X(ol, "ol") X(optgroup, "optgroup") \
  X(option, "option") X(output, "output") X(p, "p") X(param, "param") X(picture, "picture") \
  X(plaintext, "plaintext") X(pre, "pre") X(progress, "progress") X(q, "q") X(rb, "rb") X(rbc, "rbc") X(rp, "rp") \
  X(rt, "rt") X(rtc, "rtc") X(ruby, "ruby") X(s, "s") X(samp, "samp") X(script, "script") X(search, "search") \
  X(section, "section") X(select, "select") X(selectedcontent, "selectedcontent") X(slot, "slot") X(small, "small") \
  X(source, "source") X(spacer, "spacer") X(span, "span") X(strike, "strike") X(strong, "strong") X(style, "style") \
  X(sub, "sub") X(summary, "summary") X(sup, "sup") X(table, "table") X(tbody, "tbody") X(td, "td") \
  X(template_, "template") X(textarea, "textarea") X(tfoot, "tfoot") X(th, "th") X(thead, "thead") X(time, "time") \
  X(title, "title") X(tr, "tr") X(track, "track") X(tt, "tt") X(u, "u") X(ul, "ul") X(var, "var") X(video, "video") \
  X(wbr, "wbr") X(xmp, "xmp") X(svg, "svg") X(math, "math") X(mi, "mi") X(mo, "mo") X(mn, "mn") X(ms, "ms") \
  X(mtext, "mtext") X(mglyph, "mglyph") X(malignmark, "malignmark") X(annotation_xml, "annotation-xml") \
  X(foreignObject, "foreignObject") X(desc, "desc") X(mrow, "mrow") X(mfrac, "mfrac") X(msup, "msup") \
  X(msub, "msub") X(semantics, "semantics") X(annotation, "annotation") X(path, "path") X(g, "g")
// clang-format on

// An interned tag name. Names that are not in the table are Tag::unknown; Document::tag_name() has them all.
enum class Tag : uint16_t {
  unknown,
#define LYCOSA_TAG(enumerator, name) enumerator,
  LYCOSA_HTML_TAGS(LYCOSA_TAG)
#undef LYCOSA_TAG
};

// The tag of a lower-case name.
Tag tag_from_name(std::string_view name);
std::string_view tag_name(Tag tag);

}  // namespace lycosa::html
