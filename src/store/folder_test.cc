// What a store on disk must bear: second writers, damage, kills, strangers' files.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "record/columns.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "store/store_info.h"
#include "store/test_rows.h"

namespace lycosa::inline store {
namespace {

namespace fs = std::filesystem;
using test::key;
using test::whole_batch;
using testing::HasSubstr;

constexpr int64_t kVer = 1775842628000;

StoreOptions shards(uint32_t count) {
  StoreOptions options;
  options.shard_count = count;
  options.shard_count_given = true;
  return options;
}

class Folder : public testing::Test {
 protected:
  std::string store() const { return folder_.path("/store"); }
  void make(uint32_t count = 2) {
    auto writer = open_store_writer(store(), shards(count));
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_TRUE((*writer)->write(whole_batch(key(0, "zero"), kVer)));
  }
  void overwrite(const std::string& inner, const std::string& bytes) {
    std::ofstream(store() + inner, std::ios::binary | std::ios::trunc) << bytes;
  }
  Error writer_error(const StoreOptions& options = {}) {
    auto writer = open_store_writer(store(), options);
    return writer ? Error{ErrorKind::invalid, "it opened"} : writer.error();
  }

  test::TemporaryFolder folder_;
};

TEST_F(Folder, HasTheFilesThatTheFormatNames) {
  make(3);
  for (const char* inner : {"/store.toml", "/shards/00.db", "/shards/01.db", "/shards/02.db", "/archive"}) {
    EXPECT_TRUE(fs::exists(store() + inner)) << inner;
  }
  EXPECT_FALSE(fs::exists(store() + "/shards/03.db"));
}

TEST_F(Folder, FindsItsArchiveWhereStoreTomlSays) {
  make();
  StoreInfo info;
  info.shard_count = 2;
  info.archive = folder_.path("/wide");
  overwrite("/store.toml", store_toml(info));
  const auto reader = open_store_reader(store());
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ((*reader)->info().archive_folder(), info.archive);
  std::ofstream(info.archive) << "no folder";
  EXPECT_THAT(writer_error().message, HasSubstr(info.archive + ", the archive of the store " + store()));
  fs::remove(info.archive);
  fs::create_directory(info.archive);
  std::ofstream(info.archive + "/a.warc") << "12345";
  EXPECT_EQ((*reader)->files().archive_bytes, 5);
  EXPECT_TRUE(open_store_writer(store(), {}));
}

// What stands in the place of a file may be a pipe, which whoever opens it would wait for.
TEST_F(Folder, DoesNotWaitForAPipeInTheFolder) {
  const auto pipe_at = [&](const std::string& inner) {
    fs::remove_all(store() + inner);
    ASSERT_EQ(mkfifo((store() + inner).c_str(), 0600), 0);
  };
  make();
  pipe_at("/shards/01.db-wal");
  EXPECT_THAT(writer_error().message, HasSubstr("01.db-wal, which belongs to shard 01"));
  const auto reader = open_store_reader(store());
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_TRUE((*reader)->check_shard(0));
  EXPECT_FALSE((*reader)->check_shard(1));
  fs::remove(store() + "/shards/01.db-wal");
  pipe_at("/writer.lock");
  EXPECT_THAT(writer_error().message, HasSubstr("writer.lock is not a file; remove it"));
  EXPECT_FALSE((*reader)->files().writer);
  fs::remove(store() + "/writer.lock");
  pipe_at("/store.toml");
  EXPECT_THAT(writer_error().message, HasSubstr("store.toml is not a file; restore it"));
  EXPECT_FALSE(open_store_reader(store()));
}

TEST_F(Folder, SaysThatThereIsNoStore) {
  const auto reader = open_store_reader(store());
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().kind, ErrorKind::not_found);
  EXPECT_THAT(reader.error().message, HasSubstr("there is no store in " + store()));
  EXPECT_FALSE(fs::exists(store())) << "looking makes nothing";
}

TEST_F(Folder, KeepsWhatItWasMadeWith) {
  StoreOptions options = shards(2);
  options.cluster = "laksa";
  options.node_pattern = "{cluster}{100+shard}";
  ASSERT_TRUE(open_store_writer(store(), options));
  const auto writer = open_store_writer(store(), StoreOptions{});
  ASSERT_TRUE(writer) << writer.error().message;
  EXPECT_EQ((*writer)->info().shard_count, 2u);
  EXPECT_EQ((*writer)->info().node(1), "laksa101");
  EXPECT_EQ((*open_store_reader(store()))->info().node(0), "laksa100");
}

TEST_F(Folder, RefusesAnotherNumberOfShards) {
  make(2);
  const Error error = writer_error(shards(3));
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_THAT(error.message, HasSubstr("was made with 2 shards, not 3"));
}

TEST_F(Folder, RefusesOptionsThatNoStoreCanHave) {
  EXPECT_THAT(writer_error(shards(0)).message, HasSubstr("must be 1 to 1000"));
  StoreOptions options;
  options.node_pattern = "{shard";
  EXPECT_THAT(writer_error(options).message, HasSubstr("node_pattern"));
  EXPECT_FALSE(fs::exists(store()));
}

TEST_F(Folder, LetsOneWriterInAndNamesItToTheSecond) {
  auto first = open_store_writer(store(), shards(2));
  ASSERT_TRUE(first);
  const Error error = writer_error();
  EXPECT_EQ(error.kind, ErrorKind::unavailable);
  EXPECT_THAT(error.message, HasSubstr("is being written by process " + std::to_string(getpid())));
  first->reset();
  EXPECT_TRUE(open_store_writer(store(), StoreOptions{}));
}

TEST_F(Folder, DoesNotFollowALinkInTheLocksPlace) {
  make();
  const std::string victim = folder_.path("/victim");
  std::ofstream(victim) << "precious";
  fs::remove(store() + "/writer.lock");
  fs::create_symlink(victim, store() + "/writer.lock");
  EXPECT_EQ(writer_error().kind, ErrorKind::unavailable);
  EXPECT_EQ(fs::file_size(victim), 8u);
}

TEST_F(Folder, CanBeReadWhileItIsWritten) {
  auto writer = open_store_writer(store(), shards(2));
  ASSERT_TRUE(writer);
  auto reader = open_store_reader(store());
  ASSERT_TRUE(reader);
  EXPECT_FALSE((*reader)->seen(key(0, "zero"))->found);
  ASSERT_TRUE((*writer)->write(whole_batch(key(0, "zero"), kVer)));
  EXPECT_TRUE((*reader)->seen(key(0, "zero"))->found);
  int rows = 0;
  ASSERT_TRUE((*reader)->scan_seen([&](SeenRow row) {
    // Writing goes on in the middle of a scan.
    EXPECT_TRUE((*writer)->write(whole_batch(key(0, "zzz"), row.ver)));
    return ++rows < 10;
  }));
  EXPECT_GE(rows, 2);
}

TEST_F(Folder, StaysAsItIsWhileAReaderHoldsIt) {
  make();
  auto reader = open_store_reader(store());
  ASSERT_TRUE(reader) << reader.error().message;
  const UrlKey later = key(0, "later");
  {
    const auto held = (*reader)->hold(0);
    ASSERT_TRUE(held);
    EXPECT_FALSE((*reader)->hold(0)) << "one hold will do";
    EXPECT_TRUE((*reader)->page_info(key(0, "zero"))->found);
    auto writer = open_store_writer(store(), {});
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_TRUE((*writer)->write(whole_batch(later, kVer)));
    EXPECT_FALSE((*reader)->page_info(later)->found);
  }
  EXPECT_TRUE((*reader)->page_info(later)->found);
  EXPECT_FALSE((*reader)->hold(99)) << "there is no such shard";
}

TEST_F(Folder, AsksTheOtherShardsWhenOneIsMissing) {
  make();
  fs::remove(store() + "/shards/01.db");
  auto reader = open_store_reader(store());
  ASSERT_TRUE(reader);
  EXPECT_TRUE((*reader)->check_shard(0));
  EXPECT_TRUE((*reader)->page_info(key(0, "zero"))->found);
  const auto checked = (*reader)->check_shard(1);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::not_found);
  EXPECT_THAT(checked.error().message, HasSubstr("shard 01 (" + store() + "/shards/01.db) is missing"));
  EXPECT_FALSE((*reader)->page_info(key(1, "one")));
  EXPECT_FALSE((*reader)->scan_seen([](SeenRow) { return true; }));
  EXPECT_FALSE(fs::exists(store() + "/shards/01.db")) << "reading makes nothing";
  EXPECT_EQ(writer_error().kind, ErrorKind::not_found) << "a lost shard is not made anew in silence";
}

