#include "record/record.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "record/columns.h"
#include "record/members.h"
#include "record/merge.h"

namespace lycosa::inline record {
namespace {

TEST(Names, OfStatesGoBothWays) {
  for (const char* text : {"queued", "leased", "crawled", "refused", "failed", "retry"}) {
    const auto state = seen_state_from_name(text);
    ASSERT_TRUE(state) << text;
    EXPECT_EQ(name(*state), text);
  }
  EXPECT_FALSE(seen_state_from_name("Queued"));
  EXPECT_FALSE(seen_state_from_name(""));
}

TEST(Names, OfDiscoveriesGoBothWays) {
  for (const char* text : {"seed", "link", "sitemap", "redirect", "canonical", "feed", "manual"}) {
    const auto how = discovery_from_name(text);
    ASSERT_TRUE(how) << text;
    EXPECT_EQ(name(*how), text);
  }
  EXPECT_FALSE(discovery_from_name("links"));
}

TEST(Names, OfRolesGoBothWays) {
  for (const char* text : {"page", "sitemap", "feed"}) {
    const auto role = role_from_name(text);
    ASSERT_TRUE(role) << text;
    EXPECT_EQ(name(*role), text);
  }
  EXPECT_FALSE(role_from_name("pages"));
}

TEST(Discoveries, FirstIsTheEarliestAndASeedHasNoReferrer) {
  EXPECT_EQ(first_discovery({}), nullptr);
  std::vector<DiscoveryRow> rows(3);
  rows[0].stamp_ms = 3;
  rows[1].stamp_ms = 1;
  rows[1].source = "com,example!/ s443";
  rows[2].stamp_ms = 2;
  rows[2].how = Discovery::seed;
  rows[2].source = "argument";
  EXPECT_EQ(first_discovery(rows), &rows[1]);
  EXPECT_TRUE(has_referrer(rows[1]));
  EXPECT_FALSE(has_referrer(rows[2]));
}

TEST(Names, OfLinkSidesGoBothWays) {
  EXPECT_EQ(link_side_from_name(name(LinkSide::in)), LinkSide::in);
  EXPECT_EQ(link_side_from_name(name(LinkSide::out)), LinkSide::out);
  EXPECT_FALSE(link_side_from_name("both"));
}

TEST(Columns, NameEveryTableOnceInOrder) {
  std::vector<std::string> names;
  for (const Table& each : tables()) names.emplace_back(each.name);
  EXPECT_EQ(names, (std::vector<std::string>{"page_info", "page_text", "page_history", "robots", "ban", "seen",
                                             "discovery", "host", "sitemap", "run", "link"}));
  for (const Table& each : tables()) EXPECT_EQ(&table(each.name), &each);
}

TEST(Columns, AreNamedOnceAndExplained) {
  for (const Table& each : tables()) {
    std::set<std::string_view> names;
    for (const Column& column : each.columns) {
      EXPECT_TRUE(names.insert(column.name).second) << each.name << "." << column.name;
      EXPECT_FALSE(column.sentence.empty()) << each.name << "." << column.name;
    }
    for (std::string_view key : each.key) EXPECT_TRUE(names.contains(key)) << each.name << "." << key;
  }
}

TEST(Columns, AreHashesExactlyWhereTheNameSaysSo) {
  for (const Table& each : tables()) {
    for (const Column& column : each.columns) {
      EXPECT_EQ(column.hash, column.name.ends_with("_hash")) << each.name << "." << column.name;
    }
  }
}

TEST(Columns, AreMergedWhereTheTableRemembers) {
  std::string merged;
  for (const Table& each : tables()) {
    for (const Column& column : each.columns) {
      if (column.merge == Merge::newer) continue;
      merged.append(each.name).append(".").append(column.name).append(column.merge == Merge::least ? "< " : "> ");
      EXPECT_FALSE(each.is_key(column.name)) << column.name;
      EXPECT_EQ(column.type, ColumnType::integer) << column.name;
    }
  }
  EXPECT_EQ(merged, "page_info.first_indexed_stamp< page_info.first_crawled_stamp< page_info.links_ver> ");
}

TEST(Columns, OfKeysAndVersionsAreNeverNull) {
  for (const Table& each : tables()) {
    EXPECT_EQ(each.columns.back().name, "ver") << each.name;
    for (const Column& column : each.columns) {
      const bool is_key = std::find(each.key.begin(), each.key.end(), column.name) != each.key.end();
      EXPECT_FALSE((is_key || column.name == "ver") && column.nullable) << each.name << "." << column.name;
    }
  }
}

template <class T>
struct Unwrapped {
  using type = T;
  static constexpr bool kNullable = false;
};
template <class T>
struct Unwrapped<std::optional<T>> {
  using type = T;
  static constexpr bool kNullable = true;
};

template <class Row>
class Members : public testing::Test {};
using Rows = testing::Types<PageInfoRow, PageTextRow, PageHistoryRow, RobotsRow, BanRow, SeenRow, DiscoveryRow, HostRow,
                            SitemapRow, RunRow, LinkRow>;
TYPED_TEST_SUITE(Members, Rows);

TYPED_TEST(Members, AreTheColumnsOfTheirTableInOrderTypeAndNullability) {
  const Table& of = table(table_name<TypeParam>);
  size_t i = 0;
  TypeParam row;
  each_member(row, [&](std::string_view column, auto& member) {
    using Member = Unwrapped<std::remove_reference_t<decltype(member)>>;
    using Value = typename Member::type;
    ASSERT_LT(i, of.columns.size());
    EXPECT_EQ(of.columns[i].name, column);
    EXPECT_EQ(of.columns[i].nullable, Member::kNullable) << column;
    if constexpr (std::is_integral_v<Value>) {
      EXPECT_EQ(of.columns[i].type, ColumnType::integer) << column;
    } else if constexpr (std::is_floating_point_v<Value>) {
      EXPECT_EQ(of.columns[i].type, ColumnType::real) << column;
    } else if constexpr (std::is_enum_v<Value>) {
      EXPECT_EQ(of.columns[i].type, ColumnType::text) << column;
    } else {
      EXPECT_TRUE(of.columns[i].type == ColumnType::text || of.columns[i].type == ColumnType::blob) << column;
    }
    ++i;
  });
  EXPECT_EQ(i, of.columns.size());
}

TEST(RobotsInForce, IsTheLastGoodOneForItsTime) {
  const auto row = [](const char* access, int64_t expires) {
    RobotsRow made;
    made.access = access;
    made.expires_stamp = expires;
    return made;
  };
  const Timestamp now = Timestamp::from_seconds(100);
  const RobotsRow failed = row("disallow_all", 110), good = row("by_rules", 120), old = row("allow_all", 90);
  struct Case {
    std::vector<RobotsRow> newest_first;
    std::optional<size_t> in_force;
  };
  for (const Case& test : std::vector<Case>{{{}, {}},
                                            {{good, failed}, 0},
                                            {{old, good}, 0},
                                            {{failed, good}, 1},
                                            {{failed, failed, good}, 2},
                                            {{failed, old, good}, 0},
                                            {{failed}, 0}}) {
    const RobotsRow* found = robots_in_force(test.newest_first, now);
    EXPECT_EQ(found, test.in_force ? &test.newest_first[*test.in_force] : nullptr);
  }
}

TEST(MergeRow, KeepsTheNewerAndMergesWhatItsColumnSays) {
  PageInfoRow older, newer;
  older.ver = 1;
  older.meta_title = "older";
  older.first_crawled_stamp = 3;
  older.first_indexed_stamp = 9;
  older.links_ver = 1;
  newer.ver = 2;
  newer.first_crawled_stamp = 5;
  newer.first_indexed_stamp = 7;
  for (int order = 0; order < 2; ++order) {
    PageInfoRow kept = order == 0 ? older : newer;
    merge_row(kept, order == 0 ? newer : older);
    EXPECT_EQ(kept.ver, 2);
    EXPECT_EQ(kept.meta_title, std::nullopt);
    EXPECT_EQ(kept.first_crawled_stamp, 3) << "the least";
    EXPECT_EQ(kept.first_indexed_stamp, 7);
    EXPECT_EQ(kept.links_ver, 1) << "the greatest that is known";
  }
  PageInfoRow again = newer;
  again.meta_title = "again";
  merge_row(newer, again);
  EXPECT_EQ(newer.meta_title, "again") << "an equal version is the later";
}

TEST(MergeRow, LeavesRowsThatAreWrittenOnce) {
  DiscoveryRow first, second;
  first.depth = 1;
  second.ver = 2;
  merge_row(first, second);
  EXPECT_EQ(first.depth, 1);
}

}  // namespace
}  // namespace lycosa::inline record
