#include "extract/language.h"

#include <gtest/gtest.h>

#include <string>

namespace lycosa::inline extract {
namespace {

constexpr std::string_view kEnglish =
    "Wolf spiders build no webs. They live on the ground, and they find their prey by sight and by the trembling of "
    "the soil. ";
constexpr std::string_view kGerman =
    "Wolfspinnen bauen keine Netze. Sie leben am Boden und finden ihre Beute mit den Augen und am Zittern der Erde. ";

std::string times(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST(DetectLanguage, IsTheTextsOwnWhateverThePageDeclares) {
  for (const char* declared : {"", "de", "de-DE", "fr", "xx-not-a-language"}) {
    for (const int count : {2, 10, 200})
      EXPECT_EQ(detect_language(times(kEnglish, count), declared), "en") << declared << count;
  }
  EXPECT_EQ(detect_language(times(kGerman, 50), "en"), "de");
}

TEST(DetectLanguage, LooksPastABeginningInAnotherLanguage) {
  EXPECT_EQ(detect_language(times(kEnglish, 1) + times(kGerman, 60), "de"), "de");
}

TEST(DetectLanguage, IsEmptyWhereThereIsNothingToTellItBy) {
  for (const std::string& text :
       {std::string(), std::string(" "), std::string("123 456"), std::string(1'000'000, ' ')}) {
    EXPECT_EQ(detect_language(text, ""), "");
  }
}

// A sample is as long as it is, however long the text and its words are.
TEST(DetectLanguage, TakesTextsOfAnyKind) {
  std::string cut;
  for (int i = 0; i < 5000; ++i) cut += "\xe6\x97\xa5";
  EXPECT_NE(detect_language(cut, "").size(), 99u);
  EXPECT_EQ(detect_language(std::string(3'000'000, 'x'), "en").size() % 2, 0u);
  EXPECT_EQ(detect_language(times("\xf0\x9f\x95\xb7", 3000), "en"), "");
}

}  // namespace
}  // namespace lycosa::inline extract
