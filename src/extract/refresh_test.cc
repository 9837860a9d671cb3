#include "extract/refresh.h"

#include <gtest/gtest.h>

#include <string>

namespace lycosa::inline extract {
namespace {

std::string shown(std::string_view value) {
  const auto found = read_refresh(value);
  if (!found) return "passed over";
  return std::to_string(found->seconds) + " " + (found->address ? "[" + std::string(*found->address) + "]" : "itself");
}

TEST(Refresh, IsReadByTheStepsOfTheStandard) {
  const std::pair<const char*, const char*> cases[] = {
      {"0; url=/next", "0 [/next]"},
      {"\t 5\n;\f URL \r= '/next'x", "5 [/next]"},
      {"1,url=\"a'b", "1 [a'b]"},
      {"0;'/quoted'", "0 [/quoted]"},
      {"0;/plain", "0 [/plain]"},
      {"0 /blank", "0 [/blank]"},
      {"0;url", "0 [url]"},
      {"0;up/down", "0 [up/down]"},
      {"0;ur=/x", "0 [ur=/x]"},
      {"0;url/x", "0 [url/x]"},
      {"0;url==/x", "0 [=/x]"},
      {"0;;url=/x", "0 [;url=/x]"},
      {"0;url=", "0 []"},
      {"0;url=''/x", "0 []"},
      {"1.9;url=/x", "1 [/x]"},
      {".5;url=/x", "0 [/x]"},
      {"1.2.3. /x", "1 [/x]"},
      {"007;x", "7 [x]"},
      {"30", "30 itself"},
      {"30 ; ", "30 itself"},
      {"99999999999999999999;x", "9223372036854775807 [x]"},
      {"", "passed over"},
      {"url=/x", "passed over"},
      {"-1;url=/x", "passed over"},
      {"+1;url=/x", "passed over"},
      {";url=/x", "passed over"},
      {"5x;url=/x", "passed over"},
      {"0:url=/x", "passed over"},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(shown(value), expected) << value;
}

}  // namespace
}  // namespace lycosa::inline extract
