// Pages that go past each limit of the modules that read them: one shape, repeated until the limit is behind it. What
// they prove is that the pipeline ends, in bounded memory and without recursion on the page, and that rows stay within
// bounds.
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "pipeline/pages_for_tests.h"

namespace lycosa::inline pipeline {
namespace {

std::string repeated(size_t times, const std::string& text) {
  std::string all;
  all.reserve(times * text.size());
  for (; times > 0; --times) all += text;
  return all;
}

struct Shape {
  const char* name;
  const char* before;
  const char* unit;
  const char* after;
  size_t times;  // so that the limit that is named is behind it
};

// clang-format off
const Shape kShapes[] = {
    {"words before a Han character (50,000)", "<p>", "a ", "b\xe6\x97\xa5\xe6\x9c\xac", 49'999},
    {"words before kana (50,000)", "<p>", "a ", "b\xe3\x81\x82\xe3\x82\xa2", 49'999},
    {"words before a Thai character (50,000)", "<p>", "a ", "b\xe0\xb8\x81", 49'999},
    {"Han with Latin words in it", "<p>", "\xe6\x97\xa5\xe6\x9c\xac x", "", 40'000},
    {"words of similarity (200,000)", "<p>", "a ", "b\xe6\x97\xa5", 199'999},
    {"text that is judged (256 KiB)", "<p>", "word ", "", 60'000},
    {"one word", "<p>", "x", "", 600'000},
    {"elements within each other (512)", "", "<div>", "x", 20'000},
    {"inline elements within each other", "<p>", "<b><i>", "x", 5'000},
    {"formatting elements that stay open (256)", "", "<p><b>", "x", 2'000},
    {"links that stay open", "", "<div><a href=/>", "x", 2'000},
    {"tables within tables", "", "<table><tr><td>", "x", 3'000},
    {"lists within lists", "", "<ul><li>x", "", 3'000},
    {"quotes within quotes", "", "<blockquote>x", "", 3'000},
    {"templates within templates", "", "<template>", "x", 3'000},
    {"selects and options", "", "<select><option>x", "", 5'000},
    {"SVG within SVG", "", "<svg><g><foreignObject>", "x", 3'000},
    {"formulas", "", "<math><mi>x</mi><mo>+</mo></math>", "", 3'000},
    {"formulas within each other", "<math>", "<mrow><mfrac>", "<mi>x", 3'000},
    {"attributes of an element (1,023)", "<p ", "a=b c d='e' ", ">x", 3'000},
    {"different attributes", "<p id=x", "x", "=1>x", 100'000},
    {"a long tag name", "<", "abcdefgh", ">x", 50'000},
    {"a long attribute value", "<a href='/", "abcdefgh", "'>x</a>", 50'000},
    {"blocks (65,536)", "", "<p>a", "", 70'000},
    {"columns of a table (256)", "<table><tr>", "<td>x", "", 2'000},
    {"rows of a table", "<table>", "<tr><td>a<td>b", "", 10'000},
    {"spans", "<table><tr>", "<td colspan=1000 rowspan=65534>x", "", 2'000},
    {"headings", "", "<h2>x</h2>", "", 10'000},
    {"links (20,000)", "", "<a href=/?b=c>text</a> ", "", 25'000},
    {"anchor text (1,000)", "<a href=/b>", "text ", "</a>", 5'000},
    {"images", "", "<img src=/a.png alt='b c'>", "", 10'000},
    {"meta elements", "", "<meta name=author content='A B'><meta property=og:title content=x>", "", 5'000},
    {"title", "<title>", "word ", "</title><p>x", 5'000},
    {"canonical links", "", "<link rel=canonical href=/x>", "<p>x", 3'000},
    {"alternates", "", "<link rel=alternate hreflang=de href=/x>", "<p>x", 3'000},
    {"JSON-LD depth (64)", "<script type=application/ld+json>", "[{\"a\":", "1</script><p>x", 5'000},
    {"JSON-LD nodes (50,000)", "<script type=application/ld+json>[", "1,", "1]</script><p>x", 60'000},
    {"JSON-LD scripts", "", "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":{\"name\":\"A B\"}}</script>", "", 3'000},
    {"microdata", "", "<div itemscope itemtype=https://schema.org/Article><span itemprop=author>A B</span>", "", 3'000},
    {"dates", "", "<time datetime=2021-04-03>3 April 2021</time>", "", 5'000},
    {"dates in text (4,096)", "<p>", "3 April 2021, ", "", 5'000},
    {"bylines", "", "<p class=byline>By Ann Author and Bob Builder</p>", "", 5'000},
    {"scripts", "", "<script>var date = '2021-04-03';</script>", "", 5'000},
    {"entities", "<p>", "&amp;&#x65e5;&nosuch;", "", 20'000},
    {"comments", "", "<!-- a -- b -->", "<p>x", 20'000},
    {"code", "<pre><code>", "``` ` x\n", "</code></pre>", 20'000},
    {"backslashes and marks", "<p>", "\\*_`[]<>#", "", 20'000},
    {"line breaks", "<p>", "a<br>", "", 30'000},
    {"hidden elements", "", "<div hidden>x</div><p style=display:none>y", "", 10'000},
    {"frames", "<frameset>", "<frame src=/x>", "", 5'000},
    {"NUL and bytes that are no UTF-8", "<p>", "\xff\xc0\x80\xed\xa0\x80 ", "", 50'000},
};
// clang-format on

std::string page_of(const Shape& shape) {
  return shape.before + repeated(shape.times, shape.unit) + shape.after;
}

Record record_of(std::string body) {
  Exchange exchange;
  exchange.url = "https://a.example/b/";
  exchange.status = 200;
  exchange.protocol = "http/1.1";
  exchange.headers = {{"Content-Type", "text/html"}};
  exchange.body = std::move(body);
  return process_page(exchange, std::nullopt, {});
}

TEST(LargePages, EndWithASoundRecordWhateverLimitTheyPass) {
  for (const Shape& shape : kShapes) {
    SCOPED_TRACE(shape.name);
    const Record record = record_of(page_of(shape));
    ASSERT_TRUE(record.info);
    EXPECT_LE(record.out_links.size(), PipelineOptions().max_links);
    if (!record.text) continue;
    for (const std::string* text :
         {&record.text->boilerpipe_text, &record.text->markdown, &record.text->readable_markdown}) {
      EXPECT_TRUE(is_valid_utf8(*text));
    }
  }
}

}  // namespace
}  // namespace lycosa::inline pipeline
