#include "serve/routes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "conformance/page_table.h"
#include "serve/guard.h"
#include "serve/html.h"
#include "serve/json.h"
#include "serve/links.h"
#include "serve/texts.h"

namespace lycosa::inline serve {
namespace {

Request request_for(std::string method, std::string path, std::string_view query = "") {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.parameters = parse_query(query);
  request.host = "localhost:8080";
  return request;
}

TEST(Routes, TheReferencePageHasTheTable) {
  conformance::expect_part("reference/http.md", "routes", reference_table());
}

TEST(Routes, AreEachNamedOnceAndFound) {
  std::set<std::pair<std::string_view, std::string_view>> names;
  for (const Route& route : routes()) {
    EXPECT_TRUE(names.insert({route.method, route.path}).second) << route.path;
    EXPECT_EQ(find_route(route.method, route.path), &route);
    EXPECT_FALSE(route.sentence.empty());
    EXPECT_EQ(route.answer == nullptr, route.kind == Route::Kind::batch) << route.path;
    // A link leads away from any page with the time that is judged by.
    const bool leads_to_reports = route.kind == Route::Kind::page && route.path != "/render";
    const bool takes_now = std::any_of(route.parameters.begin(), route.parameters.end(),
                                       [](const Parameter& row) { return row.name == "now"; });
    EXPECT_TRUE(!leads_to_reports || takes_now) << route.path;
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

Result<Parameters> read_for(std::string_view path, std::string_view query) {
  return Parameters::read(find_route("GET", path)->parameters, parse_query(query));
}

TEST(ParametersRule, TakesWhatTheTableHas) {
  const auto urls = read_for("/urls", "state=crawled&limit=5&host=&http_status=404");
  ASSERT_TRUE(urls) << urls.error().message;
  EXPECT_EQ(urls->text("state"), "crawled");
  EXPECT_EQ(urls->integer("limit"), 5);
  EXPECT_EQ(urls->given().size(), 3u) << "an empty field of a form is none";
  EXPECT_EQ(read_for("/urls", "")->integer("limit"), 100) << "the fallback";
  EXPECT_EQ(read_for("/", "url=a&now=2030-01-01")->time("now")->seconds(), 1893456000);
  EXPECT_TRUE(read_for("/", "url=a&open=robots,seen")->chosen("open", "seen"));
  EXPECT_TRUE(read_for("/", ""));
  EXPECT_EQ(read_for("/", "unparsed=a&root_hash=9223372036854775807&shard=3")->integer("root_hash"), INT64_MAX);
}

TEST(ParametersRule, RefusesTheRestOfPagesAndApiAlike) {
  const struct {
    const char *page, *api, *query, *message;
  } cases[] = {
      {"/", "/api/v1/inspect", "url=a&now=yesterday", "now is \"yesterday\"; write it as 2026-04-12T00:00:00Z"},
      {"/", "/api/v1/inspect", "unparsed=a&root_hash=-5",
       "root_hash is \"-5\"; it must be a whole number from 0 to 9223372036854775807"},
      {"/", "/api/v1/inspect", "url=a&foo=1", "there is no parameter \"foo\" at this address; there are url, shard, "},
      {"/", "/api/v1/inspect", "url=a&unparsed=b", "url and unparsed were given; give one of them"},
      {"/", "/api/v1/inspect", "url=a&shard=3", "shard was given without unparsed: "},
      {"/", "/api/v1/inspect", "url=a&url=a", "the parameter url was given twice; give it once"},
      {"/urls", "/api/v1/urls", "limit=5000", "limit is \"5000\"; it must be a whole number from 1 to 1000"},
      {"/urls", "/api/v1/urls", "limit=0", "limit is \"0\"; it must be a whole number from 1 to 1000"},
      {"/urls", "/api/v1/urls", "limit=five", "limit is \"five\"; it must be a whole number from 1 to 1000"},
      {"/urls", "/api/v1/urls", "state=happy",
       "state is \"happy\"; it is queued, leased, crawled, refused, failed or retry"},
      {"/links", "/api/v1/links", "url=a&side=up", "side is \"up\"; it is in or out"},
      {"/render", "/api/v1/page", "url=a", "the parameter text is missing: Which of the three texts"},
      {"/source", "/api/v1/raw", "", "the parameter url is missing: "},
      {"/site", "/api/v1/site", "root=", "the parameter root is missing: "},
      {"/store", "/api/v1/stats", "now=9999999", "now is \"9999999\"; write it as 2026-04-12T00:00:00Z"},
  };
  for (const auto& each : cases) {
    const auto page = read_for(each.page, each.query), api = read_for(each.api, each.query);
    ASSERT_FALSE(page) << each.query;
    ASSERT_FALSE(api) << each.query;
    EXPECT_EQ(api.error().message.substr(0, std::string_view(each.message).size()), each.message);
    EXPECT_EQ(page.error().message.substr(0, std::string_view(each.message).size()), each.message);
    EXPECT_EQ(page.error().kind, ErrorKind::invalid);
  }
}

TEST(ParametersRule, KnowsTheNamesOfTheStore) {
  const auto values = [](std::string_view name) {
    for (const Parameter& row : find_route("GET", "/urls")->parameters) {
      if (row.name == name) return row.values;
    }
    return std::span<const std::string_view>();
  };
  ASSERT_FALSE(values("state").empty());
  for (const std::string_view state : values("state")) EXPECT_TRUE(seen_state_from_name(state)) << state;
  ASSERT_FALSE(values("stage").empty());
  for (const std::string_view stage : values("stage")) EXPECT_TRUE(funnel_stage_from_name(stage)) << stage;
  for (const TextName& text : kTexts) {
    EXPECT_TRUE(read_for("/render", "url=a&text=" + std::string(text.name))) << text.name;
  }
}

TEST(LinksRule, KeepsWhatIsLookedWith) {
  const auto parameters = read_for("/", "unparsed=com,a!/+s443&shard=3&now=2030-01-01&open=ban&text=markdown");
  ASSERT_TRUE(parameters) << parameters.error().message;
  const Links links(*find_route("GET", "/"), *parameters);
  EXPECT_EQ(links.here({{"text", "readable"}}),
            "/?shard=3&unparsed=com,a%21/%20s443&now=2030-01-01&open=ban&text=readable");
  EXPECT_EQ(links.here({{"now", ""}}), "/?shard=3&unparsed=com,a%21/%20s443&text=markdown&open=ban");
  EXPECT_EQ(links.report("http://b/"), "/?url=http://b/&now=2030-01-01");
  EXPECT_EQ(links.to("/store"), "/store?now=2030-01-01");
  EXPECT_EQ(links.to("/urls", {{"reason", "http.404"}, {"host", ""}}), "/urls?reason=http.404&now=2030-01-01");
  EXPECT_EQ(links.same_at("/links", {{"side", "in"}}),
            "/links?shard=3&unparsed=com,a%21/%20s443&now=2030-01-01&side=in");
  EXPECT_EQ(links.same_at("/api/v1/inspect"), "/api/v1/inspect?shard=3&unparsed=com,a%21/%20s443&now=2030-01-01");
  EXPECT_EQ(links.to("/api/v1/openapi.json"), "/api/v1/openapi.json") << "the time goes where it is taken";
  EXPECT_EQ(Links().to("/store"), "/store");
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
