#include "visit/visit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

namespace lycosa::inline visit {
namespace {

constexpr Timestamp kStart{1'700'000'000'000};

Exchange answer(int status, const std::string& type = "", std::string body = "", std::vector<Header> fields = {}) {
  Exchange exchange;
  exchange.status = status;
  exchange.headers = std::move(fields);
  if (!type.empty()) exchange.headers.push_back({"Content-Type", type});
  exchange.body = std::move(body);
  return exchange;
}

Exchange redirect(const std::string& target) {
  return answer(301, "", "", {{"Location", target}});
}

Exchange failure(Reason reason) {
  Exchange exchange;
  exchange.failure = reason;
  exchange.failure_detail = "as scripted";
  return exchange;
}

using Site = std::map<std::string, Exchange>;  // by URL; everything else is 404

struct Asked {
  std::string url;
  Timestamp at;
};

// Answers at once; a wait with nothing to wait for moves the clock.
class ScriptedTransport : public Transport {
 public:
  ScriptedTransport(ManualClock& clock, const Site& site, std::vector<Asked>& asked)
      : clock_(clock), site_(site), asked_(asked) {}
  void start(FetchRequest request) override { waiting_.push_back(std::move(request)); }
  size_t active() const override { return waiting_.size(); }
  void wake() override {}
  void cancel_all() override {}
  size_t poll(int max_wait_ms, std::vector<FetchResult>& done) override {
    if (waiting_.empty()) {
      clock_.advance(max_wait_ms);
      return 0;
    }
    const FetchRequest request = std::move(waiting_.front());
    waiting_.pop_front();
    asked_.push_back({request.url, clock_.now()});
    const auto found = site_.find(request.url);
    FetchResult result;
    result.id = request.id;
    result.exchange = found == site_.end() ? answer(404) : found->second;
    result.exchange.url = request.url;
    result.exchange.stamp = clock_.now();
    done.push_back(std::move(result));
    return 1;
  }

 private:
  ManualClock& clock_;
  const Site& site_;
  std::vector<Asked>& asked_;
  std::deque<FetchRequest> waiting_;
};

class Visits : public ::testing::Test {
 protected:
  void SetUp() override { open_store({}); }

  void open_store(const StoreOptions& options) {
    auto store = open_memory_store(options);
    ASSERT_TRUE(store);
    store_ = std::move(*store);
  }
  Visitor visitor() {
    return {config_, clock_, [this] {
              return Result<std::unique_ptr<Transport>>(std::make_unique<ScriptedTransport>(clock_, site_, asked_));
            }};
  }
  Result<WriteBatch> visit(const std::string& url = kPage) { return visitor().visit(*store_.reader, url); }
  std::vector<std::string> urls() const {
    std::vector<std::string> urls;
    for (const Asked& asked : asked_) urls.push_back(asked.url);
    return urls;
  }
  // The state of the one URL that was visited, wherever the rows have it.
  static const SeenRow& seen(const WriteBatch& rows) {
    return rows.pages.empty() ? rows.seen.front() : *rows.pages.front().seen;
  }

