// Any bytes as a page: its three texts and the text without markup are valid UTF-8 without control characters, none is
// much longer than the page, and what is read as main content is part of the whole.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "expand.h"
#include "extract/extract.h"
#include "html/encoding.h"

namespace {

bool has_control(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f) return true;
    if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string bytes = lycosa::fuzzing::expanded(data, size);
  const size_t whole = bytes.size();
  const lycosa::html::Document document = lycosa::html::parse(lycosa::html::decode(std::move(bytes), "").utf8);
  const lycosa::Content content = lycosa::extract_content(document, *lycosa::Url::parse("https://a.example/b/"));
  // One byte of another encoding can be three of UTF-8.
  const size_t much = whole * 3 * 3 + 1000;
  for (const std::string* text : {&content.boilerpipe_text, &content.readable_text}) {
    require(text->size() <= much);
    require(lycosa::is_valid_utf8(*text) && !has_control(*text));
  }
  for (const std::string* text : {&content.markdown, &content.readable_markdown}) {
    // That no address is unsafe extract_markdown_fuzz asks of cmark-gfm; text may speak of such addresses.
    require(lycosa::is_valid_utf8(*text) && !has_control(*text));
  }
  require(content.main_words <= content.words + content.hidden_words);
  return 0;
}
