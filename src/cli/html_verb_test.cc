#include <gtest/gtest.h>

#include "cli/verb.h"
#include "cli/verb_runner.h"

namespace lycosa::cli {
namespace {

TEST(HtmlVerb, PrintsTheTree) {
  const Ran ran = run_verb(make_html_verb(), {"-", "--tree"}, "<!DOCTYPE html><p class=a>x&amp;y");
  EXPECT_EQ(ran.code, kYes);
  EXPECT_EQ(ran.out,
            "| <!DOCTYPE html>\n| <html>\n|   <head>\n|   <body>\n|     <p>\n|       class=\"a\"\n|       \"x&y\"\n");
}

TEST(HtmlVerb, ParsesFragmentsOfAnyNamespace) {
  EXPECT_EQ(run_verb(make_html_verb(), {"-", "--fragment", "tr"}, "<td>x").out, "| <td>\n|   \"x\"\n");
  EXPECT_EQ(run_verb(make_html_verb(), {"-", "--fragment", "svg svg"}, "<viewbox/>").out, "| <svg viewbox>\n");
  EXPECT_EQ(run_verb(make_html_verb(), {"-", "--fragment", "body", "--scripting"}, "<noscript><p>").out,
            "| <noscript>\n|   \"<p>\"\n");
}

TEST(HtmlVerb, SaysWhereThePageIsWrong) {
  const Ran ran = run_verb(make_html_verb(), {"-", "--errors"}, "<!DOCTYPE html>\n\xc3\xa4<p id=a id=b></i>\x01");
  EXPECT_EQ(ran.out,
            "(2,12): duplicate-attribute\n(2,15): unexpected-end-tag\n(2,19): control-character-in-input-stream\n"
            "1\tcontrol-character-in-input-stream\n1\tduplicate-attribute\n1\tunexpected-end-tag\n");
}

TEST(HtmlVerb, PrintsWhatASelectorMatches) {
  const Ran ran =
      run_verb(make_html_verb(), {"-", "--select", "li > a, h1"}, "<h1>T</h1><ul><li><a>one\n two</a><a>b</a>");
  EXPECT_EQ(ran.code, kYes);
  EXPECT_EQ(ran.out, "T\none two\nb\n");
  EXPECT_EQ(run_verb(make_html_verb(), {"-", "--select", "h2"}, "<h1>").code, kNo);
  EXPECT_EQ(run_verb(make_html_verb(), {"-", "--select", "h2 >"}, "<h1>").code, kNotDone);
}

TEST(HtmlVerb, AnswersABatchLineByLine) {
  const Ran ran = run_verb(make_html_verb(), {"--batch", "-"},
                           "{\"data\": \"<b>\\u00e4\", \"fragment\": \"p\"}\n"
                           "nonsense\n"
                           "{\"data\": \"<noscript><i>\", \"fragment\": \"head\", \"scripting\": true}\n"
                           "{\"data\": \"\\ud800\", \"fragment\": null}\n");
  EXPECT_EQ(ran.code, kYes);
  EXPECT_EQ(ran.out,
            "{\"tree\":\"| <b>\\n|   \\\"\\u00e4\\\"\"}\n"
            "{\"error\":\"the line is no JSON object with a text \\\"data\\\"\"}\n"
            "{\"tree\":\"| <noscript>\\n|   \\\"<i>\\\"\"}\n"
            "{\"tree\":\"| <html>\\n|   <head>\\n|   <body>\\n|     \\\"\\ufffd\\\"\"}\n");
}

TEST(HtmlVerb, SaysWhatItCannotRead) {
  EXPECT_EQ(run_verb(make_html_verb(), {}).code, kNotDone);
  EXPECT_EQ(run_verb(make_html_verb(), {"/no/such/file"}).code, kNotDone);
}

}  // namespace
}  // namespace lycosa::cli
