// percent-encoding.json of the URL standard's suite: the same text as query and fragment, in the encoding of a page.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/verb_runner.h"
#include "conformance/shared_data.h"
#include "conformance/suite.h"

namespace lycosa::cli {
namespace {

using nlohmann::json;

json read_vectors(const std::string& file) {
  std::ifstream in(conformance::shared_data() / file);
  return in ? json::parse(in) : json();
}

TEST(PercentEncodingSuite, IsMet) {
  const std::string file = "url/percent-encoding.json";
  const json vectors = read_vectors(file);
  if (vectors.is_null()) GTEST_SKIP() << "no vectors of " << file;
  conformance::Suite suite(file, "WHATWG URL, Encoding", LYCOSA_SOURCE_DIR "/src/url/expected_failures.txt");
  for (const json& test : vectors) {
    if (!test.is_object()) continue;
    const std::string input = test["input"];
    for (const auto& [encoding, output] : test["output"].items()) {
      const std::string line = json({{"input", "https://any.invalid/?" + input + "#" + input}}).dump() + "\n";
      const json parts = json::parse(run_verb(make_url_verb(), {"--parts", "--encoding", encoding, "-"}, line).out);
      const bool met = parts["search"] == "?" + output.get<std::string>() &&
                       parts["hash"] == "#" + test["output"]["utf-8"].get<std::string>();
      suite.check(json(input).dump(-1, ' ', true) + " in " + encoding, met, parts.dump());
    }
  }
  suite.finish();
}

}  // namespace
}  // namespace lycosa::cli
