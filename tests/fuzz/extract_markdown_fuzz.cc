// Any bytes as a page: its Markdown, read by cmark-gfm, holds no raw HTML and no link or picture of an unsafe scheme.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/text.h"
#include "expand.h"
#include "extract/extract.h"
#include "html/html.h"

namespace {

bool is_safe(const char* url) {
  for (const char* scheme : {"http:", "https:", "mailto:", "tel:", "ftp:"}) {
    if (std::strncmp(url, scheme, std::strlen(scheme)) == 0) return true;
  }
  return false;
}

void check(const std::string& markdown) {
  if (!lycosa::is_valid_utf8(markdown)) std::abort();
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_DEFAULT);
  for (const char* name : {"table", "strikethrough", "tasklist"}) {
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
  }
  cmark_parser_feed(parser, markdown.data(), markdown.size());
  cmark_node* root = cmark_parser_finish(parser);
  cmark_iter* walk = cmark_iter_new(root);
  while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
    cmark_node* node = cmark_iter_get_node(walk);
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) std::abort();
    if ((type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) && !is_safe(cmark_node_get_url(node))) std::abort();
  }
  cmark_iter_free(walk);
  cmark_node_free(root);
  cmark_parser_free(parser);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string page = lycosa::to_valid_utf8(lycosa::fuzzing::expanded(data, size));
  const auto url = lycosa::Url::parse("https://a.example/b/");
  const lycosa::Content content = lycosa::extract_content(lycosa::html::parse(page), *url);
  check(content.markdown);
  check(content.readable_markdown);
  return 0;
}
