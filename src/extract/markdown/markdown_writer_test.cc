#include "extract/markdown/markdown_writer.h"

#include <gtest/gtest.h>

#include "html/html.h"

namespace lycosa::inline extract {
namespace {

std::string markdown(const std::string& page) {
  const html::Document document = html::parse(page);
  References references(document, document_base(document, *Url::parse("https://example.com/dir/page")));
  const BlockMap map(document);
  return write_markdown(document, references, BlockChoice(map));
}

struct Case {
  const char* html;
  const char* markdown;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(markdown(c.html), c.markdown) << c.html;
}

TEST(Markdown, WritesBlocks) {
  check(
      {{"<p>One<p>Two", "One\n\nTwo"},
       {"<h1>A</h1><h3>B</h3>text", "# A\n\n### B\n\ntext"},
       {"<h2></h2><p></p><div> </div>x", "x"},
       {"a<hr>b", "a\n\n***\n\nb"},
       {"one<br>two", "one  \ntwo"},
       {"one<br><br>two", "one\n\ntwo"},
       {"<pre>  a  \n\n</pre><pre> \n</pre>", "```\n  a  \n\n```\n\n```\n \n```"},
       {"<blockquote><p>a<p>b</blockquote>c", "> a\n>\n> b\n\nc"},
       {"<pre>a\n  b</pre>", "```\na\n  b\n```"},
       {"<pre><code class=\"language-c\">int <b>x</b>;\n</code></pre>", "```c\nint x;\n```"},
       {"<pre>```\n</pre>", "````\n```\n````"},
       {"<p>a</p><script>x</script><style>y</style><template>z</template><p hidden>h</p><p style='display: none'>i</p>",
        "a"},
       {"<dl><dt>term<dd>what it is</dl>", "**term**\n- what it is"}});
}

TEST(Markdown, WritesLists) {
  check({{"<ul><li>a<li>b</ul>", "- a\n- b"},
         {"<ol start=3><li>a<li>b</ol>", "3. a\n4. b"},
         {"<ul><li><p>a</p><li><p>b</p></ul>", "- a\n\n- b"},
         {"<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "- a\n  - b\n  - c\n- d"},
         {"<ol><li>a<pre>x\ny</pre></ol>", "1. a\n   ```\n   x\n   y\n   ```"},
         {"<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b"},
         {"<ul><li></li><li>b</li></ul>", "-\n- b"},
         {"<ol><li>a<li> <li>c</ol>", "1. a\n2.\n3. c"},
         {"<ul><li>a<ul><li></li><li>b</ul></ul>", "- a\n  - b"},
         {"<ul><li><svg></svg></li><li>b</li></ul>", "- b"},
         {"<ul><li>a<blockquote><p>b</p></blockquote><li>c</ul>", "- a\n  > b\n- c"},
         {"<ul><li><h2>H</h2>text<li>b</ul>", "- ## H\n  text\n- b"},
         {"<ol><li><p>a</p><ul><li>b</ul></ol>", "1. a\n\n   - b"},
         {"<ul><li>a<ol start=3><li>b</ol></ul>", "- a\n\n  3. b"},
         {"<ul><li><input type=checkbox checked> done<li><input type=checkbox> open</ul>", "- [x] done\n- [ ] open"}});
}

TEST(Markdown, WritesTables) {
  check({{"<table><tr><th>a<th>b<tr><td>1<td>2</table>", "| a | b |\n| --- | --- |\n| 1 | 2 |"},
         {"<table><caption>C</caption><tr><td>a|b<td><p>x<p>y<tr><td colspan=2>w</table>",
          "C\n\n| a\\|b | x y |\n| --- | --- |\n| w | |"},
         {"<table><tr><th>a<th>b<tr><td rowspan=2>1<td>2<tr><td>3</table>",
          "| a | b |\n| --- | --- |\n| 1 | 2 |\n| | 3 |"},
         {"<table><tr><td><p>lay</p><td><h2>out</h2></table>", "lay\n\n## out"},
         {"<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", "a\n\nb\n\nc\n\nd"},
         {"<table><tr><td>a<td>b<tr><td></td><td></td></table>", "| a | b |\n| --- | --- |"}});
}

TEST(Markdown, WritesLinksAndImages) {
  check({{"<a href=x>t</a>", "[t](https://example.com/dir/x)"},
         {"<base href=/b/><a href=x>t</a>", "[t](https://example.com/b/x)"},
         {"<a href=https://a.example/>https://a.example/</a>", "<https://a.example/>"},
         {"<a href=mailto:a@b.example>a@b.example</a>", "[a@b.example](mailto:a@b.example)"},
         {"<a href='javascript:x()'>t</a> <a href='data:text/html,x'>u</a> <a>v</a>", "t u v"},
         {"<a href='/a(b'>t</a> <a href='/a(b)'>u</a>", "[t](<https://example.com/a(b>) [u](https://example.com/a(b))"},
         {"<a href=/ title='a \"b\"'>t</a>", "[t](https://example.com/ \"a \\\"b\\\"\")"},
         {"<a href=/x><p>a<p>b</a>", "[a](https://example.com/x)\n\n[b](https://example.com/x)"},
         {"<a href='/?a&amp;amp;b'>t</a>", "[t](https://example.com/?a&amp;amp;b)"},
         {"<a href=/x>a<br><br></a>b", "[a](https://example.com/x)\n\nb"},
         {"<a href=/x></a>", "[](https://example.com/x)"},
         {"<a href=/x aria-label=home></a>", "[home](https://example.com/x)"},
         {"<img src=a.png alt='a [b]'>", "![a \\[b\\]](https://example.com/dir/a.png)"},
         {"<img src='data:image/gif;base64,xx' data-src=a.png>", "![](https://example.com/dir/a.png)"},
         {"<img src='data:image/gif;base64,xx'>x", "x"},
         {"<img src=a.png><noscript><img src=a.png></noscript>", "![](https://example.com/dir/a.png)"},
         {"a!<a href=/>b</a>", "a\\![b](https://example.com/)"},
         {"<a href=/><img src=a.png alt=b></a>", "[![b](https://example.com/dir/a.png)](https://example.com/)"}});
}

TEST(Markdown, PutsEmphasisWhereItWorks) {
  check({{"<em>a</em> <strong>b</strong> <del>c</del> <code>d</code>", "*a* **b** ~~c~~ `d`"},
         {"a<b> b </b>c", "a **b** c"},
         {"<b></b>a<i> </i>b", "a b"},
         {"<b>a</b><b>b</b>", "**ab**"},
         {"<b><strong>a</strong></b>", "**a**"},
         {"<b><b>a</b></b>", "**__a__**"},
         {"<em>a <em>b</em> c</em>", "*a _b_ c*"},
         {"<em>a<em>b</em>c</em>", "*abc*"},
         {"<em>a <strong>b <em>c</em></strong></em>", "*a **b _c_***"},
         {"<b>\u00a0a</b> <i>b\u00a0</i>c", "\u00a0**a** *b*\u00a0c"},
         {"<a href=/>\u00a0a\u00a0</a>b", "[\u00a0a\u00a0](https://example.com/)b"},
         {"x<b>\"a\"</b>y", "x\"a\"y"},
         {"<b>a<p>b</b>", "**a**\n\n**b**"},
         {"<b><i>a</i></b>", "***a***"},
         {"<code>a`b</code>", "``a`b``"},
         {"<code>`</code>", "`` ` ``"},
         {"<code><a href=/>a</a>b</code>", "[`a`](https://example.com/)`b`"},
         {"<code>x <em>y</em></code>", "`x y`"},
         {"H<sub>2</sub>O", "H2O"},
         {"<q>a</q>", "\"a\""}});
}

TEST(Markdown, EscapesWhatWouldBeMarkup) {
  check({{"[a] *b* _c_ `d` \\* &lt;b&gt; &amp;amp;", "\\[a\\] \\*b\\* \\_c\\_ \\`d\\` \\\\\\* \\<b> \\&amp;"},
         {"# a", "\\# a"},
         {"<p>- a<p>+ b<p>* c<p>1. d<p>12) e<p>&gt; f<p>---<p>~~~",
          "\\- a\n\n\\+ b\n\n\\* c\n\n1\\. d\n\n12\\) e\n\n\\> f\n\n\\---\n\n\\~\\~\\~"},
         {"a<br>===<br>| - |", "a  \n\\===  \n\\| - |"},
         {"<h1>a #</h1>", "# a \\#"}});
}

TEST(Markdown, EscapesNothingElse) {
  check({{"snake_case a * b 2*3 is 6", "snake_case a * b 2\\*3 is 6"},
         {"#tag -5 +1 1.5 a|b x < y AT&amp;T 50% (c) $5 a+b e.g. ~5 !",
          "#tag -5 +1 1.5 a|b x < y AT&T 50% (c) $5 a+b e.g. ~5 !"},
         {"C:\\dir", "C:\\dir"}});
}

TEST(Markdown, LeavesControlCharactersOut) {
  const std::string text = markdown(
      "<p>a&#1;b\x1b[0m\xc2\x9b"
      "c<a href='/\x07' title='\x1b'>d</a><pre>x\x02y\x7f</pre>");
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    EXPECT_TRUE((byte >= 0x20 || byte == '\n') && byte != 0x7f) << i;
    EXPECT_FALSE(byte == 0xc2 && static_cast<unsigned char>(text[i + 1]) < 0xa0) << i;
  }
}

// As the tools that write them do, shortened.
constexpr const char* kKatex =
    "<span class=katex><span class=katex-mathml><math><semantics><mrow><mi>x</mi></mrow>"
    "<annotation encoding='application/x-tex'>x^2</annotation></semantics></math></span>"
    "<span class=katex-html aria-hidden=true><span>x</span><span>2</span></span></span>";
constexpr const char* kMathJax =
    "<span class=MathJax_Preview>x2</span><span class=MathJax><span>x</span><sup>2</sup></span>"
    "<script type='math/tex; mode=display'>x^2</script>";
constexpr const char* kMediaWiki =
    "<span><span style='display: none;'><math><semantics><mi>N</mi>"
    "<annotation encoding='application/x-tex'>{\\displaystyle N}</annotation></semantics></math></span>"
    "<img src=n.svg alt='{\\displaystyle N}'></span>";

TEST(Markdown, KeepsFormulasThatComeWithTheirSource) {
  check(
      {{"<math display=block><semantics><mi>x</mi><annotation "
        "encoding='application/x-tex'>x^2</annotation></semantics></math>",
        "$$x^2$$"},
       {"<p>a <math alttext='x^2'><mi>x</mi></math> b", "a $x^2$ b"},
       {"<p>a <math><mi>x</mi></math> b", "a x b"},
       {"<p><math alttext='a<b>c [x](javascript:y)'></math>", "$a< b>c [x] (javascript:y)$"},
       {kKatex, "$x^2$"},
       {kMathJax, "$$x^2$$"},
       {kMediaWiki, "$N$"},
       {"<math alttext=a></math><span class=MathJax>b</span><img src=c.png alt=d>",
        "$a$b![d](https://example.com/dir/c.png)"},
       {"<script type=text/javascript>x</script><span style='display: none'><math alttext=a></math> b</span>", "$a$"}});
}

}  // namespace
}  // namespace lycosa::inline extract
