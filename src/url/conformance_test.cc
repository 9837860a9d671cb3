// The published suites, whole. expected_failures.txt names what is not met, and why.
#include <gtest/gtest.h>

#include "conformance/suite.h"
#include "url/test_vectors.h"
#include "url/url.h"

namespace lycosa::inline url {
namespace {

using nlohmann::json;

constexpr const char* kExpectedFailures = LYCOSA_SOURCE_DIR "/src/url/expected_failures.txt";

// A suite whose cases have their input for a name.
class Suite : public conformance::Suite {
 public:
  Suite(const std::string& name, const std::string& of) : conformance::Suite(name, of, kExpectedFailures) {}
  void check(const json& input, bool passed, const std::string& got) {
    conformance::Suite::check(input.dump(-1, ' ', true), passed, got);
  }
};

std::string attributes_of(const Url& url) {
  const json parts = {{"href", url.href()},         {"protocol", url.protocol()}, {"username", url.username()},
                      {"password", url.password()}, {"host", url.host()},         {"hostname", url.hostname()},
                      {"port", url.port()},         {"pathname", url.pathname()}, {"search", url.search()},
                      {"hash", url.hash()},         {"origin", url.origin()}};
  return parts.dump();
}

bool has_all(const json& want, const json& got) {
  for (const auto& [name, value] : got.items()) {
    // A null is no expectation: some files have one for the origin.
    if (want.contains(name) && !want[name].is_null() && want[name] != value) return false;
  }
  return true;
}

// Does parsing give what the case says?
bool holds(const json& test, std::string& got) {
  const bool must_fail = test.value("failure", false);
  std::optional<Url> base;
  if (test.contains("base") && test["base"].is_string()) {
    auto parsed = Url::parse(test["base"].get<std::string>());
    if (!parsed) return must_fail;
    base = *parsed;
  }
  const auto url = Url::parse(test["input"].get<std::string>(), base ? &*base : nullptr);
  got = url ? attributes_of(*url) : url.error().message;
  return url ? !must_fail && has_all(test, json::parse(got)) : must_fail;
}

class UrlSuite : public testing::TestWithParam<std::pair<const char*, size_t>> {};

TEST_P(UrlSuite, IsMet) {
  const std::string file = std::string("url/") + GetParam().first;
  const auto cases = vectors::cases_of(file);
  LYCOSA_SKIP_WITHOUT(cases, file);
  EXPECT_EQ(cases.size(), GetParam().second);
  Suite suite(file, "WHATWG URL");
  for (const json& test : cases) {
    std::string got;
    const bool passed = holds(test, got);
    suite.check(test["input"], passed, got);
  }
  suite.finish();
}

INSTANTIATE_TEST_SUITE_P(Whatwg, UrlSuite,
                         testing::Values(std::pair{"urltestdata.json", size_t{757}},
                                         std::pair{"urltestdata-javascript-only.json", size_t{1}},
                                         std::pair{"ada_extra_urltestdata.json", size_t{28}},
                                         std::pair{"ada_long_urltestdata.json", size_t{1}}));

class ToAsciiSuite : public testing::TestWithParam<std::pair<const char*, size_t>> {};

TEST_P(ToAsciiSuite, IsMet) {
  const std::string file = std::string("url/") + GetParam().first;
  const auto cases = vectors::cases_of(file);
  LYCOSA_SKIP_WITHOUT(cases, file);
  EXPECT_EQ(cases.size(), GetParam().second);
  Suite suite(file, "WHATWG URL, UTS 46");
  for (const json& test : cases) {
    const auto url = Url::parse("https://" + test["input"].get<std::string>() + "/x");
    const std::string got = url ? std::string(url->hostname()) : url.error().message;
    suite.check(test["input"], test["output"].is_null() ? !url : url && test["output"] == got, got);
  }
  suite.finish();
}

INSTANTIATE_TEST_SUITE_P(Whatwg, ToAsciiSuite,
                         testing::Values(std::pair{"toascii.json", size_t{74}},
                                         std::pair{"IdnaTestV2.json", size_t{2270}},
                                         std::pair{"IdnaTestV2-removed.json", size_t{20}}));

// In these, hosts that no DNS name can be are failures; the standard lets them be.
TEST(DnsLengthSuite, IsMet) {
  const std::string file = "url/verifydnslength_tests.json";
  const auto cases = vectors::cases_of(file);
  LYCOSA_SKIP_WITHOUT(cases, file);
  EXPECT_EQ(cases.size(), 17u);
  Suite suite(file, "names of DNS");
  for (const json& test : cases) {
    const auto url = Url::parse(test["input"].get<std::string>());
    ASSERT_TRUE(url.has_value()) << url.error().message;
    suite.check(test["input"], url->host_fits_dns() != test["failure"].get<bool>(), std::string(url->hostname()));
  }
  suite.finish();
}

// The labels of a root, in their order: "uk,co,example" is "example.co.uk".
std::string plain(std::string root) {
  std::string out;
  for (size_t comma = root.rfind(','); comma != std::string::npos; comma = root.rfind(',')) {
    out += root.substr(comma + 1) + ".";
    root.resize(comma);
  }
  return out + root;
}

// tests.txt holds lines of a domain and its registrable domain, or null. Our root of a public suffix is itself, and a
// leading dot is an empty label for us, so such lines are read as «has no registrable domain of its own».
TEST(PublicSuffixSuite, IsMet) {
  const std::string text = vectors::read_file(vectors::shared_data() / "psl/tests.txt");
  if (text.empty()) GTEST_SKIP() << "no vectors at " << vectors::shared_data() / "psl/tests.txt";
  Suite suite("psl/tests.txt", "public suffix list");
  std::istringstream lines(text);
  for (std::string domain, root; lines >> domain;) {
    if (domain.starts_with("//")) {
      std::getline(lines, domain);
      continue;
    }
    lines >> root;
    const auto url = Url::parse("http://" + (domain == "null" ? "" : domain) + "/");
    if (!url) {
      suite.check(domain, domain == "null" && root == "null", "no URL");
      continue;
    }
    const bool none = root == "null";
    const auto want = Url::parse("http://" + (none ? domain : root) + "/");
    const std::string got = plain(root_of(*url));
    // With an empty label before it, a domain has no registrable one, whatever we make of it.
    suite.check(domain, got == want->hostname() || (none && domain.starts_with('.')), got);
  }
  suite.finish();
}

// SURT writes hosts as we do, but for what docs/formats/unparsed_url.md names: addresses, and "www.", which it drops
// unless it is told not to. What follows the host is written otherwise on purpose.
TEST(SurtSuite, HostsAgree) {
  const auto cases = vectors::cases_of("surt/vectors.json");
  LYCOSA_SKIP_WITHOUT(cases, "surt/vectors.json");
  Suite suite("surt/vectors.json: hosts", "Internet Archive surt, where both write hosts alike");
  for (const json& test : cases) {
    const bool is_host = test["kind"] == "host_to_surt";
    if ((!is_host && test["kind"] != "surt") || !test["input"].is_string()) continue;
    const auto url = Url::parse((is_host ? "http://" : "") + test["input"].get<std::string>());
    if (!url || !url->is_http() || url->host_is_ip()) continue;
    std::string want = test["expect"].get<std::string>();
    want = want.substr(0, want.find(')'));
    want = want.substr(want.find('(') == std::string::npos ? 0 : want.find('(') + 1);
    if (want.ends_with(',')) want.pop_back();
    std::string host(unparsed_host(unparse(*url)));
    const bool drops_www = !is_host && test["options"].value("host_massage", true);
    if (drops_www && host.ends_with(",www")) host.resize(host.size() - 4);
    suite.check(test["input"], host == want, host);
  }
  suite.finish();
}

// A line is a link, its base and the result; any of them may be in quotes.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, ',');) {
    const size_t first = field.find_first_not_of(" \""), last = field.find_last_not_of(" \"");
    fields.push_back(first == std::string::npos ? "" : field.substr(first, last - first + 1));
  }
  return fields;
}

TEST(CrawlerCommonsResolveSuite, IsMet) {
  const std::string text = vectors::read_file(vectors::shared_data() / "surt/crawlercommons_url-resolve.csv");
  if (text.empty()) GTEST_SKIP() << "no vectors at " << vectors::shared_data() / "surt";
  std::istringstream lines(text);
  Suite suite("surt/crawlercommons_url-resolve.csv", "crawler-commons");
  for (std::string line; std::getline(lines, line);) {
    const auto fields = fields_of(line);
    if (line.starts_with('#') || fields.size() != 3) continue;
    const auto base = Url::parse(fields[1].empty() ? "http://unused.example/" : fields[1]);
    ASSERT_TRUE(base.has_value()) << line;
    const auto url = Url::parse(fields[0], &*base);
    const auto want = Url::parse(fields[2]);
    ASSERT_TRUE(url.has_value() && want.has_value()) << line;
    suite.check(line, *url == *want, std::string(url->href()));
  }
  suite.finish();
}

}  // namespace
}  // namespace lycosa::inline url
