#include "frontier/restate.h"

#include <gtest/gtest.h>

namespace lycosa::inline frontier {
namespace {

const Timestamp kNow{1'800'000'000'000};

struct World {
  Config config;
  std::vector<Url> seeds = {*Url::parse("https://example.com/")};
  BanList bans;

  std::optional<SeenRow> restate(SeenState state, std::optional<Reason> reason, std::string_view text = "/page",
                                 int64_t depth = 1) {
    auto rules = Rules::make(config, seeds, bans);
    EXPECT_TRUE(rules);
    const Url url = canonical(*Url::parse(text, &seeds[0]), CanonicalOptions());
    SeenRow row;
    row.key = key_of(url);
    row.state = state;
    row.depth = depth;
    if (reason) row.reason = std::string(code(*reason));
    return restated(*rules, config.allow_private, row, url, Discovery::link, kNow);
  }
};

std::string told(const std::optional<SeenRow>& row) {
  if (!row) return "stays";
  return std::string(name(row->state)) + (row->reason ? " " + *row->reason : "");
}

TEST(Restated, WhatARuleThatIsGoneRefusedIsQueuedAtOnce) {
  World world;
  for (const Reason reason : {Reason::scope_off_scope, Reason::scope_exclude_rule, Reason::scope_depth,
                              Reason::scope_path_segments, Reason::ban_host, Reason::ban_domain}) {
    const auto row = world.restate(SeenState::refused, reason);
    EXPECT_EQ(told(row), "queued") << code(reason);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->ver, kNow.ms);
    EXPECT_FALSE(row->evidence);
  }
}

TEST(Restated, WhatARuleRefusesByNowIsRefusedAtOnce) {
  World world;
  world.config.exclude = {"/page"};
  for (const SeenState state : {SeenState::queued, SeenState::leased, SeenState::retry}) {
    EXPECT_EQ(told(world.restate(state, std::nullopt)), "refused scope.exclude_rule") << name(state);
  }
  EXPECT_EQ(told(world.restate(SeenState::refused, Reason::scope_depth)), "refused scope.exclude_rule");
  EXPECT_EQ(told(world.restate(SeenState::refused, Reason::scope_exclude_rule)), "stays");
  EXPECT_EQ(told(world.restate(SeenState::queued, std::nullopt, "/other")), "stays");
}

TEST(Restated, WhatRulesDoNotDecideStays) {
  World world;
  EXPECT_EQ(told(world.restate(SeenState::crawled, std::nullopt)), "stays");
  EXPECT_EQ(told(world.restate(SeenState::failed, Reason::network_reset)), "stays");
  EXPECT_EQ(told(world.restate(SeenState::retry, Reason::http_5xx)), "stays");
  EXPECT_EQ(told(world.restate(SeenState::refused, Reason::robots_disallowed)), "stays");
  EXPECT_EQ(told(world.restate(SeenState::refused, Reason::discovery_link_nofollow_only)), "stays");
  EXPECT_EQ(told(world.restate(SeenState::refused, Reason::ban_private_address)), "stays");
  world.config.allow_private = true;
  EXPECT_EQ(told(world.restate(SeenState::refused, Reason::ban_private_address)), "queued");
  world.config.exclude = {"/page"};
  EXPECT_EQ(told(world.restate(SeenState::crawled, std::nullopt)), "stays");
  EXPECT_EQ(told(world.restate(SeenState::refused, Reason::robots_disallowed)), "refused scope.exclude_rule");
}

}  // namespace
}  // namespace lycosa::inline frontier
