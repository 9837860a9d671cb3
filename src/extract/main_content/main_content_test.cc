#include "extract/main_content/main_content.h"

#include <gtest/gtest.h>

#include "extract/extract.h"

namespace lycosa::inline extract {
namespace {

Content read(const std::string& page) {
  return extract_content(html::parse(page), *Url::parse("https://example.com/blog/spiders"));
}

constexpr const char* kArticle = R"(<!DOCTYPE html>
<html lang="en"><head><title>How wolf spiders hunt - The Field Journal</title></head><body>
<header class="site-header"><a href="/">The Field Journal</a>
<nav><ul><li><a href="/news">News</a></li><li><a href="/plants">Plants</a></li><li><a href="/animals">Animals</a></li></ul></nav></header>
<main><article class="post"><h1>How wolf spiders hunt</h1>
<p class="byline">By <a href="/authors/ann">Ann Weaver</a>, 3 May 2024</p>
<p>Wolf spiders build no webs. They live on the ground, and they find their prey by sight and by the trembling of the
soil beneath their feet, which they feel through fine hairs on all of their eight legs.</p>
<p>At dusk a female leaves her burrow and walks a few metres from it. She stops often, waits, and turns towards anything
that moves. Her two largest eyes face forward, and they gather enough light to see by when there is only the moon.</p>
<h2>The chase</h2>
<p>When a beetle comes near enough, the spider runs. The chase is over within a second: she leaps, holds the beetle with
her front legs, and bites once. Most of the beetles that she attacks get away, as careful counts in the field have shown.</p>
<p>Those that do not are carried back to the burrow, where the spider can eat without being seen by wasps and birds.</p>
</article></main>
<aside class="sidebar"><h3>Related articles</h3><ul><li><a href="/a">Ten orchids of the chalk hills</a></li><li><a href="/b">Why do
swifts never land?</a></li><li><a href="/c">A year in the hedge</a></li></ul></aside>
<div class="newsletter"><p>Subscribe to our newsletter</p><form><input type="email"><button>Sign up</button></form></div>
<footer><p>Copyright 2024 The Field Journal. All rights reserved.</p><ul><li><a href="/privacy">Privacy</a></li><li><a
href="/contact">Contact</a></li></ul></footer></body></html>)";

TEST(MainContent, IsTheArticleWithoutWhatSurroundsIt) {
  const std::string text = read(kArticle).readable_text;
  for (const char* kept :
       {"Wolf spiders build no webs.", "only the moon.", "The chase", "and bites once", "wasps and birds."}) {
    EXPECT_NE(text.find(kept), std::string::npos) << kept;
  }
  for (const char* dropped :
       {"Plants", "Related articles", "orchids", "swifts", "Subscribe", "Sign up", "rights reserved", "Privacy"}) {
    EXPECT_EQ(text.find(dropped), std::string::npos) << dropped;
  }
}

TEST(MainContent, LeavesOutAHeadingThatRepeatsTheTitle) {
  EXPECT_EQ(read(kArticle).readable_markdown.find("# How wolf"), std::string::npos);
  EXPECT_NE(read(kArticle).markdown.find("# How wolf"), std::string::npos);
}

TEST(MainContent, IsNeverNothingWhereThereIsText) {
  for (const char* page : {"<p>Hello", "<a href=/>Home</a>", "<footer>Copyright</footer>", "one two three"}) {
    EXPECT_NE(read(page).readable_text, "") << page;
  }
  EXPECT_EQ(read("").readable_text, "");
  EXPECT_EQ(read("<img src=a.png>").readable_text, "");
}

TEST(MainContent, CountsWordsOfEachKind) {
  const Content content = read("<title>Two words</title><p>one two <a href=x>three four</a> five<p hidden>six seven");
  EXPECT_EQ(content.words, 5u);
  EXPECT_EQ(content.anchor_words, 2u);
  EXPECT_EQ(content.hidden_words, 2u);
  EXPECT_EQ(content.title_words, 2u);
}

}  // namespace
}  // namespace lycosa::inline extract
