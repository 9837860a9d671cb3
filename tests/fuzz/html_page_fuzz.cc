// Bytes to Document. The first byte chooses how they are read.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "expand.h"
#include "html/encoding.h"
#include "html/html.h"
#include "html/invariants_for_tests.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lycosa::html;
  if (size == 0) return 0;
  static constexpr FragmentContext kContexts[] = {
      {"body"},
      {"td"},
      {"tr"},
      {"table"},
      {"template"},
      {"select"},
      {"title"},
      {"script"},
      {"html"},
      {"frameset"},
      {"foreignObject", Namespace::svg},
      {"mi", Namespace::mathml},
  };
  static constexpr const char* kLabels[] = {"utf-8", "",       "windows-1252", "utf-16le",  "gb18030",
                                            "big5",  "euc-jp", "iso-2022-jp",  "shift_jis", "euc-kr"};
  const uint8_t how = data[0];
  DecodedText text = decode(lycosa::fuzzing::expanded(data + 1, size - 1), kLabels[how % 10]);
  if (!lycosa::is_valid_utf8(text.utf8)) std::abort();
  ParseOptions options;
  options.scripting = (how & 0x80) != 0;
  options.list_errors = (how & 0x40) != 0;
  if ((how & 0x20) != 0) options.max_depth = 20;
  const Document document = (how & 0x10) != 0 ? parse_fragment(std::move(text.utf8), kContexts[how % 12], options)
                                              : parse(std::move(text.utf8), options);
  if (const std::string wrong = DocumentCheck(document).run(); !wrong.empty()) {
    std::fprintf(stderr, "%s\n%s\n", wrong.c_str(), tree_text(document).c_str());
    std::abort();
  }
  return 0;
}
