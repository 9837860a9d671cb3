#include "verdict/verdict.h"

#include <gtest/gtest.h>

#include <map>

#include "url/url.h"
#include "verdict/page_columns.h"

namespace lycosa::inline verdict {
namespace {

using Status = FilterOutcome::Status;

const Timestamp kNow = *parse_time("2026-04-12T00:00:00Z");
const std::string kUnparsed = "example,a!/dir/page s443";

PageInfoRow page_with(int64_t status) {
  PageInfoRow page;
  page.key.unparsed = kUnparsed;
  page.download_http_code = status;
  page.download_stamp = kNow.seconds() - 3600;
  page.fh_dont_index = 0;
  page.ml_spam_score = 0;
  return page;
}

SeenRow seen_as(SeenState state) {
  SeenRow seen;
  seen.key.unparsed = kUnparsed;
  seen.state = state;
  return seen;
}

UrlFacts facts_of(const PageInfoRow* page, const SeenRow* seen) {
  UrlFacts facts;
  facts.now = kNow;
  facts.unparsed = kUnparsed;
  facts.page = page;
  facts.seen = seen;
  return facts;
}

// The decision is the judgement without its words.
Judgement judged(const UrlFacts& facts) {
  Judgement judgement = judge_url(facts);
  const Decision decision = decide_url(facts);
  EXPECT_EQ(decision.status, judgement.status);
  std::string decisive;
  for (const HeldReason& reason : judgement.reasons) {
    if (reason.decisive) decisive = reason.code;
  }
  EXPECT_EQ(decision.code, decisive);
  EXPECT_EQ(decisive.empty(), judgement.counterfactual.empty());
  return judgement;
}

std::string codes(const Judgement& judgement) {
  std::string out;
  for (const HeldReason& reason : judgement.reasons) out += (out.empty() ? "" : " ") + reason.code;
  return out;
}

TEST(Judging, GivesEveryStatusTheOneReasonThatTheCatalogueHasForIt) {
  const FilterOutcome filter{"HTTP status", "download_http_code = 200", Status::fail, ""};
  for (int64_t status = 0; status < 1000; ++status) {
    const PageInfoRow page = page_with(status);
    UrlFacts facts = facts_of(&page, nullptr);
    FilterOutcome outcome = filter;
    if (status == 200) outcome.status = Status::pass;
    facts.filters = std::span(&outcome, 1);
    const Judgement judgement = judged(facts);
    const std::optional<Reason> reason = reason_for_status(status);
    EXPECT_EQ(codes(judgement), reason ? code(*reason) : "") << status;
    EXPECT_EQ(judgement.status, reason ? VerdictStatus::not_indexable : VerdictStatus::indexable) << status;
    if (!reason) continue;
    EXPECT_EQ(judgement.reasons[0].evidence, status_evidence(status)) << status;
  }
}

TEST(Judging, NeedsNoMoreThanTheRows) {
  const SeenRow queued = seen_as(SeenState::queued);
  EXPECT_EQ(judged(facts_of(nullptr, &queued)).status, VerdictStatus::not_crawled);
  EXPECT_EQ(codes(judged(facts_of(nullptr, &queued))), "schedule.queued");
  EXPECT_EQ(judged(facts_of(nullptr, nullptr)).status, VerdictStatus::unknown_url);
  EXPECT_EQ(codes(judged(facts_of(nullptr, nullptr))), "discovery.never_seen");
  const PageInfoRow page = page_with(200);
  EXPECT_EQ(judged(facts_of(&page, &queued)).status, VerdictStatus::indexable);
}

TEST(Judging, PutsTheStateOfTheStoreBeforeEverything) {
  const Error fault{ErrorKind::corrupt, "shard 07 is damaged"};
  const PageInfoRow page = page_with(200);
  UrlFacts facts = facts_of(&page, nullptr);
  facts.fault = &fault;
  EXPECT_EQ(judged(facts).status, VerdictStatus::store_unavailable);
  EXPECT_EQ(codes(judged(facts)), "shard.unreachable");
}

TEST(Judging, ABanOverrulesWhatTheRowSaysOfIndexing) {
  const PageInfoRow page = page_with(200);
  BanRow ban;
  ban.rule = "host";
  ban.target = "a.example";
  ban.source = "bans.txt:1";
  const FilterOutcome passes{"Spam/ban", "fh_dont_index != 1 AND ml_spam_score = 0", Status::pass, ""};
  UrlFacts facts = facts_of(&page, nullptr);
  facts.bans = std::span(&ban, 1);
  facts.filters = std::span(&passes, 1);
  const Judgement judgement = judged(facts);
  EXPECT_EQ(codes(judgement), "ban.host");
  EXPECT_EQ(judgement.filters[0].status, Status::fail);
  EXPECT_EQ(judgement.filters[0].details, "fh_dont_index=1: host a.example, bans.txt:1; 0 when it was crawled");
}

TEST(Judging, ARefreshInALoopIsOneOfTheLoop) {
  PageInfoRow page = page_with(200);
  page.history_drop_reason = code(Reason::redirect_redirected);
  page.history_drop_evidence = "meta refresh, 0 s, line 3, to https://a.example/2";
  const FilterOutcome fails{"History drop", "isNull(history_drop_reason)", Status::fail, ""};
  SeenRow seen = seen_as(SeenState::crawled);
  UrlFacts facts = facts_of(&page, &seen);
  facts.filters = std::span(&fails, 1);
  EXPECT_EQ(codes(judged(facts)), "redirect.redirected");
  EXPECT_EQ(judged(facts).reasons[0].evidence, *page.history_drop_evidence);
  seen.reason = code(Reason::redirect_loop);
  seen.evidence = "redirects to https://a.example/2, and back to itself after 2 redirects";
  EXPECT_EQ(codes(judged(facts)), "redirect.loop");
  EXPECT_EQ(judged(facts).reasons[0].evidence, *seen.evidence);
}

TEST(Judging, ALostPageIsAFaultOfTheShard) {
  const SeenRow crawled = seen_as(SeenState::crawled), queued = seen_as(SeenState::queued);
  const PageInfoRow page = page_with(200);
  EXPECT_TRUE(lost_page(nullptr, &crawled));
  EXPECT_FALSE(lost_page(&page, &crawled));
  EXPECT_FALSE(lost_page(nullptr, &queued));
  EXPECT_FALSE(lost_page(nullptr, nullptr));
}

TEST(Judging, NamesOfStatusesRoundTrip) {
  for (const char* text : {"INDEXABLE", "NOT_INDEXABLE", "NOT_CRAWLED", "UNKNOWN_URL", "STORE_UNAVAILABLE"}) {
    const auto status = verdict_status_from_name(text);
    ASSERT_TRUE(status) << text;
    EXPECT_EQ(name(*status), text);
  }
  EXPECT_FALSE(verdict_status_from_name("indexable"));
}

TEST(PageColumns, AreWrittenAsSqlWritesThem) {
  PageInfoRow page = page_with(200);
  page.meta_lang = "it's";
  EXPECT_EQ(values_in("meta_lang = 'words' AND words > 3 AND meta_title IS NULL AND nothing = words", page),
            "meta_lang='it''s', words=0, meta_title=NULL");
  EXPECT_EQ(column_text(page, "no_such"), "");
}

RobotsRow version(std::string_view stamp, std::string body) {
  RobotsRow row;
  row.fetch_stamp_ms = parse_time(stamp)->ms;
  row.http_code = 200;
  row.outcome = "answered";
  row.access = "by_rules";
  row.body = std::move(body);
  row.expires_stamp = kNow.seconds() + 60;
  return row;
}

TEST(OriginRobots, AnswersForEachTargetFromOneReading) {
  const std::vector<RobotsRow> versions = {version("2026-04-11T00:00:00Z", "User-agent: *\nDisallow: /dir\n"),
                                           version("2026-04-10T00:00:00Z", "User-agent: *\nDisallow: /dir/page\n"),
                                           version("2026-04-09T00:00:00Z", "User-agent: *\nDisallow:\n")};
  const OriginRobots robots(versions, "lycosa", kNow);
  EXPECT_EQ(robots.view("/other").state, RobotsState::allowed);
  EXPECT_EQ(robots.view("/dir/page").state, RobotsState::disallowed);
  EXPECT_EQ(robots_deciding_line(robots.view("/dir/page")), "robots.txt line 2 «Disallow: /dir»");
  const DisallowedSince since = robots.disallowed_since("/dir/page");
  EXPECT_EQ(since.first.ms, versions[1].fetch_stamp_ms);
  ASSERT_TRUE(since.allowed_before);
  EXPECT_EQ(since.allowed_before->ms, versions[2].fetch_stamp_ms);
  EXPECT_EQ(OriginRobots({}, "lycosa", kNow).view("/").state, RobotsState::unknown);
  EXPECT_EQ(robots_url(kUnparsed), "https://a.example/robots.txt");
}

TEST(Robots, UnreachableForAServerErrorOrForNoAnswer) {
  RobotsRow row;
  row.outcome = "answered";
  for (const auto& [code, reason] : std::map<int, Reason>{{200, Reason::robots_unreachable_network},
                                                          {429, Reason::robots_unreachable_network},
                                                          {500, Reason::robots_unreachable_5xx},
                                                          {503, Reason::robots_unreachable_5xx}}) {
    row.http_code = code;
    EXPECT_EQ(robots_unreachable_reason(row), reason) << code;
  }
  row.http_code.reset();
  EXPECT_EQ(robots_unreachable_reason(row), Reason::robots_unreachable_network);
}

TEST(Robots, PrivateOnlyWithoutARedirect) {
  RobotsRow row;
  EXPECT_FALSE(is_private(row));
  row.outcome = code(Reason::ban_private_address);
  EXPECT_TRUE(is_private(row));
  row.redirects = "http://other.example/robots.txt";
  EXPECT_FALSE(is_private(row));
}

}  // namespace
}  // namespace lycosa::inline verdict
