// Questions to several shards of which one cannot be read. A shard that is asked alone: folder_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "store/store.h"
#include "store/test_rows.h"

namespace lycosa::inline store {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class UnreadableShard : public testing::Test {
 protected:
  void SetUp() override {
    StoreOptions options;
    options.shard_count = 4;
    auto writer = open_store_writer(folder_.path(), options);
    ASSERT_TRUE(writer) << writer.error().message;
    WriteBatch batch;
    batch.in_links = {test::link_row(target_, LinkSide::in, source_, 900)};
    for (const UrlKey& page : {target_, source_}) {
      batch.pages.emplace_back().info = test::info_row(page, 2000);
      batch.pages.back().info->links_ver = 2000;
    }
    ASSERT_TRUE((*writer)->write(batch));
  }

  std::unique_ptr<StoreReader> reader() {
    auto opened = open_store_reader(folder_.path());
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(*opened) : nullptr;
  }

  void damage() {
    std::ofstream(folder_.path() + "/" + reader()->target(bad_), std::ios::binary | std::ios::trunc)
        << std::string(20'000, 'x');
  }

  test::TemporaryFolder folder_;
  const UrlKey target_ = test::key(5, "example,a!/target s443"), source_ = test::key(6, "example,b!/source s443");
  const uint32_t bad_ = shard_of(source_.root_hash, 4);
};

TEST_F(UnreadableShard, IsNamedWhileTheOthersAnswer) {
  const int64_t hash = *test::info_row(target_, 2000).content_hash;
  EXPECT_THAT(reader()->same_content(target_, hash, 100)->keys, SizeIs(1));
  damage();
  const auto same = reader()->same_content(source_, hash, 100);
  ASSERT_TRUE(same);
  EXPECT_THAT(same->keys, SizeIs(1));
  ASSERT_THAT(same->unavailable, SizeIs(1));
  EXPECT_EQ(same->unavailable[0].shard, bad_);
  EXPECT_EQ(same->unavailable[0].target, reader()->target(bad_));
  EXPECT_FALSE(same->unavailable[0].error.message.empty());
}

TEST_F(UnreadableShard, KeepsTheIncomingLinksOfItsPages) {
  EXPECT_THAT(reader()->links(target_, LinkSide::in, "", 10)->found.rows, IsEmpty());
  damage();
  const auto links = reader()->links(target_, LinkSide::in, "", 10);
  ASSERT_TRUE(links);
  EXPECT_THAT(links->found.rows, SizeIs(1));
  ASSERT_THAT(links->found.unavailable, SizeIs(1));
  EXPECT_EQ(links->found.unavailable[0].shard, bad_);
}

}  // namespace
}  // namespace lycosa::inline store
