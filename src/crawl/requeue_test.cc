#include "crawl/requeue.h"

#include <gtest/gtest.h>

#include <set>

namespace lycosa::inline crawl {
namespace {

constexpr int64_t kNow = 1'700'000'000'000, kDay = 86'400'000;

// A store in memory with URLs of two hosts of example.com and one of example.org.
class RequeueTest : public testing::Test {
 protected:
  RequeueTest() : store_(std::move(*open_memory_store({}))) {
    put("http://example.com/ok", SeenState::crawled, {}, 1, 200);
    put("http://example.com/gone", SeenState::crawled, {}, 10, 404);
    put("http://www.example.com/down", SeenState::failed, "network.reset", 3);
    put("http://www.example.com/wait", SeenState::retry, "http.5xx", 0);
    put("http://example.org/no", SeenState::refused, "scope.depth", 5);
    put("http://example.org/queued", SeenState::queued, {}, 5);
  }

  void put(const std::string& url, SeenState state, std::optional<std::string> reason, int64_t days, int64_t code = 0) {
    WriteBatch batch;
    SeenRow row;
    row.key = key_of(*Url::parse(url));
    row.state = state;
    row.reason = std::move(reason);
    row.attempts = 3;
    row.next_due_stamp_ms = kNow + 5;
    row.ver = kNow - days * kDay;
    batch.seen = {row};
    if (code != 0) {
      PageInfoRow& page = batch.pages.emplace_back().info.emplace();
      page.key = row.key;
      page.download_http_code = code;
      page.download_stamp = row.ver / 1000;
      page.ver = row.ver;
    }
    ASSERT_TRUE(store_.writer->write(batch));
  }

  // The paths that were queued, which must be as many as it says.
  std::set<std::string> queued_by(const RequeueChoice& choice) {
    const auto done = requeue(choice, *store_.reader, *store_.writer, Timestamp{kNow});
    EXPECT_TRUE(done);
    std::set<std::string> paths;
    EXPECT_TRUE(store_.reader->scan_seen([&](const SeenRow& row) {
      if (row.state != SeenState::queued || row.attempts != 0) return true;
      EXPECT_FALSE(row.reason || row.next_due_stamp_ms);
      paths.emplace(parse_unparsed(row.key.unparsed)->pathname());
      return true;
    }));
    EXPECT_EQ(done->count, static_cast<int64_t>(paths.size()));
    return paths;
  }

  MemoryStore store_;
};

using Paths = std::set<std::string>;

TEST_F(RequeueTest, EverythingThatIsNotQueuedAlready) {
  EXPECT_EQ(queued_by({}), (Paths{"/ok", "/gone", "/down", "/wait", "/no"}));
  const auto again = requeue({}, *store_.reader, *store_.writer, Timestamp{kNow});
  EXPECT_EQ(again->count, 0) << "once is enough";
}

TEST_F(RequeueTest, TheseUrls) {
  RequeueChoice choice;
  choice.keys = {key_of(*Url::parse("http://example.com/ok")), key_of(*Url::parse("http://example.com/never"))};
  EXPECT_EQ(queued_by(choice), (Paths{"/ok"}));
  EXPECT_EQ(requeue(choice, *store_.reader, *store_.writer, Timestamp{kNow})->unknown, 1);
}

TEST_F(RequeueTest, ARoot) {
  RequeueChoice choice;
  choice.part.root_hash = key_of(*Url::parse("http://example.com/")).root_hash;
  EXPECT_EQ(queued_by(choice), (Paths{"/ok", "/gone", "/down", "/wait"}));
}

TEST_F(RequeueTest, AHost) {
  RequeueChoice choice;
  choice.part = {key_of(*Url::parse("http://example.com/")).root_hash, "com,example"};
  EXPECT_EQ(queued_by(choice), (Paths{"/ok", "/gone"}));
}

TEST_F(RequeueTest, AState) {
  RequeueChoice choice;
  choice.state = SeenState::failed;
  EXPECT_EQ(queued_by(choice), (Paths{"/down"}));
}

TEST_F(RequeueTest, AStatus) {
  RequeueChoice choice;
  choice.http_status = 404;
  EXPECT_EQ(queued_by(choice), (Paths{"/gone"}));
}

TEST_F(RequeueTest, AReasonOfAStateOrOfAnAnswer) {
  RequeueChoice choice;
  choice.reason = "scope.depth";
  EXPECT_EQ(queued_by(choice), (Paths{"/no"}));
  choice.reason = "http.404";
  EXPECT_EQ(requeue(choice, *store_.reader, *store_.writer, Timestamp{kNow})->count, 1);
}

TEST_F(RequeueTest, AnAgeAndAllThatIsSaidTogether) {
  RequeueChoice choice;
  choice.older_than_ms = 4 * kDay;
  EXPECT_EQ(queued_by(choice), (Paths{"/gone", "/no"}));
  choice.state = SeenState::crawled;
  EXPECT_EQ(requeue(choice, *store_.reader, *store_.writer, Timestamp{kNow})->count, 0);
}

}  // namespace
}  // namespace lycosa::inline crawl