  static constexpr const char* kPage = "http://a.example/page";
  static constexpr const char* kRobots = "http://a.example/robots.txt";
  Config config_;
  ManualClock clock_{kStart};
  Site site_{{kPage, answer(200, "text/html", "<title>x</title>hello")}};
  std::vector<Asked> asked_;
  MemoryStore store_;
};

TEST_F(Visits, AsksForRobotsThenThePageAndGivesTheRowsOfBoth) {
  const auto rows = visit();
  ASSERT_TRUE(rows);
  EXPECT_EQ(urls(), (std::vector<std::string>{kRobots, kPage}));
  EXPECT_GE(asked_[1].at - asked_[0].at, 1000) << "the host's delay holds between the two";
  ASSERT_EQ(rows->pages.size(), 1u);
  EXPECT_EQ(rows->pages[0].info->meta_title, "x");
  EXPECT_EQ(seen(*rows).state, SeenState::crawled);
  ASSERT_EQ(rows->robots.size(), 1u);
  ASSERT_EQ(rows->discoveries.size(), 1u);
  EXPECT_EQ(rows->discoveries[0].how, Discovery::manual);
}

TEST_F(Visits, ObeysWhatRobotsSay) {
  const struct {
    const char* name;
    Exchange robots;
    SeenState state;
    const char* reason;  // empty for none
  } cases[] = {
      {"allowed", answer(200, "text/plain", "User-agent: *\nDisallow: /other\n"), SeenState::crawled, ""},
      {"disallowed", answer(200, "text/plain", "User-agent: *\nDisallow: /page\n"), SeenState::refused,
       "robots.disallowed"},
      {"none", answer(404), SeenState::crawled, ""},
      {"server error", answer(503), SeenState::refused, "robots.unreachable_5xx"},
      {"out of reach", failure(Reason::network_reset), SeenState::refused, "robots.unreachable_network"},
      {"a private address", failure(Reason::ban_private_address), SeenState::refused, "ban.private_address"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    asked_.clear();
    site_[kRobots] = c.robots;
    const auto rows = visit();
    ASSERT_TRUE(rows);
    EXPECT_EQ(seen(*rows).state, c.state);
    EXPECT_EQ(seen(*rows).reason.value_or(""), c.reason);
    EXPECT_EQ(asked_.size(), c.state == SeenState::crawled ? 2u : 1u);
  }
}

TEST_F(Visits, FollowsRedirectsOfRobotsAsFarAsTheLimit) {
  site_[kRobots] = redirect("http://b.example/1");
  site_["http://b.example/1"] = redirect("/2");
  site_["http://b.example/2"] = answer(200, "text/plain", "User-agent: *\nDisallow: /\n");
  auto rows = visit();
  ASSERT_TRUE(rows);
  EXPECT_EQ(seen(*rows).reason, "robots.disallowed");
  EXPECT_EQ(rows->robots[0].redirects, "http://a.example/robots.txt\nhttp://b.example/1\nhttp://b.example/2");
  config_.robots_redirects = 1;
  rows = visit();
  ASSERT_TRUE(rows);
  EXPECT_EQ(urls().back(), kPage) << "what lies behind too many redirects counts as none";
}

TEST_F(Visits, AsksForNothingOfABannedHost) {
  WriteBatch bans;
  const UrlKey key = key_of(*Url::parse(kPage));
  bans.bans.push_back({key.root_hash, "*", "domain", "a.example", "spam", "bans.txt:1", {}, kStart.seconds(), 1, 1});
  ASSERT_TRUE(store_.writer->write(bans));
  const auto rows = visit();
  ASSERT_TRUE(rows);
  EXPECT_TRUE(asked_.empty());
  EXPECT_EQ(seen(*rows).reason, "ban.domain");
  EXPECT_EQ(seen(*rows).evidence, "a.example (bans.txt:1): spam");
}

TEST_F(Visits, GivesUpRatherThanWaitForLong) {
  site_[kRobots] = answer(200, "text/plain", "User-agent: *\nCrawl-delay: 90\n");
  const auto rows = visit();
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(urls(), std::vector<std::string>{kRobots});
}

TEST_F(Visits, KeepsTheDelayOverSeveralVisits) {
  Visitor one = visitor();
  ASSERT_TRUE(one.visit(*store_.reader, kPage));
  ASSERT_TRUE(one.visit(*store_.reader, kPage));
  for (size_t i = 1; i < asked_.size(); ++i) EXPECT_GE(asked_[i].at - asked_[i - 1].at, i == 2 ? 0 : 1000) << i;
}

TEST_F(Visits, BelievesTheStoresGoodRobotsWhileItLasts) {
  RobotsRow row;
  const UrlKey key = key_of(*Url::parse(kPage));
  row.root_hash = key.root_hash;
  row.host = origin_of(key.unparsed);
  row.fetch_stamp_ms = row.ver = kStart.ms - 60'000;
  row.outcome = "answered";
  row.access = "by_rules";
  row.body = "User-agent: *\nDisallow: /page\n";
  row.expires_stamp = kStart.seconds() + 3600;
  WriteBatch batch;
  batch.robots.push_back(row);
  ASSERT_TRUE(store_.writer->write(batch));
  const auto rows = visit();
  ASSERT_TRUE(rows);
  EXPECT_TRUE(asked_.empty());
  EXPECT_EQ(seen(*rows).reason, "robots.disallowed");
}

TEST_F(Visits, TakesWhateverAPageAnswers) {
  const struct {
    const char* name;
    Exchange page;
    SeenState state;
    const char* outcome;
  } cases[] = {
      {"a redirect, which is not followed", redirect("/elsewhere"), SeenState::crawled, "answered"},
      {"a redirect to itself", redirect(kPage), SeenState::crawled, "answered"},
      {"no body", answer(200), SeenState::crawled, "answered"},
      {"no gzip", answer(200, "text/html", "\xff", {{"Content-Encoding", "gzip"}}), SeenState::crawled, "answered"},
      {"a private address", failure(Reason::ban_private_address), SeenState::refused, "ban.private_address"},
      {"a reset", failure(Reason::network_reset), SeenState::failed, "network.reset"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    asked_.clear();
    site_[kPage] = c.page;
    const auto rows = visit();
    ASSERT_TRUE(rows);
    EXPECT_EQ(seen(*rows).state, c.state);
    EXPECT_EQ(rows->pages.at(0).history->outcome, c.outcome);
    EXPECT_EQ(asked_.size(), 2u);
  }
}

TEST_F(Visits, MakesKeysWithTheStoresRules) {
  StoreOptions options;
  options.rules = *CanonicalOptions::make(std::vector<std::string>{"www"}, {});
  open_store(options);
  const auto rows = visit("http://www.a.example/page");
  ASSERT_TRUE(rows);
  EXPECT_EQ(seen(*rows).key.unparsed, "example,a!/page h80");
  EXPECT_EQ(urls().back(), kPage);
}

TEST_F(Visits, RefusesWhatCannotBeFetched) {
  config_.url_bytes = 64;
  for (const std::string& url :
       std::vector<std::string>{"", "ftp://a.example/", "no url", "http://a.example/" + std::string(100, 'x')}) {
    const auto rows = visit(url);
    ASSERT_FALSE(rows) << url;
    EXPECT_EQ(rows.error().kind, ErrorKind::invalid) << url;
  }
  EXPECT_TRUE(asked_.empty());
  EXPECT_FALSE(visitor().robots(*Url::parse("mailto:x@a.example"), CanonicalOptions()));
}

}  // namespace
}  // namespace lycosa::inline visit
