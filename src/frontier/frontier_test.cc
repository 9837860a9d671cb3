#include "frontier/frontier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace lycosa::inline frontier {
namespace {

constexpr Timestamp kStart{1'700'000'000'000};

// A frontier with one seed, and short ways to talk to it.
class FrontierTest : public ::testing::Test {
 protected:
  void open(const std::vector<std::string>& seeds, BanList bans = {}) {
    std::vector<Url> urls;
    for (const std::string& seed : seeds) urls.push_back(canonical(*Url::parse(seed), CanonicalOptions()));
    auto rules = Rules::make(config_, urls, std::move(bans));
    ASSERT_TRUE(rules) << rules.error().message;
    frontier_ = std::make_unique<Frontier>(config_, std::move(*rules));
    for (const std::string& seed : seeds) admit(seed, Discovery::seed);
  }

  std::optional<SeenRow> admit(const std::string& text, Discovery how = Discovery::link, int depth = 0, int hops = 0,
                               bool nofollow = false, Role role = Role::page) {
    const Url url = canonical(*Url::parse(text), CanonicalOptions());
    const UrlKey key = key_of(url);
    Candidate candidate;
    candidate.url = &url;
    candidate.key = &key;
    candidate.how = how;
    candidate.depth = depth;
    candidate.hops = hops;
    candidate.nofollow = nofollow;
    candidate.nofollow_evidence = nofollow ? "rel=nofollow" : "";
    candidate.role = role;
    candidate.source = "example,a!/ h80";
    auto admitted = frontier_->admit(candidate, now_);
    discovery_ = std::move(admitted->discovery);
    change_ = std::move(admitted->change);
    links_again_ = admitted->links_again;
    return std::move(admitted->seen);
  }

  std::string reason_of(const std::string& text, int depth = 0, int hops = 0) {
    const auto row = admit(text, Discovery::link, depth, hops);
    return row && row->reason ? *row->reason : "";
  }

