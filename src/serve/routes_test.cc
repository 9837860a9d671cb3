#include "serve/routes.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "serve/guard.h"
#include "serve/html.h"
#include "serve/json.h"
#include "serve/texts.h"

namespace lycosa::inline serve {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Request request_for(std::string method, std::string path, std::string_view query = "") {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.parameters = parse_query(query);
  request.host = "localhost:8080";
  return request;
}

TEST(Routes, TheReferencePageHasTheTable) {
  const std::string path = std::string(LYCOSA_SOURCE_DIR) + "/docs/reference/http.md";
  std::string page = read(path);
  const std::string begin = "<!-- routes -->\n";
  const size_t start = page.find(begin), end = page.find("<!-- end -->");
  ASSERT_TRUE(start != std::string::npos && end != std::string::npos) << path << " has no part for the routes";
  page.replace(start + begin.size(), end - start - begin.size(), reference_table());
  if (std::getenv("LYCOSA_UPDATE_DOCS")) std::ofstream(path, std::ios::binary) << page;
  EXPECT_EQ(read(path), page) << "run this test with LYCOSA_UPDATE_DOCS=1";
}

TEST(Routes, AreEachNamedOnceAndFound) {
  std::set<std::pair<std::string_view, std::string_view>> names;
  for (const Route& route : routes()) {
    EXPECT_TRUE(names.insert({route.method, route.path}).second) << route.path;
    EXPECT_EQ(find_route(route.method, route.path), &route);
    EXPECT_FALSE(route.sentence.empty());
    EXPECT_EQ(route.answer == nullptr, route.kind == Route::Kind::batch) << route.path;
  }
  EXPECT_EQ(find_route("HEAD", "/"), find_route("GET", "/"));
  EXPECT_EQ(find_route("DELETE", "/"), nullptr);
  EXPECT_EQ(allowed_methods("/api/v1/inspect"), "GET, HEAD, POST");
  EXPECT_EQ(allowed_methods("/no"), "");
}

TEST(Routes, TheDocumentNamesEveryRouteOfTheApi) {
  const auto document = nlohmann::json::parse(openapi_document());
  size_t operations = 0;
  for (const auto& path : document["paths"]) operations += path.size();
  size_t expected = 0;
  for (const Route& route : routes()) expected += route.kind == Route::Kind::page ? 0 : 1;
  EXPECT_EQ(operations, expected);
}

TEST(Routes, FaultsInParametersAreNamed) {
  const Route& urls = *find_route("GET", "/api/v1/urls");
  EXPECT_FALSE(fault_in_parameters(urls, request_for("GET", urls.path.data(), "state=crawled&limit=5")));
  EXPECT_TRUE(fault_in_parameters(urls, request_for("GET", urls.path.data(), "stat=crawled")));
  EXPECT_TRUE(fault_in_parameters(urls, request_for("GET", urls.path.data(), "limit=five")));
  EXPECT_TRUE(fault_in_parameters(urls, request_for("GET", urls.path.data(), "limit=5&limit=5")));
  EXPECT_TRUE(fault_in_parameters(*find_route("GET", "/api/v1/page"), request_for("GET", "", "url=a")));
}

TEST(Query, IsDecodedAndAlwaysValid) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(parse_query("a=1&b=x+y%20z&c&d="), (Pairs{{"a", "1"}, {"b", "x y z"}, {"c", ""}, {"d", ""}}));
  EXPECT_EQ(parse_query("a=%zz%4"), (Pairs{{"a", "%zz%4"}}));
  EXPECT_EQ(parse_query("a=%ff"), (Pairs{{"a", "\xef\xbf\xbd"}}));
  EXPECT_EQ(parse_query(std::string(100000, '&')), Pairs{});
  for (const std::string text : {"a b", "ü&=+%", "http://a/?b=c#d", ""}) {
    EXPECT_EQ(parse_query("v=" + percent_encoded(text)), (Pairs{{"v", text}}));
  }
}

TEST(GuardRule, TakesWhatCameFromHereOnly) {
  const Guard guard("192.0.2.7:8080", {"crawl.example"});
  Request request = request_for("GET", "/");
  for (const char* host :
       {"localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080", "192.0.2.7:8080", "crawl.example"}) {
    request.host = host;
    EXPECT_FALSE(guard.refuse(request)) << host;
  }
  for (const char* host : {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", "[::2]"}) {
    request.host = host;
    ASSERT_TRUE(guard.refuse(request)) << host;
    EXPECT_EQ(guard.refuse(request)->status, 421);
  }
  request = request_for("POST", "/api/v1/inspect");
  EXPECT_FALSE(guard.refuse(request));
  request.fetch_site = "same-origin";
  request.origin = "http://localhost:8080";
  EXPECT_FALSE(guard.refuse(request));
  request.origin = "null";
  EXPECT_TRUE(guard.refuse(request));
  request.origin.clear();
  request.fetch_site = "same-site";
  EXPECT_TRUE(guard.refuse(request));
}

TEST(Secret, IsRightOrWrong) {
  EXPECT_TRUE(same_secret("abc", "abc"));
  for (const char* given : {"", "ab", "abd", "abcabc", "abcd"}) EXPECT_FALSE(same_secret(given, "abc")) << given;
  EXPECT_FALSE(same_secret("", ""));
}

TEST(HtmlText, CannotBecomeMarkup) {
  Html html;
  html << "<a title=\"";
  html.text("\"'<>&\x1b\u202e\n") << "\">";
  EXPECT_EQ(html.take(), "<a title=\"&quot;&#39;&lt;&gt;&amp;\\x1b\\u202e\\x0a\">");
  Html numbers;
  numbers.number(-1234567) << " ";
  numbers.number(999);
  EXPECT_EQ(numbers.take(), "-1,234,567 999");
}

TEST(Markdown, IsRenderedWithoutWhatCouldRun) {
  const std::string html = rendered_markdown(
      "# T\n\ntext <script>x</script> [a](javascript:x) [b](http://b/)\n\n| a | b |\n|---|---|\n| 1 | <img src=x> |\n");
  EXPECT_NE(html.find("<h1>T</h1>"), std::string::npos);
  EXPECT_NE(html.find("<table>"), std::string::npos);
  EXPECT_NE(html.find("href=\"http://b/\""), std::string::npos);
  for (const char* bad : {"<script", "javascript:", "<img"}) EXPECT_EQ(html.find(bad), std::string::npos) << bad;
}

TEST(LiveLimitRule, IsForEachClientAndMinute) {
  LiveLimit limit(2);
  EXPECT_TRUE(limit.take("a", {0}));
  EXPECT_TRUE(limit.take("a", {1}));
  EXPECT_FALSE(limit.take("a", {59'999}));
  EXPECT_TRUE(limit.take("b", {59'999}));
  EXPECT_TRUE(limit.take("a", {60'000}));
}

}  // namespace
}  // namespace lycosa::inline serve
