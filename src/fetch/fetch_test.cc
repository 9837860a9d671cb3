#include "fetch/fetch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>

#include "exchange/decode.h"
#include "fetch/test_fetch.h"
#include "fetch/test_server.h"

namespace lycosa::inline fetch {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/html\r\n\r\nhello";

TEST(Fetch, GivesTheExchangeAsItWasOnTheWire) {
  std::string seen;
  TestServer server([&](TestConnection& connection) {
    seen = connection.read_head();
    connection.send(kHello);
  });
  Exchange exchange = fetch(test_config(), server.url("/a/../b%2f?q=1"));
  EXPECT_EQ(exchange.url, server.url("/a/../b%2f?q=1"));
  EXPECT_EQ(exchange.stamp, kTestClock.now());
  EXPECT_EQ(exchange.request_head, seen);
  EXPECT_THAT(seen, StartsWith("GET /b%2f?q=1 HTTP/1.1\r\nHost: 127.0.0.1:"));
  EXPECT_THAT(seen, HasSubstr("\r\nUser-Agent: lycosa-test/1.0\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"));
  EXPECT_EQ(exchange.response_head, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/html\r\n\r\n");
  EXPECT_EQ(exchange.protocol, "http/1.1");
  EXPECT_EQ(exchange.status, 200);
  EXPECT_EQ(exchange.headers.size(), 2u);
  EXPECT_EQ(exchange.body, "hello");
  EXPECT_EQ(exchange.address, "127.0.0.1");
  EXPECT_FALSE(exchange.failure);
  EXPECT_FALSE(exchange.truncated);
}

TEST(Fetch, SendsTheTargetByteForByte) {
  std::string seen;
  TestServer server([&](TestConnection& connection) {
    seen = connection.read_head();
    connection.send(kHello);
  });
  for (const char* target : {"/", "/?", "/a//b/", "/%2f/%41", "/[x]|y%5E?a=[b]&c=%27d%27", "/;p?q?r"}) {
    fetch(test_config(), server.url(target));
    EXPECT_THAT(seen, StartsWith("GET " + std::string(target) + " HTTP/1.1\r\n"));
  }
}

TEST(Fetch, SendsMoreHeadersWhenAsked) {
  std::string seen;
  TestServer server([&](TestConnection& connection) {
    seen = connection.read_head();
    connection.send(kHello);
  });
  FetchRequest request;
  request.url = server.url();
  request.headers = {{"If-None-Match", "\"abc\""}, {"X-Empty", ""}};
  auto fetcher = open_fetcher(test_config());
  fetch_with(*fetcher, request);
  EXPECT_THAT(seen, HasSubstr("\r\nIf-None-Match: \"abc\"\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\nX-Empty:\r\n"));
  request.headers = {{"X", "a\r\nY: b"}};
  expect_failure(fetch_with(*fetcher, request), Reason::http_invalid_header);
}

TEST(Fetch, KeepsChunkedFramingAndContentEncoding) {
  const std::string wire = "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n";
  TestServer server(answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + wire));
  auto fetcher = open_fetcher(test_config());
  for (int i = 0; i < 2; ++i) {
    Exchange exchange = fetch_with(*fetcher, server.url());
    EXPECT_EQ(exchange.body, wire);
    EXPECT_EQ(exchange.response_head, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_EQ(decode_body(exchange, {}).bytes, "hello world");
  }
  // That the end of the body was found shows in the connection being used again.
  EXPECT_EQ(server.connections(), 1);

  TestServer packed(answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08"));
  EXPECT_EQ(fetch(test_config(), packed.url()).body, "\x1f\x8b\x08");
}

TEST(Fetch, HandsRedirectsAndErrorsBack) {
  TestServer server(answering("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"));
  Exchange exchange = fetch(test_config(), server.url());
  EXPECT_EQ(exchange.status, 302);
  EXPECT_EQ(exchange.header("location"), "/elsewhere");
  EXPECT_EQ(server.connections(), 1);
  TestServer missing(answering("HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
  exchange = fetch(test_config(), missing.url());
  EXPECT_EQ(exchange.status, 404);
  EXPECT_EQ(exchange.protocol, "http/1.0");
  EXPECT_FALSE(exchange.failure);
}

TEST(Fetch, DropsInterimHeads) {
  TestServer server(
      answering(std::string("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n") + kHello));
  Exchange exchange = fetch(test_config(), server.url());
  EXPECT_EQ(exchange.status, 200);
  EXPECT_THAT(exchange.response_head, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_FALSE(exchange.header("Link"));
}

TEST(Fetch, TakesABodyThatEndsWithTheConnection) {
  TestServer server(answering_once("HTTP/1.0 200 OK\r\n\r\nuntil the end"));
  Exchange exchange = fetch(test_config(), server.url());
  EXPECT_EQ(exchange.body, "until the end");
  EXPECT_FALSE(exchange.failure);
}

TEST(Fetch, RefusesHeadsBeyondTheLimits) {
  Config config = test_config();
  config.head_bytes = 2000;
  config.head_fields = 20;
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 21; ++i) many += "a: b\r\n";
  std::string interim;
  for (int i = 0; i < 9; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  struct Case {
    std::string head;
    const char* detail;
  };
  for (const Case& c :
       {Case{many + "\r\n", "more than 20 fields"},
        Case{"HTTP/1.1 200 OK\r\na: " + std::string(3000, 'x') + "\r\n\r\n", "longer than 2000 bytes"},
        Case{"HTTP/1.1 200 OK\r\na: " + std::string(300'000, 'x'), ""}, Case{interim + kHello, "interim"}}) {
    TestServer server(answering(c.head));
    Exchange exchange = fetch(config, server.url());
    expect_failure(exchange, Reason::http_invalid_header);
    EXPECT_FALSE(exchange.answered());
    EXPECT_THAT(exchange.failure_detail, HasSubstr(c.detail));
  }
}

TEST(Fetch, StopsAnEndlessHead) {
  TestServer server([](TestConnection& connection) {
    connection.read_head();
    connection.send("HTTP/1.1 200 OK\r\n");
    while (connection.send("a: b\r\n")) {
    }
  });
  expect_failure(fetch(test_config(), server.url()), Reason::http_invalid_header);
}

TEST(Fetch, CutsABodyAtTheLimit) {
  TestServer endless([](TestConnection& connection) {
    connection.read_head();
    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (connection.send("4\r\nbody\r\n")) {
    }
  });
  Config config = test_config();
  config.body_bytes = 100'000;
  Exchange exchange = fetch(config, endless.url());
  EXPECT_EQ(exchange.status, 200);
  EXPECT_EQ(exchange.body.size(), 100'000u);
  EXPECT_TRUE(exchange.truncated);
  EXPECT_FALSE(exchange.failure);
  EXPECT_TRUE(decode_body(exchange, {}).truncated);

  TestServer exact(answering(kHello));
  FetchRequest request;
  request.url = exact.url();
  request.body_bytes = 5;
  EXPECT_FALSE(fetch_with(*open_fetcher(config), request).truncated);
  request.body_bytes = 4;
  exchange = fetch_with(*open_fetcher(config), request);
  EXPECT_TRUE(exchange.truncated);
  EXPECT_EQ(exchange.body, "hell");
}

TEST(Fetch, NamesWhatIsNoHttpAnswer) {
  for (const char* answer :
       {"<html>no status line</html>", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 099 Low\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"}) {
    TestServer server(answering_once(answer));
    Exchange exchange = fetch(test_config(), server.url());
    expect_failure(exchange, Reason::http_invalid_status);
    EXPECT_FALSE(exchange.answered()) << answer;
  }
  TestServer bad_length(answering_once("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"));
  expect_failure(fetch(test_config(), bad_length.url()), Reason::http_invalid_header);
}

TEST(Fetch, NamesABrokenConnection) {
  TestServer silent([](TestConnection& connection) { connection.read_head(); });
  expect_failure(fetch(test_config(), silent.url()), Reason::network_reset);
  TestServer resetting([](TestConnection& connection) {
    connection.read_head();
    connection.reset();
  });
  expect_failure(fetch(test_config(), resetting.url()), Reason::network_reset);
  TestServer half(answering_once("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"));
  Exchange exchange = fetch(test_config(), half.url());
  expect_failure(exchange, Reason::network_reset);
  EXPECT_EQ(exchange.status, 200);
  EXPECT_EQ(exchange.body, "half");
  uint16_t free_port = 0;
  {
    free_port = TestServer([](TestConnection&) {}).port();
  }
  expect_failure(fetch(test_config(), "http://127.0.0.1:" + std::to_string(free_port) + "/"),
                 Reason::network_connect_refused);
}

TEST(Fetch, KeepsEachLimitOfTime) {
  Config config = test_config();
  config.first_byte_timeout = 0.1;
  TestServer mute([](TestConnection& connection) { connection.hang(); });
  expect_failure(fetch(config, mute.url()), Reason::network_read_timeout);

  config = test_config();
  config.connect_timeout = 0.1;
  expect_failure(fetch(config, "https://127.0.0.1:" + std::to_string(mute.port()) + "/"),
                 Reason::network_connect_timeout);

  config = test_config();
  config.min_rate = 1000;
  config.min_rate_after = 0.1;
  TestServer stalling([](TestConnection& connection) {
    connection.read_head();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbeginning");
    connection.hang();
  });
  Exchange slow = fetch(config, stalling.url());
  expect_failure(slow, Reason::network_too_slow);
  EXPECT_EQ(slow.status, 200);
  EXPECT_EQ(slow.body, "beginning");

  config.min_rate = 0;
  config.fetch_timeout = 0.2;
  expect_failure(fetch(config, stalling.url()), Reason::network_time_budget);
}

// The crawl may be busy with other things for longer than a fetch may take.
TEST(Fetch, TimeInWhichNobodyPollsIsNoTimeOfTheServer) {
  TestServer server([](TestConnection& connection) {
    connection.read_head();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  });
  Config config = test_config();
  config.fetch_timeout = config.first_byte_timeout = 0.4;
  const auto fetcher = open_fetcher(config);
  std::vector<FetchResult> done;
  FetchRequest request;
  request.url = server.url();
  fetcher->start(request);
  for (int away = 0; away < 3; ++away) {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    fetcher->poll(10, done);
  }
  while (done.empty()) fetcher->poll(-1, done);
  EXPECT_EQ(done[0].exchange.status, 200) << done[0].exchange.failure_detail;
  EXPECT_LT(done[0].exchange.total_ms, 400);
}

TEST(Fetch, TakesNoPartInASlowNeighboursTime) {
  TestServer mute([](TestConnection& connection) { connection.hang(); });
  TestServer quick(answering(kHello));
  auto fetcher = open_fetcher(test_config());
  for (uint64_t id = 1; id <= 20; ++id) fetcher->start({id, mute.url(), 0, {}});
  for (uint64_t id = 21; id <= 40; ++id) fetcher->start({id, quick.url(), 0, {}});
  std::vector<FetchResult> done;
  while (done.size() < 20) fetcher->poll(-1, done);
  for (const FetchResult& result : done) EXPECT_GT(result.id, 20u);
  EXPECT_EQ(fetcher->active(), 20u);
  fetcher->cancel_all();
  EXPECT_EQ(fetcher->active(), 20u);
  std::vector<FetchResult> cancelled;
  EXPECT_EQ(fetcher->poll(0, cancelled), 20u);
  for (const FetchResult& result : cancelled) EXPECT_TRUE(result.cancelled);
  EXPECT_EQ(fetcher->active(), 0u);
}

TEST(Fetch, RunsThousandsAtOnceOverFewConnections) {
  TestServer server(answering(kHello));
  Config config = test_config();
  auto fetcher = open_fetcher(config);
  std::vector<FetchResult> done;
  uint64_t next = 0;
  constexpr uint64_t kAll = 2000;
  while (done.size() < kAll) {
    while (next < kAll && fetcher->active() < 50)
      fetcher->start({next++, server.url("/" + std::to_string(next)), 0, {}});
    fetcher->poll(-1, done);
  }
  std::vector<bool> seen(kAll);
  for (const FetchResult& result : done) {
    EXPECT_FALSE(seen[result.id]);
    seen[result.id] = true;
    EXPECT_EQ(result.exchange.body, "hello");
  }
  EXPECT_LE(server.connections(), 60);
}

TEST(Fetch, WakesFromAnotherThread) {
  auto fetcher = open_fetcher(test_config());
  std::thread other([&] { fetcher->wake(); });
  std::vector<FetchResult> done;
  EXPECT_EQ(fetcher->poll(-1, done), 0u);
  other.join();
}

TEST(Fetch, MayBeDestroyedInFlight) {
  TestServer mute([](TestConnection& connection) { connection.hang(); });
  auto fetcher = open_fetcher(test_config());
  for (uint64_t id = 0; id < 10; ++id) fetcher->start({id, mute.url(), 0, {}});
  std::vector<FetchResult> done;
  fetcher->poll(10, done);
  fetcher.reset();
}

TEST(Fetch, HoldsBackWhatWouldCrowdAnAddress) {
  std::mutex mutex;
  std::condition_variable pair_is_here;
  int here = 0;
  int most = 0;
  int served = 0;
  TestServer server(
      [&](TestConnection& connection) {
        connection.read_head();
        std::unique_lock lock(mutex);
        most = std::max(most, ++here);
        pair_is_here.notify_all();
        pair_is_here.wait(lock, [&] { return here == 2 || served % 2 == 1; });
        ++served;
        --here;
        lock.unlock();
        connection.send(std::string(kHello).insert(17, "Connection: close\r\n"));
      },
      nullptr, INADDR_ANY);
  Config config = test_config();
  config.connections_per_address = 2;
  auto fetcher = open_fetcher(config);
  std::vector<FetchResult> done;
  // 0.0.0.0 leads to this machine and does not count as loopback, which has no limit.
  for (uint64_t id = 0; id < 8; ++id) fetcher->start({id, server.url("/", "0.0.0.0"), 0, {}});
  while (done.size() < 8) fetcher->poll(-1, done);
  for (const FetchResult& result : done) EXPECT_EQ(result.exchange.status, 200) << result.exchange.failure_detail;
  EXPECT_EQ(most, 2);
}

TEST(Fetch, SaysWhatIsWrongWithARequest) {
  auto fetcher = open_fetcher(test_config());
  expect_failure(fetch_with(*fetcher, std::string("nonsense")), Reason::input_bad_url);
  expect_failure(fetch_with(*fetcher, std::string("ftp://a.example/")), Reason::input_unsupported_scheme);
}

TEST(Fetch, GivesAHostThatLibcurlRefusesAReason) {
  Config config = test_config();
  config.resolve = {"*:80:127.0.0.1"};
  for (const char* url : {"http://a$b.example/", "http://a!b.example/", "http://a,b.example/"}) {
    expect_failure(fetch(config, url), Reason::input_bad_url);
  }
}

TEST(Fetch, SaysWhatIsWrongWithItsConfiguration) {
  struct Case {
    const char* resolve;
    const char* dns_server;
    const char* ca_file;
    const char* message;
  };
  for (const Case& c : {Case{"a.example:80", "", "", "lacks a part"}, Case{"a.example:x:1.2.3.4", "", "", "port"},
                        Case{"a.example:80:b.example", "", "", "no IP address"}, Case{"", "nowhere", "", "nowhere"},
                        Case{"", "", "/nowhere.pem", "/nowhere.pem"}}) {
    Config config = test_config();
    if (*c.resolve != '\0') config.resolve = {c.resolve};
    config.dns_server = c.dns_server;
    config.ca_file = c.ca_file;
    auto fetcher = Fetcher::open(config, kTestClock);
    ASSERT_FALSE(fetcher) << c.message;
    EXPECT_THAT(fetcher.error().message, HasSubstr(c.message));
  }
  Config injecting = test_config();
  injecting.contact = "me\r\nX-Injected: 1";
  EXPECT_FALSE(Fetcher::open(injecting, kTestClock));
  Config config = test_config();
  config.connections = 1'000'000'000;
  auto fetcher = Fetcher::open(config, kTestClock);
  ASSERT_FALSE(fetcher);
  EXPECT_THAT(fetcher.error().message, HasSubstr("ulimit -n 2000000128"));
}

}  // namespace
}  // namespace lycosa::inline fetch