StoreOptions without_damaged() {
  StoreOptions options;
  options.leave_out_damaged = true;
  return options;
}

// What is written for the shard is dropped, what is written for the others is kept.
void expect_writes_without_shard_1(const std::string& store, ErrorKind kind, const std::string& what) {
  const auto writer = open_store_writer(store, without_damaged());
  ASSERT_TRUE(writer) << what << ": " << writer.error().message;
  ASSERT_EQ((*writer)->left_out().size(), 1u) << what;
  EXPECT_EQ((*writer)->left_out()[0].shard, 1u) << what;
  EXPECT_EQ((*writer)->left_out()[0].error.kind, kind) << what << ": " << (*writer)->left_out()[0].error.message;
  EXPECT_EQ((*writer)->fault_of(key(0, "new").root_hash), nullptr) << what;
  ASSERT_NE((*writer)->fault_of(key(1, "new").root_hash), nullptr) << what;
  EXPECT_TRUE((*writer)->write(whole_batch(key(0, "new"), kVer))) << what;
  EXPECT_TRUE((*writer)->write(whole_batch(key(1, "new"), kVer))) << what;
  const auto reader = open_store_reader(store, (*writer)->left_out());
  ASSERT_TRUE(reader) << what;
  EXPECT_TRUE((*reader)->page_info(key(0, "new"))->found) << what;
  EXPECT_FALSE((*reader)->page_info(key(1, "new"))) << what;
  int rows = 0;
  EXPECT_TRUE((*reader)->scan_seen([&](SeenRow) { return ++rows > 0; })) << what << ": scans pass over it";
  EXPECT_GT(rows, 0) << what;
}

