#include "html/encoding.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/text.h"
#include "html/encoding/label_table.h"
#include "html/encoding/prescan.h"
#include "html/encoding/sniff.h"

namespace lycosa::html {
namespace {

std::filesystem::path shared_data() {
  const char* shared = std::getenv("LYCOSA_SHARED");
  return std::filesystem::path(shared != nullptr ? shared : LYCOSA_SOURCE_DIR "/../shared") / "data";
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

TEST(EncodingForLabel, KnowsEveryLabelInAnyCaseAndWithSpaceAround) {
  EXPECT_EQ(std::size(kEncodingLabels), 228u);
  for (const EncodingLabel& row : kEncodingLabels) {
    EXPECT_EQ(encoding_for_label(row.label), row.name);
    std::string upper = "\t ";
    for (char c : row.label) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    EXPECT_EQ(encoding_for_label(upper + "\r\n"), row.name);
  }
  EXPECT_EQ(encoding_for_label(""), "");
  EXPECT_EQ(encoding_for_label("utf-7"), "");
}

TEST(Decode, PrefersMarkThenTransportThenMetaThenGuess) {
  struct Case {
    std::string bytes;
    const char* label;
    const char* encoding;
    EncodingSource source;
    const char* utf8;
  };
  const std::vector<Case> cases = {
      {"\xef\xbb\xbf\xc3\xa9", "koi8-r", "UTF-8", EncodingSource::bom, "\u00e9"},
      {std::string("\xff\xfe\xe9\0", 4), "", "UTF-16LE", EncodingSource::bom, "\u00e9"},
      {std::string("\xfe\xff\0\xe9", 4), "", "UTF-16BE", EncodingSource::bom, "\u00e9"},
      {"<meta charset=koi8-r>\xc1", "windows-1251", "windows-1251", EncodingSource::transport,
       "<meta charset=koi8-r>\u0411"},
      {"<meta charset=koi8-r>\xc1", "nonsense", "KOI8-R", EncodingSource::meta, "<meta charset=koi8-r>\u0430"},
      {"caf\xc3\xa9", "", "UTF-8", EncodingSource::fallback, "caf\u00e9"},
      {"caf\xe9 \x80", "", "windows-1252", EncodingSource::fallback, "caf\u00e9 \u20ac"},
      {"\x82\xa0", "x-sjis", "Shift_JIS", EncodingSource::transport, "\u3042"},
      {"abc", "iso-2022-kr", "replacement", EncodingSource::transport, "\ufffd"},
      {"a\x80", "x-user-defined", "x-user-defined", EncodingSource::transport, "a\uf780"},
  };
  for (const Case& c : cases) {
    const DecodedText text = decode(c.bytes, c.label);
    EXPECT_EQ(text.encoding, c.encoding);
    EXPECT_EQ(text.source, c.source);
    EXPECT_EQ(text.utf8, c.utf8);
  }
}

TEST(Decode, ReplacesWhatIsNotUtf8AndSaysSo) {
  const DecodedText text = decode("a\xff\xe2\x82z", "utf-8");
  EXPECT_EQ(text.utf8, "a\ufffd\ufffdz");
  EXPECT_TRUE(text.had_errors);
  EXPECT_FALSE(decode("abc", "utf-8").had_errors);
}

TEST(Prescan, PassesTheVectorsOfHtml5lib) {
  const auto folder = shared_data() / "html5lib-tests/encoding";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there; set LYCOSA_SHARED";
  int cases = 0;
  for (const char* name : {"tests1.dat", "tests2.dat", "test-yahoo-jp.dat"}) {
    const std::string file = "\n" + read_file(folder / name);
    for (size_t at = file.find("\n#data\n"); at != std::string::npos;) {
      const size_t next = file.find("\n#data\n", at + 1);
      const size_t mark = file.find("\n#encoding\n", at);
      const std::string data = file.substr(at + 7, mark - at - 7);
      const std::string label = file.substr(mark + 11, file.find('\n', mark + 11) - mark - 11);
      SniffedEncoding sniffed = sniff(data, "");
      if (sniffed.name.empty()) sniffed = sniff_late(data);
      const std::string_view found = sniffed.name.empty() ? "windows-1252" : sniffed.name;
      EXPECT_EQ(found, encoding_for_label(label)) << name << ": " << data;
      ++cases;
      at = next;
    }
  }
  EXPECT_EQ(cases, 82);
}

}  // namespace
}  // namespace lycosa::html
