// Heads that break the grammar of RFC 9112: what is mended, what is refused, and that no transfer harms another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fetch/framing.h"
#include "fetch/test_fetch.h"
#include "fetch/test_server.h"

namespace lycosa::inline fetch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::literals;

constexpr const char* kHello =
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Kept: a value that is long enough for the heap\r\n\r\nhello";
const std::string kStatus = "HTTP/1.1 200 OK\r\n";
const std::string kRest = "Content-Length: 5\r\n\r\nhello";
const std::string kChunks = "\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

// Answers a connection's requests in turn: the even ones soundly, the odd ones with `head`.
TestServer::Script taking_turns(std::string head) {
  return [head = std::move(head)](TestConnection& connection) {
    for (int i = 0; !connection.read_head().empty(); ++i) {
      if (!connection.send(i % 2 == 0 ? std::string(kHello) : head)) return;
    }
  };
}

// libcurl 7.88 would append the folded line to a field of the transfer before, which is freed by then.
TEST(HostileHead, ThatBeginsWithAFoldedLineHarmsNoOtherTransfer) {
  for (const char* interim : {"", "HTTP/1.1 100 Continue\r\nX: 1\r\n\r\n"}) {
    for (const char* blank : {" ", "\t", "   \t"}) {
      const std::string folded = interim + kStatus + blank + "X: " + std::string(5000, 'A') + "\r\n" + kRest;
      TestServer server(taking_turns(folded));
      auto fetcher = open_fetcher(test_config());
      for (int round = 0; round < 4; ++round) {
        EXPECT_EQ(fetch_with(*fetcher, server.url("/sound")).body, "hello");
        const Exchange exchange = fetch_with(*fetcher, server.url("/folded"));
        expect_failure(exchange, Reason::http_invalid_header);
        EXPECT_THAT(exchange.failure_detail, HasSubstr("folded line"));
        EXPECT_FALSE(exchange.answered());
      }
    }
  }
}

TEST(HostileHead, IsMendedWhereRfc9112AllowsIt) {
  for (const auto& [field, value] : std::initializer_list<std::pair<std::string, std::string>>{
           {"A: b", "b"},
           {"A: b\r\n c", "b c"},
           {"A:\r\n\t b", "b"},
           {"A : b", "b"},
           {"A: b\rc", "b c"},
           {"A: b\r", "b"},
           {"A: \x01\x7f\xff", "\x01\x7f\xff"},
           {": x\r\nA: b", "b"},
       }) {
    TestServer server(answering(kStatus + field + "\r\n" + kRest));
    const Exchange exchange = fetch(test_config(), server.url());
    EXPECT_EQ(exchange.status, 200) << field << ": " << exchange.failure_detail;
    EXPECT_EQ(exchange.body, "hello") << field;
    EXPECT_EQ(exchange.header("A"), value) << field;
    EXPECT_THAT(exchange.response_head, HasSubstr(field));
  }
}

struct Refused {
  std::string answer;
  const char* detail;
};

