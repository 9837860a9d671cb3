// Pages made to be slow, large or deep.

#include <gtest/gtest.h>

#include "html/html.h"
#include "html/invariants_for_tests.h"

namespace lycosa::html {
namespace {

std::string repeated(std::string_view piece, size_t times) {
  std::string all;
  all.reserve(piece.size() * times);
  for (size_t i = 0; i < times; ++i) all += piece;
  return all;
}

// How many steps deep the deepest node is.
int depth(const Document& d) {
  int deepest = 0, here = 0;
  for (NodeId n = d.root(); n != kNoNode;) {
    deepest = std::max(deepest, here);
    if (d.first_child(n) != kNoNode) {
      n = d.first_child(n);
      ++here;
      continue;
    }
    while (n != d.root() && d.next_sibling(n) == kNoNode) {
      n = d.parent(n);
      --here;
    }
    if (n == d.root()) break;
    n = d.next_sibling(n);
  }
  return deepest;
}

// Parses a page and sees to it that what it makes stays in proportion.
Document checked(std::string html) {
  const size_t size = html.size();
  Document d = parse(std::move(html));
  EXPECT_EQ(DocumentCheck(d).run(), "");
  EXPECT_LE(d.memory(), 20 * size + 400000);
  EXPECT_LE(depth(d), 1030);
  return d;
}

constexpr size_t kMany = 1000000;

constexpr const char* kPieces[] = {"<b>",
                                   "<div>",
                                   "<a>",
                                   "<p>",
                                   "<table>",
                                   "<table><tr><td>",
                                   "<li>",
                                   "<svg>",
                                   "<math><mi>",
                                   "<template>",
                                   "<select>",
                                   "<option>",
                                   "<button>",
                                   "<form>",
                                   "<font>",
                                   "<nobr>",
                                   "<i><p>",
                                   "<b></p>",
                                   "</b>",
                                   "</p>",
                                   "</x>",
                                   "<x>",
                                   "<a><div>",
                                   "<b><div></b>",
                                   "<table>x",
                                   "<table><b>",
                                   "<object>",
                                   "<ruby><rt>",
                                   "<body a>",
                                   "<html b>",
                                   "<!--",
                                   "<!",
                                   "&",
                                   "&#",
                                   "&amp",
                                   "<",
                                   "</",
                                   "\n",
                                   "<title>",
                                   "<frameset>",
                                   "<caption>",
                                   "<td>",
                                   "<h1>",
                                   "<dd>",
                                   "<plaintext>",
                                   "<script>",
                                   "<script><!--",
                                   "<textarea>",
                                   "<svg><foreignObject>",
                                   "<svg><a>",
                                   "</br>",
                                   "<select><selectedcontent>",
                                   "<option selected>",
                                   "<selectedcontent></selectedcontent>",
                                   "<table><a>",
                                   "<p><a><div>",
                                   "</a>",
                                   "<b><p></b>",
                                   "<svg></x>",
                                   "<math><annotation-xml>",
                                   "<optgroup>",
                                   "<hr>",
                                   "<input type=hidden>",
                                   "<td><table>"};

TEST(Hostile, TakesAMillionOfAnything) {
  for (const char* piece : kPieces) {
    SCOPED_TRACE(piece);
    checked(repeated(piece, kMany / 4));
  }
}

// Twice the page takes about twice the steps, whatever it repeats and whatever opens it. A page must be long enough to
// reach the limits first, which is why the shorter one is no short one.
TEST(Hostile, TakesWorkInProportionToSize) {
  const std::string attributes = [] {
    std::string tag = "<b";
    for (int i = 0; i < 200; ++i) tag += " a" + std::to_string(100 + i) + "=1";
    return tag + ">";
  }();
  for (const std::string& before :
       {std::string(), std::string("<select>"), repeated("<div>", 400), repeated("<b>", 300) + "<p>",
        repeated("<table><td>", 100), repeated("<svg>", 300), attributes}) {
    for (const char* piece : kPieces) {
      const uint64_t once = parse(before + repeated(piece, 8000)).work();
      const uint64_t twice = parse(before + repeated(piece, 16000)).work();
      EXPECT_LE(twice, once * 5 / 2 + 1000000) << before.substr(0, 20) << " then " << piece;
    }
  }
}

TEST(Hostile, TellsManyFormattingElementsWithManyAttributesApart) {
  // All of the same lengths, so that only their texts tell them apart.
  const auto page = [](int tags) {
    std::string html;
    for (int n = 0; n < tags; ++n) {
      html += "<b";
      for (int i = 0; i < 250; ++i)
        html += " a" + std::to_string(100 + (i + n) % 250) + "=" + std::to_string(10000 + n);
      html += ">";
    }
    return html;
  };
  const uint64_t once = checked(page(300)).work();
  EXPECT_LE(checked(page(600)).work(), once * 5 / 2);
}

TEST(Hostile, ClosesWhatIsTooDeepByItsEndTags) {
  const Document d = checked(repeated("<div>", 100000) + "deep" + repeated("</div>", 100000) + "<p>after</p>");
  EXPECT_TRUE(d.flags().depth_limited);
  EXPECT_LE(depth(d), 514);
  const NodeId after = d.last_child(d.body());
  ASSERT_TRUE(d.is(after, Tag::p));
  EXPECT_EQ(d.text_of_subtree(after), "after");
}

TEST(Hostile, EndsTheTextOfATableThatIsAsDeepAsCanBe) {
  for (size_t depth = 500; depth < 515; ++depth) {
    const Document d = checked(repeated("<div>", depth) + "<table>a<style>b</style>c<b>d");
    EXPECT_EQ(d.text_of_subtree(d.body()).size(), 4u) << depth;
  }
}

TEST(Hostile, DoesNotLetFormattingElementsMultiply) {
  std::string html = "<p>";
  for (int i = 0; i < 500; ++i) html += "<font color=" + std::to_string(i) + ">";
  html += "</p>" + repeated("<p>x</p>", 200000);
  const Document d = checked(html);
  EXPECT_TRUE(d.flags().formatting_limited);
}

TEST(Hostile, MovesManyChildrenOnce) {
  // The adoption agency takes all children of the block again and again.
  std::string html;
  for (int i = 0; i < 400; ++i) html += "<b a=" + std::to_string(i) + ">";
  html += "<p>" + repeated("<br>", kMany / 4) + repeated("</b>", 400);
  checked(html);
}

TEST(Hostile, KeepsTextsThatGrowInTurn) {
  // Text before the table and text in its cell grow by turns and through references.
  checked("<table><tr><td>" + repeated("&lt;</td>a&gt;<td>", 100000));
  checked("<table>" + repeated("a<tr>&amp;<x>", 100000));
  checked("<p>" + repeated("a</>&amp;", 300000));
}

TEST(Hostile, TakesLongAttributesAndManyOfThem) {
  const Document value = checked("<p a=\"" + std::string(10 << 20, 'x') + "\">");
  EXPECT_EQ(value.attribute(value.first_child(value.body()), "a")->size(), size_t{10} << 20);
  checked("<p " + std::string(10 << 20, 'n') + ">");
  checked("<" + std::string(10 << 20, 'X') + ">");
  std::string html = "<p";
  for (int i = 0; i < 500000; ++i) html += " a" + std::to_string(i);
  EXPECT_TRUE(checked(html + ">").flags().attributes_limited);
  checked(repeated("<p" + repeated(" a", 300) + ">", 3000));
  checked("<b a=\"" + std::string(1 << 20, 'x') + "\">" + repeated("<p>x</p>", 20000));
}

TEST(Hostile, TakesNulsAndLoneSurrogates) {
  checked(std::string(1 << 20, '\0'));
  checked("<svg>" + std::string(1 << 20, '\0'));
  checked("<p a='" + std::string(1 << 20, '\0') + "'>");
  checked("<table>" + repeated(std::string_view("\0 a", 3), 100000));
  EXPECT_EQ(checked("<p>&#xD800;&#xDFFF;&#x110000;&#0;").text_of_subtree(0), "\ufffd\ufffd\ufffd\ufffd");
}

TEST(Hostile, SurvivesEveryTwoBytes) {
  std::string html(2, '\0');
  for (int n = 0; n < 0x10000; ++n) {
    html[0] = static_cast<char>(n);
    html[1] = static_cast<char>(n >> 8);
    for (const char* before : {"", "<", "<a ", "<a b=", "<!", "<!d", "&"}) parse(before + html);
  }
}

TEST(Hostile, RefusesWhatOffsetsCannotReach) {
  const Document d = parse(std::string((size_t{128} << 20) + 1, 'a'));
  EXPECT_TRUE(d.flags().refused);
  EXPECT_NE(d.body(), kNoNode);
}

}  // namespace
}  // namespace lycosa::html
