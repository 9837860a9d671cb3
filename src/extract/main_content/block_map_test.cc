#include "extract/main_content/block_map.h"

#include <gtest/gtest.h>

#include "extract/main_content/block_groups.h"
#include "extract/unicode.h"
#include "html/html.h"

namespace lycosa::inline extract {
namespace {

TEST(BlockMap, CutsTextAtBlocksAndEmptyLines) {
  const html::Document document = html::parse("<p>one <b>two</b></p>three<br>four<br><br>five<ul><li>six</ul>");
  const BlockMap map(document);
  std::vector<uint32_t> words;
  for (const TextBlock& block : map.blocks()) words.push_back(block.words);
  EXPECT_EQ(words, (std::vector<uint32_t>{2, 2, 1, 1}));
  EXPECT_EQ(map.blocks()[0].bold_words, 1u);
}

TEST(BlockMap, CountsWhatABlockHolds) {
  const html::Document document = html::parse("<p>Costs $12, or <a href=a>see more</a>. Now! <img src=b>");
  const BlockMap map(document);
  ASSERT_EQ(map.blocks().size(), 1u);
  const TextBlock& block = map.blocks()[0];
  EXPECT_EQ(block.words, 6u);
  EXPECT_EQ(block.link_words, 2u);
  EXPECT_EQ(block.commas, 1u);
  EXPECT_EQ(block.sentence_ends, 2u);
  EXPECT_EQ(block.digits, 2u);
  EXPECT_EQ(block.currencies, 1u);
  EXPECT_EQ(block.links, 1u);
  EXPECT_EQ(block.images, 1u);
  EXPECT_EQ(map.words_of(block).size(), 6u);
}

TEST(BlockMap, LeavesOutWhatIsHiddenUnlessThatIsNearlyAll) {
  const std::string hidden = "<div hidden>one two three four</div>";
  EXPECT_EQ(BlockMap(html::parse("<p>seen</p>" + hidden)).words(), 1u);
  EXPECT_EQ(BlockMap(html::parse("<p>seen</p>" + hidden)).hidden_words(), 4u);
  // A page that a script is to show when it has loaded.
  std::string page = "<div style='visibility:hidden'>";
  for (int i = 0; i < 200; ++i) page += "<p>text</p>";
  EXPECT_EQ(BlockMap(html::parse(page)).words(), 200u);
}

TEST(BlockMap, CountsWordsAsTheTextsAreCounted) {
  // A middle dot, Thai marks and a code point that is not assigned are no words of their own.
  for (const char* text :
       {"one two-three", "\u65e5\u672c\u30fb\u8a9e x", "\u0e01\u0e33\u0e49", "\u309b \u0e5c a", "\u00e9t\u00e9 12"}) {
    EXPECT_EQ(BlockMap(html::parse(std::string("<p>") + text)).words(), count_words(text)) << text;
  }
}

TEST(BlockMap, HasABoundedNumberOfBlocks) {
  std::string page;
  for (size_t i = 0; i < BlockMap::kMaxBlocks + 1000; ++i) page += "<p>a";
  const BlockMap map(html::parse(page));
  EXPECT_EQ(map.blocks().size(), BlockMap::kMaxBlocks);
  EXPECT_EQ(map.words(), BlockMap::kMaxBlocks + 1000);
  EXPECT_EQ(map.blocks().back().words, 1001u);
}

TEST(BlockGroups, HoldWhatOneTemplateMade) {
  const html::Document document = html::parse(
      "<div class='post p1'><b>Ann</b><p>First words.</p></div><div class='post p2'><b>Bob</b><p>Other words.</p></div>"
      "<footer><p>End</p></footer>");
  const BlockMap map(document);
  ASSERT_EQ(map.blocks().size(), 5u);
  EXPECT_EQ(map.blocks()[0].path, map.blocks()[2].path);
  EXPECT_EQ(map.blocks()[1].path, map.blocks()[3].path);
  EXPECT_NE(map.blocks()[1].path, map.blocks()[4].path);
  EXPECT_NE(map.blocks()[0].path, map.blocks()[1].path);
}

}  // namespace
}  // namespace lycosa::inline extract
