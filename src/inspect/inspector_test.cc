#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "inspect/terminal.h"
#include "inspect/test_world.h"

namespace lycosa {
namespace {

using Json = nlohmann::ordered_json;

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

std::string keys_of(const Json& object) {
  std::string out;
  for (const auto& item : object.items()) out += (out.empty() ? "" : " ") + item.key();
  return out;
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

TEST(Inspector, TakesAMissingRobotsTxtAsLeave) {
  World world;
  RobotsRow row = world.robots_row("");
  row.http_code = 404;
  row.access = "allow_all";
  world.put(row);
  const Report report = world.inspect();
  EXPECT_EQ(report.verdict.robots, RobotsState::allowed);
  EXPECT_TRUE(check_of(report, "robots").note.starts_with(
      "Allowed for lycosa: there is no robots.txt to forbid anything (HTTP 404)."));
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
  EXPECT_EQ(wrong_hash.mismatches[0], "The root hash 12345 is not that of the unparsed URL's root uk,co,bnikolic, "
                                      "which is " + std::to_string(key.root_hash) + ". The answer is for the latter.");
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
  const Report report =
      store_unavailable_report("https://a.example/", Error{ErrorKind::not_found, "there is no store in ./x"}, world.ask);
  EXPECT_EQ(report.verdict.status, VerdictStatus::store_unavailable);
  EXPECT_EQ(decisive(report), "shard.unreachable");
  ASSERT_EQ(report.checks.size(), 5u);
  for (const Check& check : report.checks) EXPECT_EQ(check.result, CheckResult::unknown) << check.name;
  EXPECT_EQ(to_json(report)["key"], nullptr);
}

TEST(ReportJson, HasTheShapeOfTheDesign) {
  World world;
  PageInfoRow row = world.good_page();
  row.content_hash = 1;
  row.meta_canonical = row.key.unparsed;
  world.put(row);
  PageTextRow text;
  text.boilerpipe_text = "b";
  text.markdown = "m";
  text.readable_markdown = "r";
  world.put(text);
  world.put(world.robots_row("User-agent: *\nDisallow: /dir\n"));
  const Json json = Json::parse(to_json(world.inspect()).dump(-1, ' ', true));
  EXPECT_EQ(keys_of(json),
            "url canonical_url key verdict checks filters page discovery history mismatches now");
  EXPECT_EQ(keys_of(json["key"]), "unparsed root root_hash shard shard_count node cluster");
  EXPECT_EQ(keys_of(json["verdict"]),
            "indexable status crawled crawled_at robots reasons counterfactual sentence");
  EXPECT_TRUE(keys_of(json["verdict"]["reasons"][0])
                  .starts_with("code decisive blame until text remedy evidence"));
  ASSERT_EQ(json["checks"].size(), 5u);
  const char* names[] = {"shard", "crawled", "robots", "ban", "seen"};
  const char* titles[] = {"1. Shard Calculation", "2. Crawled Status Check", "3. Robots.txt Check",
                          "4. Spam/Ban Check", "5. Seen Status Check"};
  for (size_t i = 0; i < 5; ++i) {
    const Json& check = json["checks"][i];
    EXPECT_TRUE(keys_of(check).starts_with("name title result target query response note"));
    EXPECT_EQ(check["name"], names[i]);
    EXPECT_EQ(check["title"], titles[i]);
  }
  EXPECT_TRUE(keys_of(json["filters"][0]).starts_with("name status condition details"));
  EXPECT_TRUE(keys_of(json["page"])
                  .starts_with("url last_crawled first_indexed http_status meta_title meta_description meta_canonical "
                               "boilerpipe_text markdown readable_markdown"));
  EXPECT_EQ(json["page"]["last_crawled"], "2026-04-10T17:37:08Z");
  EXPECT_EQ(json["page"]["meta_canonical"], "https://a.example/dir/page");
  EXPECT_EQ(json["page"]["boilerpipe_text"], "b");
  EXPECT_EQ(json["verdict"]["crawled_at"], "2026-04-10T17:37:08Z");
  EXPECT_EQ(json["key"]["root_hash"], std::to_string(world.key().root_hash));
}

TEST(ReportJson, CarriesRowsAsObjectsHashesAsStringsAndBlobsAsSizes) {
  World world;
  PageInfoRow row = world.good_page();
  row.content_hash = 9007199254740993;
  row.similarity_hash = -5;
  world.put(row);
  PageTextRow text;
  text.boilerpipe_text = "words";
  world.put(text);
  const Json json = to_json(world.inspect());
  const Json& page = json["checks"][1]["response"][0];
  EXPECT_EQ(page["root_hash"], std::to_string(world.key().root_hash));
  EXPECT_EQ(page["content_hash"], "9007199254740993");
  EXPECT_EQ(page["similarity_hash"], "-5");
  EXPECT_EQ(page["download_http_code"], 200);
  EXPECT_EQ(page["meta_description"], nullptr);
  EXPECT_EQ(json["page"]["similarity_hash"], "-5");
  const Json& stored = json["page"]["text_lookup"]["response"][0];
  EXPECT_TRUE(stored["boilerpipe_text"].contains("bytes")) << stored;
  EXPECT_EQ(json["checks"][4]["query"], nullptr);
  EXPECT_EQ(json["checks"][4]["response"], Json::array());
}

TEST(ReportJson, IsAsciiWhateverTheStoreHolds) {
  World world;
  PageInfoRow row = world.good_page();
  row.meta_title = "\"\x1b[31m\xe2\x80\xae\xff\xed\xa0\x80</script>";
  row.meta_canonical = "no unparsed URL \xfe";
  world.put(row);
  world.put(world.robots_row("User-agent: *\nDisallow: /dir\xff\x1b\n"));
  const std::string dumped = to_json(world.inspect()).dump(-1, ' ', true);
  for (const char c : dumped) ASSERT_TRUE(c >= 0x20 && c < 0x7f) << static_cast<int>(c);
  EXPECT_EQ(Json::parse(dumped)["verdict"]["indexable"], false);
}

void collect_keys(const Json& json, std::set<std::string>& out) {
  if (json.is_array()) {
    for (const Json& item : json) collect_keys(item, out);
  } else if (json.is_object()) {
    for (const auto& item : json.items()) {
      out.insert(item.key());
      if (item.key() != "response") collect_keys(item.value(), out);
    }
  }
}

TEST(ReportJson, HasNoKeyThatItsPageDoesNotName) {
  std::ifstream file(std::filesystem::path(LYCOSA_SOURCE_DIR) / "docs/reference/report.md", std::ios::binary);
  ASSERT_TRUE(file);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  World world;
  world.put(world.good_page());
  world.put(world.ban_row("host"));
  std::set<std::string> keys;
  collect_keys(to_json(world.inspect()), keys);
  EXPECT_GT(keys.size(), 80u);
  for (const std::string& key : keys) EXPECT_NE(page.find("`" + key + "`"), std::string::npos) << key;
}

std::filesystem::path shared() {
  if (const char* given = std::getenv("LYCOSA_SHARED")) return given;
  return std::filesystem::path(LYCOSA_SOURCE_DIR) / ".." / "shared";
}

// The rows of the reference page, by hand: what the report makes of them is compared here, not how they came about.
World reference_world(const Json& expected) {
  StoreOptions options;
  options.cluster = "laksa";
  options.node_pattern = "{cluster}{100+shard}";
  World world(options);
  world.url = expected["url"];
  PageInfoRow row = world.good_page();
  row.download_stamp = at(expected["last_crawled"].get<std::string>()).seconds();
  row.first_indexed_stamp = at(expected["first_indexed"].get<std::string>()).seconds();
  row.download_http_code = expected["http_status"];
  row.meta_title = expected["meta_title"].get<std::string>();
  world.put(row);
  world.put(world.robots_row("User-agent: *\nDisallow: /private/\n"));
  return world;
}

TEST(ReferenceReport, HasEveryFieldAndEveryLabel) {
  std::ifstream file(shared() / "data/reference-report/expected.json", std::ios::binary);
  if (!file) GTEST_SKIP() << "no shared data: set LYCOSA_SHARED";
  const Json expected = Json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  World world = reference_world(expected);
  const Report report = world.inspect();
  const Json json = to_json(report);
  EXPECT_EQ(json["canonical_url"], expected["url"]);
  EXPECT_EQ(json["page"]["meta_title"], expected["meta_title"]);
  EXPECT_EQ(json["page"]["meta_description"], nullptr);
  EXPECT_EQ(json["page"]["meta_canonical"], nullptr);
  EXPECT_EQ(json["page"]["http_status"], expected["http_status"]);
  EXPECT_EQ(json["key"]["unparsed"], expected["unparsed_url"]);
  EXPECT_EQ(json["key"]["cluster"], expected["cluster"]);
  EXPECT_EQ(json["verdict"]["indexable"], true);
  EXPECT_EQ(json["verdict"]["robots"], "ALLOWED");
  for (size_t i = 0; i < expected["filters"].size(); ++i) {
    const Json& filter = expected["filters"][i];
    EXPECT_EQ(json["filters"][i]["name"], filter["filter"]);
    EXPECT_EQ(json["filters"][i]["status"], filter["status"]);
    EXPECT_EQ(json["filters"][i]["condition"], filter["condition"]);
    EXPECT_EQ(json["filters"][i]["details"], filter["details"]);
  }
  const std::string shown = terminal_text(report, {});
  const uint32_t shard = report.key->shard;
  const std::string node = "laksa" + std::to_string(100 + shard);
  EXPECT_EQ(report.key->node, node);
  size_t from = 0;
  for (const std::string& label :
       {std::string("🕷️ Crawler Inspector"), std::string("URL Lookup"), std::string("Raw Queries and Responses"),
        std::string("1. Shard Calculation"),
        "Calculated Shard: " + std::to_string(shard) + " (from " + node + ")", std::string("Query:"),
        std::string("Response:"), std::string("2. Crawled Status Check"), std::string("3. Robots.txt Check"),
        std::string("4. Spam/Ban Check"), std::string("5. Seen Status Check"),
        "ℹ️ " + expected["seen_status"].get<std::string>(), std::string("📄 INDEXABLE"),
        std::string("CRAWLED 1 day ago"), std::string("🤖 ROBOTS ALLOWED"), std::string("Page Info Filters"),
        std::string("Page Details"), std::string("URL  "), std::string("Last Crawled"),
        std::string("2026-04-10 17:37:08 (1 day ago)"), std::string("First Indexed"),
        std::string("2023-04-10 22:32:02 (3 years ago)"), std::string("HTTP Status Code"), std::string("Meta Title"),
        std::string("Meta Description"), std::string("Meta Canonical"), std::string("Boilerpipe Text"),
        std::string("Markdown"), std::string("Readable Markdown"), std::string("Shard"),
        std::to_string(shard) + " (laksa)", std::string("Root Hash"), std::string("Unparsed URL"),
        expected["unparsed_url"].get<std::string>()}) {
    const size_t found = shown.find(label, from);
    ASSERT_NE(found, std::string::npos) << label << " is missing or out of order in\n" << shown;
    from = found;
  }
}

}  // namespace
}  // namespace lycosa
