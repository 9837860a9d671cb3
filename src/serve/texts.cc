#include "serve/texts.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "archive/archive.h"
#include "base/text.h"
#include "inspect/overview.h"

namespace lycosa::inline serve {
namespace {

// Of a text that is rendered; the frame is for reading, and nobody reads more.
constexpr size_t kMostRendered = 512 << 10;
constexpr size_t kMostArchived = 64 << 20;

// Each picture becomes its own description: a browser that asked for it would tell its site that somebody looks.
void drop_pictures(cmark_node* document) {
  std::vector<cmark_node*> pictures;
  cmark_iter* at = cmark_iter_new(document);
  while (cmark_iter_next(at) != CMARK_EVENT_DONE) {
    cmark_node* node = cmark_iter_get_node(at);
    if (cmark_iter_get_event_type(at) == CMARK_EVENT_EXIT && cmark_node_get_type(node) == CMARK_NODE_IMAGE) {
      pictures.push_back(node);
    }
  }
  cmark_iter_free(at);
  // The inner ones come first, so what they hold is moved before its parent goes.
  for (cmark_node* picture : pictures) {
    while (cmark_node* child = cmark_node_first_child(picture)) cmark_node_insert_before(picture, child);
    cmark_node_free(picture);
  }
}

}  // namespace

Result<std::string> stored_text(Answers& answers, const Call& call) {
  const auto key = answers.key(call);
  if (!key) return key.unexpected();
  const auto name =
      std::find_if(kTexts.begin(), kTexts.end(), [&](const auto& row) { return row.name == call.text("text"); });
  if (name == kTexts.end()) return fail(ErrorKind::invalid, "there is no such text");
  auto text = answers.reader().page_text(*key);
  if (!text) return Unexpected{store_fault(text.error())};
  if (text->found) return (*text->found).*name->member;
  return fail(ErrorKind::not_found, "no text of " + url_of_unparsed(key->unparsed) + " is stored");
}

Result<Exchange> archived_exchange(Answers& answers, const Call& call) {
  const auto key = answers.key(call);
  if (!key) return key.unexpected();
  const auto page = answers.reader().page_info(*key);
  if (!page) return Unexpected{store_fault(page.error())};
  const std::string url = url_of_unparsed(key->unparsed);
  if (!page->found) return fail(ErrorKind::not_found, url + " was not crawled, so nothing of it is archived");
  const PageInfoRow& row = *page->found;
  // The name is from the store, which somebody else may have made: only a file of its own archive is opened.
  if (!row.archive_file || !row.archive_offset || row.archive_file->find('/') != std::string::npos ||
      row.archive_file->starts_with(".")) {
    return fail(ErrorKind::not_found, "the store does not say where " + url + " is archived");
  }
  ArchiveReadOptions options;
  options.block_bytes = kMostArchived;
  return read_exchange(answers.reader().info().archive_folder(),
                       {*row.archive_file, static_cast<uint64_t>(*row.archive_offset)}, options);
}

std::string rendered_markdown(const std::string& markdown) {
  static const bool registered = [] {
    cmark_gfm_core_extensions_ensure_registered();
    return true;
  }();
  (void)registered;
  const std::string_view text = utf8_prefix(markdown, kMostRendered);
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
  if (cmark_syntax_extension* tables = cmark_find_syntax_extension("table")) {
    cmark_parser_attach_syntax_extension(parser, tables);
  }
  cmark_parser_feed(parser, text.data(), text.size());
  cmark_node* document = cmark_parser_finish(parser);
  drop_pictures(document);
  // Without CMARK_OPT_UNSAFE raw HTML and javascript: addresses do not come through.
  char* html = cmark_render_html(document, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser));
  std::string out = html ? html : "";
  std::free(html);
  cmark_node_free(document);
  cmark_parser_free(parser);
  return out;
}

}  // namespace lycosa::inline serve
