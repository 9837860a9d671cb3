// How a fetch comes to its address.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fetch/resolver.h"
#include "fetch/test_dns.h"
#include "fetch/test_fetch.h"
#include "fetch/test_server.h"

namespace lycosa::inline fetch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

TEST(FetchAddress, NoForbiddenOneIsEverConnectedTo) {
  TestServer canary(answering(kHello), nullptr, INADDR_ANY);
  TestDns dns;
  dns.set("inside.example", {{"127.0.0.1"}});
  dns.set("both.example", {{"10.0.0.1", "127.0.0.1", "169.254.169.254"}});
  const std::string port = std::to_string(canary.port());
  Config config = test_config();
  config.allow_private = false;
  config.dns_server = dns.server();
  config.resolve = {"table.example:" + port + ":127.0.0.1"};
  auto fetcher = open_fetcher(config);
  for (const char* host :
       {"127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
        "[64:ff9b::7f00:1]", "0.0.0.0", "[::]", "localhost", "inside.example", "both.example", "table.example"}) {
    expect_failure(fetch_with(*fetcher, "http://" + std::string(host) + ":" + port + "/"), Reason::ban_private_address);
  }
  EXPECT_EQ(canary.connections(), 0);
}

TEST(FetchAddress, ConnectsToWhatWasCheckedAndAsksOnce) {
  TestServer server(answering(kHello), nullptr, INADDR_ANY);
  TestDns dns;
  dns.set("a.example", {{"127.0.0.2"}, 0});
  Config config = test_config();
  config.dns_server = dns.server();
  auto fetcher = open_fetcher(config);
  Exchange exchange = fetch_with(*fetcher, server.url("/", "a.example"));
  EXPECT_EQ(exchange.status, 200) << exchange.failure_detail;
  EXPECT_EQ(exchange.address, "127.0.0.2");
  EXPECT_EQ(dns.asked("a.example"), 1);
  // The TTL of 0 is over at once, and what libcurl was told before no longer counts.
  dns.set("a.example", {{"127.0.0.3"}, 60});
  EXPECT_EQ(fetch_with(*fetcher, server.url("/", "a.example")).address, "127.0.0.3");
  EXPECT_EQ(dns.asked("a.example"), 2);
  EXPECT_EQ(fetch_with(*fetcher, server.url("/", "a.example")).address, "127.0.0.3");
  EXPECT_EQ(dns.asked("a.example"), 2);
}

TEST(FetchAddress, TakesTheOperatorsTableBeforeTheDns) {
  TestServer server(answering(kHello));
  TestDns dns;
  const std::string port = std::to_string(server.port());
  Config config = test_config();
  config.dns_server = dns.server();
  config.resolve = {"a.example:" + port + ":127.0.0.1", "*:" + port + ":[::1],127.0.0.1"};
  EXPECT_EQ(fetch(config, server.url("/", "a.example")).status, 200);
  // Any other host; the second address when the first does not answer.
  EXPECT_EQ(fetch(config, server.url("/", "b.example")).status, 200);
  EXPECT_EQ(dns.asked("a.example") + dns.asked("b.example"), 0);
}

