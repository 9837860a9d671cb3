#include <gtest/gtest.h>

#include "extract/extract.h"

namespace lycosa {
namespace {

Content read(const std::string& page) { return extract(html::parse(page), *Url::parse("https://example.com/")); }

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
  };
  for (size_t i = 0; i < std::size(pages); ++i) {
    const Content content = read(pages[i]);
    // Nested quotes and lists cost a little in each line, and an address can be long; nothing multiplies.
    EXPECT_LE(content.markdown.size(), pages[i].size() * 24 + 1000) << i;
    EXPECT_LE(content.readable_markdown.size(), content.markdown.size() + 100) << i;
  }
}

TEST(Robustness, EmptyAndBrokenPagesGiveEmptyContent) {
  for (const char* page : {"", " ", "<", "</", "<!", "<!--", "<a", "<a href", "<p", "\xff\xfe", "<body><frameset>", "&", "<svg>",
                           "<math>", "<table><p", "<template>", "<select><option", "<title>", "<plaintext>"}) {
    const Content content = read(page);
    EXPECT_LE(content.markdown.size(), 20u) << page;
    EXPECT_TRUE(content.links.empty()) << page;
  }
}

}  // namespace
}  // namespace lycosa
