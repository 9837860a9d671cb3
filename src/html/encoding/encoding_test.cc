#include "html/encoding.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "base/text.h"
#include "conformance/suite.h"
#include "html/encoding/decoder.h"
#include "html/encoding/label_table.h"
#include "html/encoding/prescan.h"
#include "html/encoding/sniff.h"
#include "html/encoding/utf8.h"
#include "html/test_data.h"

namespace lycosa::html {
namespace {

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
  conformance::Suite suite("html5lib-tests/encoding", "html5lib", kExpectedFailures);
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
      suite.check(std::string(name) + ": " + data, found == encoding_for_label(label), std::string(found));
      at = next;
    }
  }
  suite.finish();
}

TEST(Sniff, PassesTheVectorsOfHtmlEncodingSniffer) {
  const auto file = shared_data() / "charset/html_sniff_vectors.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there; set LYCOSA_SHARED";
  const auto cases = nlohmann::json::parse(read_file(file));
  conformance::Suite suite("charset/html_sniff_vectors.json", "html-encoding-sniffer", kExpectedFailures);
  const auto text = [](const nlohmann::json& value) { return value.is_null() ? "" : value.get<std::string>(); };
  for (const auto& c : cases) {
    const SniffedEncoding sniffed = sniff(read_file(file.parent_path() / text(c["file"])), text(c["transport"]));
    std::string found(sniffed.name);
    if (found.empty()) found = c["default"].is_null() ? "windows-1252" : text(c["default"]);
    suite.check(c.dump(), found == text(c["expect"]), found);
  }
  suite.finish();
}

TEST(EncodingForLabel, PassesTheVectors) {
  const auto file = shared_data() / "encoding/label_vectors.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there; set LYCOSA_SHARED";
  conformance::Suite suite("encoding/label_vectors.json", "WHATWG Encoding", kExpectedFailures);
  for (const auto& c : nlohmann::json::parse(read_file(file))) {
    const std::string name = c["name"].is_null() ? "" : c["name"].get<std::string>();
    const std::string_view found = encoding_for_label(c["label"].get<std::string>());
    suite.check(c.dump(), found == name, std::string(found));
  }
  suite.finish();
}

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

TEST(Decode, PassesTheVectors) {
  const auto file = shared_data() / "encoding/decode_vectors.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there; set LYCOSA_SHARED";
  const auto cases = nlohmann::json::parse(read_file(file));
  conformance::Suite suite("encoding/decode_vectors.json", "WHATWG Encoding", kExpectedFailures);
  for (const auto& c : cases) {
    bool had_errors = false;
    const std::string_view encoding = encoding_for_label(c["encoding"].get<std::string>());
    const std::string found = decode_without_bom(encoding, from_hex(c["bytes_hex"]), had_errors);
    suite.check(c.dump(), found == c["expect"].get<std::string>(), found);
  }
  suite.finish();
}

TEST(Decode, KnowsEveryEntryOfTheMultiByteIndexes) {
  const auto folder = shared_data() / "encoding/encoding_rs";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there; set LYCOSA_SHARED";
  struct Case {
    const char* file;
    const char* encoding;
  };
  for (const Case& c :
       {Case{"big5", "big5"}, Case{"euc_kr", "euc-kr"}, Case{"gb18030", "gb18030"}, Case{"iso_2022_jp", "iso-2022-jp"},
        Case{"jis0208", "euc-jp"}, Case{"jis0212", "euc-jp"}, Case{"shift_jis", "shift_jis"}}) {
    const std::string name = c.file;
    const std::string expected = read_file(folder / (name + "_in_ref.txt"));
    const std::string decoded = decode(read_file(folder / (name + "_in.txt")), c.encoding).utf8;
    EXPECT_TRUE(decoded == expected)
        << name << " differs at byte "
        << std::mismatch(decoded.begin(), decoded.end(), expected.begin(), expected.end()).first - decoded.begin();
  }
}

TEST(Decode, TakesWhatADomainSpeaksWhenNothingSaysWhich) {
  EXPECT_EQ(decode("\xcf\xf0\xe8\xe2\xe5\xf2", "", "ru").utf8, "\u041f\u0440\u0438\u0432\u0435\u0442");
  EXPECT_EQ(decode("\xcf", "", "com").encoding, "windows-1252");
  EXPECT_EQ(decode("\xcf<meta charset=koi8-u>", "", "ru").encoding, "KOI8-U");
}

