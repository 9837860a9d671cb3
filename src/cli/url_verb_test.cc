#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/verb_runner.h"

namespace lycosa::cli {
namespace {

using nlohmann::json;

Ran run_url(std::vector<std::string> arguments, const std::string& input = {}) {
  return run_verb(make_url_verb(), std::move(arguments), input);
}

TEST(UrlVerb, ShowsTheKeys) {
  const Ran ran = run_url({"https://bnikolic.co.uk/blog/python-numerical-gil#x"});
  EXPECT_EQ(ran.code, kYes);
  EXPECT_EQ(ran.out,
            "canonical  https://bnikolic.co.uk/blog/python-numerical-gil\n"
            "unparsed   uk,co,bnikolic!/blog/python-numerical-gil s443\n"
            "root       uk,co,bnikolic\n"
            "root hash  8197881993659394446\n"
            "shard      14 of 16\n");
}

TEST(UrlVerb, WritesOneObjectALine) {
  const Ran ran = run_url({"--json", "--shards", "5", "-"}, "http://a.example/\nnonsense\r\nftp://x/\n");
  EXPECT_EQ(ran.code, kNotDone);
  std::istringstream lines(ran.out);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(json::parse(line), json({{"url", "http://a.example/"},
                                     {"canonical_url", "http://a.example/"},
                                     {"unparsed", "example,a!/ h80"},
                                     {"root", "example,a"},
                                     {"root_hash", "2652422307392398182"},
                                     {"shard", 2652422307392398182 % 5},
                                     {"shard_count", 5}}));
  for (const char* url : {"nonsense", "ftp://x/"}) {
    std::getline(lines, line);
    EXPECT_EQ(json::parse(line)["url"], url);
    EXPECT_TRUE(json::parse(line).contains("error"));
  }
}

TEST(UrlVerb, ExplainsWhichRuleChangedWhat) {
  const Ran ran =
      run_url({"--explain", "--json", "--rule", "tracking-parameters", "HTTP://u@a.example:80/?utm_source=1#f"});
  json steps = json::parse(ran.out)["steps"];
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[0]["rule"], "standard");
  EXPECT_EQ(steps[0]["after"], "http://u@a.example/?utm_source=1#f");
  EXPECT_EQ(steps[1]["rule"], "credentials");
  EXPECT_EQ(steps[2]["rule"], "fragment");
  EXPECT_EQ(steps[3]["rule"], "tracking-parameters");
  EXPECT_EQ(steps[3]["before"], "http://a.example/?utm_source=1");
  EXPECT_EQ(steps[3]["after"], "http://a.example/");
}

TEST(UrlVerb, SwitchesRules) {
  const Ran ran = run_url({"--json", "--rule", "www", "--no-rule", "fragment", "http://www.a.example/#f"});
  EXPECT_EQ(json::parse(ran.out)["canonical_url"], "http://a.example/#f");
  const Ran wrong = run_url({"--rule", "nonsense", "http://a/"});
  EXPECT_EQ(wrong.code, kNotDone);
  EXPECT_NE(wrong.err.find("trailing-slash"), std::string::npos);
}

TEST(UrlVerb, GivesTheStandardsAttributes) {
  const Ran ran = run_url({"--parts", "-"},
                          "{\"input\":\"../x?y#z\",\"base\":\"https://u:p@h:1/a/b/c\"}\n"
                          "{\"input\":\"/\\ud800\",\"base\":\"http://h\"}\n"
                          "{\"input\":\"x\",\"base\":null}\n{\"input\":\"x\",\"base\":\"nonsense\"}\nnonsense\n");
  EXPECT_EQ(ran.code, kYes);
  EXPECT_EQ(
      ran.out,
      "{\"href\":\"https://u:p@h:1/a/x?y#z\",\"protocol\":\"https:\",\"username\":\"u\",\"password\":\"p\","
      "\"host\":\"h:1\",\"hostname\":\"h\",\"port\":\"1\",\"pathname\":\"/a/x\",\"search\":\"?y\",\"hash\":\"#z\"}\n"
      "{\"href\":\"http://h/%EF%BF%BD\",\"protocol\":\"http:\",\"username\":\"\",\"password\":\"\",\"host\":\"h\","
      "\"hostname\":\"h\",\"port\":\"\",\"pathname\":\"/%EF%BF%BD\",\"search\":\"\",\"hash\":\"\"}\n"
      "{\"failure\":true}\n{\"failure\":true}\n"
      "{\"error\":\"the line is no JSON object with a text \\\"input\\\"\"}\n");
}

TEST(UrlVerb, WritesQueriesInThePagesEncoding) {
  const Ran ran = run_url({"--json", "--encoding", "latin1", "http://a.example/\xc3\xa9?\xc3\xa9\xe2\x80\xa0\xd0\x96"});
  EXPECT_EQ(json::parse(ran.out)["canonical_url"], "http://a.example/%C3%A9?%E9%86%26%231046%3B");
  EXPECT_EQ(run_url({"--encoding", "nonsense", "http://a.example/"}).code, kNotDone);
}

TEST(UrlVerb, ResolvesAgainstABase) {
  EXPECT_EQ(json::parse(run_url({"--json", "--base", "http://a.example/b/", "c"}).out)["canonical_url"],
            "http://a.example/b/c");
}

}  // namespace
}  // namespace lycosa::cli
