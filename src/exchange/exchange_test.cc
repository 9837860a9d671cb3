#include "exchange/exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lycosa::inline exchange {
namespace {

using namespace std::literals;
using testing::ElementsAre;

TEST(Exchange, SaysNotModifiedOnlyWhenItWasAsked) {
  Exchange exchange;
  exchange.status = 304;
  exchange.request_head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_FALSE(exchange.says_not_modified());
  exchange.request_head = "GET / HTTP/1.1\r\nHost: a\r\nif-none-match: \"x\"\r\n\r\n";
  EXPECT_TRUE(exchange.says_not_modified());
  exchange.request_head = "GET / HTTP/1.1\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
  EXPECT_TRUE(exchange.says_not_modified());
  exchange.status = 200;
  EXPECT_FALSE(exchange.says_not_modified());
}

TEST(ResponseHead, SplitsStatusProtocolAndFields) {
  auto head = parse_response_head("HTTP/1.1 200 OK\r\nServer: a\r\nX-Two:\t b c \r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->protocol, "http/1.1");
  EXPECT_EQ(head->status, 200);
  EXPECT_THAT(head->headers, ElementsAre(Header{"Server", "a"}, Header{"X-Two", "b c"}));
}

TEST(ResponseHead, AcceptsWhatServersSendForAStatusLine) {
  struct Case {
    const char* line;
    const char* protocol;
    int status;
  };
  for (const Case& c : {Case{"HTTP/1.0 404 Not Found", "http/1.0", 404}, Case{"HTTP/1.1 200 ", "http/1.1", 200},
                        Case{"HTTP/1.1 200", "http/1.1", 200}, Case{"HTTP/1.1  301  Moved", "http/1.1", 301},
                        Case{"HTTP/2 204 ", "h2", 204}, Case{"HTTP/2.0 204", "h2", 204}, Case{"HTTP/3 200", "h3", 200},
                        Case{"HTTP/1.1 999 Denied", "http/1.1", 999}, Case{"http/1.1 200 OK", "http/1.1", 200},
                        Case{"Http/2 200", "h2", 200}}) {
    auto head = parse_response_head(std::string(c.line) + "\n\n");
    ASSERT_TRUE(head) << c.line;
    EXPECT_EQ(head->protocol, c.protocol) << c.line;
    EXPECT_EQ(head->status, c.status) << c.line;
  }
}

TEST(ResponseHead, RefusesWhatIsNoStatusLine) {
  for (const char* line : {"", "200 OK", "httpx/1.1 200 OK", "HTTP/1.1", "HTTP/1.1 OK", "HTTP/1.1 20 OK",
                           "HTTP/1.1 2000 OK", "HTTP/1.1 099 Low", "HTTP/1.1 2x0 OK", "HTTP/11 200 OK", "HTTP/ 200 OK",
                           "HTTP/1.1\t200 OK", " HTTP/1.1 200 OK", "ICY 200 OK", "<html>"}) {
    EXPECT_FALSE(parse_response_head(std::string(line) + "\r\n\r\n")) << line;
  }
}

TEST(ResponseHead, MendsFieldsAndLeavesOutWhatIsNone) {
  auto head = parse_response_head(
      "HTTP/1.1 200 OK\r\n stray\r\nA: 1\r\n\t2\r\n  \r\nB : space\r\n folded onto nothing\r\nC;: x\r\nno colon\r\n"
      ": empty\r\nD: nul\0\r\nE: a\rb\r\nF:\r\n g\r\nH: \x01\xff\r\n\r\nAfter: end\r\n"sv);
  ASSERT_TRUE(head);
  EXPECT_THAT(head->headers,
              ElementsAre(Header{"A", "1 2"}, Header{"B", "space folded onto nothing"}, Header{"D", "nul"},
                          Header{"E", "a b"}, Header{"F", "g"}, Header{"H", "\x01\xff"}));
}

TEST(Exchange, FindsTheFirstFieldOfAName) {
  Exchange exchange;
  exchange.headers = {{"Link", "1"}, {"link", "2"}};
  EXPECT_EQ(exchange.header("LINK"), "1");
  EXPECT_FALSE(exchange.header("Lin"));
}

TEST(ContentType, FollowsTheFetchStandard) {
  struct Case {
    std::vector<const char*> values;
    const char* type;
    const char* charset;
  };
  const Case cases[] = {
      {{}, "", ""},
      {{"Text/HTML; charset=UTF-8"}, "text/html", "UTF-8"},
      {{"text/html;charset=\"a\\\"b;c\" ;x"}, "text/html", "a\"b;c"},
      {{"text/html;charset=gbk;charset=windows-1255"}, "text/html", "gbk"},
      {{"text/html; Charset = x"}, "text/html", "x"},
      {{" text/plain ; ;; charset=\"unclosed"}, "text/plain", "unclosed"},
      {{"text"}, "", ""},
      {{"text/"}, "", ""},
      {{"text/html", "*/*"}, "text/html", ""},
      {{"text/html;charset=gbk", "text/plain"}, "text/plain", ""},
      {{"text/plain;charset=gbk", "text/html, text/html;x=\",text/plain\""}, "text/html", ""},
      {{"text/html;charset=gbk, text/html"}, "text/html", "gbk"},
      {{"text/html", "nonsense"}, "text/html", ""},
  };
  for (const Case& c : cases) {
    Exchange exchange;
    for (const char* value : c.values) exchange.headers.push_back({"content-type", value});
    EXPECT_EQ(media_type(exchange), c.type) << (c.values.empty() ? "" : c.values[0]);
    EXPECT_EQ(transport_charset(exchange), c.charset) << (c.values.empty() ? "" : c.values[0]);
  }
}

}  // namespace
}  // namespace lycosa::inline exchange
