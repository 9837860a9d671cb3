#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/verb_runner.h"

namespace lycosa::cli {
namespace {

using nlohmann::json;

constexpr const char* kFile = "User-agent: *\nDisallow: /a\nAllow: /a/b\nCrawl-delay: 2\nSitemap: http://h/s.xml\n";

Ran run_robots(std::vector<std::string> arguments, const std::string& input = kFile) {
  return run_verb(make_robots_verb(), std::move(arguments), input);
}

TEST(RobotsVerb, SaysWhatDecides) {
  const Ran no = run_robots({"--user-agent", "lycosa", "--url", "http://h/a/c", "-"});
  EXPECT_EQ(no.code, kNo);
  EXPECT_EQ(no.out,
            "disallowed: the longest rule that matches decides\n"
            "group      *, from line 1\n"
            "rule       line 2: Disallow: /a\n"
            "delay      2 s\n"
            "sitemap    http://h/s.xml\n");
  const Ran yes = run_robots({"--user-agent", "lycosa", "--url", "/a/b", "-"});
  EXPECT_EQ(yes.code, kYes);
  EXPECT_NE(yes.out.find("rule       line 3: Allow: /a/b\nrunner-up  line 2: Disallow: /a\n"), std::string::npos);
}

TEST(RobotsVerb, WritesJson) {
  const Ran ran = run_robots({"--json", "--url", "http://h/x", "-"});
  EXPECT_EQ(ran.code, kYes);
  EXPECT_EQ(json::parse(ran.out), json::parse(R"({"url": "http://h/x", "user_agent": "lycosa", "allowed": true,
      "line": null, "rule": null, "group": "*", "basis": "no_match", "group_line": 1, "deciding_rule": null,
      "runner_up": null, "crawl_delay": 2.0, "sitemaps": ["http://h/s.xml"], "host": null, "clean_params": []})"));
}

TEST(RobotsVerb, AnswersABatchLineByLine) {
  const Ran ran =
      run_robots({"--batch", "-"},
                 R"({"robots_txt":"User-agent: a\nDisallow: /\n","user_agent":"A/1.0","url":"http://h/x"})"
                 "\n"
                 R"({"robots_txt_b64":"VXNlci1hZ2VudDogKgpEaXNhbGxvdzogLw==","user_agent":"b","url":"http://h/\ud800"})"
                 "\nnonsense\n"
                 R"({"robots_txt":"","user_agent":"b","url":""})"
                 "\n"
                 R"({"robots_txt":"","user_agent":"b","url":"http://"})"
                 "\n"
                 R"({"robots_txt_b64":"!","user_agent":"b","url":"/"})"
                 "\n"
                 R"({"robots_txt":"","url":"/"})"
                 "\n{}\n");
  EXPECT_EQ(ran.code, kYes);
  std::istringstream lines(ran.out);
  std::vector<json> answers;
  for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
  ASSERT_EQ(answers.size(), 8u);
  EXPECT_EQ(answers[0],
            json::parse(
                R"({"allowed": false, "line": 2, "rule": "Disallow: /", "group": "a", "basis": "rule", "group_line": 1,
                "deciding_rule": {"allow": false, "line": 2, "text": "Disallow: /", "pattern": "/"}, "runner_up": null})"));
  EXPECT_EQ(answers[1]["allowed"], false);
  EXPECT_EQ(answers[3],
            json::parse(
                R"({"allowed": true, "line": null, "rule": null, "group": null, "basis": "no_group", "group_line": null,
                "deciding_rule": null, "runner_up": null})"));
  for (const size_t i : {2, 4, 5, 6, 7}) EXPECT_TRUE(answers[i].contains("error")) << i;
}

TEST(RobotsVerb, ABatchNamesTheRunnerUpToo) {
  const Ran ran =
      run_robots({"--batch", "-"},
                 R"({"robots_txt":"User-agent: *\nDisallow: /a\nAllow: /a/b\n","user_agent":"x","url":"http://h/a/b"})"
                 "\n");
  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer["line"], 3);
  EXPECT_EQ(answer["runner_up"]["line"], 2);
  EXPECT_EQ(answer["runner_up"]["text"], "Disallow: /a");
}

TEST(RobotsVerb, AsksASiteWithinTheCrawlsLimits) {
  const Ran ran = run_robots({"--json", "http://127.0.0.1:1/x"});
  EXPECT_EQ(ran.code, kNo);
  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer["basis"], "status");
  EXPECT_EQ(answer["fetch"]["status"], "no_answer");
  EXPECT_EQ(answer["fetch"]["outcome"], "ban.private_address");
  EXPECT_EQ(run_robots({"http://127.0.0.1:1/robots.txt"}).code, kYes) << "robots.txt itself is always allowed";
}

TEST(RobotsVerb, SaysWhatIsMissing) {
  EXPECT_EQ(run_robots({"--url", "http://h/"}).code, kNotDone);
  EXPECT_EQ(run_robots({"-"}).code, kNotDone);
  EXPECT_EQ(run_robots({"--url", "nonsense", "-"}).code, kNotDone);
  const Ran missing = run_robots({"--url", "http://h/", "/nowhere/robots.txt"});
  EXPECT_EQ(missing.code, kNotDone);
  EXPECT_NE(missing.err.find("/nowhere/robots.txt"), std::string::npos);
}

}  // namespace
}  // namespace lycosa::cli
