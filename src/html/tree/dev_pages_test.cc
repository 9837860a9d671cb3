// What must hold of real pages: every one of the development set, when it is there.

#include <gtest/gtest.h>
#include <zlib.h>

#include "conformance/gzip_file.h"
#include "html/encoding.h"
#include "html/html.h"
#include "html/invariants_for_tests.h"
#include "html/test_data.h"
#include "html/tree/parse.h"

namespace lycosa::html {
namespace {

// Two documents node by node, without making their texts.
::testing::AssertionResult same(const Document& a, const Document& b) {
  if (a.node_count() != b.node_count()) return ::testing::AssertionFailure() << "numbers of nodes differ";
  for (NodeId n = 0; n < a.node_count(); ++n) {
    const bool linked = a.kind(n) == b.kind(n) && a.parent(n) == b.parent(n) &&
                        a.next_sibling(n) == b.next_sibling(n) && a.first_child(n) == b.first_child(n);
    bool equal = linked && a.tag_name(n) == b.tag_name(n) && a.text(n) == b.text(n) &&
                 a.source_offset(n) == b.source_offset(n) && a.attributes(n).size() == b.attributes(n).size();
    for (size_t i = 0; equal && i < a.attributes(n).size(); ++i) {
      equal =
          a.attributes(n)[i].name == b.attributes(n)[i].name && a.attributes(n)[i].value == b.attributes(n)[i].value;
    }
    if (!equal) return ::testing::AssertionFailure() << "node " << n << " differs";
  }
  return ::testing::AssertionSuccess();
}

TEST(DevPages, ObeyTheInvariantsAndAreTheSameAtEveryLevel) {
  int pages = 0;
  for (const char* set : {"trafilatura-eval", "wcxb-dev", "readability-testpages", "defuddle-fixtures"}) {
    const auto folder = shared_data() / "extraction-dev" / set / "pages";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there; set LYCOSA_SHARED";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      ++pages;
      const std::string text = decode(conformance::read_gzip(entry.path()), "").utf8;
      const Document document = parse(text);
      EXPECT_EQ(DocumentCheck(document).run(), "") << entry.path();
      EXPECT_FALSE(document.flags().refused) << entry.path();
      EXPECT_TRUE(same(document, parse_at(text, {}, SimdLevel::scalar))) << entry.path();
      EXPECT_TRUE(same(document, parse_at(text, {}, std::min(SimdLevel::sse2, best_simd_level())))) << entry.path();
    }
  }
  EXPECT_EQ(pages, 1872);
}

}  // namespace
}  // namespace lycosa::html