  void answer_robots(Lease lease, const std::string& body, const std::string& access = "by_rules") {
    ASSERT_EQ(lease.kind, Lease::Kind::robots);
    RobotsRow row;
    row.access = access;
    row.body = body;
    row.fetch_stamp_ms = now_.ms;
    row.expires_stamp = (now_ + (access == "disallow_all" ? 300'000 : 86'400'000)).seconds();
    frontier_->finish_robots(std::move(lease), row, {}, now_);
  }

  // Leases a page of a host whose robots.txt was asked for before.
  std::optional<Lease> page() {
    auto lease = *frontier_->lease(now_);
    EXPECT_TRUE(!lease || lease->kind == Lease::Kind::page);
    return lease;
  }

  SeenRow finish(Lease lease, int status, std::optional<Reason> failure = {}) {
    FetchOutcome outcome;
    outcome.status = status;
    outcome.failure = failure;
    return frontier_->finish(std::move(lease), outcome, now_);
  }

  Config config_;
  Timestamp now_ = kStart;
  std::unique_ptr<Frontier> frontier_;
  std::optional<DiscoveryRow> discovery_;  // of the last admit()
  std::optional<SeenChange> change_;
  bool links_again_ = false;
};

TEST_F(FrontierTest, AsksForRobotsBeforeAnyPage) {
  open({"https://a.example/x"});
  auto lease = *frontier_->lease(now_);
  ASSERT_TRUE(lease);
  EXPECT_EQ(lease->kind, Lease::Kind::robots);
  EXPECT_EQ(lease->url.href(), "https://a.example/robots.txt");
  EXPECT_FALSE(*frontier_->lease(now_)) << "nothing of the host while its robots.txt is on its way";
  answer_robots(std::move(*lease), "");
  now_ = now_ + 1000;
  auto first = page();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->url.href(), "https://a.example/x");
}

// Whoever writes a robots.txt must not hold up the hosts of others with it.
TEST_F(FrontierTest, RulesThatAreDearToMatchAreMatchedABitAtATime) {
  constexpr int kUrls = 50;
  open({"http://a.example/", "http://b.example/"});
  for (int i = 0; i < kUrls; ++i) admit("http://a.example/z" + std::string(1900, 'a') + std::to_string(i));
  std::string rules = "User-agent: *\n";
  while (rules.size() < 400'000) rules += "Disallow: /*" + std::string(1500, 'a') + "b\n";
  answer_robots(std::move(**frontier_->lease(now_)), rules + "Disallow: /\n");
  answer_robots(std::move(**frontier_->lease(now_)), "");
  now_ = now_ + 1000;
  auto other = page();
  ASSERT_TRUE(other);
  EXPECT_EQ(other->url.href(), "http://b.example/");
  EXPECT_LE(frontier_->counts().refused_total(), 2);
  while (frontier_->counts().refused_total() <= kUrls) {
    const int64_t before = frontier_->counts().refused_total();
    now_ = frontier_->next_due().value();
    EXPECT_FALSE(page());
    ASSERT_GT(frontier_->counts().refused_total(), before);
    ASSERT_LE(frontier_->counts().refused_total(), before + 2);
  }
  EXPECT_LT(now_ - kStart, 1000 + kUrls * 25);
}

// Hosts that hang hold their connections for as long as a fetch may take.
TEST_F(FrontierTest, HostsOnTrialLeaveHalfOfTheConnectionsToTheOthers) {
  config_.connections = 8;
  config_.delay = 0;
  config_.scope = "any";
  open({"http://good.example/"});
  for (int i = 0; i < 50; ++i) admit("http://good.example/" + std::to_string(i));
  const auto read_one = [&](int64_t took_ms, int64_t cpu_ms) {
    auto lease = page();
    if (!lease) return false;
    const UrlKey key = lease->key;
    EXPECT_EQ(lease->url.host(), "good.example");
    FetchOutcome outcome;
    outcome.status = 200;
    outcome.took_ms = took_ms;
    frontier_->finish(std::move(*lease), outcome, now_);
    frontier_->begin_reading(key);
    frontier_->end_reading(key, cpu_ms);
    now_ = now_ + took_ms;
    return true;
  };
  answer_robots(std::move(**frontier_->lease(now_)), "");
  ASSERT_TRUE(read_one(10, 5));
  for (int i = 0; i < 20; ++i) admit("http://bad" + std::to_string(i) + ".example/");
  std::vector<Lease> hanging;
  for (int i = 0; i < 4; ++i) {
    hanging.push_back(std::move(**frontier_->lease(now_)));
    EXPECT_NE(hanging.back().url.host(), "good.example");
  }
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(read_one(10, 5));
  ASSERT_TRUE(read_one(10, 1000));
  EXPECT_FALSE(page()) << "a host of dear pages is on trial like the others";
  EXPECT_EQ(frontier_->next_due(), std::nullopt) << "it waits for one of them to end";
  hanging.pop_back();
  EXPECT_TRUE(*frontier_->lease(now_));
}

TEST_F(FrontierTest, AHostOnTrialHasFewPagesBeingRead) {
  config_.connections = 64;
  config_.connections_per_host = 64;
  config_.delay = 0;
  open({"http://a.example/"});
  for (int i = 0; i < 50; ++i) admit("http://a.example/" + std::to_string(i));
  answer_robots(std::move(**frontier_->lease(now_)), "");
  std::vector<UrlKey> being_read;
  while (auto lease = page()) {
    being_read.push_back(lease->key);
    finish(std::move(*lease), 200);
    frontier_->begin_reading(being_read.back());
  }
  EXPECT_EQ(being_read.size(), 8u);
  frontier_->end_reading(being_read.back(), 5);
  std::vector<Lease> more;
  while (auto lease = page()) more.push_back(std::move(*lease));
  EXPECT_EQ(more.size(), 43u);
}

TEST_F(FrontierTest, WaitsTheDelayBetweenTwoRequestsToAHost) {
  config_.delay = 2;
  open({"http://a.example/1", "http://a.example/2"});
  answer_robots(std::move(**frontier_->lease(now_)), "");
  EXPECT_FALSE(page());
  EXPECT_EQ(frontier_->next_due(), kStart + 2000);
  now_ = now_ + 2000;
  auto first = page();
  ASSERT_TRUE(first);
  finish(std::move(*first), 200);
  EXPECT_FALSE(page());
  now_ = now_ + 1999;
  EXPECT_FALSE(page());
  now_ = now_ + 1;
  EXPECT_TRUE(page());
}

TEST_F(FrontierTest, HonoursALongerCrawlDelay) {
  config_.delay = 1;
  open({"http://a.example/1"});
  answer_robots(std::move(**frontier_->lease(now_)), "User-agent: *\nCrawl-delay: 90\n");
  EXPECT_EQ(frontier_->next_due(), kStart + 1000) << "the first page need not wait for it";
  now_ = now_ + 1000;
  admit("http://a.example/2");
  finish(std::move(*page()), 200);
  EXPECT_EQ(frontier_->next_due(), kStart + 91'000);
  const auto waiting = frontier_->waiting("", now_);
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].reason, "schedule.politeness_wait");
  EXPECT_EQ(waiting[0].evidence, "Crawl-delay of its robots.txt, 1 min 30 s");
  EXPECT_EQ(waiting[0].next_due_stamp_ms, kStart.ms + 91'000);
}

TEST_F(FrontierTest, RobotsThatAreKnownAreNoRequest) {
  open({"http://a.example/1"});
  RobotsRow row;
  row.access = "by_rules";
  row.body = "User-agent: *\nCrawl-delay: 90\n";
  row.fetch_stamp_ms = now_.ms;
  row.expires_stamp = (now_ + 86'400'000).seconds();
  frontier_->use_known_robots(std::move(**frontier_->lease(now_)), row, {}, now_);
  EXPECT_TRUE(page()) << "the host was not asked for anything yet";
}

// What a process knew of its hosts, taken up by the next one.
class HostsThatOutlive : public FrontierTest {
 protected:
  // Lets one page end so, and gives the rows of `host` that are to be stored.
  std::vector<HostRow> after(const FetchOutcome& outcome, const std::string& robots = "") {
    open({"http://a.example/1", "http://a.example/2"});
    answer_robots(std::move(**frontier_->lease(now_)), robots);
    now_ = now_ + 1000;
    frontier_->finish(std::move(*page()), outcome, now_);
    return frontier_->take_host_changes();
  }
  std::optional<Timestamp> due_in_next_process(const HostRow& row) {
    open({"http://a.example/1"});
    frontier_->restore(row, now_);
    return std::max(*frontier_->next_due(), now_);
  }
};

TEST_F(HostsThatOutlive, AHostThatAskedForAnHourHasIt) {
  FetchOutcome busy;
  busy.status = 429;
  busy.retry_after_ms = 3'600'000;
  const auto rows = after(busy);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].host, "example,a h80");
  EXPECT_EQ(rows[0].reason, "http.429");
  EXPECT_EQ(rows[0].failures, 1);
  EXPECT_EQ(rows[0].next_request_stamp_ms, now_.ms + 3'600'000);
  EXPECT_EQ(frontier_->next_due(), now_ + 3'600'000) << "robots.txt, and every page of the host";
  EXPECT_EQ(due_in_next_process(rows[0]), now_ + 3'600'000);
  const Timestamp then = now_;
  now_ = now_ + 3'599'999;
  EXPECT_EQ(due_in_next_process(rows[0]), then + 3'600'000);
  now_ = then + -100LL * 86'400'000;
  EXPECT_EQ(due_in_next_process(rows[0]), now_ + 86'400'000) << "not for 100 days, though the clock was set back";
}

TEST_F(HostsThatOutlive, AnAnswerThatWasUnderWayTakesNothingBack) {
  config_.delay = 0;
  config_.connections_per_host = 2;
  open({"http://a.example/1", "http://a.example/2", "http://a.example/3"});
  answer_robots(std::move(**frontier_->lease(now_)), "");
  auto first = page(), second = page();
  FetchOutcome busy;
  busy.status = 429;
  busy.retry_after_ms = 3'600'000;
  frontier_->finish(std::move(*first), busy, now_);
  finish(std::move(*second), 200);
  EXPECT_EQ(frontier_->next_due(), now_ + 3'600'000);
  EXPECT_EQ(frontier_->waiting("", now_).at(0).evidence, "Retry-After with HTTP 429, 1 h 0 min");
}

TEST_F(HostsThatOutlive, ACrawlDelayGoesOnFromTheLastRequest) {
  FetchOutcome good;
  good.status = 200;
  const auto rows = after(good, "User-agent: *\nCrawl-delay: 90\n");
  ASSERT_EQ(rows.size(), 1u) << "one a request, not two";
  EXPECT_EQ(rows[0].delay_ms, 90'000);
  EXPECT_EQ(rows[0].evidence, "Crawl-delay of its robots.txt, 1 min 30 s");
  now_ = now_ + 30'000;
  EXPECT_EQ(due_in_next_process(rows[0]), now_ + 60'000);
}

TEST_F(HostsThatOutlive, TheConfiguredDelayIsTheNextProcesss) {
  config_.delay = 5;
  open({"http://a.example/1"});
  { const auto robots = *frontier_->lease(now_); }
  const auto rows = frontier_->take_host_changes();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].reason, std::nullopt);
  EXPECT_EQ(due_in_next_process(rows[0]), now_ + 5000);
  config_.delay = 1;
  EXPECT_EQ(due_in_next_process(rows[0]), now_ + 1000);
}

TEST_F(HostsThatOutlive, AQuickHostCostsNoWrites) {
  FetchOutcome good;
  good.status = 200;
  EXPECT_TRUE(after(good).empty());
}

TEST_F(HostsThatOutlive, AHostThatRecoversIsToldOnce) {
  config_.retries = 0;
  FetchOutcome failed;
  failed.failure = Reason::network_reset;
  FetchOutcome busy;
  busy.status = 429;
  busy.retry_after_ms = 5000;
  ASSERT_EQ(after(busy).size(), 1u);
  now_ = now_ + 5000;
  finish(std::move(*page()), 200);
  const auto rows = frontier_->take_host_changes();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].reason, std::nullopt);
  EXPECT_EQ(rows[0].failures, 0);
}