TEST_F(Folder, WritesTheOtherShardsWhenOneIsLost) {
  const std::string shard = store() + "/shards/01.db";
  const auto lose = [&] {
    for (const char* end : {"", "-wal", "-shm"}) fs::remove_all(shard + end);
  };
  make();
  lose();
  expect_writes_without_shard_1(store(), ErrorKind::not_found, "missing");
  EXPECT_FALSE(fs::exists(shard)) << "a lost shard is not made anew in silence";
  overwrite("/shards/01.db", std::string(20'000, 'x'));
  expect_writes_without_shard_1(store(), ErrorKind::corrupt, "garbage");
  lose();
  ASSERT_EQ(mkfifo(shard.c_str(), 0600), 0);
  expect_writes_without_shard_1(store(), ErrorKind::corrupt, "a FIFO");
  lose();
  fs::create_directory(shard);
  expect_writes_without_shard_1(store(), ErrorKind::corrupt, "a folder");
}

TEST_F(Folder, LeavesOutAShardThatMayOnlyBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write every file";
  make();
  ASSERT_EQ(chmod((store() + "/shards/01.db").c_str(), 0444), 0);
  const auto writer = open_store_writer(store(), without_damaged());
  ASSERT_TRUE(writer) << writer.error().message;
  ASSERT_EQ((*writer)->left_out().size(), 1u);
  EXPECT_EQ((*writer)->left_out()[0].error.kind, ErrorKind::unavailable);
}

TEST_F(Folder, IsNotWrittenWithoutTheShardOfTheRuns) {
  make();
  fs::remove(store() + "/shards/00.db");
  EXPECT_EQ(writer_error(without_damaged()).kind, ErrorKind::not_found);
}

TEST_F(Folder, AsksTheOtherShardsWhenOneIsDamaged) {
  const struct {
    const char* what;
    std::string bytes;
  } cases[] = {
      {"empty", ""},
      {"text", std::string(20'000, 'x')},
      {"cut", "SQLite format 3"},
  };
  make();
  for (const auto& each : cases) {
    overwrite("/shards/01.db", each.bytes);
    auto reader = open_store_reader(store());
    ASSERT_TRUE(reader);
    EXPECT_TRUE((*reader)->page_info(key(0, "zero"))->found);
    const auto checked = (*reader)->check_shard(1);
    ASSERT_FALSE(checked) << each.what;
    EXPECT_EQ(checked.error().kind, ErrorKind::corrupt) << each.what << ": " << checked.error().message;
    EXPECT_THAT(checked.error().message, HasSubstr("shard 01"));
    const auto found = (*reader)->page_info(key(1, "one"));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::corrupt);
    EXPECT_EQ(writer_error().kind, ErrorKind::corrupt) << each.what;
    const auto writer = open_store_writer(store(), without_damaged());
    ASSERT_TRUE(writer) << each.what << ": " << writer.error().message;
    ASSERT_EQ((*writer)->left_out().size(), 1u) << each.what;
    EXPECT_EQ((*writer)->left_out()[0].error.kind, ErrorKind::corrupt) << each.what;
  }
}

// Bytes changed at random anywhere in a shard give rows, nothing, or an error; never a crash or a hang.
TEST_F(Folder, BearsEveryDamageToAShard) {
  {
    auto writer = open_store_writer(store(), shards(1));
    ASSERT_TRUE(writer);
    for (int i = 0; i < 50; ++i) {
      ASSERT_TRUE((*writer)->write(whole_batch(key(0, "page" + std::to_string(i)), kVer + i)));
    }
  }
  std::ifstream file(store() + "/shards/00.db", std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(file)), {});
  std::mt19937 random(7);
  int failed = 0;
  for (int round = 0; round < 60; ++round) {
    std::string damaged = whole;
    if (round % 3 == 0) damaged.resize(random() % damaged.size());
    for (int i = 0; i < 40 && !damaged.empty(); ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
    overwrite("/shards/00.db", damaged);
    auto reader = open_store_reader(store());
    ASSERT_TRUE(reader);
    failed += !(*reader)->check_shard(0);
    (void)(*reader)->scan_seen([](SeenRow) { return true; });
    (void)(*reader)->scan_page_info([](PageInfoRow) { return true; });
    for (int i = 0; i < 50; i += 10) {
      const UrlKey page = key(0, "page" + std::to_string(i));
      (void)(*reader)->page_text(page);
      (void)(*reader)->links(page, LinkSide::out, "", 10);
      (void)(*reader)->filters(page, default_filters(), Timestamp{kVer});
    }
  }
  EXPECT_GT(failed, 0);
}

TEST_F(Folder, IsNotReadInANewerFormat) {
  make();
  std::string toml = store_toml(StoreInfo{});
  const std::string format = "format = " + std::to_string(kStoreFormat);
  toml.replace(toml.find(format), format.size(), "format = " + std::to_string(kStoreFormat + 1));
  overwrite("/store.toml", toml);
  const auto reader = open_store_reader(store());
  ASSERT_FALSE(reader);
  EXPECT_THAT(reader.error().message,
              HasSubstr("has format " + std::to_string(kStoreFormat + 1) + " and this lycosa reads up to " +
                        std::to_string(kStoreFormat) + "; use a newer lycosa"));
  EXPECT_THAT(writer_error().message, HasSubstr("use a newer lycosa"));
}

void change(const std::string& file, const std::string& sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
  EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
}

TEST_F(Folder, IsNotReadWhereAShardHasANewerFormat) {
  make();
  change(store() + "/shards/01.db", "PRAGMA user_version=" + std::to_string(kStoreFormat + 1));
  const auto checked = (*open_store_reader(store()))->check_shard(1);
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message, HasSubstr("has format " + std::to_string(kStoreFormat + 1)));
}

TEST_F(Folder, DoesNotRunWhatAStrangersSchemaHolds) {
  make();
  change(store() + "/shards/00.db",
         "DROP VIEW link;DROP VIEW links;DROP VIEW texts;DROP TABLE link_out;"
         "ALTER TABLE page_info RENAME TO kept;"
         "CREATE VIEW page_info AS SELECT *, load_extension('evil') AS more FROM kept;"
         "CREATE TRIGGER evil AFTER INSERT ON seen BEGIN DELETE FROM seen; END;"
         "CREATE VIEW link_out AS SELECT root_hash, own_unparsed, other_unparsed, how AS links FROM lycosa_link");
  auto reader = open_store_reader(store());
  ASSERT_TRUE(reader);
  const auto info = (*reader)->page_info(key(0, "zero"));
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().kind, ErrorKind::corrupt) << info.error().message;
  const auto links = (*reader)->links(key(0, "zero"), LinkSide::out, "", 1);
  ASSERT_FALSE(links);
  EXPECT_EQ(links.error().kind, ErrorKind::corrupt) << links.error().message;
  EXPECT_EQ((*reader)->check_shard(0).error().kind, ErrorKind::corrupt);
  EXPECT_TRUE((*reader)->seen(key(0, "zero"))->found);
}

TEST_F(Folder, TellsADamagedTextFromADamagedShard) {
  make();
  change(store() + "/shards/00.db", "UPDATE page_text SET markdown = x'28b52ffd'");
  auto reader = open_store_reader(store());
  const auto text = (*reader)->page_text(key(0, "zero"));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(text.error().message, HasSubstr("shard 00"));
  EXPECT_TRUE((*reader)->page_info(key(0, "zero"))->found);
  change(store() + "/shards/00.db", "UPDATE seen SET state = 'no such state'");
  EXPECT_EQ((*reader)->seen(key(0, "zero")).error().kind, ErrorKind::corrupt);
}

TEST_F(Folder, RefusesFiltersThatCannotRunToWriteWithAndStillReads) {
  make();
  StoreInfo two;
  two.shard_count = 2;
  overwrite("/store.toml", store_toml(two) + "[[filter]]\nname = \"Mine\"\ncondition = \"colour = 1\"\n");
  const Error error = writer_error();
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_THAT(error.message, HasSubstr("the filter \"Mine\": the condition does not run: no such column: colour"));
  auto reader = open_store_reader(store());
  ASSERT_TRUE(reader);
  const auto outcomes = (*reader)->filters(key(0, "zero"), (*reader)->info().filters, Timestamp{kVer});
  ASSERT_TRUE(outcomes);
  EXPECT_EQ(outcomes->back().found.status, FilterOutcome::Status::error);
  EXPECT_EQ(outcomes->front().found.status, FilterOutcome::Status::pass);
}

TEST_F(Folder, SaysThatAShardIsLocked) {
  make();
  sqlite3* db = nullptr;
  const std::string file = store() + "/shards/00.db";
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE;BEGIN IMMEDIATE;DELETE FROM seen;COMMIT", nullptr, nullptr,
                         nullptr),
            SQLITE_OK);
  auto connection = Connection::open(file, Connection::Mode::read, "shard 00", 0);
  ASSERT_TRUE(connection);
  const auto version = (*connection)->integer("PRAGMA user_version");
  ASSERT_FALSE(version);
  EXPECT_EQ(version.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(version.error().message, HasSubstr("shard 00 is locked by another process"));
  sqlite3_close(db);
}

