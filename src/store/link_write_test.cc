// Links are packed: what is read back is what row by row would have been, after any writes.
#include "store/link_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "store/link_pack.h"
#include "store/rows.h"
#include "store/table_sql.h"
#include "store/test_rows.h"

namespace lycosa::inline store {
namespace {

using test::key;
using test::link_row;
using testing::HasSubstr;

using Key = std::tuple<uint64_t, std::string, std::string, std::string>;  // as the table `link` has it

Key key_of(const LinkRow& row) {
  return {row.own.root_hash, std::string(name(row.side)), row.own.unparsed, row.other.unparsed};
}

std::string text_of(const LinkRow& row) {
  std::string text;
  each_member(row, [&](std::string_view, const auto& member) {
    if constexpr (requires { std::to_string(member); }) {
      text += std::to_string(member);
    } else if constexpr (requires { text += member; }) {
      text += member;
    } else {
      text += name(member);
    }
    text += '|';
  });
  return text;
}

class PackedLinks : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Connection::open_memory("links");
    ASSERT_TRUE(opened);
    connection_ = std::move(*opened);
    ASSERT_TRUE(connection_->execute(create_link_tables()));
    // A view that is not of this connection's own schema is not followed.
    ASSERT_TRUE(connection_->execute("CREATE TEMP VIEW link AS " + select_all_from(table("link"), "lycosa_link")));
  }

  std::vector<std::string> rows(const std::string& sql) {
    std::vector<std::string> texts;
    const auto statement = connection_->statement(sql);
    EXPECT_TRUE(statement) << statement.error().message;
    const StatementUse use(**statement);
    while (true) {
      const auto step = (*statement)->step();
      EXPECT_TRUE(step) << step.error().message;
      if (!step || *step == Statement::Step::done) return texts;
      const auto row = read_row<LinkRow>(**statement);
      EXPECT_TRUE(row) << row.error().message;
      texts.push_back(text_of(*row));
    }
  }

  // What a table of rows would hold.
  void keep(const LinkRow& row) {
    const auto [at, is_new] = expected_.emplace(key_of(row), row);
    if (!is_new && row.ver >= at->second.ver) at->second = row;
  }
  std::vector<std::string> expected(const std::function<bool(const LinkRow&)>& wanted) const {
    std::vector<std::string> texts;
    for (const auto& [key, row] : expected_) {
      if (wanted(row)) texts.push_back(text_of(row));
    }
    return texts;
  }

  void write_out(const UrlKey& page, const std::vector<LinkRow>& links, int64_t older_than) {
    ASSERT_TRUE(write_out_links(*connection_, page, links, older_than));
    std::erase_if(expected_, [&](const auto& each) {
      return each.second.side == LinkSide::out && each.second.own == page && each.second.ver < older_than;
    });
    for (const LinkRow& link : links) keep(link);
  }
  void write_in(const std::vector<LinkRow>& links) {
    std::vector<const LinkRow*> pointers;
    for (const LinkRow& link : links) pointers.push_back(&link);
    ASSERT_TRUE(write_in_links(*connection_, pointers));
    for (const LinkRow& link : links) keep(link);
  }

  std::unique_ptr<Connection> connection_;
  std::map<Key, LinkRow> expected_;
};

const std::string kInOrder = " ORDER BY root_hash, side, own_unparsed, other_unparsed";