TEST_F(FrontierTest, TheHostsOfARootShareItsConnections) {
  config_.delay = 0;
  config_.scope = "any";
  config_.connections_per_root = 2;
  open({"http://a.example.org/", "http://b.example.org/", "http://c.example.org/", "http://d.example.com/"});
  std::vector<Lease> leases;
  while (auto lease = *frontier_->lease(now_)) leases.push_back(std::move(*lease));
  ASSERT_EQ(leases.size(), 3u) << "two of example.org and one of example.com";
  leases.clear();
  now_ = now_ + 20;
  while (auto lease = *frontier_->lease(now_)) leases.push_back(std::move(*lease));
  EXPECT_EQ(leases.size(), 3u);
}

TEST_F(FrontierTest, WhatARedirectAsksToWaitForWaits) {
  config_.delay = 0;
  open({"http://a.example/"});
  answer_robots(std::move(**frontier_->lease(now_)), "");
  finish(std::move(*page()), 302);
  const Url url = *Url::parse("http://a.example/there");
  const UrlKey key = key_of(url);
  Candidate candidate;
  candidate.url = &url;
  candidate.key = &key;
  candidate.how = Discovery::redirect;
  candidate.not_before = now_ + 7000;
  const auto admitted = frontier_->admit(candidate, now_);
  ASSERT_TRUE(admitted && admitted->seen);
  EXPECT_EQ(admitted->seen->next_due_stamp_ms, now_.ms + 7000);
  EXPECT_EQ(frontier_->next_due(), now_ + 7000);
  open({"http://a.example/"});
  ASSERT_TRUE(frontier_->restore(*admitted->seen, Discovery::redirect, now_));
  answer_robots(std::move(**frontier_->lease(now_)), "");
  finish(std::move(*page()), 200);
  EXPECT_EQ(frontier_->next_due(), now_ + 7000) << "the next process remembers it";
}

