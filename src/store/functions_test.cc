#include "store/functions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/sqlite.h"
#include "store/text_codec.h"

namespace lycosa::inline store {
namespace {

class Functions : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Connection::open_memory("memory");
    ASSERT_TRUE(opened);
    db_ = std::move(*opened);
  }

  // What an expression gives, as SQL would write it.
  std::string value(const std::string& expression) {
    const auto statement = db_->statement("SELECT quote(" + expression + ")");
    if (!statement) return statement.error().message;
    const StatementUse use(**statement);
    const auto step = (*statement)->step();
    return step ? std::string((*statement)->bytes(0)) : step.error().message;
  }

  std::unique_ptr<Connection> db_;
};

TEST_F(Functions, GiveWhatClickHouseGives) {
  const struct {
    const char* expression;
    const char* value;
  } cases[] = {
      {"sipHash64('uk,co,bnikolic')", "8197881993659394446"},
      {"bitAnd(sipHash64('uk,co,bnikolic'), 9223372036854775807)", "8197881993659394446"},
      {"bitAnd(sipHash64(''), 9223372036854775807) >= 0", "1"},
      {"bitAnd(12, 10)", "8"},
      {"\"isNull\"(NULL)", "1"},
      {"\"isNull\"('')", "0"},
      {"isNotNull(NULL)", "0"},
      {"isNotNull(0)", "1"},
      {"toDateTime('2026-04-12 00:00:00')", "1775952000"},
      {"toUnixTimestamp('2026-04-12 00:00:00')", "1775952000"},
      {"toDateTime(5)", "5"},
      {"toUnixTimestamp(toDateTime(5))", "5"},
      {"subtractMonths(toDateTime('2026-08-31 12:00:00'), 6) = toDateTime('2026-02-28 12:00:00')", "1"},
      {"addMonths(toDateTime('2024-01-31 00:00:00'), 1) = toDateTime('2024-02-29 00:00:00')", "1"},
      {"addYears(toDateTime('2024-02-29 00:00:00'), 1) = toDateTime('2025-02-28 00:00:00')", "1"},
      {"subtractYears(toDateTime('2026-04-12 00:00:00'), 3) = toDateTime('2023-04-12 00:00:00')", "1"},
      {"addSeconds(100, 5)", "105"},
      {"subtractMinutes(100, 1)", "40"},
      {"addHours(0, 2)", "7200"},
      {"subtractDays(86400, 1)", "0"},
      {"addWeeks(0, 1)", "604800"},
      {"addDays(0, -1)", "-86400"},
      {"startsWith('abc', 'ab')", "1"},
      {"startsWith('abc', 'b')", "0"},
      {"startsWith('abc', '')", "1"},
      {"position('abc', 'c')", "3"},
      {"position('abc', 'd')", "0"},
      {"position('é!', '!')", "3"},
      {"length('é')", "2"},
      {"length(x'00ff00')", "3"},
      {"length(123)", "3"},
      {"'A' LIKE 'a'", "0"},
      {"'a' LIKE 'A%'", "0"},
      {"'ab' LIKE 'a%'", "1"},
  };
  for (const auto& each : cases) EXPECT_EQ(value(each.expression), each.value) << each.expression;
}

TEST_F(Functions, GiveNullForNull) {
  for (const char* expression : {"sipHash64(NULL)", "bitAnd(NULL, 1)", "bitAnd(1, NULL)", "toDateTime(NULL)",
                                 "subtractMonths(NULL, 1)", "subtractMonths(1, NULL)", "startsWith(NULL, 'a')",
                                 "position('a', NULL)", "length(NULL)", "zstdDecompress(NULL)"}) {
    EXPECT_EQ(value(expression), "NULL") << expression;
  }
}

TEST_F(Functions, RefuseWhatIsNoTime) {
  for (const char* expression :
       {"toDateTime('yesterday')", "toDateTime('')", "toDateTime(1.5)", "toDateTime(x'00')",
        "toDateTime(9223372036854775807)", "addSeconds(9223372036854775807, 1)", "addDays(0, 9223372036854775807)",
        "subtractDays(0, -9223372036854775807 - 1)", "addYears(0, 9000)", "addMonths(0, 2147483647)",
        "subtractMonths('x', 1)", "addWeeks(0, 400000000000)"}) {
    EXPECT_THAT(value(expression), testing::HasSubstr("not a time")) << expression;
  }
}

TEST_F(Functions, TakeTheirNowFromWhoAsks) {
  db_->set_now(1775952000);
  EXPECT_EQ(value("now()"), "1775952000");
  db_->set_now(5);
  EXPECT_EQ(value("now()"), "5");
}

TEST_F(Functions, DecompressStoredTexts) {
  const auto statement = db_->statement("SELECT zstdDecompress(?1)");
  ASSERT_TRUE(statement);
  const std::string frame = compress_text("Wörter");
  (*statement)->bind_blob(1, frame);
  ASSERT_TRUE((*statement)->step());
  EXPECT_EQ((*statement)->bytes(0), "Wörter");
  (*statement)->reset();
  EXPECT_THAT(value("zstdDecompress('not a frame')"), testing::HasSubstr("not a zstd frame"));
}

TEST(TextCodec, GivesBackWhatWasCompressed) {
  for (const std::string& text :
       {std::string(), std::string("a"), std::string(1'000'000, 'x'), std::string("ü\n\0z", 5)}) {
    const std::string frame = compress_text(text);
    const auto plain = decompress_text(frame);
    ASSERT_TRUE(plain) << plain.error().message;
    EXPECT_EQ(*plain, text);
  }
}

TEST(TextCodec, RefusesFramesThatAreDamagedOrLie) {
  const std::string frame = compress_text(std::string(10'000, 'x') + "end");
  std::string lying = compress_text("x");
  // A head that announces 2^40 bytes: descriptor with an 8-byte size.
  const std::string huge =
      std::string("\x28\xb5\x2f\xfd\xe0", 5) + std::string("\0\0\0\0\0\1\0\0", 8) + lying.substr(6);
  std::string flipped = frame;
  flipped[frame.size() / 2] ^= 0x55;
  for (const std::string& bad : {std::string(), std::string("plain"), frame.substr(0, frame.size() - 1), frame + "x",
                                 frame + frame, frame.substr(0, 4), huge}) {
    const auto plain = decompress_text(bad);
    ASSERT_FALSE(plain);
    EXPECT_EQ(plain.error().kind, ErrorKind::corrupt);
  }
  // A flipped bit in the middle is seen or gives other bytes of the same number; it never runs over.
  const auto plain = decompress_text(flipped);
  EXPECT_TRUE(!plain || plain->size() == 10'003u);
}

TEST(TextCodec, CutsATextBeyondTheLimitAtACharacter) {
  std::string text(kMaxTextBytes - 1, 'x');
  text += "ü";
  const auto plain = decompress_text(compress_text(text));
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->size(), kMaxTextBytes - 1);
}

}  // namespace
}  // namespace lycosa::inline store
