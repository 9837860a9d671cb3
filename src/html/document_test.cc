#include "html/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "html/html.h"
#include "html/invariants_for_tests.h"

namespace lycosa::html {
namespace {

NodeId find(const Document& d, Tag tag) {
  for (NodeId n = d.root(); n != kNoNode; n = d.next(n, d.root())) {
    if (d.is(n, tag)) return n;
  }
  return kNoNode;
}

TEST(Document, HasHtmlHeadAndBodyEvenWhenEmpty) {
  const Document d = parse("");
  EXPECT_TRUE(d.is(d.html_element(), Tag::html));
  EXPECT_TRUE(d.is(d.head(), Tag::head));
  EXPECT_TRUE(d.is(d.body(), Tag::body));
  EXPECT_EQ(d.parent(d.body()), d.html_element());
  EXPECT_EQ(d.previous_sibling(d.body()), d.head());
  EXPECT_EQ(d.quirks_mode(), QuirksMode::quirks);
  EXPECT_FALSE(d.source_offset(d.body()));
  EXPECT_EQ(d.source_line(d.body()), 0);
}

TEST(Document, GivesAttributesInSourceOrder) {
  const Document d = parse("<!DOCTYPE html><a HREF='/x?a&amp;b' title=\"t\" hidden>");
  const NodeId a = find(d, Tag::a);
  ASSERT_NE(a, kNoNode);
  ASSERT_EQ(d.attributes(a).size(), 3u);
  std::string all;
  for (const AttributeView& attribute : d.attributes(a)) {
    all += std::string(attribute.name) + "=" + std::string(attribute.value) + ";";
  }
  EXPECT_EQ(all, "href=/x?a&b;title=t;hidden=;");
  EXPECT_EQ(d.attribute(a, "href"), "/x?a&b");
  EXPECT_FALSE(d.attribute(a, "HREF"));
  EXPECT_TRUE(d.has_attribute(a, "hidden"));
  EXPECT_EQ(d.quirks_mode(), QuirksMode::no_quirks);
}

TEST(Document, WalksInDocumentOrderWithoutLeavingTheSubtree) {
  const Document d = parse("<div>a<p>b<b>c</b></p>d</div>e");
  const NodeId div = find(d, Tag::div);
  std::string names;
  for (NodeId n = div; n != kNoNode; n = d.next(n, div)) {
    names += d.kind(n) == NodeKind::text ? d.text(n) : d.tag_name(n);
    names += ' ';
  }
  EXPECT_EQ(names, "div a p b b c d ");
  const NodeId p = find(d, Tag::p);
  EXPECT_EQ(d.text(d.next_skipping(p, div)), "d");
  EXPECT_EQ(d.next_skipping(div, div), kNoNode);
  EXPECT_EQ(d.text_of_subtree(div), "abcd");
}

TEST(Document, PointsIntoItsSourceWhereNothingWasDecoded) {
  const Document d = parse("<p id=plain>plain text</p><p>a &lt; b</p>");
  const auto inside = [&](std::string_view text) {
    return text.data() >= d.source().data() && text.data() + text.size() <= d.source().data() + d.source().size();
  };
  const NodeId p = find(d, Tag::p);
  EXPECT_TRUE(inside(d.text(d.first_child(p))));
  EXPECT_TRUE(inside(*d.attribute(p, "id")));
  const NodeId second = d.next_sibling(p);
  EXPECT_EQ(d.text(d.first_child(second)), "a < b");
}

TEST(Document, KnowsTheLineOfATag) {
  const Document d = parse("<p>one\n<b>two</b>\n\n<i>three</i>");
  EXPECT_EQ(d.source_offset(find(d, Tag::p)), 0u);
  EXPECT_EQ(d.source_line(find(d, Tag::p)), 1);
  EXPECT_EQ(d.source_line(find(d, Tag::b)), 2);
  EXPECT_EQ(d.source_line(find(d, Tag::i)), 4);
}

TEST(Document, CountsLinesOfLongSources) {
  std::string page;
  for (int i = 0; i < 400; ++i)
    page += std::string(static_cast<size_t>(i % 7), '\n') + "<i>" + std::string(static_cast<size_t>(i % 5), ' ');
  const Document d = parse(page);
  for (NodeId n = d.root(); n != kNoNode; n = d.next(n, d.root())) {
    const auto offset = d.source_offset(n);
    if (!offset) continue;
    EXPECT_EQ(d.source_line(n), 1 + std::count(page.begin(), page.begin() + static_cast<ptrdiff_t>(*offset), '\n'));
  }
}

TEST(Document, KeepsTemplateContentsApart) {
  const Document d = parse("<template><p>x</p></template>");
  const NodeId t = find(d, Tag::template_);
  ASSERT_NE(t, kNoNode);
  EXPECT_EQ(d.first_child(t), kNoNode);
  const NodeId contents = d.template_contents(t);
  ASSERT_NE(contents, kNoNode);
  EXPECT_EQ(d.text_of_subtree(contents), "x");
  EXPECT_EQ(d.template_contents(d.body()), kNoNode);
}

TEST(Document, NamesUnknownAndForeignElements) {
  const Document d = parse("<x-card>a</x-card><svg><linearGradient xlink:href='#a'/><foreignObject></svg>");
  std::string names;
  for (NodeId n = d.first_child(d.body()); n != kNoNode; n = d.next(n, d.body())) {
    if (d.kind(n) == NodeKind::element) names += std::string(d.tag_name(n)) + " ";
  }
  EXPECT_EQ(names, "x-card svg linearGradient foreignObject ");
  const NodeId svg = find(d, Tag::svg);
  EXPECT_EQ(d.name_space(svg), Namespace::svg);
  const auto attributes = d.attributes(d.first_child(svg));
  ASSERT_EQ(attributes.size(), 1u);
  EXPECT_EQ(attributes[0].space, AttributeSpace::xlink);
  EXPECT_EQ(attributes[0].name, "href");
}

TEST(Document, CanBeMoved) {
  Document a = parse("<title>t</title>");
  const Document b = std::move(a);
  EXPECT_EQ(b.text_of_subtree(b.root()), "t");
}

TEST(ParseLimits, MakesElementsThatAreTooDeepSiblings) {
  std::string html;
  for (int i = 0; i < 2000; ++i) html += "<div>";
  const Document d = parse(html + "deep");
  int deepest = 0, divs = 0;
  for (NodeId n = d.root(); n != kNoNode; n = d.next(n, d.root())) {
    int depth = 0;
    for (NodeId up = n; up != d.root(); up = d.parent(up)) ++depth;
    deepest = std::max(deepest, depth);
    divs += d.is(n, Tag::div);
  }
  EXPECT_EQ(divs, 2000);
  EXPECT_LE(deepest, 514);
  EXPECT_TRUE(d.flags().depth_limited);
  EXPECT_EQ(d.text_of_subtree(d.root()), "deep");
}

TEST(SelectedContent, ShowsTemplatesOfTheOptionWithTheirContents) {
  const Document d = parse(
      "<select><button><selectedcontent></selectedcontent></button>"
      "<option>a<template>b<template>c</template></template>d</select>");
  const std::string tree = tree_text(d);
  const std::string contents = "<template>\n";
  size_t templates = 0;
  for (size_t at = tree.find(contents); at != std::string::npos; at = tree.find(contents, at + 1)) ++templates;
  EXPECT_EQ(templates, 4u) << tree;
  EXPECT_EQ(DocumentCheck(d).run(), "") << tree;
  for (const char* text : {"\"a\"", "\"b\"", "\"c\"", "\"d\""}) {
    EXPECT_NE(tree.find(text, tree.find(text) + 1), std::string::npos) << text << " is there once in\n" << tree;
  }
}

TEST(ParseErrors, OfTheInputAreFoundWhereverTheyLie) {
  // Blocks without a suspect byte are skipped, so each error is put at each place of a block, between all kinds of
  // text.
  const std::string fill = "abc \n\u00e9\u20ac\U0001f600";
  for (size_t before = 0; before < 70; ++before) {
    std::string text = "<!doctype html>";
    while (text.size() < before + 15) text += fill.substr(0, std::min<size_t>(5, before + 15 - text.size()));
    const auto counts =
        parse(text + "\x01" + fill + "\u0085" + fill + "\ufdd0" + fill + "\U0001fffe" + fill + fill + fill)
            .error_counts();
    EXPECT_EQ(counts[static_cast<size_t>(ParseErrorKind::control_character_in_input_stream)], 2u) << before;
    EXPECT_EQ(counts[static_cast<size_t>(ParseErrorKind::noncharacter_in_input_stream)], 2u) << before;
  }
}

TEST(ParseLimits, KeepsTheFirstAttributes) {
  std::string html = "<p";
  for (int i = 0; i < 300; ++i) html += " a" + std::to_string(i);
  const Document d = parse(html + ">");
  EXPECT_EQ(d.attributes(find(d, Tag::p)).size(), 256u);
  EXPECT_TRUE(d.flags().attributes_limited);
}

}  // namespace
}  // namespace lycosa::html
