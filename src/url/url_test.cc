#include "url/url.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lycosa::inline url {
namespace {

Url url_of(std::string_view text) {
  auto url = Url::parse(text);
  EXPECT_TRUE(url.has_value()) << text;
  return url ? *url : Url();
}

TEST(Url, GivesThePartsOfTheStandard) {
  const Url url = url_of("HTTPS://User:Pass@Example.COM:8443/a/b;c?d=e#f");
  EXPECT_EQ(url.href(), "https://User:Pass@example.com:8443/a/b;c?d=e#f");
  EXPECT_EQ(url.protocol(), "https:");
  EXPECT_EQ(url.scheme(), "https");
  EXPECT_EQ(url.username(), "User");
  EXPECT_EQ(url.password(), "Pass");
  EXPECT_EQ(url.host(), "example.com:8443");
  EXPECT_EQ(url.hostname(), "example.com");
  EXPECT_EQ(url.port(), "8443");
  EXPECT_EQ(url.effective_port(), 8443);
  EXPECT_EQ(url.pathname(), "/a/b;c");
  EXPECT_EQ(url.search(), "?d=e");
  EXPECT_EQ(url.hash(), "#f");
  EXPECT_EQ(url.path_and_query(), "/a/b;c?d=e");
}

TEST(Url, KnowsItsKindOfHost) {
  struct Case {
    const char* text;
    bool is_http, is_ip;
    int port;
  };
  for (const Case& test : std::vector<Case>{{"http://1.2.3.4/", true, true, 80},
                                            {"http://0x7f.1/", true, true, 80},
                                            {"https://[::1]:81/", true, true, 81},
                                            {"https://1.2.3.4.example/", true, false, 443},
                                            {"https://a.1.b/", true, false, 443},
                                            {"ftp://a/", false, false, 21},
                                            {"other://1.2.3.4/", false, false, 0},
                                            {"other://[::1]/", false, true, 0},
                                            {"mailto:a@b", false, false, 0},
                                            {"http://a:0/", true, false, 0}}) {
    const Url url = url_of(test.text);
    EXPECT_EQ(url.is_http(), test.is_http) << test.text;
    EXPECT_EQ(url.host_is_ip(), test.is_ip) << test.text;
    EXPECT_EQ(url.effective_port(), test.port) << test.text;
  }
}

TEST(Url, KnowsTheTopLevelDomain) {
  EXPECT_EQ(url_of("http://A.example.RU:80/").top_level_domain(), "ru");
  EXPECT_EQ(url_of("http://a.uk./").top_level_domain(), "uk");
  EXPECT_EQ(url_of("http://localhost/").top_level_domain(), "localhost");
  EXPECT_EQ(url_of("http://1.2.3.4/").top_level_domain(), "");
  EXPECT_EQ(url_of("http://[::1]/").top_level_domain(), "");
}

TEST(Url, AnEmptyQueryIsPartOfTheRequestAndNotOfSearch) {
  EXPECT_EQ(url_of("http://a/b?").search(), "");
  EXPECT_EQ(url_of("http://a/b?").path_and_query(), "/b?");
  EXPECT_EQ(url_of("http://a/b?#").path_and_query(), "/b?");
}

TEST(Url, SaysWhatIsWrong) {
  struct Case {
    const char* text;
    const char* part;
  };
  for (const Case& test : std::vector<Case>{{"/a", "no scheme"},
                                            {"http://", "no host"},
                                            {"http://a@/", "no host"},
                                            {"http://a:70000/", "over 65535"},
                                            {"http://a:b/", "not a number"},
                                            {"http://[1:2/", "bracket"},
                                            {"http://[1:2]/", "IPv6"},
                                            {"http://1.2.3.4.5/", "IPv4"},
                                            {"http://a b/", "forbidden character"},
                                            {"http://\xe2\x80\x8b\xcc\x80.de/", "valid domain"}}) {
    const auto url = Url::parse(test.text);
    ASSERT_FALSE(url.has_value()) << test.text;
    EXPECT_EQ(url.error().kind, ErrorKind::invalid);
    EXPECT_NE(url.error().message.find(test.part), std::string::npos) << url.error().message;
  }
}

TEST(Url, ResolvesTheLinksOfAPage) {
  const Url base = url_of("https://u:p@example.com:81/a/b/c?q#f");
  struct Case {
    const char* link;
    const char* href;
  };
  for (const Case& test : std::vector<Case>{{"d", "https://u:p@example.com:81/a/b/d"},
                                            {"../d?x", "https://u:p@example.com:81/a/d?x"},
                                            {"../../../d", "https://u:p@example.com:81/d"},
                                            {"/d", "https://u:p@example.com:81/d"},
                                            {"//other/d", "https://other/d"},
                                            {"?x", "https://u:p@example.com:81/a/b/c?x"},
                                            {"#g", "https://u:p@example.com:81/a/b/c?q#g"},
                                            {"", "https://u:p@example.com:81/a/b/c?q"},
                                            {"https:d", "https://u:p@example.com:81/a/b/d"},
                                            {"https:/d", "https://u:p@example.com:81/d"},
                                            {" \n d\te ", "https://u:p@example.com:81/a/b/de"},
                                            {"%2E%2e/d", "https://u:p@example.com:81/a/d"},
                                            {"mailto:x@y", "mailto:x@y"}}) {
    const auto url = Url::parse(test.link, &base);
    ASSERT_TRUE(url.has_value()) << test.link;
    EXPECT_EQ(url->href(), test.href) << test.link;
  }
}

TEST(Url, TakesBytesThatAreNotUtf8AsReplacementCharacters) {
  EXPECT_EQ(url_of("http://a/\xff").href(), "http://a/%EF%BF%BD");
  EXPECT_FALSE(Url::parse("http://\xff/").has_value());
}

// Every offset of a URL is right when its href parses to the same parts.
TEST(Url, InAFieldEscapesEveryByteThatIsNotAscii) {
  const Url base = url_of("https://example.com/dir/page");
  const std::pair<const char*, const char*> cases[] = {
      {"/caf\xe9", "https://example.com/caf%E9"},
      {"x?n=caf\xe9#\xe9", "https://example.com/dir/x?n=caf%E9#%E9"},
      {"?w=\xd6\xd0\xce\xc4", "https://example.com/dir/page?w=%D6%D0%CE%C4"},
      {"/%E9-\xe9%", "https://example.com/%E9-%E9%"},
      {"//m\xc3\xbcnchen.example/\xd0\xbf", "https://xn--mnchen-3ya.example/%D0%BF"},
      {"//m\xfcnchen.example/", "none"},
  };
  for (const auto& [bytes, href] : cases) {
    const auto url = Url::parse_field(bytes, &base);
    EXPECT_EQ(url ? url->href() : "none", href) << bytes;
  }
  for (const char* utf8 : {"/привет?п=р", "http://пример.example/中文#é", "mailto:é@example.com", "  /é "}) {
    EXPECT_EQ(Url::parse_field(utf8, &base)->href(), Url::parse(utf8, &base)->href()) << utf8;
  }
}

TEST(Url, ItsHrefIsAFixedPoint) {
  for (const char* text :
       {"http:a", "web:/..//x", "web:x y ?z", "file:C|/x", "file://host/C|/", "data:  x#", "a://?#"}) {
    const Url url = url_of(text);
    const Url again = url_of(url.href());
    EXPECT_EQ(again.href(), url.href());
    EXPECT_EQ(again.pathname(), url.pathname());
    EXPECT_EQ(again.host(), url.host());
  }
}

TEST(Url, ReadsAMegabyteOfTheWorst) {
  constexpr size_t size = size_t{1} << 20;
  const auto many = [](std::string_view unit) {
    std::string text;
    while (text.size() < size) text += unit;
    return text;
  };
  const std::vector<std::string> texts = {
      "http://" + many("a.") + "a/",
      "http://" + many("@") + "a/",
      "http://a/" + many("../"),
      "http://a/" + many("a/../"),
      "http://a/" + many("%2e%2e/"),
      "http://" + many("\xc3\xa4"),
      "http://a/?" + many("utm_a=1&"),
      "http://a/" + many("\xff"),
      "http://[" + many("1:") + "]/",
      "http://" + many("1.") + "1/",
      "x:" + many(" "),
      "http://a/" + many(";jsessionid=1"),
      "http://a/" + many("\t"),
      many("a:"),
      "http://a/" + many("(S(a))/"),
      "http://a/" + many("/index.html"),
      "http://" + many(".") + "/",
      "http://a/?" + many("&"),
  };
  std::vector<std::string> names;
  for (const CanonicalRule& rule : canonical_rules()) names.emplace_back(rule.name);
  const CanonicalOptions all = *CanonicalOptions::exactly(names);
  for (const std::string& text : texts) {
    const auto url = Url::parse(text);
    if (!url || !url->is_http()) continue;
    const Url end = canonical(*url, all);
    EXPECT_EQ(canonical(end, all), end);
    const auto back = parse_unparsed(key_of(end).unparsed);
    ASSERT_TRUE(back.has_value()) << text.substr(0, 40);
    EXPECT_EQ(*back, end);
  }
}

}  // namespace
}  // namespace lycosa::inline url
