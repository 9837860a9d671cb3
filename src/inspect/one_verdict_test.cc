#include <algorithm>
#include <set>

#include "inspect/judging.h"
#include "inspect/reason_cases.h"
#include "inspect/totals.h"

// One verdict: in a store with a URL for every reason that can be stored, lists and counts say what the reports say.
namespace lycosa::inline inspect {
namespace {

bool can_be_stored(Reason reason) {
  return info(reason).source != Source::question;
}

// One URL for each reason, each on a host of its own.
World store_of_every_reason() {
  World world;
  int number = 0;
  for (const ReasonCase& each : all_cases()) {
    if (!can_be_stored(each.reason)) continue;
    world.url = "https://r" + std::to_string(++number) + ".example/dir/page";
    each.arrange(world);
  }
  // The cases of filters change those of the store, which is for the test to do.
  world.reader->told_info.filters = world.store.reader->info().filters;
  world.url = "https://good.example/";
  world.put(world.good_page());
  return world;
}

std::vector<ListedUrl> all_of(World& world, UrlQuery query) {
  std::vector<ListedUrl> urls;
  query.limit = 30;
  auto judging = Judging::begin(*world.reader, world.ask);
  EXPECT_TRUE(judging) << judging.error().message;
  while (true) {
    const auto list = list_urls(*world.reader, *judging, query);
    EXPECT_TRUE(list) << list.error().message;
    EXPECT_TRUE(list->unavailable.empty());
    EXPECT_LE(list->urls.size(), static_cast<size_t>(query.limit));
    urls.insert(urls.end(), list->urls.begin(), list->urls.end());
    if (!list->more) return urls;
    query.after = list->last;
  }
}

Totals totals_of(World& world) {
  Totals sum;
  auto judging = Judging::begin(*world.reader, world.ask);
  EXPECT_TRUE(judging);
  for (uint32_t shard = 0; shard < world.reader->info().shard_count; ++shard) {
    const auto totals = count_urls(*world.reader, *judging, shard, {}, 1'000'000);
    EXPECT_TRUE(totals) << totals.error().message;
    add(sum, *totals);
  }
  return sum;
}

void expect_lists_say_what_reports_say(World& world, std::set<Reason>& decisive_ones) {
  for (const ListedUrl& listed : all_of(world, {})) {
    world.url = url_of_unparsed(listed.rows.key.unparsed);
    SCOPED_TRACE(world.url);
    const Report report = world.inspect();
    EXPECT_EQ(name(listed.decision.status), name(report.verdict.status));
    EXPECT_EQ(listed.decision.code.empty() ? "none" : listed.decision.code, decisive(report));
    if (listed.decision.reason) decisive_ones.insert(*listed.decision.reason);
  }
}

template <class Key, class Ask>
void expect_lengths(World& world, const std::map<Key, int64_t>& counts, const Ask& ask) {
  for (const auto& [key, count] : counts) {
    EXPECT_GT(count, 0) << key;
    UrlQuery query;
    ask(query, key);
    EXPECT_EQ(static_cast<int64_t>(all_of(world, query).size()), count) << key;
  }
}

void expect_counts_are_lengths_of_lists(World& world) {
  const Totals totals = totals_of(world);
  EXPECT_TRUE(totals.complete);
  EXPECT_EQ(totals.counted_at, world.ask.now);
  expect_lengths(world, totals.states,
                 [](UrlQuery& q, const std::string& state) { q.state = seen_state_from_name(state); });
  expect_lengths(world, totals.reasons, [](UrlQuery& q, const std::string& code) { q.reason = code; });
  expect_lengths(world, totals.verdicts,
                 [](UrlQuery& q, const std::string& text) { q.verdict = verdict_status_from_name(text); });
  expect_lengths(world, totals.statuses, [](UrlQuery& q, int64_t status) { q.http_status = status; });
  for (size_t i = 0; i < totals.stages.size(); ++i) {
    UrlQuery query;
    query.stage = static_cast<FunnelStage>(i);
    EXPECT_EQ(static_cast<int64_t>(all_of(world, query).size()), totals.stages[i]) << name(*query.stage);
    EXPECT_LE(totals.stages[i], totals.stages[i > 0 ? i - 1 : 0]) << name(*query.stage);
  }
  EXPECT_EQ(totals.reached(FunnelStage::discovered), static_cast<int64_t>(all_of(world, {}).size()));
  const auto indexable = totals.verdicts.find("INDEXABLE");
  EXPECT_EQ(totals.reached(FunnelStage::indexable), indexable == totals.verdicts.end() ? 0 : indexable->second);
}

TEST(OneVerdict, ListsAndCountsSayWhatReportsSay) {
  World world = store_of_every_reason();
  const std::vector<Filter> defaults = world.reader->told_info.filters;
  std::set<Reason> decisive_ones;
  for (const char* now : {"2026-04-12T00:00:00Z", "2026-04-12T18:00:00Z", "2027-01-01T00:00:00Z"}) {
    world.ask.now = at(now);
    for (const bool require_robots : {false, true}) {
      world.reader->told_info.require_robots = require_robots;
      for (const char* own : {"", "download_size > 5000", "meta_lang = 'en'", "no_such_column = 1"}) {
        SCOPED_TRACE(std::string(now) + (require_robots ? ", robots required, " : ", ") + own);
        world.reader->told_info.filters = defaults;
        if (*own != '\0') world.reader->told_info.filters.push_back({"Mine", own});
        expect_lists_say_what_reports_say(world, decisive_ones);
        expect_counts_are_lengths_of_lists(world);
      }
    }
  }
  for (const ReasonInfo& row : reasons())
    EXPECT_EQ(decisive_ones.contains(row.reason), can_be_stored(row.reason)) << row.code;
}

TEST(OneVerdict, AListLeavesOutAShardThatCannotBeReadAndNamesIt) {
  World world = store_of_every_reason();
  world.reader->shard_error = Error{ErrorKind::corrupt, "shard 00 is damaged"};
  auto judging = Judging::begin(*world.reader, world.ask);
  ASSERT_TRUE(judging);
  const auto list = list_urls(*world.reader, *judging, {});
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->urls.empty());
  EXPECT_EQ(list->unavailable.size(), 2u);
  UrlQuery part;
  part.part.root_hash = key_of_text("https://good.example/").root_hash;
  EXPECT_FALSE(list_urls(*world.reader, *judging, part));
}

TEST(OneVerdict, ALostPageIsNoPageThatWasNotCrawled) {
  World world;
  world.put(world.seen_row(SeenState::crawled));
  const std::vector<ListedUrl> urls = all_of(world, {});
  ASSERT_EQ(urls.size(), 1u);
  EXPECT_EQ(urls[0].decision.status, VerdictStatus::store_unavailable);
  EXPECT_EQ(world.inspect().verdict.status, VerdictStatus::store_unavailable);
}

TEST(Totals, ACountStopsAtItsBudgetAndSaysSo) {
  World world = store_of_every_reason();
  auto judging = Judging::begin(*world.reader, world.ask);
  ASSERT_TRUE(judging);
  const auto totals = count_urls(*world.reader, *judging, 0, {}, 5);
  ASSERT_TRUE(totals);
  EXPECT_FALSE(totals->complete);
  EXPECT_EQ(totals->reached(FunnelStage::discovered), 5);
}

TEST(Totals, AreKeptForTheirMomentAndTheirShardsVersion) {
  World world = store_of_every_reason();
  TotalsCache cache;
  const auto counted_at = [&](std::string_view now, const std::string& version) {
    world.ask.now = at(now);
    auto judging = Judging::begin(*world.reader, world.ask);
    const auto totals = cache.get(*world.reader, *judging, version, 0, {});
    EXPECT_TRUE(totals);
    return totals ? rfc3339(totals->counted_at) : "";
  };
  EXPECT_EQ(counted_at("2026-04-12T00:00:00Z", "1"), "2026-04-12T00:00:00Z");
  EXPECT_EQ(counted_at("2026-04-12T00:00:30Z", "1"), "2026-04-12T00:00:00Z");
  EXPECT_EQ(counted_at("2026-10-12T00:00:00Z", "1"), "2026-10-12T00:00:00Z");
}

TEST(Totals, KeepFewBucketsHoweverLongTheTime) {
  Totals sum;
  for (int64_t i = 0; i < 5000; ++i) {
    Totals one;
    one.timeline[i * 86400].fetches = 1;
    add(sum, one);
  }
  EXPECT_LE(sum.timeline.size(), kMostBuckets);
  int64_t fetches = 0;
  for (const auto& [start, bucket] : sum.timeline) fetches += bucket.fetches;
  EXPECT_EQ(fetches, 5000);
}

TEST(Funnel, NamesOfStagesRoundTrip) {
  for (const char* text : {"discovered", "admitted", "crawled", "ok", "indexable"}) {
    ASSERT_TRUE(funnel_stage_from_name(text)) << text;
    EXPECT_EQ(name(*funnel_stage_from_name(text)), text);
  }
  EXPECT_FALSE(funnel_stage_from_name("fetched"));
}

}  // namespace
}  // namespace lycosa::inline inspect
