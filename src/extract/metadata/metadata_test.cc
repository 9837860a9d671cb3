#include "extract/metadata/metadata.h"

#include <gtest/gtest.h>

#include "html/html.h"

namespace lycosa::inline extract {
namespace {

Content read(const std::string& page, const char* url = "https://example.com/dir/page") {
  return extract_content(html::parse(page), *Url::parse(url));
}

std::string href(const std::optional<Url>& url) {
  return url ? std::string(url->href()) : "none";
}

TEST(Metadata, TitleIsTheFirstTitleElement) {
  EXPECT_EQ(read("<title> A\n <b>b</b>&nbsp;c </title><title>x</title>").title, "A <b>b</b> c");
  EXPECT_EQ(read("<svg><title>icon</title></svg><p>x").title, std::nullopt);
  EXPECT_EQ(read("<svg><title>icon</title></svg><title>page</title>").title, "page");
  EXPECT_EQ(read("<title>a&#27;[31mb</title>").title->find('\x1b'), std::string::npos);
}

TEST(Metadata, DescriptionIsTheFirstThatSaysSomething) {
  EXPECT_EQ(read("<meta name=description content=' '><meta name=Description content='a  b'>").description, "a b");
  EXPECT_EQ(read("<p>x").description, std::nullopt);
}

TEST(Metadata, CanonicalCountsInTheHeadOnly) {
  const Content head = read("<head>\n<link rel='x CANONICAL' href='/c'>\n<link rel=canonical href=/d></head>");
  EXPECT_EQ(head.canonical_raw, "/c");
  EXPECT_EQ(href(head.canonical), "https://example.com/c");
  EXPECT_EQ(head.canonical_line, 2);
  const Content body = read("<body><p>a</p><link rel=canonical href=/c></body>");
  EXPECT_EQ(body.canonical_raw, std::nullopt);
  const Content bad = read("<link rel=canonical href='javascript:x'>");
  EXPECT_EQ(bad.canonical_raw, "javascript:x");
  EXPECT_EQ(bad.canonical, std::nullopt);
}

TEST(Metadata, RefreshIsTheFirstThatABrowserObeys) {
  const auto refresh = [](const std::string& page) -> std::string {
    const Content content = read(page);
    const auto shown = [](const std::optional<MetaRefresh>& found) {
      return found ? std::to_string(found->seconds) + " " + std::to_string(found->line) + " " + href(found->target)
                   : "none";
    };
    return shown(content.refresh) +
           (content.noscript_refresh ? ", noscript " + shown(content.noscript_refresh) : std::string());
  };
  const std::string next = "<meta http-equiv=refresh content='0; url=/next'>";
  const std::pair<std::string, const char*> cases[] = {
      {"\n<meta http-equiv=Refresh content='7; url=/next'>", "7 2 https://example.com/next"},
      {"<base href=/b/><meta http-equiv=refresh content='0;x'>", "0 1 https://example.com/b/x"},
      {"<body><p>text</p>" + next, "0 1 https://example.com/next"},
      {"<meta http-equiv=refresh content='0; url=page#top'>", "0 1 none"},
      {"<meta http-equiv=refresh content='0; url=mailto:a@b.example'>", "0 1 none"},
      {"<meta http-equiv=refresh content=30>\n" + next, "30 1 none"},
      {"<meta http-equiv=refresh content='x; url=/a'>\n" + next, "0 2 https://example.com/next"},
      {"<meta http-equiv=refresh content='0; url=http://[bad'>\n" + next, "0 2 https://example.com/next"},
      {"<meta http-equiv=refresh content='0; url=javascript:x'>\n" + next, "0 2 https://example.com/next"},
      {"<meta http-equiv=refresh content>\n" + next, "0 2 https://example.com/next"},
      {next + "<meta http-equiv=refresh content='0; url=/other'>", "0 1 https://example.com/next"},
      {"<noscript>" + next + "</noscript>", "none, noscript 0 1 https://example.com/next"},
      {"<body><noscript><div><div>" + next + "</div></div></noscript>\n<meta http-equiv=refresh content='0;/o'>",
       "0 2 https://example.com/o, noscript 0 1 https://example.com/next"},
      {"<template>" + next + "</template><style>" + next + "</style><!--" + next + "-->", "none"},
  };
  for (const auto& [page, expected] : cases) EXPECT_EQ(refresh(page), expected) << page;
}

TEST(Metadata, BaseResolvesWhatFollowsAndWhatCameBefore) {
  const Content content = read("<a href=x>x</a><base target=_top><base href=/b/><base href=/c/>");
  EXPECT_EQ(content.base, "https://example.com/b/");
  EXPECT_EQ(content.links.at(0).url.href(), "https://example.com/b/x");
  EXPECT_EQ(read("<base href='data:,x'><a href=x>x</a>").base, "https://example.com/dir/page");
}

TEST(Metadata, LanguageIsDeclaredByHtmlOrByMeta) {
  EXPECT_EQ(read("<html lang=de-AT><meta http-equiv=content-language content=en>").declared_language, "de-AT");
  EXPECT_EQ(read("<meta http-equiv=content-language content=en>").declared_language, "en");
}

TEST(Metadata, LanguageIsDetectedFromText) {
  const std::string german =
      "<p>Die Spinnen weben im Herbst ihre Netze zwischen den Zweigen, und am Morgen hängen die "
      "Tropfen darin wie kleine Lampen. Wer früh aufsteht, kann sie im ersten Licht sehen.";
  EXPECT_EQ(read("<html lang=en>" + german).detected_language, "de");
  EXPECT_EQ(read("<p>123 456").detected_language, "");
}

TEST(Metadata, RobotsMetasKeepTheirLines) {
  const Content content = read(
      "<meta name=robots content='noindex'>\n<meta name=Googlebot content=none>\n<meta name=author "
      "content=x>");
  ASSERT_EQ(content.meta_robots.size(), 2u);
  EXPECT_EQ(content.meta_robots[0].name, "robots");
  EXPECT_EQ(content.meta_robots[0].line, 1);
  EXPECT_EQ(content.meta_robots[1].content, "none");
  EXPECT_EQ(content.meta_robots[1].line, 2);
}

TEST(Metadata, FeedsAreResolved) {
  const Content content = read(
      "<link rel=alternate type='application/rss+xml' href=/feed><link rel='alternate' "
      "type=application/atom+xml href=a.xml><link rel=alternate hreflang=de href=/de>");
  EXPECT_EQ(content.feeds, (std::vector<std::string>{"https://example.com/feed", "https://example.com/dir/a.xml"}));
}

std::string shown(const std::optional<Fact>& fact) {
  if (!fact) return "none";
  std::string line(name(fact->source));
  line += ' ';
  line += fact->property;
  line += ", line ";
  line += std::to_string(fact->line);
  line += ": ";
  line += fact->value;
  return line;
}

TEST(Metadata, SaysWhereEachFactCameFrom) {
  const Content content = read(
      "<html lang=de><title>Head - The Site</title>\n<meta property=og:site_name content='The Site'>\n"
      "<meta property=article:published_time content=2021-03-04T05:06:07+01:00>\n<meta name=author content='Ada "
      "Lovelace'>\n"
      "<meta property=og:image content=/i.png><link rel=next href=?p=2><link rel=amphtml href=/amp>\n"
      "<link rel=alternate hreflang=en href=/en><h1>Head</h1>");
  const PageMetadata& metadata = content.metadata;
  EXPECT_EQ(shown(metadata.title), "markup h1, line 6: Head");
  EXPECT_EQ(shown(metadata.site_name), "open_graph og:site_name, line 2: The Site");
  EXPECT_EQ(shown(metadata.published), "open_graph article:published_time, line 3: 2021-03-04T05:06:07+01:00");
  ASSERT_EQ(metadata.authors.size(), 1u);
  EXPECT_EQ(shown(metadata.authors[0]), "meta author, line 4: Ada Lovelace");
  EXPECT_EQ(shown(metadata.image), "open_graph og:image, line 5: https://example.com/i.png");
  EXPECT_EQ(shown(metadata.next), "link next, line 5: https://example.com/dir/page?p=2");
  EXPECT_EQ(shown(metadata.amp), "link amphtml, line 5: https://example.com/amp");
  EXPECT_EQ(shown(metadata.language), "attribute lang, line 1: de");
  ASSERT_EQ(metadata.alternates.size(), 1u);
  EXPECT_EQ(metadata.alternates[0].language, "en");
  EXPECT_EQ(metadata.title->offset,
            static_cast<int64_t>(
                std::string_view(
                    "<html lang=de><title>Head - The Site</title>\n<meta property=og:site_name content='The Site'>\n"
                    "<meta property=article:published_time content=2021-03-04T05:06:07+01:00>\n<meta name=author "
                    "content='Ada Lovelace'>\n"
                    "<meta property=og:image content=/i.png><link rel=next href=?p=2><link rel=amphtml href=/amp>\n"
                    "<link rel=alternate hreflang=en href=/en>")
                    .size()));
}

TEST(Metadata, CleansTitlesOfTheSitesName) {
  const std::pair<const char*, const char*> cases[] = {
      {"<title>Head | Example</title>", "Head"},
      {"<title>Example: Head | Part</title><h1>Head</h1>", "Head"},
      {"<title>Some Words - Example</title><h1>Example</h1><h2>Some Words</h2>", "Some Words"},
      {"<title>x</title><meta property=og:title content='Ham &amp;amp; Eggs'>", "Ham & Eggs"},
      {"<title>A - B</title><meta property=og:title content='A - B'>", "A - B"},
      {"<title>T</title><script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"Head "
       "<b>line</b>\"}</script>",
       "Head line"},
      {"<h1>Only</h1>", "Only"},
      {"", "none"}};
  for (const auto& [page, expected] : cases) {
    const Content content = read(page);
    EXPECT_EQ(content.metadata.title ? content.metadata.title->value : "none", expected) << page;
  }
}

TEST(Metadata, FindsBylinesAndDatesThatOnlyReadersSee) {
  const Content content = read(
      "<html lang=de><h1>Head</h1><p>Von <a href=/a>Ada Lovelace</a></p><p>4. M\xc3\xa4rz 2021</p><p>Text of 5.5.2015 "
      "and more words"
      " than a date.</p><div class=comments><span class=author>Troll</span> 1.1.2022</div>");
  ASSERT_EQ(content.metadata.authors.size(), 1u);
  EXPECT_EQ(content.metadata.authors[0].value, "Ada Lovelace");
  EXPECT_EQ(content.metadata.authors[0].source, FactSource::text);
  EXPECT_EQ(content.metadata.published->value, "2021-03-04");
}

TEST(Metadata, PrefersTheDayThatReadersSaw) {
  const Content content = read(
      "<meta property=article:published_time content=2021-03-04T23:30:00Z><h1>H</h1><span class=date>5 March "
      "2021</span>");
  EXPECT_EQ(content.metadata.published->value, "2021-03-05");
}

std::string published(const std::string& page, const char* url = "https://example.com/dir/page") {
  const Content content = read(page, url);
  return content.metadata.published ? content.metadata.published->value : "none";
}

TEST(Metadata, MovesStampsOnlyAsFarAsClocksDiffer) {
  const char* stamp = "<meta property=article:published_time content=2021-03-06T13:10:00Z><h1>Head</h1>";
  EXPECT_EQ(published(std::string(stamp) + "<p>On Friday, 5 March 2021, something happened"), "2021-03-06T13:10:00Z");
  EXPECT_EQ(published(std::string(stamp) + "<p>7 March 2021"), "2021-03-07");
}

TEST(Metadata, FindsDatesByTheHeadingThatIsTheTitle) {
  EXPECT_EQ(published("<title>Story</title><h1>The Site</h1><p>26.02.2020</p><p>01.05.2017</p><h1>Story</h1><p>text"),
            "2017-05-01");
  EXPECT_EQ(published("<title>Story</title><p>Thursday, 16 February 2012</p><p>14 February "
                      "2012</p><p>menu</p><h2>x</h2><h2>y</h2>"),
            "2012-02-14");
}

TEST(Metadata, TakesATimeOfChangeForWhatItIs) {
  EXPECT_EQ(
      published("<h1>H</h1><time itemprop=dateModified datetime=2018-08-29>x</time><time datetime=2018-06-22>y</time>"),
      "2018-06-22");
}

TEST(Metadata, ReadsDatelines) {
  const std::string words(400, 'w');
  EXPECT_EQ(published("<h1>H</h1><p>27.1.2022 - " + words), "2022-01-27");
  EXPECT_EQ(published("<h1>H</h1><p>Berlin, 27.1.2022 - " + words), "2022-01-27");
  EXPECT_EQ(published("<h1>H</h1><p>" + words + " 27.1.2022"), "none");
}

TEST(Metadata, ReadsADateFromAScriptsDataForWantOfAnyOther) {
  const std::string script =
      R"(<script>x={"created_at":"2019-03-03","item":{"published_at":"2019-03-02T06:22:28+01:00"}}</script>)";
  const Content content = read(script);
  ASSERT_TRUE(content.metadata.published);
  EXPECT_EQ(content.metadata.published->value, "2019-03-02T06:22:28+01:00");
  EXPECT_EQ(content.metadata.published->source, FactSource::script);
  EXPECT_EQ(content.metadata.published->property, "published_at");
  EXPECT_EQ(published(script + "<h1>H</h1><p>4 March 2021"), "2021-03-04");
  EXPECT_EQ(published(R"(<script>x="{\"createdAt\":\"2019-03-03\"}"</script>)"), "2019-03-03");
  EXPECT_EQ(published(R"(<script>x={"birthday":"2019-03-03"}</script>)"), "none");
}

TEST(Metadata, ReadsWhatAFooterCallsItsDates) {
  EXPECT_EQ(published("<h1>H</h1><p>" + std::string(200, 'x') +
                      "</p><footer><p>Last modified: 31.10.2023</p><p>Published: 1.11.2023</p></footer>"),
            "2023-11-01");
}

TEST(Metadata, TakesAFooterBelowTheHeadingForItsByline) {
  EXPECT_EQ(
      published(
          "<h1>H</h1><footer>6.11.2023</footer><p>On 5.11.2023 it was said that all would be well in the end</p>"),
      "2023-11-06");
}

// Every text of a page's metadata and links.
std::vector<std::string> texts_of(const Content& content) {
  std::vector<std::string> texts = {content.title.value_or(""), content.description.value_or(""),
                                    content.canonical_raw.value_or(""), content.declared_language};
  const auto add = [&](const Fact& fact) {
    texts.push_back(fact.value);
    texts.push_back(fact.property);
  };
  const PageMetadata& m = content.metadata;
  for (const auto* fact : {&m.title, &m.description, &m.site_name, &m.language, &m.image, &m.type, &m.section,
                           &m.licence, &m.published, &m.modified, &m.amp, &m.next, &m.previous}) {
    if (*fact) add(**fact);
  }
  for (const auto* list : {&m.authors, &m.tags, &m.feeds}) {
    for (const Fact& fact : *list) add(fact);
  }
  for (const Alternate& alternate : m.alternates) {
    texts.push_back(alternate.language);
    add(alternate.url);
  }
  for (const MetaRobots& robots : content.meta_robots) {
    texts.push_back(robots.name);
    texts.push_back(robots.content);
  }
  for (const ExtractedLink& link : content.links) {
    texts.push_back(link.anchor);
    texts.push_back(link.rel);
  }
  return texts;
}

bool has_control(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool c1 = c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c < 0x20 || c == 0x7f || c1) return true;
  }
  return false;
}

std::string repeat(std::string_view part, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += part;
  return all;
}

// A page that has `text` wherever a page can state a fact.
std::string everywhere(const std::string& text) {
  std::string page = "<html lang='" + text + "'><title>" + text + "</title>";
  for (const char* name :
       {"description", "author", "keywords", "og:title", "og:site_name", "og:type", "article:section", "license",
        "twitter:label1", "twitter:data1", "date", "article:published_time", "robots"}) {
    page += std::string("<meta name='") + name + "' property='" + name + "' content='" + text + "'>";
  }
  for (const char* rel : {"canonical", "alternate", "next", "amphtml", "license"}) {
    page += std::string("<link rel=") + rel + " hreflang='" + text + "' type='application/rss+xml" + text +
            "' href='/" + text + "'>";
  }
  page += "<script type=application/ld+json>{\"@type\":\"Article" + text + "\",\"headline\":\"" + text +
          "\",\"author\":\"" + text + "\",\"datePublished\":\"" + text + "\"}</script>";
  page +=
      "<h1 class='" + text + "author date'>By " + text + "</h1><p class='author " + text + "'>By Ada " + text + "</p>";
  page +=
      "<time datetime='" + text + "'>" + text + "</time><a href='/" + text + "' rel='" + text + "'>" + text + "</a>";
  return page + "<div itemprop='author " + text + "'>" + text + "</div><p>1.2.2021 " + text;
}

TEST(Metadata, HasNoControlCharacters) {
  const char* const bad[] = {"a\x1b[31mb 1.2.2021",
                             "a&#27;b &#x9b; c",
                             "\xc2\x9b"
                             "31m x",
                             "\\u001b[31m \\u009b",
                             "a\x7f\x01 b",
                             "&amp;#27;b",
                             "&lt;b&gt;x&lt;/b&gt;&amp;#x85;y",
                             "\t\n\f\r x \xc2\xa0 y"};
  for (const char* text : bad) {
    for (const std::string& value : texts_of(read(everywhere(text))))
      EXPECT_FALSE(has_control(value)) << text << " gives " << value;
  }
}

TEST(Metadata, OfLongTextsIsBounded) {
  constexpr size_t kMany = 200'000;
  const std::string texts[] = {
      std::string(kMany, 'x'),       repeat("By Ada ", kMany / 8), repeat("1.2.2021 ", kMany / 8),
      std::string(kMany, '7'),       repeat("date-", kMany / 8),   repeat("&lt;b", kMany / 8),
      repeat(" - ", kMany / 8),      repeat("\\u00e9", kMany / 8), repeat("March 3 ", kMany / 8),
      repeat("\xc3\xa9", kMany / 4), repeat(" & Bob", kMany / 8),  std::string(kMany, ' ')};
  for (const std::string& text : texts) {
    size_t all = 0;
    for (const std::string& value : texts_of(read(everywhere(text)))) {
      EXPECT_LE(value.size(), 5000u) << text.substr(0, 10);
      all += value.size();
    }
    EXPECT_LE(all, 50'000u) << text.substr(0, 10);
  }
}

TEST(Metadata, OfManyDatesAndBylinesIsBounded) {
  constexpr size_t kMany = 20'000;
  for (const char* part : {"<p>1.2.2021</p>", "<p class=date>x 2021</p>", "<time>12</time>", "<p>By Ada</p>",
                           "<h1>Head</h1>", "<h2>Head - x</h2>", "<footer><p>2021 12 1</footer>",
                           "<b itemprop=author>A B</b>", "<a rel=tag>t</a>", "<link rel=next href=x>"}) {
    const Content content = read("<title>Head - x</title>" + repeat(part, kMany));
    EXPECT_LE(content.metadata.authors.size(), 50u);
    EXPECT_LE(texts_of(content).size(), 2 * kMany + 100);  // two of each link, and the page's own
  }
}

TEST(Metadata, OfHostilePagesIsBounded) {
  std::string page = "<title>" + std::string(1'000'000, 'x') + "</title>";
  for (int i = 0; i < 20'000; ++i) page += "<div class=author-date>By Ada " + std::to_string(i) + " 1.2.2021";
  page += "<script type=application/ld+json>" + std::string(200'000, '[') + "</script>";
  for (int i = 0; i < 5'000; ++i) page += "<meta name=keywords content='a\x1b" + std::to_string(i) + "'>";
  const Content content = read(page);
  EXPECT_LE(content.metadata.authors.size(), 50u);
  EXPECT_LE(content.metadata.tags.size(), 100u);
  for (const Fact& tag : content.metadata.tags) EXPECT_EQ(tag.value.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace lycosa::inline extract
