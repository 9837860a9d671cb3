#include "fetch/address.h"

#include <gtest/gtest.h>

namespace lycosa::inline fetch {
namespace {

TEST(PublicAddress, RefusesEveryRangeAtBothEndsAndNotBeyond) {
  struct Case {
    const char* below;  // public, or null
    const char* first;
    const char* last;
    const char* above;
  };
  for (const Case& c : {
           Case{nullptr, "0.0.0.0", "0.255.255.255", "1.0.0.0"},
           Case{"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
           Case{"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
           Case{"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
           Case{"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
           Case{"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
           Case{"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
           Case{"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
           Case{"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
           Case{"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
           Case{"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
           Case{"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
           Case{"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
           Case{"223.255.255.255", "224.0.0.0", "255.255.255.255", nullptr},
           Case{nullptr, "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::"},
           Case{"2000:ffff::", "2001::", "2001:1ff:ffff::", "2001:200::"},
           Case{"2001:db7:ffff::", "2001:db8::", "2001:db8:ffff::1", "2001:db9::"},
           Case{"2001:ffff::", "2002::", "2002:ffff::", "2003::"},
           Case{"3ffe:ffff::", "3fff::", "3fff:fff:ffff::", "3fff:1000::"},
           Case{"3fff:ffff::", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nullptr},
       }) {
    EXPECT_TRUE(c.below == nullptr || is_public_address(c.below)) << c.below;
    EXPECT_FALSE(is_public_address(c.first)) << c.first;
    EXPECT_FALSE(is_public_address(c.last)) << c.last;
    EXPECT_TRUE(c.above == nullptr || is_public_address(c.above)) << c.above;
  }
}

TEST(PublicAddress, RefusesWhatHidesAnIpv4AddressAndWhatIsNone) {
  for (const char* text : {"::ffff:127.0.0.1", "::ffff:8.8.8.8",  "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
                           "2002:7f00:1::",    "2001:0:7f00:1::", "::1",         "fe80::1",         "fec0::1",
                           "fc00::1",          "fd12::1",         "ff02::1",     "100::1",          "",
                           "a.example",        "127.1",           "0x7f.0.0.1",  "8.8.8.8.",        "[2606:4700::1]"}) {
    EXPECT_FALSE(is_public_address(text)) << text;
  }
  for (const char* text : {"8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::8a"})
    EXPECT_TRUE(is_public_address(text)) << text;
}

TEST(Address, IsWrittenInItsShortestForm) {
  EXPECT_EQ(canonical_address("[2606:4700:0:0::0001]"), "2606:4700::1");
  EXPECT_EQ(canonical_address("127.0.0.1"), "127.0.0.1");
  EXPECT_FALSE(canonical_address("a.example"));
  EXPECT_TRUE(is_loopback_address("127.3.2.1"));
  EXPECT_TRUE(is_loopback_address("::1"));
  EXPECT_FALSE(is_loopback_address("10.0.0.1"));
}

}  // namespace
}  // namespace lycosa::inline fetch
