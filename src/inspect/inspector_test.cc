#include <nlohmann/json.hpp>

#include "inspect/test_world.h"

namespace lycosa::inline inspect {
namespace {

const Check& check_of(const Report& report, std::string_view check) {
  for (const Check& each : report.checks) {
    if (each.name == check) return each;
  }
  ADD_FAILURE() << "no check " << check;
  return report.checks.front();
}

std::string details_of(const Report& report, std::string_view filter) {
  for (const FilterLine& line : report.filters) {
    if (line.outcome.name == filter) return line.details;
  }
  return "no filter of that name";
}

TEST(Inspector, AnswersForANeverSeenUrl) {
  World world;
  const Report report = world.inspect();
  EXPECT_EQ(report.verdict.status, VerdictStatus::unknown_url);
  EXPECT_EQ(report.verdict.crawled, CrawlState::never_seen);
  EXPECT_EQ(report.verdict.robots, RobotsState::unknown);
  ASSERT_EQ(report.checks.size(), 5u);
  EXPECT_EQ(check_of(report, "shard").result, CheckResult::pass);
  EXPECT_EQ(check_of(report, "crawled").result, CheckResult::fail);
  EXPECT_EQ(check_of(report, "robots").result, CheckResult::unknown);
  EXPECT_EQ(check_of(report, "ban").result, CheckResult::pass);
  EXPECT_EQ(check_of(report, "seen").result, CheckResult::fail);
  for (const Check& check : report.checks) {
    ASSERT_TRUE(check.evidence) << check.name;
    EXPECT_FALSE(check.evidence->query.empty());
    EXPECT_FALSE(check.note.empty());
  }
  EXPECT_FALSE(report.page);
  EXPECT_TRUE(report.filters.empty());
}

TEST(Inspector, DoesNotSayThatNoSitemapNamesAUrlWhileOneIsUnread) {
  World world;
  SitemapRow whole, cut;
  whole.root_hash = cut.root_hash = world.key().root_hash;
  whole.host = cut.host = "example,a s443";
  whole.src_unparsed = "example,cdn!/whole.xml s443";
  whole.whole = 1;
  cut.src_unparsed = "example,cdn!/cut.xml s443";
  cut.fault = "it has more URLs than sitemap-urls, 3";
  SitemapRow of_another = cut;
  of_another.host = "example,a,b s443";
  WriteBatch batch;
  batch.sitemaps = {whole, of_another};
  ASSERT_TRUE(world.store.writer->write(batch));
  Report report = world.inspect();
  EXPECT_EQ(report.verdict.sentence, "Unknown URL. No seed, page or sitemap of this crawl has named the URL.");
  ASSERT_TRUE(report.sitemaps && report.sitemaps->evidence);
  EXPECT_TRUE(report.sitemaps->evidence->rows.empty());
  batch.sitemaps = {cut};
  ASSERT_TRUE(world.store.writer->write(batch));
  report = world.inspect();
  EXPECT_EQ(report.verdict.status, VerdictStatus::unknown_url);
  EXPECT_EQ(report.verdict.sentence,
            "Unknown URL. Nothing that was read names the URL, but a sitemap of its host was not read whole and may.");
  const std::string which = "https://cdn.example/cut.xml (it has more URLs than sitemap-urls, 3)";
  EXPECT_NE(report.verdict.reasons.at(0).evidence.find(which), std::string::npos);
  EXPECT_NE(check_of(report, "seen").note.find(which), std::string::npos);
  ASSERT_EQ(report.sitemaps->not_whole.size(), 1u);
  EXPECT_NE(report.sitemaps->evidence->query.find("FROM sitemap WHERE"), std::string::npos);
  world.reader->sitemap_error = Error{ErrorKind::corrupt, "the table is damaged"};
  report = world.inspect();
  EXPECT_NE(report.verdict.sentence.find("is not known"), std::string::npos);
  EXPECT_EQ(report.sitemaps->error, "the table is damaged");
}

TEST(Inspector, AnswersForWhatIsNoUrlWithoutAskingTheStore) {
  World world;
  for (const std::string text : {"", "not a url", "http://", "https://a b/", "mailto:a@b.example", "\xff\xfe"}) {
    SCOPED_TRACE(text);
    world.url = text;
    const Report report = world.inspect();
    EXPECT_EQ(report.verdict.status, VerdictStatus::unknown_url);
    EXPECT_EQ(report.verdict.crawled, CrawlState::unknown);
    EXPECT_FALSE(report.key);
    ASSERT_EQ(report.checks.size(), 5u);
    EXPECT_EQ(report.checks[0].result, CheckResult::fail);
    for (size_t i = 1; i < 5; ++i) EXPECT_EQ(report.checks[i].result, CheckResult::skipped);
    EXPECT_TRUE(decisive(report).starts_with("input."));
  }
}

TEST(Inspector, AsksAboutTheCanonicalForm) {
  World world;
  world.put(world.good_page());
  world.url = "HTTPS://A.Example:443/x/../dir/page#part";
  const Report report = world.inspect();
  EXPECT_EQ(report.url, "HTTPS://A.Example:443/x/../dir/page#part");
  EXPECT_EQ(report.canonical_url, "https://a.example/dir/page");
  EXPECT_TRUE(report.verdict.indexable);
  EXPECT_NE(check_of(report, "shard").note.find("canonical form https://a.example/dir/page"), std::string::npos);
}

TEST(Inspector, SkipsTheSeenCheckOfACrawledPageAndTellsItsDiscovery) {
  World world;
  world.put(world.good_page());
  const Report report = world.inspect();
  const Check& seen = check_of(report, "seen");
  EXPECT_EQ(seen.result, CheckResult::skipped);
  EXPECT_EQ(seen.note, "Skipped - page is already crawled");
  EXPECT_EQ(seen.label, "ℹ️ Skipped - page is already crawled");
  EXPECT_FALSE(seen.evidence);
  ASSERT_TRUE(report.discovery);
  EXPECT_EQ(report.discovery->referrer, "https://a.example/");
  ASSERT_TRUE(report.history);
  EXPECT_EQ(report.history->events.size(), 1u);
}

TEST(Inspector, NamesTheDecidingLineOfRobots) {
  struct Case {
    std::string body;
    RobotsState state;
    std::string says;
  };
  const Case cases[] = {
      {"User-agent: *\nDisallow: /dir\n", RobotsState::disallowed,
       "Disallowed for lycosa by robots.txt line 2 «Disallow: /dir» in the group «*», line 1."},
      {"User-agent: lycosa\nDisallow: /dir\nAllow: /dir/page\n", RobotsState::allowed,
       "Allowed for lycosa by robots.txt line 3 «Allow: /dir/page» in the group «lycosa», line 1; it outweighs line 2 "
       "«Disallow: /dir»."},
      {"User-agent: *\nDisallow: /other\n", RobotsState::allowed,
       "Allowed for lycosa: no rule of the group «*», line 1, matches."},
      {"User-agent: other\nDisallow: /\n", RobotsState::allowed,
       "Allowed for lycosa: robots.txt has no group for it and none for all."},
  };
  for (const Case& each : cases) {
    World world;
    world.put(world.robots_row(each.body));
    const Report report = world.inspect();
    EXPECT_EQ(report.verdict.robots, each.state);
    const std::string note = check_of(report, "robots").note;
    EXPECT_TRUE(note.starts_with(each.says)) << note;
    EXPECT_NE(note.find("https://a.example/robots.txt was fetched 2026-04-11 20:00:00 (4 hours ago), HTTP 200; it "
                        "holds until 2026-04-12 20:00:00 (in 20 hours)."),
              std::string::npos)
        << note;
  }
}

TEST(Inspector, UsesAnExpiredRobotsTxtAndWarns) {
  World world;
  RobotsRow row = world.robots_row("User-agent: *\nDisallow: /x\n");
  row.expires_stamp = at("2026-04-11T22:00:00Z").seconds();
  world.put(row);
  const Report report = world.inspect();
  EXPECT_EQ(report.verdict.robots, RobotsState::allowed);
  EXPECT_EQ(check_of(report, "robots").result, CheckResult::warn);
  EXPECT_NE(check_of(report, "robots").note.find("it expired 2026-04-11 22:00:00 (2 hours ago)"), std::string::npos);
}

TEST(Inspector, SaysSinceWhenAPageIsDisallowed) {
  World world;
  const auto put = [&](const char* day, const char* body) {
    RobotsRow row = world.robots_row(body);
    row.fetch_stamp_ms = at(std::string("2026-04-") + day + "T10:00:00Z").ms;
    world.put(row);
  };
  put("08", "User-agent: *\nDisallow: /dir\n");
  put("09", "User-agent: *\nDisallow:\n");
  put("10", "User-agent: *\nDisallow: /\n");
  put("11", "User-agent: *\nDisallow: /dir\n");
  const std::string note = check_of(world.inspect(), "robots").note;
  EXPECT_NE(
      note.find("Disallowed since 2026-04-10 10:00:00 (1 day ago); the version of 2026-04-09 10:00:00 allowed it."),
      std::string::npos)
      << note;
}

TEST(Inspector, GoesByTheLastGoodRobotsTxtForItsTime) {
  World world;
  RobotsRow good = world.robots_row("User-agent: *\nDisallow: /dir\n");
  good.redirects = "https://a.example/robots.txt\nhttps://b.example/r";
  good.flags = "truncated";
  world.put(good);
  RobotsRow failed = world.robots_row("");
  failed.fetch_stamp_ms = at("2026-04-11T23:00:00Z").ms;
  failed.expires_stamp = at("2026-04-11T23:05:00Z").seconds();
  failed.http_code = 503;
  failed.access = "disallow_all";
  world.put(failed);
  const Report report = world.inspect();
  const std::string note = check_of(report, "robots").note;
  EXPECT_EQ(codes(report).find("robots.unreachable_5xx"), std::string::npos);
  for (const char* part : {"line 2 «Disallow: /dir»", "over https://a.example/robots.txt → https://b.example/r",
                           "It could not be read again 2026-04-11 23:00:00 (1 hour ago) (HTTP 503)",
                           "the file is longer than what is read of one"}) {
    EXPECT_NE(note.find(part), std::string::npos) << note;
  }
}

TEST(Inspector, TakesAMissingRobotsTxtAsLeave) {
  World world;
  RobotsRow row = world.robots_row("");
  row.http_code = 404;
  row.access = "allow_all";
  world.put(row);
  const Report report = world.inspect();
  EXPECT_EQ(report.verdict.robots, RobotsState::allowed);
  EXPECT_TRUE(
      check_of(report, "robots")
          .note.starts_with("Allowed for lycosa: there is no robots.txt, so everything is allowed (HTTP 404; RFC 9309, "
                            "section 2.3.1.3)."));
}

TEST(Inspector, ABanThatIsYoungerThanThePageOverrulesItsFilters) {
  World world;
  world.put(world.good_page());
  world.put(world.ban_row("host"));
  const Report report = world.inspect();
  EXPECT_EQ(report.verdict.status, VerdictStatus::not_indexable);
  EXPECT_EQ(check_of(report, "ban").result, CheckResult::fail);
  EXPECT_EQ(details_of(report, "Spam/ban"),
            "fh_dont_index=1: host a.example, bans.txt:12 («sells links»); 0 when it was crawled");
  for (const FilterLine& line : report.filters) {
    EXPECT_EQ(name(line.status), line.outcome.name == "Spam/ban" ? "FAIL" : "PASS") << line.outcome.name;
    EXPECT_EQ(name(line.outcome.status), "PASS") << "the evidence stays what the store said";
  }
}

TEST(Inspector, APageLeavesTheIndexWhenItsUnavailableAfterComes) {
  World world;
  PageInfoRow row = world.good_page();
  row.unavailable_after_stamp = at("2026-04-12T12:00:00Z").seconds();
  world.put(row);
  EXPECT_TRUE(world.inspect().verdict.indexable);
  world.ask.now = at("2026-04-12T12:00:00Z");
  const Report report = world.inspect();
  EXPECT_EQ(decisive(report), "directive.unavailable_after");
  EXPECT_EQ(details_of(report, "Spam/ban"),
            "fh_dont_index=1: unavailable_after 2026-04-12 12:00:00 is past; 0 when it was crawled");
}

TEST(Inspector, GivesEachFilterTheDetailsOfTheReport) {
  struct Case {
    std::string filter, details;
    std::function<void(PageInfoRow&)> change;
  };
  const Case cases[] = {
      {"HTTP status", "HTTP 200", [](PageInfoRow&) {}},
      {"HTTP status", "HTTP 404", [](PageInfoRow& row) { row.download_http_code = 404; }},
      {"Age cutoff", "0 months ago", [](PageInfoRow&) {}},
      {"Age cutoff", "7 months ago", [](PageInfoRow& row) { row.download_stamp = at("2025-09-01").seconds(); }},
      {"Age cutoff", "1 month ago", [](PageInfoRow& row) { row.download_stamp = at("2026-03-01").seconds(); }},
      {"History drop", "No drop reason", [](PageInfoRow&) {}},
      {"History drop", "content.empty: 0 bytes",
       [](PageInfoRow& row) {
         row.history_drop_reason = "content.empty";
         row.history_drop_evidence = "0 bytes";
       }},
      {"Spam/ban", "ml_spam_score=0", [](PageInfoRow&) {}},
      {"Spam/ban", "ml_spam_score=0.83", [](PageInfoRow& row) { row.ml_spam_score = 0.83; }},
      {"Spam/ban", "ml_spam_score is not known", [](PageInfoRow& row) { row.ml_spam_score.reset(); }},
      {"Spam/ban", "fh_dont_index=1: noindex, meta robots, line 12",
       [](PageInfoRow& row) {
         row.fh_dont_index = 1;
         row.fh_dont_index_reason = "directive.noindex_meta";
         row.fh_dont_index_evidence = "noindex, meta robots, line 12";
       }},
      {"Canonical", "Not set", [](PageInfoRow&) {}},
      {"Canonical", "Not set", [](PageInfoRow& row) { row.meta_canonical = ""; }},
      {"Canonical", "Self", [](PageInfoRow& row) { row.meta_canonical = row.key.unparsed; }},
      {"Canonical", "https://b.example/x?y=z",
       [](PageInfoRow& row) { row.meta_canonical = key_of_text("https://b.example/x?y=z").unparsed; }},
  };
  for (const Case& each : cases) {
    World world;
    PageInfoRow row = world.good_page();
    each.change(row);
    world.put(row);
    EXPECT_EQ(details_of(world.inspect(), each.filter), each.details);
  }
}

TEST(Inspector, ShowsTheFiltersOfTheDesignInOrderWithTheirConditions) {
  World world;
  world.put(world.good_page());
  const Report report = world.inspect();
  std::string all;
  for (const FilterLine& line : report.filters) {
    all += line.outcome.name + " | " + std::string(name(line.status)) + " | " + line.outcome.condition + "\n";
  }
  EXPECT_EQ(all,
            "HTTP status | PASS | download_http_code = 200\n"
            "Age cutoff | PASS | download_stamp > now() - 6 MONTH\n"
            "History drop | PASS | isNull(history_drop_reason)\n"
            "Spam/ban | PASS | fh_dont_index != 1 AND ml_spam_score = 0\n"
            "Canonical | PASS | meta_canonical IS NULL OR = '' OR = src_unparsed\n");
}

TEST(Inspector, ShowsTheValuesOfAFilterOfTheUsersOwn) {
  World world;
  world.put(world.good_page());
  world.reader->told_info.filters = {{"Sized", "download_size > 1000 AND words >= 0"},
                                     {"Title", "meta_title = 'it''s words'"},
                                     {"Language", "meta_lang = 'en'"},
                                     {"Always", "1 = 1"},
                                     {"Broken", "no_such_column = 1"}};
  const Report report = world.inspect();
  EXPECT_EQ(details_of(report, "Sized"), "download_size=1234, words=0");
  EXPECT_EQ(details_of(report, "Title"), "meta_title='A title'");
  EXPECT_EQ(details_of(report, "Language"), "meta_lang is not known");
  EXPECT_EQ(details_of(report, "Always"), "passes");
  EXPECT_TRUE(details_of(report, "Broken").starts_with("the condition does not run: ")) << details_of(report, "Broken");
  EXPECT_EQ(decisive(report), "filter.condition_failed");
  EXPECT_EQ(codes(report), "filter.condition_failed filter.unknown");
}

TEST(Inspector, LooksUpByParametersAndExplainsWhatDoesNotFit) {
  StoreOptions options;
  options.shard_count = 16;
  World world(options);
  world.url = "https://bnikolic.co.uk/blog/python-numerical-gil";
  world.put(world.good_page());
  const UrlKey key = world.key();
  const uint64_t shard = shard_of(key.root_hash, 16);
  const auto look = [&](std::optional<uint64_t> s, std::optional<uint64_t> h, std::string unparsed) {
    return world.inspect(DirectKey{s, h, std::move(unparsed)});
  };
  const Report fits = look(shard, key.root_hash, key.unparsed);
  EXPECT_TRUE(fits.direct);
  EXPECT_TRUE(fits.verdict.indexable);
  EXPECT_TRUE(fits.mismatches.empty());
  EXPECT_EQ(fits.url, world.url);
  EXPECT_TRUE(look(std::nullopt, std::nullopt, key.unparsed).mismatches.empty());

  const Report wrong_shard = look((shard + 1) % 16, key.root_hash, key.unparsed);
  ASSERT_EQ(wrong_shard.mismatches.size(), 1u);
  EXPECT_EQ(wrong_shard.mismatches[0], "Shard " + std::to_string((shard + 1) % 16) +
                                           " does not hold this URL. Root hash " + std::to_string(key.root_hash) +
                                           " modulo 16 is shard " + std::to_string(shard) + ", which was asked.");
  EXPECT_EQ(check_of(wrong_shard, "shard").result, CheckResult::fail);
  EXPECT_TRUE(wrong_shard.verdict.indexable);

  const Report no_shard = look(99, key.root_hash, key.unparsed);
  ASSERT_EQ(no_shard.mismatches.size(), 1u);
  EXPECT_NE(no_shard.mismatches[0].find("Shard 99 does not exist: the store has 16 shards, 0 to 15."),
            std::string::npos);

  const Report wrong_hash = look(shard, 12345, key.unparsed);
  ASSERT_EQ(wrong_hash.mismatches.size(), 1u);
  EXPECT_EQ(wrong_hash.mismatches[0],
            "The root hash 12345 is not that of the unparsed URL's root uk,co,bnikolic, "
            "which is " +
                std::to_string(key.root_hash) + ". The answer is for the latter.");
  EXPECT_EQ(look((shard + 1) % 16, 12345, key.unparsed).mismatches.size(), 2u);
}

TEST(Inspector, FindsRowsUnderTheRootHashThatIsGiven) {
  World world;
  PageInfoRow row = world.good_page();
  row.key.root_hash = 12345;  // as a public suffix list of another year would have it
  world.put(row);
  const Report report = world.inspect(DirectKey{std::nullopt, 12345, row.key.unparsed});
  EXPECT_TRUE(report.verdict.indexable);
  ASSERT_EQ(report.mismatches.size(), 1u);
  EXPECT_NE(report.mismatches[0].find("Rows stand under the given one"), std::string::npos);
  EXPECT_EQ(report.key->root_hash, 12345u);
}

TEST(Inspector, RefusesAnUnparsedUrlThatBreaksTheGrammar) {
  World world;
  for (const std::string text : {"", "https://a.example/", "com,example", "com,example!/x", "com,example!/x q80"}) {
    const Report report = world.inspect(DirectKey{std::nullopt, std::nullopt, text});
    EXPECT_EQ(decisive(report), "input.bad_url") << text;
    EXPECT_TRUE(report.verdict.reasons[0].evidence.starts_with("not an unparsed URL: ")) << text;
  }
}

TEST(Inspector, SaysWhichQuestionGotNoAnswer) {
  const Error locked{ErrorKind::unavailable, "shard 07 is locked by process 812; stop that crawl"};
  struct Case {
    std::optional<Error> ToldReader::*fails;
    std::string check;
  };
  for (const Case& each : {Case{&ToldReader::shard_error, "crawled"}, Case{&ToldReader::page_error, "crawled"},
                           Case{&ToldReader::ban_error, "ban"}}) {
    World world;
    world.put(world.good_page());
    (*world.reader).*each.fails = locked;
    const Report report = world.inspect();
    EXPECT_EQ(report.verdict.status, VerdictStatus::store_unavailable);
    EXPECT_EQ(decisive(report), "shard.unreachable");
    EXPECT_EQ(check_of(report, each.check).result, CheckResult::unknown);
    EXPECT_NE(check_of(report, each.check).note.find(locked.message), std::string::npos);
    EXPECT_NE(report.verdict.sentence.find(locked.message), std::string::npos);
  }
}

TEST(Inspector, GoesOnWithoutWhatTheVerdictDoesNotNeed) {
  World world;
  world.put(world.good_page());
  world.reader->robots_error = Error{ErrorKind::corrupt, "robots is damaged"};
  world.reader->text_error = Error{ErrorKind::corrupt, "page_text is damaged"};
  world.reader->seen_error = Error{ErrorKind::corrupt, "seen is damaged"};
  const Report report = world.inspect();
  EXPECT_TRUE(report.verdict.indexable);
  EXPECT_EQ(report.verdict.robots, RobotsState::unknown);
  EXPECT_EQ(check_of(report, "robots").note, "robots is damaged");
  EXPECT_EQ(report.page->text_error, "page_text is damaged");
}

TEST(Inspector, SeesAPageThatIsStoredWhileItAsks) {
  World world;
  world.put(world.seen_row(SeenState::leased));
  world.reader->before_seen = [&] { world.put(world.good_page()); };
  EXPECT_TRUE(world.inspect().verdict.indexable);
}

TEST(Inspector, CallsAShardThatLostAPageDamaged) {
  World world;
  world.put(world.seen_row(SeenState::crawled));
  const Report report = world.inspect();
  EXPECT_EQ(report.verdict.status, VerdictStatus::store_unavailable);
  EXPECT_NE(report.verdict.sentence.find("the shard has lost rows"), std::string::npos);
}

TEST(Inspector, ReportsAStoreThatCannotBeOpened) {
  World world;
  const Report report = store_unavailable_report("https://a.example/",
                                                 Error{ErrorKind::not_found, "there is no store in ./x"}, world.ask);
  EXPECT_EQ(report.verdict.status, VerdictStatus::store_unavailable);
  EXPECT_EQ(decisive(report), "shard.unreachable");
  ASSERT_EQ(report.checks.size(), 5u);
  for (const Check& check : report.checks) EXPECT_EQ(check.result, CheckResult::unknown) << check.name;
  EXPECT_EQ(to_json(report)["key"], nullptr);
}

}  // namespace
}  // namespace lycosa::inline inspect