TEST_F(FrontierTest, GivesOneLeaseAHostAndManyHostsAtOnce) {
  config_.delay = 0;
  config_.scope = "any";
  open({"http://a.example/1", "http://a.example/2", "http://b.example/1"});
  for (int i = 0; i < 2; ++i) answer_robots(std::move(**frontier_->lease(now_)), "");
  auto first = page(), second = page();
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->url.host(), second->url.host());
  EXPECT_FALSE(page());
  finish(std::move(*first), 200);
  EXPECT_TRUE(page().has_value() || second->url.host() == "a.example");
}

TEST_F(FrontierTest, RefusesByTheFirstRuleThatHolds) {
  config_.max_depth = 3;
  config_.exclude = {"/secret"};
  config_.include = {"a\\.example"};
  config_.scope = "root";
  BanList bans;
  const auto banned = read_ban_list("bad.a.example spam\n", "bans.txt", now_, CanonicalOptions());
  for (const BanRow& row : *banned) bans.add(row);
  open({"http://a.example/"}, std::move(bans));
  const struct {
    const char* url;
    int depth, hops;
    const char* reason;
  } kCases[] = {
      {"http://b.example/", 1, 0, "scope.off_scope"},
      {"http://a.example/secret/1", 1, 0, "scope.exclude_rule"},
      {"http://a.example/deep", 4, 0, "scope.depth"},
      {"http://a.example/hops", 1, 6, "scope.hop_limit"},
      {"http://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21", 1, 0, "scope.path_segments"},
      {"http://a.example/x/x/x/", 1, 0, "scope.path_repetition"},
      {"http://a.example/x/y/x/", 1, 0, ""},
      {"http://bad.a.example/", 1, 0, "ban.host"},
      {"http://a.example/fine", 3, 5, ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(reason_of(c.url, c.depth, c.hops), c.reason) << c.url;
  EXPECT_EQ(reason_of("http://a.example/" + std::string(2100, 'a'), 1), "input.too_long");
  const auto row = admit("http://a.example/nf", Discovery::link, 1, 0, true);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->reason, "discovery.link_nofollow_only");
  EXPECT_EQ(row->evidence, "rel=nofollow");
}

TEST_F(FrontierTest, ScopesDifferInWhatTheyTake) {
  const struct {
    const char *scope, *url;
    bool taken;
  } kCases[] = {
      {"host", "http://www.a.example/other", true},
      {"host", "https://www.a.example/", true},
      {"host", "http://www.a.example:8080/", false},
      {"host", "http://a.example/", false},
      {"root", "http://a.example/", true},
      {"root", "http://b.example/", false},
      {"prefix", "http://www.a.example/docs/x", true},
      {"prefix", "http://www.a.example/other", false},
      {"any", "http://b.example/", true},
  };
  for (const auto& c : kCases) {
    config_.scope = c.scope;
    open({"http://www.a.example/docs/index.html"});
    const auto row = admit(c.url, Discovery::link, 1);
    ASSERT_TRUE(row) << c.url;
    EXPECT_EQ(row->state == SeenState::queued, c.taken) << c.scope << " " << c.url;
  }
}

TEST_F(FrontierTest, AdmitsAUrlOnce) {
  open({"http://a.example/"});
  EXPECT_TRUE(admit("http://a.example/x"));
  EXPECT_FALSE(admit("http://a.example/x"));
  EXPECT_FALSE(admit("http://a.example/x#part"));
}

TEST_F(FrontierTest, AFollowedOrNearerLinkUndoesARefusal) {
  config_.max_depth = 1;
  open({"http://a.example/"});
  EXPECT_EQ(admit("http://a.example/x", Discovery::link, 1, 0, true)->state, SeenState::refused);
  EXPECT_FALSE(admit("http://a.example/x", Discovery::link, 1, 0, true));
  EXPECT_EQ(admit("http://a.example/x", Discovery::link, 1)->state, SeenState::queued);
  EXPECT_EQ(admit("http://a.example/y", Discovery::link, 2)->reason, "scope.depth");
  EXPECT_EQ(admit("http://a.example/y", Discovery::link, 1)->state, SeenState::queued);
  EXPECT_EQ(frontier_->counts().refused_total(), 0);
}

TEST_F(FrontierTest, RobotsRefuseWhenAUrlsTurnComes) {
  config_.delay = 0;
  open({"http://a.example/private/1", "http://a.example/open"});
  answer_robots(std::move(**frontier_->lease(now_)), "User-agent: *\nDisallow: /private/\n");
  auto lease = page();
  ASSERT_TRUE(lease);
  EXPECT_EQ(lease->url.pathname(), "/open");
  bool refused = false;
  for (const SeenRow& row : frontier_->take_changes()) {
    if (row.state != SeenState::refused) continue;
    refused = true;
    EXPECT_EQ(row.reason, "robots.disallowed");
    EXPECT_NE(row.evidence->find("line 2"), std::string::npos) << *row.evidence;
  }
  EXPECT_TRUE(refused);
}

TEST_F(FrontierTest, AnUnreachableRobotsHoldsTheHostUntilItIsAskedAgain) {
  config_.delay = 0;
  open({"http://a.example/"});
  answer_robots(std::move(**frontier_->lease(now_)), "", "disallow_all");
  EXPECT_FALSE(*frontier_->lease(now_ + 60'000));
  EXPECT_EQ(frontier_->counts().queued, 1);
  const auto again = *frontier_->lease(kStart + 301'000);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->kind, Lease::Kind::robots);
}

TEST_F(FrontierTest, AHostIsFreedWhenItsRobotsComeBack) {
  config_.delay = 0;
  open({"http://a.example/", "http://a.example/private"});
  answer_robots(std::move(**frontier_->lease(now_)), "", "disallow_all");
  now_ = now_ + 300'000;
  auto again = *frontier_->lease(now_);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->again);
  answer_robots(std::move(*again), "User-agent: *\nDisallow: /private\n");
  auto freed = page();
  ASSERT_TRUE(freed);
  EXPECT_EQ(freed->url.href(), "http://a.example/");
  finish(std::move(*freed), 200);
  EXPECT_FALSE(page()) << "the file's rules count from now on";
}

TEST_F(FrontierTest, AsksForRobotsAgainBeforeTheyExpireAndGoesOnMeanwhile) {
  config_.delay = 0;
  config_.connections_per_host = 2;
  open({"http://a.example/1", "http://a.example/2"});
  answer_robots(std::move(**frontier_->lease(now_)), "");
  now_ = now_ + 80'000'000;  // of 86,400 s
  auto robots = *frontier_->lease(now_);
  ASSERT_TRUE(robots);
  ASSERT_EQ(robots->kind, Lease::Kind::robots);
  auto first = page();
  ASSERT_TRUE(first) << "the old rules hold still";
  finish(std::move(*first), 200);
  now_ = now_ + 7'000'000;
  EXPECT_FALSE(*frontier_->lease(now_)) << "they have expired, and the new ones are not there yet";
  EXPECT_FALSE(frontier_->next_due());
  answer_robots(std::move(*robots), "User-agent: *\nDisallow: /\n");
  EXPECT_FALSE(page());
  EXPECT_EQ(frontier_->counts().refused_total(), 1);
}

TEST_F(FrontierTest, AnUnreachableRobotsLeavesTheLastGoodOneForItsTime) {
  config_.delay = 0;
  open({"http://a.example/1", "http://a.example/2", "http://a.example/private"});
  answer_robots(std::move(**frontier_->lease(now_)), "User-agent: *\nDisallow: /private\n");
  now_ = now_ + 80'000'000;
  answer_robots(std::move(**frontier_->lease(now_)), "", "disallow_all");
  auto first = page();
  ASSERT_TRUE(first) << "it was good for 86,400 s";
  finish(std::move(*first), 200);
  now_ = now_ + 300'000;
  auto again = *frontier_->lease(now_);
  ASSERT_TRUE(again && again->kind == Lease::Kind::robots) << "and is asked for again in time";
  answer_robots(std::move(*again), "", "disallow_all");
  now_ = now_ + 7'000'000;  // past the time of the good one
  again = *frontier_->lease(now_);
  ASSERT_TRUE(again && again->kind == Lease::Kind::robots);
  answer_robots(std::move(*again), "", "disallow_all");
  EXPECT_FALSE(*frontier_->lease(now_)) << "nothing is allowed any more";
  EXPECT_EQ(frontier_->next_due(), now_ + 300'000);
}

TEST_F(FrontierTest, TriesAgainWhatMayPassAndThenGivesUp) {
  config_.delay = 0;
  config_.retries = 1;
  config_.retry_wait = 5;
  open({"http://a.example/"});
  answer_robots(std::move(**frontier_->lease(now_)), "");
  SeenRow row = finish(std::move(*page()), 0, Reason::network_reset);
  EXPECT_EQ(row.state, SeenState::retry);
  EXPECT_EQ(row.next_due_stamp_ms, kStart.ms + 5000);
  EXPECT_FALSE(page());
  now_ = now_ + 5000;
  row = finish(std::move(*page()), 0, Reason::network_reset);
  EXPECT_EQ(row.state, SeenState::failed);
  EXPECT_EQ(row.reason, "network.reset");
  EXPECT_EQ(row.attempts, 2);
  EXPECT_FALSE(frontier_->next_due());
}

TEST_F(FrontierTest, AnAnsweredErrorIsCrawledAfterItsRetries) {
  config_.delay = 0;
  config_.retries = 0;
  open({"http://a.example/"});
  answer_robots(std::move(**frontier_->lease(now_)), "");
  EXPECT_EQ(finish(std::move(*page()), 503).state, SeenState::crawled);
}

TEST_F(FrontierTest, ALeaseThatIsDroppedReturnsItsUrl) {
  config_.delay = 0;
  open({"http://a.example/"});
  { auto robots = *frontier_->lease(now_); }
  answer_robots(std::move(**frontier_->lease(now_)), "");
  {
    auto lease = page();
    ASSERT_TRUE(lease);
    EXPECT_EQ(frontier_->counts().leased, 1);
  }
  EXPECT_EQ(frontier_->counts().leased, 0);
  EXPECT_EQ(frontier_->counts().queued, 1);
  EXPECT_TRUE(page());
}

TEST_F(FrontierTest, GoesOnFromWhatTheStoreHolds) {
  config_.delay = 0;
  config_.max_depth = 2;
  open({"http://a.example/"});
  const auto stored = [&](const std::string& text, SeenState state, const char* reason, int64_t depth) {
    SeenRow row;
    row.key = key_of(canonical(*Url::parse(text), CanonicalOptions()));
    row.state = state;
    if (*reason != '\0') row.reason = reason;
    row.depth = depth;
    EXPECT_TRUE(frontier_->restore(row, Discovery::link, now_));
  };
  stored("http://a.example/leased", SeenState::leased, "", 1);
  stored("http://a.example/done", SeenState::crawled, "", 1);
  stored("http://a.example/was-too-deep", SeenState::refused, "scope.depth", 2);
  stored("http://a.example/too-deep", SeenState::refused, "scope.depth", 3);
  stored("http://a.example/robots", SeenState::refused, "robots.disallowed", 1);
  stored("http://a.example/nofollow", SeenState::refused, "discovery.link_nofollow_only", 1);
  EXPECT_EQ(frontier_->counts().queued, 4)
      << "the seed, the leased one, the one that is no longer too deep, and robots";
  EXPECT_EQ(frontier_->counts().crawled, 1);
  EXPECT_EQ(frontier_->counts().refused_total(), 2);
  answer_robots(std::move(**frontier_->lease(now_)), "");
  std::set<std::string> fetched;
  while (auto lease = page()) {
    fetched.insert(std::string(lease->url.pathname()));
    finish(std::move(*lease), 200);
  }
  EXPECT_EQ(fetched, (std::set<std::string>{"/", "/leased", "/was-too-deep", "/robots"}));
}

TEST_F(FrontierTest, ANearerWayLowersTheDepthWhateverTheState) {
  config_.delay = 0;
  open({"http://a.example/"});
  answer_robots(std::move(**frontier_->lease(now_)), "");
  finish(std::move(*page()), 200);
  admit("http://a.example/x", Discovery::link, 3);
  EXPECT_FALSE(admit("http://a.example/x", Discovery::link, 2)) << "the row is completed where it is stored";
  ASSERT_TRUE(change_);
  EXPECT_EQ(change_->depth, 2);
  EXPECT_FALSE(links_again_) << "it is queued still";
  auto lease = page();
  EXPECT_EQ(lease->depth, 2);
  admit("http://a.example/x", Discovery::link, 1);
  EXPECT_EQ(finish(std::move(*lease), 200).depth, 1);
  admit("http://a.example/x", Discovery::link, 0, 0, true);
  EXPECT_FALSE(change_) << "a nofollow link is no way";
  admit("http://a.example/x", Discovery::link, 0);
  EXPECT_TRUE(change_ && links_again_);
  EXPECT_EQ(frontier_->find(key_of(*Url::parse("http://a.example/x")).unparsed)->depth, 0);
}

TEST_F(FrontierTest, WhatTurnsOutToBeASitemapIsReadAsOne) {
  config_.delay = 0;
  open({"http://a.example/map.txt", "http://a.example/later.txt"});
  answer_robots(std::move(**frontier_->lease(now_)), "");
  EXPECT_EQ(finish(std::move(*page()), 200).role, Role::page);
  for (const char* url : {"http://a.example/map.txt", "http://a.example/later.txt"}) {
    admit(url, Discovery::sitemap, 0, 0, false, Role::sitemap);
    ASSERT_TRUE(change_) << url;
    EXPECT_EQ(change_->role, Role::sitemap);
    EXPECT_EQ(change_->queue, std::string(url).ends_with("map.txt")) << "what was read as a page is read again";
  }
  for (int i = 0; i < 2; ++i) EXPECT_EQ(page()->role, Role::sitemap);
}

TEST_F(FrontierTest, StatesThatTheRulesChangeAreToldAtOnce) {
  config_.exclude = {"/no/"};
  open({"http://a.example/"});
  const auto stored = [&](const std::string& text, SeenState state, std::optional<std::string> reason) {
    SeenRow row;
    row.key = key_of(*Url::parse(text));
    row.state = state;
    row.reason = std::move(reason);
    row.attempts = 1;
    EXPECT_TRUE(frontier_->restore(row, Discovery::link, now_));
  };
  stored("http://a.example/no/1", SeenState::queued, {});
  stored("http://a.example/no/2", SeenState::refused, "scope.exclude_rule");
  stored("http://a.example/was-excluded", SeenState::refused, "scope.exclude_rule");
  stored("http://a.example/robots", SeenState::refused, "robots.disallowed");
  stored("http://a.example/no/done", SeenState::crawled, {});
  const auto changes = frontier_->take_changes();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].state, SeenState::refused);
  EXPECT_EQ(changes[0].reason, "scope.exclude_rule");
  EXPECT_EQ(changes[1].key, key_of(*Url::parse("http://a.example/was-excluded")));
  EXPECT_EQ(changes[1].state, SeenState::queued);
  EXPECT_FALSE(changes[1].reason);
  EXPECT_EQ(changes[1].attempts, 1) << "the row is whole";
}

TEST_F(FrontierTest, SaysWhyWhatIsLeftStillWaits) {
  config_.delay = 0;
  open({"http://a.example/", "http://a.example/2"});
  answer_robots(std::move(**frontier_->lease(now_)), "");
  finish(std::move(*page()), 200);
  const auto rows = frontier_->waiting("--max-pages 1", now_);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].state, SeenState::queued);
  EXPECT_EQ(rows[0].reason, "schedule.budget_exhausted");
  EXPECT_EQ(rows[0].evidence, "--max-pages 1");
}

