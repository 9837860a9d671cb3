#include "extract/main_content/phrase_hints.h"

#include <gtest/gtest.h>

#include "html/html.h"

namespace lycosa::inline extract {
namespace {

TEST(PhraseHints, StandAtTheBeginningOfAWord) {
  struct Case {
    std::string text;
    Phrases phrases;
  };
  const Case cases[] = {
      {"", 0},
      {"Read more", kPhraseRelated},
      {"  READ \n\t MORE  ", kPhraseRelated},
      {"bread more", 0},
      {"Shared by", kPhraseShare},  // nothing follows «by»
      {"Shared by Ann", kPhraseShare | kPhraseByline},
      {"(c) 2024", kPhraseLegal},
      {"\xc2\xa9 2024", kPhraseLegal},
      {"\xc3\xa0 lire", kPhraseRelated},
      {"d\xc3\xa9j\xc3\xa0 lire", 0},
      {"-comments-", kPhraseComment},
      {"x1comments", 0},
      {"You may also like", kPhraseRelated},
      {"todos los derechos", kPhraseLegal},
      {"a\vread more", kPhraseRelated},
      // Of a long text only 80 bytes count, white space collapsed.
      {std::string(71, '.') + "read more", kPhraseRelated},
      {std::string(72, '.') + "read more", 0},
      {std::string(71, '.') + "read" + std::string(200, ' ') + "more", kPhraseRelated},
      {std::string(200, ' ') + std::string(71, '.') + "read more", kPhraseRelated},
      {std::string(60, 'x') + "  \n  share", kPhraseShare},
      {std::string(63, 'x') + "share", 0},
      {std::string(63, '.') + " share", kPhraseShare},
  };
  for (const Case& c : cases) EXPECT_EQ(phrases_in(c.text), c.phrases) << c.text;
}

TEST(PhraseHints, RunOnThroughABlocksElements) {
  const html::Document document =
      html::parse("<p> <b>Re</b>ad <i> more</i> from<p>read more<div>sha<br>re</div><p>&nbsp;s<b>hare</b>");
  const BlockMap map(document);
  ASSERT_EQ(map.blocks().size(), 4u);
  EXPECT_EQ(phrases_of(document, map, 0), kPhraseRelated);
  EXPECT_EQ(phrases_of(document, map, 1), kPhraseRelated);
  EXPECT_EQ(phrases_of(document, map, 3), 0u);
}

}  // namespace
}  // namespace lycosa::inline extract
