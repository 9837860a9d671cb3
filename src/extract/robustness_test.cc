#include <gtest/gtest.h>

#include "extract/extract.h"

namespace lycosa::inline extract {
namespace {

Content read(const std::string& page) {
  return extract_content(html::parse(page), *Url::parse("https://example.com/"));
}

std::string repeat(std::string_view part, size_t times) {
  std::string all;
  all.reserve(part.size() * times);
  for (size_t i = 0; i < times; ++i) all += part;
  return all;
}

// Each of these takes time and memory in proportion to its size; a quadratic step would hang the test.
TEST(Robustness, HostilePagesAreReadInLinearTime) {
  const size_t kMany = 10'000;
  const std::string pages[] = {
      repeat("<div>", 4000) + "deep",
      repeat("<b><i>", 2000) + "deep",
      repeat("<ul><li>", 2000) + "deep",
      repeat("<blockquote>", 4000) + repeat("<p>x", 1000),
      repeat("<table><tr><td>", 1000) + "deep",
      "<p>" + std::string(300'000, 'x'),
      "<p>" + std::string(300'000, '*') + std::string(300'000, '_') + std::string(300'000, '~'),
      "<p>" + std::string(300'000, '`') + std::string(300'000, '\\') + std::string(300'000, '['),
      "<p>" + repeat("&amp;", 50'000) + repeat("&lt;!", 50'000),
      repeat("<a href=/x>y</a> ", kMany),
      repeat("<a href=/x>", kMany),
      repeat("<p>a</p>", kMany),
      repeat("<br>", kMany) + "x",
      "<table>" + repeat("<tr><td colspan=1000>a", kMany / 10) + "</table>",
      "<table><tr>" + repeat("<td>a", kMany) + repeat("<tr><td>b", 1000),
      "<pre>" + repeat("`", 300'000) + repeat("\n", 300'000),
      repeat("<img src=/a.png alt=b>", kMany),
      repeat("<h1>a</h1>", kMany),
      repeat("<span class=nav>a</span>", kMany),
      "<div class='" + repeat("nav-", 100'000) + "'>x</div>",
      "<title>" + repeat("title ", 100'000) + "</title>",
      repeat("<dt>a<dd>b", kMany),
      repeat("<em>a</em>", kMany),
      repeat("<code>a</code>\n", kMany),
      "<title>" + repeat("word ", 50'000) + "</title>" + repeat("<p>word word</p>", kMany),
      "<script type=application/ld+json>{\"articleBody\":\"" + repeat("some words ", 50'000) + "\"}</script>" +
          repeat("<p>some words</p>", kMany),
      "<script type=application/ld+json>" + repeat("\"@type\":\"\\", 50'000) + "</script>x",
      repeat("<p>a</p>", 100) + repeat("<i></i>", kMany) + repeat("<p>a<img src=/b.png></p>", kMany),
      repeat("<div hidden>a ", 4000) + "deep",
      repeat("<nav><p>a b c d e f</p>", 4000),
      repeat("<div class=post><p>a</p>", 2000) + repeat("<span style='display:none'>b</span>", kMany),
      repeat("&#x1F577;&nbsp;&notin;&shy;", kMany),
      repeat("<a href=/x>y</a>", 100'000),
  };
  for (size_t i = 0; i < std::size(pages); ++i) {
    const Content content = read(pages[i]);
    // Nested quotes and lists cost a little in each line, and an address can be long; nothing multiplies.
    EXPECT_LE(content.markdown.size(), pages[i].size() * 24 + 1000) << i;
    EXPECT_LE(content.readable_markdown.size(), content.markdown.size() + 100) << i;
    EXPECT_LE(content.readable_text.size(), pages[i].size() * 2 + 100) << i;
    EXPECT_LE(content.boilerpipe_text.size(), pages[i].size() * 2 + 100) << i;
  }
}

TEST(Robustness, EmptyAndBrokenPagesGiveEmptyContent) {
  for (const char* page : {"", " ", "<", "</", "<!", "<!--", "<a", "<a href", "<p", "\xff\xfe", "<body><frameset>", "&",
                           "<svg>", "<math>", "<table><p", "<template>", "<select><option", "<title>", "<plaintext>"}) {
    const Content content = read(page);
    EXPECT_LE(content.markdown.size(), 20u) << page;
    EXPECT_TRUE(content.links.empty()) << page;
  }
}

}  // namespace
}  // namespace lycosa::inline extract
