#include "inspect/host_list.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lycosa::inline inspect {
namespace {

constexpr Timestamp kNow{1'700'000'000'000};

TEST(ListHosts, SaysWhatWaitsForAHostAndWhatTheHostWaitsFor) {
  auto store = open_memory_store({});
  ASSERT_TRUE(store);
  WriteBatch batch;
  const auto put = [&](const std::string& url, SeenState state, std::optional<int64_t> due = {}) {
    SeenRow& row = batch.seen.emplace_back();
    row.key = key_of(*Url::parse(url));
    row.state = state;
    row.next_due_stamp_ms = due;
    row.ver = 1;
  };
  put("http://a.example/1", SeenState::queued);
  put("http://a.example/2", SeenState::leased);
  put("http://a.example/3", SeenState::crawled);
  put("http://b.example/1", SeenState::retry, kNow.ms + 5000);
  put("http://c.example/1", SeenState::crawled);
  put("http://d.example/1", SeenState::crawled);
  const auto hold = [&](const std::string& url, int64_t ms) {
    HostRow& row = batch.hosts.emplace_back();
    row.root_hash = key_of(*Url::parse(url)).root_hash;
    row.host = origin_of(key_of(*Url::parse(url)).unparsed);
    row.delay_ms = 1000;
    row.next_request_stamp_ms = kNow.ms + ms;
    row.reason = "http.429";
    row.evidence = "Retry-After";
    row.failures = 1;
  };
  hold("http://a.example/", 3'600'000);
  hold("http://c.example/", -1);
  hold("http://d.example/", 7000);
  ASSERT_TRUE(store->writer->write(batch));
  const auto hosts = list_hosts(*store->reader, kNow);
  ASSERT_TRUE(hosts);
  ASSERT_EQ(hosts->size(), 3u) << "c.example has nothing to do and waits for nothing";
  EXPECT_EQ((*hosts)[0].origin, "example,a h80");
  EXPECT_EQ((*hosts)[0].queued, 2);
  EXPECT_EQ((*hosts)[0].next_due, kNow + 3'600'000);
  EXPECT_EQ((*hosts)[1].origin, "example,b h80");
  EXPECT_EQ((*hosts)[1].next_due, kNow + 5000);
  EXPECT_FALSE((*hosts)[1].politeness);
  EXPECT_EQ((*hosts)[2].origin, "example,d h80");
  EXPECT_FALSE((*hosts)[2].next_due);
  const auto json = host_line_json((*hosts)[0]);
  EXPECT_EQ(json["host"], "a.example");
  EXPECT_EQ(json["next_due"], "2023-11-14T23:13:20Z");
  EXPECT_EQ(json["reason"], "http.429");
}

}  // namespace
}  // namespace lycosa::inline inspect
