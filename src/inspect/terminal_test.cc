#include "inspect/terminal.h"

#include "base/text.h"
#include "inspect/layout.h"
#include "inspect/test_world.h"

namespace lycosa::inline inspect {
namespace {

// Every line fits 80 columns, but for the literals of queries, which are never cut.
void expect_fits(const std::string& shown) {
  for (const std::string_view line : split(shown, '\n')) {
    if (line.starts_with("    ") && line.find('\'') != std::string_view::npos) continue;
    EXPECT_LE(display_width(line), 80u) << line;
  }
}

// No byte that a terminal would obey, and no character that turns the direction of the text.
void expect_safe(const std::string& shown) {
  EXPECT_TRUE(is_valid_utf8(shown));
  for (const char c : shown) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
    EXPECT_NE(c, 0x7f);
  }
  for (const std::string_view bidi : {"\u202e", "\u2066", "\u200f"}) EXPECT_EQ(shown.find(bidi), std::string::npos);
}

void fill_with_hostile_text(World& world) {
  const std::string evil =
      "\"'\x1b]0;owned\x07\x1b[2J\r\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8f\xff\x9b" + std::string(500, 'x');
  PageInfoRow row = world.good_page();
  row.meta_title = evil;
  row.meta_description = evil + "\n\n\t" + evil;
  row.meta_canonical = evil;
  row.directives = evil;
  row.fh_dont_index = 1;
  row.fh_dont_index_reason = evil;
  row.fh_dont_index_evidence = evil;
  row.history_drop_reason = evil;
  row.history_drop_evidence = evil;
  row.redirect_target = evil;
  row.archive_file = evil;
  row.flags = evil;
  world.put(row);
  PageTextRow text;
  text.boilerpipe_text = evil;
  text.markdown = "\x1b[1m\n" + evil;
  world.put(text);
  world.put(world.robots_row("User-agent: *\nDisallow: /dir" + evil + "\n"));
  BanRow ban = world.ban_row("host");
  ban.reason = evil;
  ban.target = evil;
  ban.source = evil;
  world.put(ban);
}

TEST(TerminalText, MakesHostileTextVisibleAndKeepsIt80ColumnsWide) {
  World world;
  fill_with_hostile_text(world);
  const Report report = world.inspect();
  for (const bool full : {false, true}) {
    TerminalOptions options;
    options.full = full;
    const std::string shown = terminal_text(report, options);
    expect_safe(shown);
    expect_fits(shown);
  }
}

TEST(TerminalText, MakesAHostileUrlVisible) {
  World world;
  world.url = "https://a.example/\x1b[31m\xe2\x80\xae" + std::string(3000, 'y');
  const std::string shown = terminal_text(world.inspect(), {});
  expect_safe(shown);
  world.url = "\x1b[31mno url\xe2\x80\xae";
  expect_safe(terminal_text(world.inspect(), {}));
}

TEST(TerminalText, HasEscapesOnlyWhenColourIsWanted) {
  World world;
  world.put(world.good_page());
  TerminalOptions options;
  EXPECT_EQ(terminal_text(world.inspect(), options).find('\x1b'), std::string::npos);
  options.color = true;
  EXPECT_NE(terminal_text(world.inspect(), options).find("\x1b[32m"), std::string::npos);
}

TEST(TerminalText, TellsNotSetNotCrawledSkippedUnknownAndFailedApart) {
  World world;
  EXPECT_NE(terminal_text(world.inspect(), {}).find("Meta Title          not crawled"), std::string::npos);
  world.put(world.good_page());
  world.reader->robots_error = Error{ErrorKind::corrupt, "robots is damaged"};
  world.reader->text_error = Error{ErrorKind::corrupt, "page_text is damaged"};
  const std::string shown = terminal_text(world.inspect(), {});
  for (const std::string_view words :
       {"Meta Description    not set", "Query: skipped", "Query: no answer", "3. Robots.txt Check  UNKNOWN",
        "First Indexed", "Markdown            failed: page_text is damaged"}) {
    EXPECT_NE(shown.find(words), std::string::npos) << words << "\n" << shown;
  }
  world.reader->shard_error = Error{ErrorKind::unavailable, "shard 07 is locked by process 812"};
  EXPECT_NE(terminal_text(world.inspect(), {}).find("Meta Title          unknown"), std::string::npos);
}

TEST(TerminalText, ShowsTheVerdictBeforeTheEvidence) {
  World world;
  SeenRow row = world.seen_row(SeenState::refused);
  row.reason = "scope.depth";
  row.evidence = "depth 6, max-depth 5";
  world.put(row);
  const std::string shown = terminal_text(world.inspect(), {});
  const std::string head = shown.substr(0, shown.find("Raw Queries and Responses"));
  EXPECT_EQ(head,
            "🕷️ Crawler Inspector\n"
            "\n"
            "URL Lookup: https://a.example/dir/page\n"
            "\n"
            "Not crawled. The URL is more links away from a seed than max-depth allows.\n"
            "📄 NOT INDEXABLE   SEEN, NOT CRAWLED   🤖 ROBOTS UNKNOWN\n"
            "\n"
            "Reasons\n"
            "scope.depth (decisive) - blame: operator-config, until-change\n"
            "  The URL is more links away from a seed than max-depth allows.\n"
            "  Evidence: depth 6, max-depth 5\n"
            "\n"
            "It would be crawled if max-depth were larger, or a page nearer to a seed linked\n"
            "to it (now: depth 6, max-depth 5).\n"
            "\n");
}

TEST(TerminalText, AlignsTheFiltersTable) {
  World world;
  world.put(world.good_page());
  const std::string shown = terminal_text(world.inspect(), {});
  const size_t from = shown.find("Page Info Filters");
  const size_t to = shown.find("Page Details");
  EXPECT_EQ(shown.substr(from, to - from),
            "Page Info Filters\n"
            "Filter         Status   Condition                          Details\n"
            "HTTP status    PASS     download_http_code = 200           HTTP 200\n"
            "Age cutoff     PASS     download_stamp > now() - 6 MONTH   0 months ago\n"
            "History drop   PASS     isNull(history_drop_reason)        No drop reason\n"
            "Spam/ban       PASS     fh_dont_index != 1 AND             ml_spam_score=0\n"
            "                        ml_spam_score = 0\n"
            "Canonical      PASS     meta_canonical IS NULL OR = '' OR  Not set\n"
            "                        = src_unparsed\n"
            "\n");
}

TEST(Layout, WrapsAtSpacesAndCutsOnlyWhatIsTooLong) {
  struct Case {
    std::string text;
    std::vector<std::string> lines;
  };
  const Case cases[] = {
      {"", {""}},
      {"one two three", {"one two", "three"}},
      {"exactly10! next", {"exactly10!", "next"}},
      {"aaaaaaaaaaaaaaaaaaaaaaaaa", {"aaaaaaaaaa", "aaaaaaaaaa", "aaaaa"}},
      {"a\n\nb", {"a", "", "b"}},
      {"  indented\ttab", {"indented", "tab"}},
      {"漢字漢字漢字漢字", {"漢字漢字漢", "字漢字"}},
  };
  for (const Case& each : cases) EXPECT_EQ(wrap(each.text, 10), each.lines) << each.text;
}

TEST(Layout, NeverBreaksALiteralOfAQuery) {
  const std::vector<std::string> lines = wrap_sql("SELECT a FROM b WHERE c = 'it''s a long literal' AND d = 1", 20);
  EXPECT_EQ(lines, (std::vector<std::string>{"SELECT a FROM b", "WHERE c =", "'it''s a long literal'", "AND d = 1"}));
}

TEST(Layout, SaysHowMuchItLeftOut) {
  EXPECT_EQ(first_lines({"a", "b", "c"}, 2), (std::vector<std::string>{"a", "b", "… 1 more line"}));
  EXPECT_EQ(first_lines({"a", "b"}, 2), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace lycosa::inline inspect
