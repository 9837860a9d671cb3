#include "inspect/json_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/text.h"

namespace lycosa::inline inspect {
namespace {

std::string printed(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

TEST(JsonText, WritesStringsAsTheOtherAnswersAreWritten) {
  std::string every;
  for (int c = 0; c < 256; ++c) every += static_cast<char>(c);
  std::vector<std::string> texts = {"",
                                    "plain",
                                    every,
                                    "\"\\/\b\f\n\r\t\x01\x1f\x7f",
                                    "é – 漢字 😀 \xF4\x8F\xBF\xBF",
                                    "\xED\xA0\x80",
                                    "half \xF0\x9F\x98",
                                    "\xC0\xAF",
                                    "seven b\xC3\xA9",
                                    "\xEF\xBF\xBF"};
  for (uint32_t c = 0x7e; c < 0x110000; c += 251) {
    texts.emplace_back("x");
    append_utf8(texts.back(), c);
  }
  for (const std::string& text : texts) {
    JsonText out;
    out.value(text);
    EXPECT_EQ(out.take(), printed(to_valid_utf8(text))) << visible(text);
  }
}

TEST(JsonText, WritesNumbersAsTheOtherAnswersAreWritten) {
  for (const double number : {0.0, 1.0, -0.5, 0.83, 1e-7, 1e300, 123456789.125}) {
    JsonText out;
    out.value(number);
    EXPECT_EQ(out.take(), printed(number));
  }
  JsonText out;
  out.begin_array();
  out.value(std::numeric_limits<double>::infinity());
  out.value(std::numeric_limits<int64_t>::min());
  out.value(std::numeric_limits<uint64_t>::max());
  out.value(size_t{7});
  out.value(true);
  out.value(nullptr);
  out.value(std::optional<int64_t>());
  out.value(std::optional<std::string>("a"));
  out.end_array();
  EXPECT_EQ(out.take(), "[null,-9223372036854775808,18446744073709551615,7,true,null,null,\"a\"]");
}

TEST(JsonText, PutsCommasBetweenAndNowhereElse) {
  JsonText out;
  out.begin_object();
  out.member("a", 1);
  out.key("b");
  out.begin_array();
  out.begin_object();
  out.end_object();
  out.begin_array();
  out.end_array();
  out.value("x");
  out.end_array();
  out.key("c");
  out.begin_object();
  out.member("d", "e");
  out.end_object();
  out.member("f", false);
  out.end_object();
  EXPECT_EQ(out.take(), R"({"a":1,"b":[{},[],"x"],"c":{"d":"e"},"f":false})");
}

}  // namespace
}  // namespace lycosa::inline inspect
