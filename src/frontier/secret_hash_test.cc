#include "frontier/secret_hash.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/keyed_hash.h"

namespace lycosa::inline frontier {
namespace {

TEST(SecretHash, IsTheSameWithinAProcessAndNotTheOneThatEverybodyKnows) {
  int known = 0;
  for (const char* text : {"", "a", "example,a!/ s443"}) {
    EXPECT_EQ(secret_fingerprint(text), secret_fingerprint(text));
    EXPECT_EQ(siphash64(text, SipKey{}), siphash64(text));
    known += secret_fingerprint(text) == siphash64(text) ? 1 : 0;
  }
  EXPECT_EQ(known, 0);
  EXPECT_NE(secret_fingerprint("a"), secret_fingerprint("b"));
}

}  // namespace
}  // namespace lycosa::inline frontier
