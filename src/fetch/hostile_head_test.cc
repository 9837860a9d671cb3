#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fetch/test_fetch.h"
#include "fetch/test_server.h"

namespace lycosa::inline fetch {
namespace {

constexpr const char* kHello =
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Kept: a value that is long enough for the heap\r\n\r\nhello";

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
      const std::string folded = std::string(interim) + "HTTP/1.1 200 OK\r\n" + blank + "X: " + std::string(5000, 'A') +
                                 "\r\nContent-Length: 5\r\n\r\nhello";
      TestServer server(taking_turns(folded));
      auto fetcher = open_fetcher(test_config());
      for (int round = 0; round < 4; ++round) {
        EXPECT_EQ(fetch_with(*fetcher, server.url("/sound")).body, "hello");
        fetch_with(*fetcher, server.url("/folded"));
      }
    }
  }
}

}  // namespace
}  // namespace lycosa::inline fetch
