#include "cli/base64.h"

#include <gtest/gtest.h>

namespace lycosa::cli {
namespace {

TEST(Base64, Decodes) {
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("Zm9vYg=="), "foob");
  EXPECT_EQ(decode_base64("Zm9v\nYmFy\n"), "foobar");
  EXPECT_EQ(decode_base64("Zm9vYg"), "foob");
  EXPECT_EQ(decode_base64("//79"), "\xff\xfe\xfd");
  EXPECT_FALSE(decode_base64("Zm9v*"));
  EXPECT_FALSE(decode_base64("Z=g="));
}

}  // namespace
}  // namespace lycosa::cli