TEST_F(FrontierTest, AsksForWhatDoesNotFitIntoAQueueAndLosesNothing) {
  config_.delay = 0;
  open({"http://a.example/0"});
  const Url seed = canonical(*Url::parse("http://a.example/0"), CanonicalOptions());
  frontier_ = std::make_unique<Frontier>(config_, *Rules::make(config_, {seed}, {}), 2);
  std::vector<SeenRow> rows;
  for (int i = 0; i < 5; ++i) rows.push_back(*admit("http://a.example/" + std::to_string(i), Discovery::seed));
  answer_robots(std::move(**frontier_->lease(now_)), "");
  std::string fetched;
  size_t next = 2;
  while (true) {
    auto lease = page();
    if (lease) {
      fetched += lease->url.pathname();
      finish(std::move(*lease), 200);
      continue;
    }
    const auto wants = frontier_->wants();
    if (wants.empty()) break;
    ASSERT_EQ(wants, std::vector<std::string>{"example,a h80"});
    ASSERT_TRUE(frontier_->refill(wants[0], {rows[next]}, rows.size() - next - 1));
    ++next;
  }
  EXPECT_EQ(fetched, "/0/1/2/3/4");
}

TEST_F(FrontierTest, TellsHowANewUrlWasNamedAndWhatItIsReadAs) {
  open({"http://a.example/"});
  ASSERT_TRUE(discovery_);
  EXPECT_EQ(discovery_->how, Discovery::seed);
  const auto row = admit("http://a.example/x", Discovery::link, 2, 1, true);
  ASSERT_TRUE(row && discovery_);
  EXPECT_EQ(row->role, Role::page);
  EXPECT_EQ(discovery_->key, row->key);
  EXPECT_EQ(discovery_->source, "example,a!/ h80");
  EXPECT_EQ(discovery_->stamp_ms, now_.ms);
  EXPECT_EQ(discovery_->depth, 2);
  EXPECT_EQ(discovery_->hops, 1);
  EXPECT_EQ(discovery_->nofollow, 1);
  EXPECT_TRUE(admit("http://a.example/x", Discovery::link, 1)) << "its state changes";
  ASSERT_TRUE(discovery_) << "a nearer link is told";
  EXPECT_EQ(discovery_->depth, 1);
  EXPECT_FALSE(admit("http://a.example/x", Discovery::link, 1));
  EXPECT_FALSE(discovery_) << "a link that is no nearer is not";
  admit("http://a.example/x", Discovery::sitemap, 1);
  EXPECT_TRUE(discovery_) << "every sitemap is";
}

