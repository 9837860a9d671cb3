#include "crawl/sitemap_places.h"

#include <gtest/gtest.h>

namespace lycosa::inline crawl {
namespace {

UrlKey key(std::string_view url) {
  return key_of(*Url::parse(url));
}

class Places : public ::testing::Test {
 protected:
  Places() {
    config_.sitemap_depth = 1;
    config_.host_sitemaps = 3;
  }
  SitemapPlaces& places() {
    if (!places_) places_.emplace(config_);
    return *places_;
  }
  SitemapPlaces::Named by_robots(std::string_view origin, std::string_view sitemap, bool new_origin = false) {
    return places().name(places().robots_of(key(std::string(origin) + "/robots.txt")), key(sitemap), new_origin);
  }
  SitemapPlaces::Named by_index(std::string_view index, std::string_view sitemap, bool new_origin = false) {
    return places().name(places().index(key(index)), key(sitemap), new_origin);
  }

  Config config_;
  std::optional<SitemapPlaces> places_;
};

TEST_F(Places, ASitemapCountsForTheHostThatNamesItWhereverItIs) {
  const auto named = by_robots("http://a.example", "http://cdn.example/s.xml");
  ASSERT_EQ(named.rows.size(), 1u);
  EXPECT_FALSE(named.refusal);
  EXPECT_EQ(named.rows[0].host, "example,a h80");
  EXPECT_EQ(named.rows[0].root_hash, key("http://a.example/").root_hash);
  EXPECT_EQ(named.rows[0].src_unparsed, "example,cdn!/s.xml h80");
  EXPECT_EQ(named.rows[0].whole, 0);
  EXPECT_TRUE(by_robots("http://a.example", "http://cdn.example/s.xml").rows.empty()) << "it is known";
  const auto child = by_index("http://cdn.example/s.xml", "http://cdn.example/t.xml");
  ASSERT_EQ(child.rows.size(), 1u);
  EXPECT_EQ(child.rows[0].host, "example,a h80");
  EXPECT_EQ(child.rows[0].level, 1);
}

TEST_F(Places, ASitemapOfTwoHostsIsToldToBoth) {
  by_robots("http://a.example", "http://cdn.example/s.xml");
  const auto again = by_robots("http://b.example", "http://cdn.example/s.xml");
  ASSERT_EQ(again.rows.size(), 1u);
  EXPECT_EQ(again.rows[0].host, "example,b h80");
  EXPECT_EQ(places().read(key("http://cdn.example/s.xml"), 7, "").size(), 2u);
  EXPECT_EQ(by_index("http://cdn.example/s.xml", "http://cdn.example/t.xml").rows.size(), 2u);
  const auto late = by_robots("http://c.example", "http://cdn.example/s.xml");
  ASSERT_EQ(late.rows.size(), 1u);
  EXPECT_EQ(late.rows[0].urls, 7) << "it was read before";
  EXPECT_EQ(late.rows[0].whole, 1);
}

TEST_F(Places, IndexesLeadNoFurtherThanTheLimit) {
  by_robots("http://a.example", "http://a.example/0.xml");
  EXPECT_FALSE(by_index("http://a.example/0.xml", "http://a.example/1.xml").refusal);
  const auto deep = by_index("http://a.example/1.xml", "http://a.example/2.xml");
  ASSERT_TRUE(deep.refusal);
  EXPECT_EQ(deep.refusal->reason, Reason::scope_sitemap_depth);
  EXPECT_EQ(deep.refusal->evidence, "2 indexes lead to it, limit 1");
  ASSERT_EQ(deep.rows.size(), 1u);
  EXPECT_EQ(deep.rows[0].reason, "scope.sitemap_depth");
  EXPECT_TRUE(by_index("http://a.example/1.xml", "http://a.example/2.xml").refusal) << "and again";
  const auto nearer = by_robots("http://a.example", "http://a.example/2.xml");
  EXPECT_FALSE(nearer.refusal);
  ASSERT_EQ(nearer.rows.size(), 1u);
  EXPECT_FALSE(nearer.rows[0].reason);
}

TEST_F(Places, AHostHasNoMoreThanTheLimitHoweverTheyAreSpread) {
  for (const char* sitemap : {"http://1.example/s", "http://2.example/s", "http://3.example/s"}) {
    EXPECT_FALSE(by_robots("http://a.example", sitemap).refusal);
  }
  const auto more = by_robots("http://a.example", "http://4.example/s");
  ASSERT_TRUE(more.refusal);
  EXPECT_EQ(more.refusal->reason, Reason::scope_host_sitemaps);
  EXPECT_EQ(more.refusal->evidence, "3 sitemaps of http://a.example/ are read, limit 3");
  EXPECT_FALSE(by_robots("http://b.example", "http://b.example/s").refusal) << "another host has its own";
}

// Each host's robots.txt names a sitemap of the next one, without end.
TEST_F(Places, AnOriginThatOnlySitemapsLedToNamesItsOwnOneLevelFurther) {
  EXPECT_FALSE(by_robots("http://1.example", "http://2.example/s", true).refusal);
  EXPECT_FALSE(by_robots("http://2.example", "http://3.example/s", true).refusal);
  const auto third = by_robots("http://3.example", "http://4.example/s", true);
  ASSERT_TRUE(third.refusal);
  EXPECT_EQ(third.refusal->reason, Reason::scope_sitemap_depth);
  ASSERT_EQ(third.rows.size(), 3u);
  EXPECT_EQ(third.rows[0].host, "example,1 h80");
  EXPECT_EQ(third.rows[2].host, "example,3 h80") << "it is a sitemap of this one as well";
}

TEST_F(Places, AreWhatTheStoreSaysAfterwards) {
  std::vector<SitemapRow> rows;
  const auto keep = [&](const SitemapPlaces::Named& named) {
    rows.insert(rows.end(), named.rows.begin(), named.rows.end());
  };
  keep(by_robots("http://a.example", "http://cdn.example/0"));
  keep(by_index("http://cdn.example/0", "http://cdn.example/1"));
  keep(by_index("http://cdn.example/1", "http://cdn.example/2"));
  places_.reset();
  for (const SitemapRow& row : rows) places().restore(row);
  EXPECT_FALSE(places().has_place_now(key("http://cdn.example/2")));
  EXPECT_TRUE(by_index("http://cdn.example/1", "http://cdn.example/x").refusal);
  config_.sitemap_depth = 2;
  places_.reset();
  for (const SitemapRow& row : rows) places().restore(row);
  EXPECT_TRUE(places().has_place_now(key("http://cdn.example/2")));
  EXPECT_EQ(by_robots("http://a.example", "http://a.example/4").refusal->reason, Reason::scope_host_sitemaps)
      << "three have a place";
}

TEST_F(Places, WhatWasReadIsToldWithItsFault) {
  by_robots("http://a.example", "http://a.example/s");
  const auto cut = places().read(key("http://a.example/s"), 3, "it has more URLs than sitemap-urls, 3");
  ASSERT_EQ(cut.size(), 1u);
  EXPECT_EQ(cut[0].urls, 3);
  EXPECT_EQ(cut[0].whole, 0);
  EXPECT_EQ(cut[0].fault, "it has more URLs than sitemap-urls, 3");
  const auto failed = places().read(key("http://a.example/s"), std::nullopt, "network.reset");
  EXPECT_EQ(failed[0].urls, std::nullopt);
  EXPECT_EQ(failed[0].whole, 0);
  const auto own = places().read(key("http://b.example/found-by-a-link.xml"), 1, "");
  EXPECT_EQ(own.at(0).host, "example,b h80");
  EXPECT_EQ(own[0].whole, 1);
}

}  // namespace
}  // namespace lycosa::inline crawl