TEST(Decode, EndsASequenceAtWhatCannotContinueIt) {
  struct Case {
    const char* encoding;
    std::string bytes;
    const char* utf8;
  };
  for (const Case& c : std::vector<Case>{{"gb18030", "\x81\x30\x81!", "\ufffd0\ufffd!"},
                                         {"gb18030", "\x81\x30\x81", "\ufffd"},
                                         {"gb18030", "\x81\x30", "\ufffd"},
                                         {"gb18030", "\x90\x30\x81\x30", "\U00010000"},
                                         {"gb18030", "\xe3\x32\x9a\x35", "\U0010ffff"},
                                         {"gb18030", "\x84\x31\xa4\x37", "\ufffd"},
                                         {"gb18030", "\x81\x35\xf4\x37", "\ue7c7"},
                                         {"gb18030", "\x80\xff", "\u20ac\ufffd"},
                                         {"big5", "\x88\x62\x81<", "\u00ca\u0304\ufffd<"},
                                         {"euc-jp", "\x8f\xa1<\x8e\xb1\xa4\xa2\x8f", "\ufffd<\uff71\u3042\ufffd"},
                                         {"iso-2022-jp", "\x1b$B$\"\x1b(Ba\x0e", "\u3042a\ufffd"},
                                         {"iso-2022-jp", "\x1b$B\x1b(B", "\ufffd"},
                                         {"iso-2022-jp", "\x1b(J\\~\x1b(I1\x1b$B$", "\u00a5\u203e\uff71\ufffd"},
                                         {"shift_jis", "\x80\xb1\x81<\xf0\x40", "\x80\uff71\ufffd<\ue000"},
                                         {"euc-kr", "\x81<\xb0\xa1\xff", "\ufffd<\uac00\ufffd"},
                                         {"utf-16le",
                                          "\xd8\xd8"
                                          "a",
                                          "\ufffd"}}) {
    std::string expected = c.utf8;
    if (expected.starts_with("\x80")) expected.replace(0, 1, "\u0080");
    EXPECT_EQ(decode(c.bytes, c.encoding).utf8, expected) << c.encoding;
  }
}

TEST(IsUtf8, AgreesAtEveryLevelOnEveryThreeBytes) {
  if (best_simd_level() != SimdLevel::avx2) GTEST_SKIP() << "this processor has no AVX2";
  std::string bytes(40, 'a');
  for (size_t at : {0u, 29u, 30u, 31u, 37u}) {
    for (uint32_t n = 0; n < 0x1000000; n += n < 0x10000 || n % 17 ? 97 : 1) {
      std::string text = bytes;
      for (size_t i = 0; i < 3; ++i) text[at + i] = static_cast<char>(n >> (8 * i));
      const bool expected = is_valid_utf8(text);
      ASSERT_EQ(is_utf8(text, SimdLevel::avx2), expected) << n << " at " << at;
      ASSERT_EQ(is_utf8(text, SimdLevel::sse2), expected) << n << " at " << at;
      ASSERT_EQ(is_utf8(text, SimdLevel::scalar), expected) << n << " at " << at;
    }
  }
}

TEST(IsUtf8, AgreesAtEveryLevelOnRandomSequences) {
  std::mt19937 random(1);
  const std::vector<std::string> pieces = {
      "a",           "\u00e9",       "\u20ac",           "\U0001f600",       "\xed\xa0\x80", "\xf4\x90\x80\x80",
      "\xc0\x80",    "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xf5\x80\x80\x80", "\x80",         "\xe2\x82",
      "\xf0\x9f\x98"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const size_t bad = random() % 3 == 0 ? pieces.size() : 4;
    for (size_t i = random() % 60; i > 0; --i) text += pieces[random() % 8 < 7 ? random() % 4 : random() % bad];
    text.resize(text.size() - std::min<size_t>(text.size(), random() % 2));
    const bool expected = is_valid_utf8(text);
    for (SimdLevel level : {SimdLevel::scalar, SimdLevel::sse2, best_simd_level()}) {
      ASSERT_EQ(is_utf8(text, level), expected);
    }
  }
}

}  // namespace
}  // namespace lycosa::html