TEST_F(FrontierTest, ASitemapStaysOneWhenItsCrawlGoesOn) {
  config_.delay = 0;
  open({"http://a.example/"});
  SeenRow row;
  row.key = key_of(*Url::parse("http://a.example/map.xml"));
  row.role = Role::sitemap;
  ASSERT_TRUE(frontier_->restore(row, Discovery::sitemap, now_));
  answer_robots(std::move(**frontier_->lease(now_)), "");
  EXPECT_EQ(finish(std::move(*page()), 200).role, Role::page);
  frontier_->take_changes();
  auto lease = page();
  ASSERT_TRUE(lease);
  EXPECT_EQ(lease->role, Role::sitemap);
  EXPECT_EQ(frontier_->take_changes().at(0).role, Role::sitemap);
  EXPECT_EQ(finish(std::move(*lease), 200).role, Role::sitemap);
}

TEST_F(FrontierTest, AKeyThatIsNoUrlIsAnErrorAndChangesNothing) {
  open({"http://a.example/"});
  SeenRow row;
  row.key.unparsed = "no key";
  const auto restored = frontier_->restore(row, Discovery::link, now_);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().kind, ErrorKind::corrupt);
  EXPECT_EQ(frontier_->counts().queued, 1);
}

// Whatever comes in whatever order: the counts are those of the states, no host has two leases, and no request is made
// before the host's delay is over.
TEST_F(FrontierTest, KeepsItsPromisesInAnyOrderOfEvents) {
  config_.delay = 1;
  config_.scope = "any";
  std::mt19937 random(11);
  for (int round = 0; round < 20; ++round) {
    now_ = kStart;
    open({"http://a.example/", "http://b.example/"});
    std::vector<Lease> leases;
    std::map<std::string, Timestamp> last_request;
    for (int step = 0; step < 400; ++step) {
      switch (random() % 4) {
        case 0:
          admit("http://" + std::string(1, "abc"[random() % 3]) + ".example/" + std::to_string(random() % 40));
          break;
        case 1:
          now_ = now_ + static_cast<int64_t>(random() % 700);
          break;
        case 2:
          if (auto lease = *frontier_->lease(now_)) {
            const std::string host(lease->url.host());
            for (const Lease& other : leases) EXPECT_NE(other.url.host(), host);
            const auto last = last_request.find(host);
            EXPECT_TRUE(last == last_request.end() || now_ - last->second >= 1000);
            last_request[host] = now_;
            leases.push_back(std::move(*lease));
          }
          break;
        default:
          if (leases.empty()) break;
          std::swap(leases[random() % leases.size()], leases.back());
          Lease lease = std::move(leases.back());
          leases.pop_back();
          if (lease.kind == Lease::Kind::robots) {
            answer_robots(std::move(lease), "");
          } else if (random() % 3 == 0) {
            finish(std::move(lease), 0, Reason::network_reset);
          } else if (random() % 5 != 0) {
            finish(std::move(lease), 200);
          }
      }
    }
    const auto pages =
        std::count_if(leases.begin(), leases.end(), [](const Lease& lease) { return lease.kind == Lease::Kind::page; });
    EXPECT_EQ(frontier_->counts().leased, pages);
    leases.clear();
    EXPECT_EQ(frontier_->counts().leased, 0);
  }
}

