#include <set>

#include "inspect/reason_cases.h"

namespace lycosa::inline inspect {
namespace {

TEST(Reasons, EachOneIsDecisiveSomewhereAndItsCounterfactualTurnsTheVerdict) {
  for (const ReasonCase& each : all_cases()) {
    SCOPED_TRACE(std::string(code(each.reason)));
    World world;
    each.arrange(world);
    const Report before = world.inspect();
    EXPECT_EQ(decisive(before), code(each.reason)) << codes(before);
    EXPECT_EQ(before.verdict.status, each.status) << name(before.verdict.status);
    EXPECT_FALSE(before.verdict.indexable);
    EXPECT_TRUE(before.verdict.counterfactual.starts_with("would be ") ||
                before.verdict.counterfactual.starts_with("could be "))
        << before.verdict.counterfactual;
    EXPECT_FALSE(before.verdict.sentence.empty());
    each.cure(world);
    const Report after = world.inspect();
    EXPECT_EQ(after.verdict.status, VerdictStatus::indexable) << name(after.verdict.status) << " " << codes(after);
    EXPECT_EQ(decisive(after), "none");
    EXPECT_EQ(after.verdict.counterfactual, "");
  }
}

TEST(Reasons, TheWholeCatalogueIsCovered) {
  std::set<Reason> covered;
  for (const ReasonCase& each : all_cases()) covered.insert(each.reason);
  for (const ReasonInfo& row : reasons()) EXPECT_TRUE(covered.count(row.reason)) << row.code;
}

TEST(Reasons, AreAllListedInTheCataloguesOrder) {
  World world;
  PageInfoRow row = world.good_page();
  row.download_stamp = at("2025-01-01T00:00:00Z").seconds();
  row.ml_spam_score = 0.5;
  row.meta_canonical = key_of_text("https://b.example/").unparsed;
  row.fh_dont_index = 1;
  row.fh_dont_index_reason = "directive.noindex_meta";
  world.put(row);
  world.put(world.ban_row("host"));
  world.put(world.robots_row("User-agent: *\nDisallow: /\n"));
  const Report report = world.inspect();
  EXPECT_EQ(codes(report),
            "ban.host robots.disallowed directive.noindex_meta duplicate.canonical_elsewhere quality.spam_score "
            "history.too_old");
  EXPECT_EQ(decisive(report), "ban.host");
  EXPECT_NE(report.verdict.counterfactual.find("still stand in the way: directive.noindex_meta"), std::string::npos)
      << report.verdict.counterfactual;
}

TEST(Reasons, WhatRedirectsOrFailsIsJudgedAnewWhenItAnswersOtherwise) {
  World world;
  PageInfoRow row = world.good_page();
  row.download_http_code = 404;
  row.ml_spam_score.reset();
  world.put(row);
  const Report report = world.inspect();
  EXPECT_EQ(codes(report), "http.404 filter.unknown");
  EXPECT_EQ(report.verdict.counterfactual, "would be indexable if the page answered 200");
}

TEST(Reasons, ACounterfactualNamesTheLineTheTimeAndTheTarget) {
  struct Case {
    std::string says;
    std::function<void(World&)> arrange;
  };
  const Case cases[] = {
      {"would be crawled if robots.txt line 3 «Disallow: /dir/» did not match",
       [](World& world) {
         world.put(world.robots_row("User-agent: *\nAllow: /x\nDisallow: /dir/\n"));
         world.put(world.seen_row(SeenState::queued));
       }},
      {"would be fetched at 14:05:00 UTC when the host's delay of 30 s is over",
       [](World& world) {
         world.put(world.robots_row("User-agent: *\nCrawl-delay: 30\n"));
         SeenRow row = world.seen_row(SeenState::queued);
         row.next_due_stamp_ms = at("2026-04-12T14:05:00Z").ms;
         world.put(row);
       }},
      {"would be crawled if the next try, due at 2026-04-13 01:00:00 UTC, succeeded",
       [](World& world) {
         SeenRow row = world.seen_row(SeenState::retry);
         row.next_due_stamp_ms = at("2026-04-13T01:00:00Z").ms;
         row.reason = "network.reset";
         row.attempts = 2;
         world.put(row);
       }},
      {"would be indexable if the host a.example were taken off the ban list (bans.txt:12)",
       [](World& world) {
         world.put(world.good_page());
         world.put(world.ban_row("host"));
       }},
      {"would be crawled if robots.txt could be read when a crawl asks for it again, at 20:00:00 UTC",
       [](World& world) {
         RobotsRow row = world.robots_row("");
         row.access = "disallow_all";
         row.http_code = 503;
         world.put(row);
         SeenRow seen = world.seen_row(SeenState::refused);
         seen.reason = "robots.unreachable_5xx";
         world.put(seen);
       }},
      {"would be indexable if the canonical pointed here, or were left out",
       [](World& world) {
         PageInfoRow row = world.good_page();
         row.meta_canonical = key_of_text("https://a.example/other").unparsed;
         world.put(row);
       }},
      {"would be crawled if a crawl came to it again: its robots.txt allows it now",
       [](World& world) {
         SeenRow row = world.seen_row(SeenState::refused);
         row.reason = "robots.disallowed";
         row.evidence = "line 3: Disallow: /dir/";
         world.put(row);
         world.put(world.robots_row(""));
       }},
  };
  for (const Case& each : cases) {
    World world;
    each.arrange(world);
    const std::string said = world.inspect().verdict.counterfactual;
    EXPECT_EQ(said.substr(0, said.find(". Then")), each.says);
  }
}

TEST(Reasons, ARetryTellsItsCauseToo) {
  World world;
  SeenRow row = world.seen_row(SeenState::retry);
  row.reason = "network.connect_refused";
  row.evidence = "127.0.0.1:1";
  row.attempts = 1;
  row.next_due_stamp_ms = at("2026-04-12T00:00:05Z").ms;
  world.put(row);
  const Report report = world.inspect();
  EXPECT_EQ(codes(report), "schedule.retry_wait network.connect_refused");
  EXPECT_EQ(report.verdict.reasons[0].until, at("2026-04-12T00:00:05Z"));
  EXPECT_EQ(report.verdict.reasons[0].evidence,
            "1 try failed, the last by network.connect_refused; the next is due at 00:00:05 UTC");
  EXPECT_EQ(report.verdict.reasons[1].evidence, "127.0.0.1:1");
}

TEST(Reasons, AWaitThatIsOverHoldsNothingUp) {
  World world;
  SeenRow row = world.seen_row(SeenState::queued);
  row.reason = "schedule.politeness_wait";
  row.next_due_stamp_ms = at("2026-04-11T23:59:59Z").ms;
  world.put(row);
  EXPECT_EQ(codes(world.inspect()), "schedule.queued");
  row.state = SeenState::retry;
  row.reason = "network.reset";
  row.attempts = 2;
  world.put(row);
  const Report retry = world.inspect();
  EXPECT_EQ(decisive(retry), "schedule.retry_wait");
  EXPECT_FALSE(retry.verdict.reasons[0].until);
  EXPECT_EQ(retry.verdict.counterfactual, "would be crawled if the next try succeeded");
  RobotsRow robots = world.robots_row("");
  robots.access = "disallow_all";
  robots.http_code.reset();
  robots.outcome = "network.reset";
  robots.expires_stamp = at("2026-04-11T23:00:00Z").seconds();
  world.put(robots);
  const Report unread = world.inspect();
  EXPECT_EQ(decisive(unread), "robots.unreachable_network");
  EXPECT_FALSE(unread.verdict.reasons[0].until);
  EXPECT_EQ(unread.verdict.reasons[0].evidence, "https://a.example/robots.txt: network.reset");
}

TEST(Reasons, RobotsStandBesideTheVerdictOfAStoredPageUnlessTheStoreJoinsThem) {
  World world;
  world.put(world.good_page());
  world.put(world.robots_row("User-agent: *\nDisallow: /\n"));
  const Report apart = world.inspect();
  EXPECT_TRUE(apart.verdict.indexable);
  EXPECT_EQ(apart.verdict.robots, RobotsState::disallowed);
  EXPECT_EQ(codes(apart), "robots.disallowed");
  EXPECT_EQ(decisive(apart), "none");
  world.reader->told_info.require_robots = true;
  const Report joined = world.inspect();
  EXPECT_EQ(joined.verdict.status, VerdictStatus::not_indexable);
  EXPECT_EQ(decisive(joined), "robots.disallowed");
}

TEST(Reasons, RequiredRobotsThatAreUnknownAreNotAllowed) {
  World world;
  world.put(world.good_page());
  world.reader->told_info.require_robots = true;
  const Report report = world.inspect();
  EXPECT_EQ(report.verdict.robots, RobotsState::unknown);
  EXPECT_EQ(decisive(report), "filter.unknown");
}

TEST(Reasons, AChangedFilterChangesWhatIsDecisive) {
  World world;
  PageInfoRow row = world.good_page();
  row.download_http_code = 404;
  world.put(row);
  for (Filter& filter : world.reader->told_info.filters) {
    if (filter.name == "HTTP status") filter.condition = "download_http_code IN (200, 404)";
  }
  EXPECT_TRUE(world.inspect().verdict.indexable);
  world.reader->told_info.filters = {{"Small pages", "download_size < 10 AND download_http_code = 404"}};
  EXPECT_EQ(decisive(world.inspect()), "http.404");
  world.reader->told_info.filters = {{"Words", "words > 5"}};
  const Report report = world.inspect();
  EXPECT_EQ(report.verdict.reasons[0].evidence, "filter Words: words > 5; words=0");
}

TEST(Reasons, ACodeOfANewerVersionIsShownAsItStands) {
  World world;
  SeenRow row = world.seen_row(SeenState::refused);
  row.reason = "scope.moon_phase";
  row.evidence = "waning";
  world.put(row);
  const Report report = world.inspect();
  EXPECT_EQ(decisive(report), "scope.moon_phase");
  EXPECT_EQ(report.verdict.reasons[0].evidence, "waning");
  EXPECT_FALSE(report.verdict.reasons[0].reason);
}

TEST(Reasons, AFailureWithoutAReasonIsSaidToHaveNone) {
  World world;
  world.put(world.seen_row(SeenState::failed));
  const Report report = world.inspect();
  EXPECT_EQ(report.verdict.status, VerdictStatus::not_crawled);
  EXPECT_EQ(report.verdict.sentence, "Not crawled. The store calls it failed and has no reason for it.");
}

TEST(Reasons, ALiftedBanAsksForAnotherCrawl) {
  World world;
  PageInfoRow row = world.good_page();
  row.fh_dont_index = 1;
  row.fh_dont_index_reason = "ban.host";
  row.fh_dont_index_evidence = "host a.example, bans.txt:12";
  world.put(row);
  const Report report = world.inspect();
  EXPECT_EQ(decisive(report), "ban.host");
  EXPECT_EQ(report.verdict.counterfactual,
            "would be indexable if it were crawled again: the ban has been lifted since");
}

}  // namespace
}  // namespace lycosa::inline inspect
