// Any bytes as a page: the whole way from an exchange to its record.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "expand.h"
#include "pipeline/pipeline.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  lycosa::Exchange exchange;
  exchange.url = "https://a.example/b/";
  exchange.status = 200;
  exchange.protocol = "http/1.1";
  exchange.headers = {{"Content-Type", "text/html"}};
  exchange.body = lycosa::fuzzing::expanded(data, size);
  const lycosa::Record record = lycosa::process_page(exchange, std::nullopt, {});
  if (!record.info) std::abort();
  if (record.text) {
    for (const std::string* text :
         {&record.text->boilerpipe_text, &record.text->markdown, &record.text->readable_markdown}) {
      if (!lycosa::is_valid_utf8(*text)) std::abort();
    }
  }
  return 0;
}
