#include "robots/directives.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "robots/directive_date.h"

namespace lycosa::inline robots {
namespace {

using Kind = DirectiveSource::Kind;

PageDirectives read(const std::vector<DirectiveSource>& sources) {
  return read_directives(sources, "lycosa/1.0");
}

PageDirectives meta(std::string_view content, std::string_view name = "robots") {
  return read({{Kind::meta, std::string(name), std::string(content), 12}});
}

PageDirectives header(std::string_view value) {
  return read({x_robots_tag(value)});
}

TEST(Directives, NoindexAndNofollow) {
  struct Case {
    const char* content;
    bool noindex, nofollow;
  };
  for (const Case& test : std::vector<Case>{{"", false, false},
                                            {"noindex", true, false},
                                            {"NoIndex , NoFollow", true, true},
                                            {"nofollow", false, true},
                                            {"none", true, true},
                                            {"all", false, false},
                                            {"index, follow", false, false},
                                            {"index, noindex", true, false},
                                            {"noindex nofollow", true, true},
                                            {"no-index", false, false},
                                            {",,noindex,,", true, false}}) {
    for (const PageDirectives& found : {meta(test.content), header(test.content)}) {
      EXPECT_EQ(found.noindex, test.noindex) << test.content;
      EXPECT_EQ(found.nofollow, test.nofollow) << test.content;
    }
  }
}

TEST(Directives, KnowsEachOfGooglesAndBings) {
  const auto found = meta(
      "all, index, follow, noarchive, nosnippet, notranslate, noimageindex, indexifembedded, max-snippet: 50, "
      "max-image-preview:large, max-video-preview: -1, unavailable_after: 2010-06-25, nocache, noodp, noydir, "
      "nositelinkssearchbox");
  EXPECT_TRUE(found.unknown.empty()) << found.unknown.front();
  EXPECT_TRUE(found.noarchive && found.nosnippet && found.notranslate && found.noimageindex && found.indexifembedded);
  EXPECT_EQ(found.max_snippet, 50);
  EXPECT_EQ(found.max_video_preview, -1);
  EXPECT_EQ(found.max_image_preview, "large");
  EXPECT_EQ(found.unavailable_after, parse_time("2010-06-25"));
}

// Every directive of the two documentations, in a meta element and a header, for everyone, us and somebody else.
TEST(Directives, EachOneMeansWhatTheDocumentationSays) {
  struct Row {
    const char* directive;
    bool (*holds)(const PageDirectives&);
  };
  const std::vector<Row> rows = {
      {"noindex", [](const PageDirectives& d) { return d.noindex && !d.nofollow; }},
      {"nofollow", [](const PageDirectives& d) { return d.nofollow && !d.noindex; }},
      {"none", [](const PageDirectives& d) { return d.noindex && d.nofollow; }},
      {"noarchive", [](const PageDirectives& d) { return d.noarchive; }},
      {"nocache", [](const PageDirectives& d) { return d.noarchive; }},
      {"nosnippet", [](const PageDirectives& d) { return d.nosnippet; }},
      {"notranslate", [](const PageDirectives& d) { return d.notranslate; }},
      {"noimageindex", [](const PageDirectives& d) { return d.noimageindex; }},
      {"indexifembedded", [](const PageDirectives& d) { return d.indexifembedded; }},
      {"max-snippet:0", [](const PageDirectives& d) { return d.max_snippet == 0; }},
      {"max-snippet: -1", [](const PageDirectives& d) { return d.max_snippet == -1; }},
      {"MAX-SNIPPET:20", [](const PageDirectives& d) { return d.max_snippet == 20; }},
      {"max-video-preview:5", [](const PageDirectives& d) { return d.max_video_preview == 5; }},
      {"max-image-preview:Standard", [](const PageDirectives& d) { return d.max_image_preview == "standard"; }},
      {"unavailable_after: 2030-01-02",
       [](const PageDirectives& d) { return d.unavailable_after == parse_time("2030-01-02"); }},
  };
  for (const Row& row : rows) {
    const std::string text = row.directive;
    for (const PageDirectives& found : {meta(text), meta(text, "lycosa"), header(text), header("lycosa: " + text)}) {
      EXPECT_TRUE(row.holds(found)) << text;
      EXPECT_TRUE(found.unknown.empty()) << text;
    }
    for (const PageDirectives& found : {meta(text, "bingbot"), header("googlebot: " + text), header("")}) {
      EXPECT_FALSE(row.holds(found)) << text;
    }
  }
  for (const char* nothing : {"all", "index", "follow", "nositelinkssearchbox", "nopagereadaloud", "noodp", "noydir"}) {
    const auto found = meta(nothing);
    EXPECT_FALSE(found.noindex || found.nofollow) << nothing;
    EXPECT_TRUE(found.unknown.empty()) << nothing;
  }
}

TEST(Directives, ConflictsAreReported) {
  struct Case {
    const char* in_meta;
    const char* in_header;
    std::vector<std::string> conflicts;
  };
  for (const Case& test : std::vector<Case>{
           {"noindex", "noindex", {}},
           {"index", "noindex", {"index, meta robots, line 12, against noindex, X-Robots-Tag"}},
           {"all",
            "none",
            {"all, meta robots, line 12, against none, X-Robots-Tag",
             "all, meta robots, line 12, against none, X-Robots-Tag"}},
           {"max-snippet:20", "nosnippet", {"max-snippet:20, meta robots, line 12, against nosnippet, X-Robots-Tag"}},
           {"max-snippet:0", "nosnippet", {}},
           {"max-snippet:20",
            "max-snippet:10",
            {"max-snippet:20, meta robots, line 12, against max-snippet:10, X-Robots-Tag"}},
           {"max-video-preview:5", "max-video-preview:5", {}},
           {"max-image-preview:none",
            "max-image-preview:large",
            {"max-image-preview:none, meta robots, line 12, against max-image-preview:large, X-Robots-Tag"}},
           {"unavailable_after: 2030-01-01",
            "unavailable_after: 2031-01-01",
            {"unavailable_after: 2030-01-01, meta robots, line 12, against unavailable_after: 2031-01-01, "
             "X-Robots-Tag"}},
           {"nocache", "noarchive", {"nocache, meta robots, line 12, against noarchive, X-Robots-Tag"}},
           {"indexifembedded", "noindex", {}},
           {"indexifembedded", "", {"indexifembedded, meta robots, line 12, without a noindex to lift"}},
       }) {
    EXPECT_EQ(read({{Kind::meta, "robots", test.in_meta, 12}, x_robots_tag(test.in_header)}).conflicts, test.conflicts)
        << test.in_meta;
  }
}

TEST(Directives, SeveralHeadersCountTogether) {
  const auto found = read({x_robots_tag("googlebot: none"), x_robots_tag("noarchive"), x_robots_tag("lycosa: nofollow"),
                           x_robots_tag("unavailable_after: Friday, 25-Jun-10 15:00:00 GMT, noindex")});
  EXPECT_TRUE(found.noarchive && found.nofollow && found.noindex);
  EXPECT_EQ(found.unavailable_after, parse_time("2010-06-25T15:00:00Z"));
}

TEST(Directives, KeepsNoMoreOfNonsenseThanAnyoneReads) {
  std::string nonsense;
  for (int i = 0; i < 100000; ++i) nonsense += "a b,";
  EXPECT_EQ(meta(nonsense + "noindex").unknown.size(), 16u);
  EXPECT_TRUE(meta(nonsense + "noindex").noindex);
}

TEST(Directives, TheStricterLimitHolds) {
  const auto found =
      meta("max-snippet:-1, max-snippet:20, max-snippet:50, max-image-preview:none, max-image-preview:large");
  EXPECT_EQ(found.max_snippet, 20);
  EXPECT_EQ(found.max_image_preview, "none");
  EXPECT_EQ(meta("max-snippet:x, max-image-preview:huge, max-video-preview").unknown.size(), 3u);
}

TEST(Directives, OnlyOurOwnAgentCounts) {
  EXPECT_TRUE(meta("noindex", "Lycosa").noindex);
  EXPECT_TRUE(meta("noindex", "ROBOTS").noindex);
  EXPECT_FALSE(meta("noindex", "googlebot").noindex);
  EXPECT_TRUE(header("lycosa: noindex").noindex);
  EXPECT_TRUE(header("*: noindex").noindex);
  EXPECT_FALSE(header("googlebot: noindex, nofollow").noindex);
  EXPECT_FALSE(header("googlebot: noindex, nofollow").nofollow);
  EXPECT_TRUE(header("noindex, googlebot: nofollow").noindex);
  EXPECT_FALSE(header("noindex, googlebot: nofollow").nofollow);
  EXPECT_TRUE(header("googlebot: noindex, lycosa: nofollow").nofollow);
}

TEST(Directives, TheMostRestrictiveOfAllSourcesWins) {
  const auto found = read({{Kind::meta, "lycosa", "index, follow", 3},
                           {Kind::header, "", "nofollow", 0},
                           {Kind::meta, "robots", "noindex", 7}});
  EXPECT_TRUE(found.noindex);
  EXPECT_TRUE(found.nofollow);
  EXPECT_EQ(found.noindex_evidence, "noindex, meta robots, line 7");
  EXPECT_EQ(found.noindex_kind, Kind::meta);
  EXPECT_EQ(found.nofollow_evidence, "nofollow, X-Robots-Tag");
  EXPECT_EQ(found.conflicts,
            (std::vector<std::string>{"index, meta lycosa, line 3, against noindex, meta robots, line 7",
                                      "follow, meta lycosa, line 3, against nofollow, X-Robots-Tag"}));
}

TEST(Directives, TheEvidenceNamesTheFirstSource) {
  EXPECT_EQ(meta("none").noindex_evidence, "none, meta robots, line 12");
  EXPECT_EQ(header("lycosa: none").nofollow_evidence, "none, X-Robots-Tag for lycosa");
  EXPECT_EQ(header("none").noindex_kind, Kind::header);
  EXPECT_EQ(header("unavailable_after: 25 Jun 2010 15:00:00 PST").unavailable_after_evidence,
            "unavailable_after: 25 Jun 2010 15:00:00 PST, X-Robots-Tag");
  EXPECT_EQ(meta("nonsense\x1b[1m").unknown.front().find('\x1b'), std::string::npos);
}

TEST(Directives, UnavailableAfterTakesTheDatesThatPagesWrite) {
  struct Case {
    const char* value;
    const char* time;
  };
  for (const Case& test : std::vector<Case>{{"2010-06-25", "2010-06-25T00:00:00Z"},
                                            {"2010-06-25T15:00:00+02:00", "2010-06-25T13:00:00Z"},
                                            {"25 Jun 2010 15:00:00 PST", "2010-06-25T23:00:00Z"},
                                            {"25-Aug-2011 15:00 EST", "2011-08-25T20:00:00Z"},
                                            {"Friday, 25-Jun-10 15:00:00 GMT", "2010-06-25T15:00:00Z"},
                                            {"Fri, 25 Jun 2010 15:00:00 UTC", "2010-06-25T15:00:00Z"},
                                            {"25 June 2010 15:00:00 +0530", "2010-06-25T09:30:00Z"},
                                            {"June 25, 2010", "2010-06-25T00:00:00Z"}}) {
    const auto found = header(std::string("unavailable_after: ") + test.value + ", nofollow");
    EXPECT_EQ(found.unavailable_after, parse_time(test.time)) << test.value;
    EXPECT_TRUE(found.nofollow) << test.value;
    EXPECT_TRUE(found.unknown.empty()) << test.value;
  }
}

TEST(Directives, ADateThatIsNoneIsReportedAndTheRestRead) {
  for (const char* value : {"soon", "31 Feb 2010", "25 Jun", "2010-13-01", "", "25:61 Jun 2010"}) {
    const auto found = meta(std::string("unavailable_after: ") + value + ", noindex");
    EXPECT_FALSE(found.unavailable_after.has_value()) << value;
    EXPECT_FALSE(found.unknown.empty()) << value;
    EXPECT_TRUE(found.noindex) << value;
  }
}

TEST(Directives, TheEarliestDateHolds) {
  EXPECT_EQ(meta("unavailable_after: 2012-01-01, unavailable_after: 2011-01-01").unavailable_after,
            parse_time("2011-01-01"));
}

TEST(XRobotsTag, SplitsTheAgentOff) {
  struct Case {
    const char* value;
    const char* agent;
    const char* rest;
  };
  for (const Case& test : std::vector<Case>{
           {"noindex", "", "noindex"},
           {" googlebot : noindex, nofollow ", "googlebot", "noindex, nofollow"},
           {"unavailable_after: 25 Jun 2010 15:00:00 PST", "", "unavailable_after: 25 Jun 2010 15:00:00 PST"},
           {"max-snippet:10", "", "max-snippet:10"},
           {"noindex, max-snippet: 10", "", "noindex, max-snippet: 10"},
           {": noindex", "", ": noindex"}}) {
    const auto source = x_robots_tag(test.value);
    EXPECT_EQ(source.kind, Kind::header);
    EXPECT_EQ(source.agent, test.agent) << test.value;
    EXPECT_EQ(source.value, test.rest) << test.value;
  }
}

}  // namespace
}  // namespace lycosa::inline robots