TEST(BanListFile, NamesHostsAndWholeDomains) {
  const auto rows = read_ban_list("# list\nexample.com a farm\nwww.example.org\n\n127.0.0.1 loop\n", "bans.txt", kStart,
                                  CanonicalOptions());
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_EQ((*rows)[0].host, "*");
  EXPECT_EQ((*rows)[0].rule, "domain");
  EXPECT_EQ((*rows)[0].reason, "a farm");
  EXPECT_EQ((*rows)[0].source, "bans.txt:2");
  EXPECT_EQ((*rows)[1].host, "org,example,www");
  EXPECT_EQ((*rows)[1].rule, "host");
  EXPECT_EQ((*rows)[2].host, "*");
}

TEST(BanListFile, RefusesWhatIsNoHost) {
  for (const char* text : {"http://example.com/", "example.com/path", "user@example.com", "example.com:8080"}) {
    const auto rows = read_ban_list(text, "bans.txt", kStart, CanonicalOptions());
    ASSERT_FALSE(rows) << text;
    EXPECT_EQ(rows.error().message.substr(0, 11), "bans.txt:1:");
  }
}

TEST(RulesMake, RefusesAPatternThatIsNone) {
  Config config;
  config.include = {"("};
  const auto rules = Rules::make(config, {}, {});
  ASSERT_FALSE(rules);
  EXPECT_NE(rules.error().message.find("--include \"(\""), std::string::npos);
}

}  // namespace
}  // namespace lycosa::inline frontier