const Refused kRefused[] = {
    {kStatus + "A: b\0c\r\n"s + kRest, ""},
    {kStatus + "A\0: b\r\n"s + kRest, ""},
    {kStatus + "\rA: b\r\n" + kRest, "begins with a bare carriage return"},
    {kStatus + "A: b\r\n\r\r\nhello", "begins with a bare carriage return"},
    {kStatus + "no colon\r\n" + kRest, "colon"},
    {kStatus + " \r\n" + kRest, ""},
    {kStatus + "Content-Length: 5\r\nContent-Length: 3\r\n\r\nhello", "both 5 and 3"},
    {kStatus + "Content-Length: 3\r\nContent-Length: 5\r\n\r\nhello", "both 3 and 5"},
    {kStatus + "Content-Length: 5, 3\r\n\r\nhello", "both 5 and 3"},
    {kStatus + "Content-Length: 5x\r\n\r\nhello", "\"5x\", which is no length"},
    {kStatus + "Content-Length: +5\r\n\r\nhello", "\"+5\", which is no length"},
    {kStatus + "Content-Length: -5\r\n\r\nhello", ""},
    {kStatus + "Content-Length: 5,\r\n\r\nhello", "\"\", which is no length"},
    {kStatus + "Content-Length:\r\n\r\nhello", ""},
    {kStatus + "Content-Length: 99999999999999999999\r\n\r\nhello", "no length"},
    {kStatus + "Content-Length:\r\n 5\r\n\r\nhello", ""},
    {kStatus + "Content-Length: 5\r\n 0\r\n\r\nhello", "Content-Length is folded"},
    {kStatus + "Content-Length : 5\r\n\r\nhello", "blank before the colon"},
    {kStatus + "Transfer-Encoding:\r\n chunked" + kChunks, "Transfer-Encoding is folded"},
    {kStatus + "Transfer-Encoding\t: chunked" + kChunks, "blank before the colon"},
    {kStatus + "Content-Length: 3\r\nTransfer-Encoding: chunked" + kChunks,
     "both Content-Length and Transfer-Encoding"},
    {kStatus + "Transfer-Encoding: chunked\r\ncontent-length: 15" + kChunks,
     "both Content-Length and Transfer-Encoding"},
    {kStatus + "A: " + std::string(70'000, 'x') + "\r\n" + kRest, "longer than 65536 bytes"},
    {kStatus + "A: " + std::string(200'000, 'x') + "\r\n" + kRest, "longer than 65536 bytes"},
};

TEST(HostileHead, IsRefusedWhereItsMeaningIsInDoubt) {
  for (const Refused& c : kRefused) {
    TestServer server(answering_once(c.answer));
    const Exchange exchange = fetch(test_config(), server.url());
    expect_failure(exchange, Reason::http_invalid_header);
    EXPECT_THAT(exchange.failure_detail, HasSubstr(c.detail));
    EXPECT_FALSE(exchange.answered()) << c.answer.substr(0, 80);
  }
}

TEST(HostileHead, LeavesTheFetcherSound) {
  auto fetcher = open_fetcher(test_config());
  for (const Refused& c : kRefused) {
    TestServer server(taking_turns(c.answer));
    for (int round = 0; round < 2; ++round) {
      EXPECT_EQ(fetch_with(*fetcher, server.url()).body, "hello") << c.answer.substr(0, 80);
      fetch_with(*fetcher, server.url());
    }
  }
}

TEST(HostileHead, MayGiveItsLengthTwice) {
  for (const char* fields : {"Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5, 5", "Content-Length: 05"}) {
    TestServer server(answering(kStatus + fields + "\r\n\r\nhello"));
    EXPECT_EQ(fetch(test_config(), server.url()).body, "hello") << fields;
  }
}

TEST(HostileHead, ThatEndsTooSoonIsABrokenConnection) {
  const std::string whole =
      "HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + kStatus + "Content-Type: text/html\r\n" + kRest;
  auto fetcher = open_fetcher(test_config());
  for (size_t size = 0; size < whole.size(); ++size) {
    TestServer server(answering_once(whole.substr(0, size)));
    const Exchange exchange = fetch_with(*fetcher, server.url());
    ASSERT_TRUE(exchange.failure) << size;
    EXPECT_EQ(code(*exchange.failure), code(Reason::network_reset)) << size << ": " << exchange.failure_detail;
  }
}

TEST(HostileHead, SaysNothingBeforeItIsAsked) {
  TestServer server([](TestConnection& connection) {
    for (int i = 0;; ++i) {
      const std::string head = connection.read_head();
      if (head.empty()) return;
      connection.send(kHello);
      if (head.starts_with("GET /once")) connection.send(kStatus + "Content-Length: 5\r\n\r\nstray");
    }
  });
  auto fetcher = open_fetcher(test_config());
  for (int round = 0; round < 5; ++round) {
    EXPECT_EQ(fetch_with(*fetcher, server.url("/once")).body, "hello");
    // Not before the stray answer is there.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const Exchange exchange = fetch_with(*fetcher, server.url("/page"));
    EXPECT_EQ(exchange.body, "hello") << exchange.failure_detail;
    EXPECT_THAT(exchange.request_head, HasSubstr("GET /page"));
  }
  EXPECT_GT(server.connections(), 1);
}

TEST(FramingFault, SaysWhatIsWrong) {
  EXPECT_EQ(framing_fault(""), "");
  EXPECT_EQ(framing_fault("HTTP/1.1 200 OK\r\n\r\n"), "");
  EXPECT_EQ(framing_fault("HTTP/1.1 200 OK\nContent-Length: 5\ncontent-length:5\n\n"), "");
  EXPECT_EQ(framing_fault("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"), "");
  EXPECT_EQ(framing_fault("HTTP/1.1 200 OK\nX-Content-Length: a\nContent-Length\n\n"), "");
  EXPECT_EQ(framing_fault("HTTP/1.1 200 OK\nA: b\n c\nContent-Length: 1\n\n"), "");
  EXPECT_THAT(framing_fault("Content-Length: x\nContent-Length: y\n\n"), HasSubstr("\"y\""));
}

}  // namespace
}  // namespace lycosa::inline fetch
