#include "extract/extract.h"

#include "extract/boilerpipe/boilerpipe.h"
#include "extract/language.h"
#include "extract/links.h"
#include "extract/main_content/block_map.h"
#include "extract/main_content/main_content.h"
#include "extract/markdown/markdown_writer.h"
#include "extract/markdown/plain_text.h"
#include "extract/markdown/references.h"
#include "extract/metadata/metadata.h"
#include "extract/page_facts.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {

Content extract_content(const html::Document& document, const Url& url, std::string_view encoding) {
  Content content;
  References references(document, document_base(document, url), encoding);
  const std::vector<html::NodeId> linking = read_metadata(document, url, references, content);
  read_links(document, linking, references, encoding, content);

  const BlockMap map(document);
  content.words = map.words();
  content.anchor_words = map.link_words();
  content.hidden_words = map.hidden_words();
  content.facts = read_page_facts(document, map);

  content.boilerpipe_text = boilerpipe_text(document);
  content.markdown = write_markdown(document, references, BlockChoice(map));
  const std::vector<uint8_t> main = find_main_content(document, map, content.title.value_or(""));
  const BlockChoice choice(map, main);
  place_links(choice, content);
  content.readable_markdown = write_markdown(document, references, choice);
  content.readable_text = write_plain_text(document, choice);
  content.main_words = count_words(content.readable_text);
  content.detected_language = detect_language(content.readable_text, content.declared_language);
  return content;
}

}  // namespace lycosa::inline extract
