#include "extract/metadata/authors.h"

#include <gtest/gtest.h>

namespace lycosa::inline extract {
namespace {

std::string names(std::string_view byline, BylineTrust trust = BylineTrust::author_box) {
  std::string joined;
  for (const std::string& name : author_names(byline, trust)) joined += (joined.empty() ? "" : "; ") + name;
  return joined;
}

TEST(Authors, AreTheNamesOfAByline) {
  const std::pair<const char*, const char*> cases[] = {
      {"By Ada Lovelace", "Ada Lovelace"},
      {"by Ada Lovelace and Charles Babbage", "Ada Lovelace; Charles Babbage"},
      {"Von Ada Lovelace, Charles Babbage und Mary Somerville", "Ada Lovelace; Charles Babbage; Mary Somerville"},
      {"Autorin: Ada Lovelace", "Ada Lovelace"},
      {"Par Ada Lovelace , 4 mars 2021", "Ada Lovelace"},
      {"4 March 2021 by Ada Lovelace", "Ada Lovelace"},
      {"Ada Lovelace Thursday, March 4, 2021 7:35AM", "Ada Lovelace"},
      {"View all posts by Ada Lovelace", "Ada Lovelace"},
      {"Ada Lovelace | The Analyst", "Ada Lovelace"},
      {"Posted on 4.3.2021", ""},
      {"Share", ""},
      {"ada", "ada"},
      {"", ""},
  };
  for (const auto& [byline, expected] : cases) EXPECT_EQ(names(byline), expected) << byline;
}

TEST(Authors, OfPlainWordsMustLookLikeNames) {
  EXPECT_EQ(names("Von Ada Lovelace", BylineTrust::words), "Ada Lovelace");
  EXPECT_EQ(names("Von Masken \xc3\xbc"
                  "ber Abstand bis Zoonose",
                  BylineTrust::words),
            "");
  EXPECT_EQ(names("by the way", BylineTrust::words), "");
}

TEST(Authors, OfMetadataAreNotAddresses) {
  EXPECT_EQ(names("https://www.facebook.com/ada", BylineTrust::metadata), "");
  EXPECT_EQ(names("ada@example.org", BylineTrust::metadata), "");
  EXPECT_EQ(names("null", BylineTrust::metadata), "");
  EXPECT_EQ(names("bell hooks", BylineTrust::metadata), "bell hooks");
}

TEST(Authors, AreBounded) {
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "Ada, ";
  EXPECT_EQ(names(many), "");
}

}  // namespace
}  // namespace lycosa::inline extract