// Runs `work` in a process of its own and gives its exit code; gtest's failures do not cross, so it returns one.
int in_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(Folder, CanBeReadWithoutTheRightToWrite) {
  make();
  for (const char* inner : {"", "/shards"}) chmod((store() + inner).c_str(), 0555);
  chmod(folder_.path().c_str(), 0755);
  const auto read_as_nobody = [&] {
    if (geteuid() == 0 && setuid(65534) != 0) return 3;
    if (access(store().c_str(), W_OK) == 0) return 3;
    auto reader = open_store_reader(store());
    if (!reader) return 1;
    const auto found = (*reader)->page_info(key(0, "zero"));
    if (!found) fprintf(stderr, "%s\n", found.error().message.c_str());
    return found && found->found ? 0 : 2;
  };
  EXPECT_EQ(in_child(read_as_nobody), 0);
  for (const char* inner : {"", "/shards"}) chmod((store() + inner).c_str(), 0755);
}

// The log of a crawl that was killed is read too, where nothing can be written, or the shard says that it cannot be.
TEST_F(Folder, IsNotReadInPartWithoutTheRightToWrite) {
  ASSERT_EQ(in_child([&] {
              auto writer = open_store_writer(store(), shards(1));
              if (!writer || !(*writer)->write(whole_batch(key(0, "zero"), kVer))) return 1;
              kill(getpid(), SIGKILL);
              return 2;
            }),
            -1);
  ASSERT_GT(fs::file_size(store() + "/shards/00.db-wal"), 0u);
  for (const bool with_index : {true, false}) {
    if (!with_index) fs::remove(store() + "/shards/00.db-shm");
    chmod((store() + "/shards").c_str(), 0555);
    chmod(folder_.path().c_str(), 0755);
    const auto read_as_nobody = [&] {
      if (geteuid() == 0 && setuid(65534) != 0) return 3;
      auto reader = open_store_reader(store());
      if (!reader) return 4;
      const auto found = (*reader)->seen(key(0, "zero"));
      if (found) return found->found ? 0 : 5;
      return found.error().message.find("copy the store first") != std::string::npos ? 1 : 6;
    };
    EXPECT_EQ(in_child(read_as_nobody), with_index ? 0 : 1);
    chmod((store() + "/shards").c_str(), 0755);
  }
}

// The process that makes a store is killed before it is whole: the next one makes it.
TEST_F(Folder, IsMadeAgainWhenItWasLeftHalfMade) {
  make(4);
  fs::remove(store() + "/store.toml");
  fs::remove(store() + "/shards/03.db");
  overwrite("/store.toml.new", "format = ");
  auto writer = open_store_writer(store(), shards(4));
  ASSERT_TRUE(writer) << writer.error().message;
  EXPECT_TRUE((*writer)->write(whole_batch(key(3, "three"), kVer)));
}

}  // namespace
}  // namespace lycosa::inline store
