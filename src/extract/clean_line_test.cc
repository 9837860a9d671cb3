#include "extract/clean_line.h"

#include <gtest/gtest.h>

#include "extract/quick_look.h"

namespace lycosa::inline extract {
namespace {

TEST(CleanLine, IsOneLineWithoutControls) {
  const std::pair<std::string, std::string> cases[] = {{"", ""},
                                                       {"a", "a"},
                                                       {" a  b\n\tc ", "a b c"},
                                                       {"a\x01 \x02 b\x7f", "a b"},
                                                       {" \x01 ", ""},
                                                       {"a\xc2\xa0 b\xc2\xa0", "a b"},
                                                       {"a\xc2\x85"
                                                        "b\xc2\x9b",
                                                        "ab"},
                                                       {"\xc2\xab"
                                                        "caf\xc3\xa9\xc2\xbb",
                                                        "\xc2\xab"
                                                        "caf\xc3\xa9\xc2\xbb"},
                                                       {"a\xc2", "a\xc2"},
                                                       {std::string("a\0b", 3), "ab"}};
  for (const auto& [text, line] : cases) EXPECT_EQ(clean_line(text), line);
}

TEST(QuickLook, SaysWhatALookAtEachByteSays) {
  const auto digit = [](unsigned char c) { return c >= '0' && c <= '9'; };
  for (unsigned byte = 0; byte < 256; ++byte) {
    for (size_t size = 1; size < 20; ++size) {
      for (size_t at = 0; at < size; ++at) {
        std::string text(size, ' ');
        text[at] = static_cast<char>(byte);
        EXPECT_EQ(quick_look::is_blank(text), byte <= ' ') << byte << " " << size << " " << at;
        EXPECT_EQ(quick_look::has_digit(text), digit(static_cast<unsigned char>(byte)))
            << byte << " " << size << " " << at;
      }
    }
  }
  EXPECT_TRUE(quick_look::is_blank(""));
  EXPECT_FALSE(quick_look::has_digit(""));
}

}  // namespace
}  // namespace lycosa::inline extract