TEST_F(PackedLinks, AreWhatRowByRowWouldHaveBeen) {
  std::mt19937 random(12);
  const auto number = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  const auto url = [&] { return key(static_cast<uint64_t>(number(3)), "com,example!/" + std::to_string(number(40))); };
  const auto link = [&](const UrlKey& own, LinkSide side) {
    LinkRow row = link_row(own, side, url(), number(5));
    row.anchor = std::string(static_cast<size_t>(number(4)) * 700, static_cast<char>('a' + number(3)));
    row.rel = number(2) == 0 ? "" : "nofollow";
    row.how = number(5) == 0 ? "redirect" : "link";
    row.count = number(3) == 0 ? number(1000) - 500 : 1;
    row.line = number(2) == 0 ? INT64_MIN : INT64_MAX;
    return row;
  };
  for (int round = 0; round < 600; ++round) {
    std::vector<LinkRow> in, out;
    const UrlKey page = url();
    for (int i = number(20); i > 0; --i) in.push_back(link(url(), LinkSide::in));
    for (int i = number(number(10) == 0 ? 90 : 6); i > 0; --i) out.push_back(link(page, LinkSide::out));
    write_in(in);
    write_out(page, out, number(2) == 0 ? INT64_MIN : number(6));
  }
  ASSERT_GT(connection_->integer("SELECT max(level) FROM link_block").value(), 1) << "there were merges";
  ASSERT_LT(connection_->integer("SELECT count(*) FROM link_block").value(), 48);

  const auto all = expected([](const LinkRow&) { return true; });
  EXPECT_EQ(rows("SELECT * FROM link" + kInOrder), all);
  EXPECT_EQ(rows("SELECT * FROM link ORDER BY 1 DESC, 2 DESC, 3 DESC, 4 DESC").size(), all.size());
  for (const auto& [own, side] : {std::pair(url(), LinkSide::in), std::pair(url(), LinkSide::out)}) {
    const std::string of_one = "SELECT * FROM link WHERE root_hash = " + std::to_string(own.root_hash) +
                               " AND side = '" + std::string(name(side)) + "' AND own_unparsed = '" + own.unparsed +
                               "'";
    const auto is_of_one = [&](const LinkRow& row) { return row.own == own && row.side == side; };
    EXPECT_EQ(rows(of_one + " ORDER BY other_unparsed"), expected(is_of_one));
    EXPECT_EQ(rows(of_one + " AND other_unparsed > 'com,example!/25' ORDER BY other_unparsed LIMIT 4").size(),
              std::min<size_t>(4, expected([&](const LinkRow& row) {
                                    return is_of_one(row) && row.other.unparsed > "com,example!/25";
                                  }).size()));
    EXPECT_EQ(rows("SELECT * FROM link WHERE own_unparsed = '" + own.unparsed + "'" + kInOrder),
              expected([&](const LinkRow& row) { return row.own.unparsed == own.unparsed; }));
  }
  // Behind each key there is the rest.
  size_t behind = 0;
  for (const auto& [at, row] : expected_) {
    ++behind;
    if (behind % 97 != 0) continue;
    const std::string after = "lycosa_link(" + std::to_string(row.own.root_hash) + ", '" + std::string(name(row.side)) +
                              "', '" + row.own.unparsed + "', '" + row.other.unparsed + "')";
    EXPECT_EQ(rows("SELECT * FROM " + after + kInOrder),
              std::vector(all.begin() + static_cast<int>(behind), all.end()));
  }
}

TEST_F(PackedLinks, AreFoundByTheirKeyWithoutASort) {
  const auto plan = [&](const std::string& sql) {
    const auto statement = connection_->statement("EXPLAIN QUERY PLAN " + sql);
    EXPECT_TRUE(statement) << statement.error().message;
    const StatementUse use(**statement);
    std::string text;
    while ((*statement)->step().value() == Statement::Step::row) text.append((*statement)->bytes(3)).append("\n");
    return text;
  };
  EXPECT_THAT(plan("SELECT * FROM link" + kInOrder), testing::Not(HasSubstr("TEMP B-TREE")));
  EXPECT_THAT(plan("SELECT * FROM link WHERE root_hash = 1 AND side = 'in' AND own_unparsed = 'a' ORDER BY "
                   "other_unparsed LIMIT 3"),
              testing::Not(HasSubstr("TEMP B-TREE")));
  EXPECT_THAT(plan("SELECT * FROM link ORDER BY other_unparsed"), HasSubstr("TEMP B-TREE"));
}

TEST_F(PackedLinks, SayThatTheyAreDamaged) {
  write_out(key(1, "page"), {link_row(key(1, "page"), LinkSide::out, key(1, "other"), 1)}, 0);
  ASSERT_TRUE(connection_->execute("UPDATE link_out SET links = x'00'"));
  auto step = (*connection_->statement("SELECT * FROM link"))->step();
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(step.error().message, HasSubstr("zstd frame"));
}

TEST(LinkUnpacker, RefusesWhatNoPackerWrites) {
  LinkPacker packer;
  packer.add({1, "own", 2, "other", "anchor", "rel", "how", 3, 4, 5});
  const std::string frame = packer.take();
  const std::string plain = decompress_text(frame).value();
  EXPECT_TRUE(packer.empty());
  size_t refused = 0;
  for (size_t size = 1; size < plain.size(); ++size) {
    auto unpacker = LinkUnpacker::open(compress_text(plain.substr(0, size)));
    ASSERT_TRUE(unpacker);
    const auto found = unpacker->next();
    if (!found) {
      EXPECT_EQ(found.error().kind, ErrorKind::corrupt);
      ++refused;
    }
  }
  EXPECT_EQ(refused, plain.size() - 1);
  // Of a key more is said to be the same than there is.
  EXPECT_FALSE(LinkUnpacker::open(compress_text("\xfb\x01\x00")).value().next());
}

}  // namespace
}  // namespace lycosa::inline store