TEST(FetchAddress, TakesNoProxyFromTheEnvironment) {
  TestServer proxy(answering(kHello));
  TestServer server(answering(kHello));
  for (const char* name : {"http_proxy", "HTTPS_PROXY", "ALL_PROXY"}) setenv(name, proxy.url().c_str(), 1);
  EXPECT_EQ(fetch(test_config(), server.url()).status, 200);
  for (const char* name : {"http_proxy", "HTTPS_PROXY", "ALL_PROXY"}) unsetenv(name);
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(FetchAddress, NamesWhatTheDnsSaid) {
  TestDns dns;
  dns.set("broken.example", {{}, 0, 2});
  dns.set("empty.example", {{}, 60, 0});
  dns.set("mute.example", {{}, 0, 0, true});
  Config config = test_config();
  config.dns_server = dns.server();
  config.dns_timeout = 0.3;
  auto fetcher = open_fetcher(config);
  expect_failure(fetch_with(*fetcher, "http://missing.example/"), Reason::network_dns_nxdomain);
  expect_failure(fetch_with(*fetcher, "http://empty.example/"), Reason::network_dns_nxdomain);
  expect_failure(fetch_with(*fetcher, "http://broken.example/"), Reason::network_dns_servfail);
  expect_failure(fetch_with(*fetcher, "http://mute.example/"), Reason::network_dns_timeout);
  expect_failure(fetch_with(*fetcher, "http://" + std::string(64, 'a') + ".example/"), Reason::network_dns_nxdomain);
  EXPECT_EQ(dns.asked("missing.example"), 1);
  fetch_with(*fetcher, "http://missing.example/");
  EXPECT_EQ(dns.asked("missing.example"), 1);
}

TEST(FetchAddress, AsksOnceForManyThatWait) {
  TestServer server(answering(kHello));
  TestDns dns;
  dns.set("a.example", {{"127.0.0.1"}, 0});
  Config config = test_config();
  config.dns_server = dns.server();
  auto fetcher = open_fetcher(config);
  std::vector<FetchResult> done;
  for (uint64_t id = 0; id < 10; ++id) fetcher->start({id, server.url("/", "a.example"), 0, {}});
  while (done.size() < 10) fetcher->poll(-1, done);
  for (const FetchResult& result : done) EXPECT_EQ(result.exchange.status, 200);
  EXPECT_EQ(dns.asked("a.example"), 1);
}

class ResolverTest : public testing::Test {
 protected:
  void SetUp() override {
    poller_ = std::move(*Poller::open());
    resolver_ = std::move(*Resolver::open({dns_.server(), 3000}, *poller_));
  }
  Resolution ask(const std::string& host) {
    resolver_->ask(host, 7);
    for (;;) {
      int wait = resolver_->tick();
      std::vector<Resolver::Answer> answers = resolver_->take_answered();
      if (!answers.empty()) {
        EXPECT_EQ(answers[0].ticket, 7u);
        return *answers[0].resolution;
      }
      for (const Poller::Event& event : poller_->wait(wait)) resolver_->process(event);
    }
  }
  TestDns dns_;
  std::unique_ptr<Poller> poller_;
  std::unique_ptr<Resolver> resolver_;
};

TEST_F(ResolverTest, KeepsAnAnswerAsLongAsItsTtl) {
  dns_.set("a.example", {{"192.0.2.1", "192.0.2.2", "192.0.2.1"}, 100});
  const int64_t before = steady_ms();
  EXPECT_THAT(ask("a.example").addresses, ElementsAre("192.0.2.1", "192.0.2.2"));
  const int64_t after = steady_ms();
  ASSERT_NE(resolver_->cached("a.example", before + 99'999), nullptr);
  EXPECT_EQ(resolver_->cached("a.example", after + 100'000), nullptr);
  EXPECT_EQ(resolver_->cached("a.example", before), nullptr);  // it was dropped
}

TEST_F(ResolverTest, KeepsNoFailureThatMayPass) {
  dns_.set("broken.example", {{}, 60, 2});
  EXPECT_EQ(ask("broken.example").failure->reason, Reason::network_dns_servfail);
  EXPECT_EQ(resolver_->cached("broken.example", steady_ms()), nullptr);
  EXPECT_EQ(ask("missing.example").failure->reason, Reason::network_dns_nxdomain);
  EXPECT_NE(resolver_->cached("missing.example", steady_ms()), nullptr);
  EXPECT_EQ(resolver_->cached("missing.example", steady_ms() + 31'000), nullptr);
}

TEST_F(ResolverTest, AsksForTheNameAlone) {
  setenv("LOCALDOMAIN", "corp.example", 1);
  auto resolver = std::move(*Resolver::open({dns_.server(), 3000}, *poller_));
  std::swap(resolver, resolver_);
  ask("intranet");
  unsetenv("LOCALDOMAIN");
  EXPECT_EQ(dns_.asked("intranet"), 1);
  EXPECT_EQ(dns_.asked("intranet.corp.example"), 0);
}

}  // namespace
}  // namespace lycosa::inline fetch
