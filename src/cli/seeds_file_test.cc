#include "cli/seeds_file.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lycosa::cli {
namespace {

SeedLines read(const std::string& text) {
  SeedLines out;
  read_seed_lines(text, "seeds.txt", out);
  return out;
}

TEST(SeedsFile, TakesFilesOfAnyEditor) {
  const struct {
    std::string_view what, text;
    std::vector<std::string> seeds, places;
  } kCases[] = {
      {"plain lines",
       "http://a.example/\nhttp://b.example/\n",
       {"http://a.example/", "http://b.example/"},
       {"seeds.txt:1", "seeds.txt:2"}},
      {"a byte order mark", "\xef\xbb\xbfhttp://a.example/\n", {"http://a.example/"}, {"seeds.txt:1"}},
      {"CRLF",
       "http://a.example/\r\n\r\nhttp://b.example/\r\n",
       {"http://a.example/", "http://b.example/"},
       {"seeds.txt:1", "seeds.txt:3"}},
      {"no line end at the end", "http://a.example/", {"http://a.example/"}, {"seeds.txt:1"}},
      {"blanks and remarks",
       "\n  \t\n# http://c.example/\n  http://a.example/  \n",
       {"http://a.example/"},
       {"seeds.txt:4"}},
      {"a mark before a remark", "\xef\xbb\xbf# seeds\nhttp://a.example/\n", {"http://a.example/"}, {"seeds.txt:2"}},
      {"nothing", "", {}, {}},
  };
  for (const auto& c : kCases) {
    const SeedLines lines = read(std::string(c.text));
    std::vector<std::string> seeds, places;
    for (const Seed& seed : lines.seeds) {
      seeds.push_back(seed.text);
      places.push_back(seed.place);
    }
    EXPECT_EQ(seeds, c.seeds) << c.what;
    EXPECT_EQ(places, c.places) << c.what;
    EXPECT_TRUE(lines.bad.empty()) << c.what;
  }
}

TEST(SeedsFile, NamesTheLineOfEachThatIsNoSeed) {
  const SeedLines lines =
      read("http://a.example/\nhttps://books.example10.77/a\nharbour.example\nftp://a.example/\nhttp://b.example/\n");
  EXPECT_EQ(lines.seeds.size(), 2u);
  ASSERT_EQ(lines.bad.size(), 3u);
  EXPECT_TRUE(lines.bad[0].starts_with("seeds.txt:2: \"https://books.example10.77/a\" is no seed: ")) << lines.bad[0];
  EXPECT_TRUE(lines.bad[1].starts_with("seeds.txt:3: \"harbour.example\" is no seed: ")) << lines.bad[1];
  EXPECT_EQ(lines.bad[2],
            "seeds.txt:4: \"ftp://a.example/\" is no seed: its scheme is ftp; only http and https are crawled");
}

TEST(SeedsFile, ThatCannotBeReadIsAnError) {
  EXPECT_FALSE(read_seeds_files({"/no/such/file"}));
}

}  // namespace
}  // namespace lycosa::cli
