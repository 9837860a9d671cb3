// Engines agree: the same writes, in any order and with any values, and then every question, give the same answers.
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "store/contract.h"

namespace lycosa::inline store {
namespace {

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(), kMost = std::numeric_limits<int64_t>::max();

// Fills a row with values from the corners of its types. Keys are few, so that rows meet.
class Hostile {
 public:
  explicit Hostile(std::mt19937& random) : random_(random) {}

  template <class T>
  void operator()(std::string_view column, std::optional<T>& member) {
    if (one_of(4) == 0) return member.reset();
    (*this)(column, member.emplace());
  }
  void operator()(std::string_view column, int64_t& member) {
    constexpr int64_t kValues[] = {0, 1, -1, kLeast, kMost, int64_t{1} << 53, 1775842628};
    const bool is_small = column == "ver" || column == "links_ver" || column == "run" || column == "active" ||
                          column.ends_with("stamp_ms");
    member = is_small ? static_cast<int64_t>(one_of(4)) : kValues[one_of(std::size(kValues))];
  }
  void operator()(std::string_view, uint64_t& member) { member = 1 + one_of(6); }
  void operator()(std::string_view, double& member) {
    constexpr double kValues[] = {0, 0.5, -1e308, std::numeric_limits<double>::infinity(),
                                  std::numeric_limits<double>::quiet_NaN()};
    member = kValues[one_of(std::size(kValues))];
  }
  void operator()(std::string_view column, std::string& member) {
    static const std::string keys[] = {"a", "b!/ s443", "b h80", "b s443", "*", "\xff", std::string("\0'", 2)};
    static const std::string values[] = {
        "", "it's \"?1\"", "\xf0\x9f\x95\xb7", "\xed\xa0\x80", std::string(3000, 'x'), std::string("\0", 1)};
    const bool is_key = column.ends_with("unparsed") || column == "host" || column == "source";
    member = is_key ? keys[one_of(std::size(keys))] : values[one_of(std::size(values))];
  }
  void operator()(std::string_view, SeenState& member) { member = static_cast<SeenState>(one_of(6)); }
  void operator()(std::string_view, Role& member) { member = static_cast<Role>(one_of(3)); }
  void operator()(std::string_view, Discovery& member) { member = static_cast<Discovery>(one_of(7)); }
  void operator()(std::string_view, LinkSide& member) { member = static_cast<LinkSide>(one_of(2)); }

  template <class Row>
  Row row() {
    Row row;
    each_member(row, *this);
    return row;
  }
  template <class Row>
  Row row_of(const UrlKey& key) {
    Row made = row<Row>();
    made.key = key;
    return made;
  }
  size_t one_of(size_t count) { return random_() % count; }

 private:
  std::mt19937& random_;
};

WriteBatch any_batch(Hostile& any) {
  WriteBatch batch;
  for (int i = 0; i < 3; ++i) {
    batch.seen.push_back(any.row<SeenRow>());
    batch.discoveries.push_back(any.row<DiscoveryRow>());
    batch.in_links.push_back(any.row<LinkRow>());
    batch.in_links.back().side = LinkSide::in;
    batch.robots.push_back(any.row<RobotsRow>());
    batch.bans.push_back(any.row<BanRow>());
    batch.hosts.push_back(any.row<HostRow>());
    batch.sitemaps.push_back(any.row<SitemapRow>());
    batch.runs.push_back(any.row<RunRow>());
    PageWrite& page = batch.pages.emplace_back();
    page.info = any.row<PageInfoRow>();
    const UrlKey key = page.info->key;
    if (any.one_of(2) == 0) page.text = any.row_of<PageTextRow>(key);
    if (any.one_of(2) == 0) page.history = any.row_of<PageHistoryRow>(key);
    if (any.one_of(2) == 0) page.seen = any.row_of<SeenRow>(key);
    page.replace_links = any.one_of(2) == 0;
    page.out_links = {any.row<LinkRow>()};
    page.out_links[0].own = key;
    page.out_links[0].side = LinkSide::out;
    page.out_links[0].ver = page.info->ver;
  }
  return batch;
}

std::string text_of_cell(const Cell& cell) {
  if (std::holds_alternative<Blob>(cell)) return "BLOB";  // sizes are the engine's
  if (std::holds_alternative<std::nullptr_t>(cell)) return "NULL";
  if (const auto* integer = std::get_if<int64_t>(&cell)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&cell)) return testing::PrintToString(*real);
  return std::get<std::string>(cell);
}

// All that a reader says, but for how it names a shard.
class Answers {
 public:
  explicit Answers(StoreReader& reader) : reader_(reader) {
    for (uint64_t root = 1; root <= 6; ++root) ask_root(root);
    for (uint32_t shard = 0; shard < 5; ++shard) ask_shard(shard);
    add(reader_.runs(3));
    add(reader_.calculate_shard("uk,co,bnikolic"));
    scan([&](auto visit) { return reader_.scan_seen(visit); }, SeenRow{});
    scan([&](auto visit) { return reader_.scan_page_info(visit); }, PageInfoRow{});
    scan([&](auto visit) { return reader_.scan_bans(visit); }, BanRow{});
    scan([&](auto visit) { return reader_.scan_hosts(visit); }, HostRow{});
    scan([&](auto visit) { return reader_.scan_sitemaps(visit); }, SitemapRow{});
    scan([&](auto visit) { return reader_.scan_discoveries(Discovery::sitemap, visit); }, DiscoveryRow{});
  }
  const std::string& text() const { return text_; }

 private:
  void ask_root(uint64_t root) {
    for (const char* host : {"a", "b", "b s443", "\xff"}) {
      add(reader_.robots(root, host, 2));
      add(reader_.robots_of_host(root, host, 3));
      add(reader_.bans(root, host));
      add(reader_.sitemaps_of_host(root, host, SitemapChoice::all, 3));
      add(reader_.sitemaps_of_host(root, host, SitemapChoice::not_whole, 3));
    }
    for (const std::string& name :
         {std::string("a"), std::string("b!/ s443"), std::string("\xff"), std::string("\0'", 2)}) {
      ask_page({root, name});
    }
  }

  void ask_page(const UrlKey& key) {
    add(reader_.page_info(key));
    add(reader_.page_text(key));
    add(reader_.seen(key));
    add(reader_.history(key, std::nullopt, 2));
    add(reader_.history(key, 2, 5));
    add(reader_.discoveries(key, 3));
    for (const LinkSide side : {LinkSide::out, LinkSide::in}) {
      for (const char* after : {"", "a"}) add_links(reader_.links(key, side, after, 2));
    }
    const Filter filters[] = {{"a", "ml_spam_score = 0"},
                              {"b", "isNull(meta_title) OR words > 0"},
                              {"c", "nothing"},
                              {"d", "meta_title != 'it''s \"?1\"'"}};
    const auto outcomes = reader_.filters(key, filters, Timestamp::from_seconds(1775842628));
    for (const auto& outcome : *outcomes) {
      add_evidence(outcome.evidence);
      text_.append(name(outcome.found.status)).append(outcome.found.error).append("\n");
    }
    const auto same = reader_.same_content(key, 0, 5);
    for (const UrlKey& each : same->keys) text_.append(std::to_string(each.root_hash)).append(each.unparsed);
  }

  void ask_shard(uint32_t shard) {
    for (const StorePart& part : {StorePart{}, StorePart{1 + shard, ""}, StorePart{1 + shard, "b"}}) {
      const auto walked = reader_.walk(shard, part, std::nullopt, [&](const UrlRows& rows) {
        text_ += rows.key.unparsed + (rows.seen ? text_of(*rows.seen) : "") + (rows.page ? text_of(*rows.page) : "");
        return true;
      });
      const auto events = reader_.walk_events(shard, part, [&](const PageHistoryRow& row) {
        text_ += text_of(row);
        return true;
      });
      text_ += walked && events ? "walked\n" : walked.error().message + events.error().message + "\n";
    }
    for (const Table& table : tables()) ask_columns(shard, table);
  }

  void ask_columns(uint32_t shard, const Table& table) {
    ColumnScan scan;
    scan.shard = shard;
    scan.table = std::string(table.name);
    scan.batch_rows = 3;
    const auto scanned = reader_.scan_columns(scan, [&](const ColumnBatch& batch) {
      for (const ColumnValues& values : batch.columns) {
        text_ += testing::PrintToString(values.known) + testing::PrintToString(values.integers) +
                 testing::PrintToString(values.reals) + values.bytes + testing::PrintToString(values.offsets) + "\n";
      }
      text_ += testing::PrintToString(batch.last) + "\n";
      return true;
    });
    text_ += scanned ? "scanned\n" : scanned.error().message + "\n";
  }

  template <class Scan, class Row>
  void scan(Scan&& start, const Row&) {
    int left = 20;
    EXPECT_TRUE(start([&](const Row& row) {
      text_ += text_of(row);
      return --left > 0;
    }));
  }

  void add_evidence(const Evidence& evidence) {
    text_ += evidence.query + "\n" + testing::PrintToString(evidence.columns) + "\n";
    for (const auto& row : evidence.rows) {
      for (const Cell& cell : row) text_ += text_of_cell(cell) + "|";
      text_ += "\n";
    }
  }
  template <class Row>
  void add_found(const std::vector<Row>& rows) {
    for (const Row& row : rows) text_ += text_of(row);
  }
  template <class Row>
  void add_found(const std::optional<Row>& row) {
    text_ += row ? text_of(*row) : "none\n";
  }
  void add_found(uint32_t number) { text_ += std::to_string(number) + "\n"; }
  template <class T>
  void add(const Result<Lookup<T>>& lookup) {
    ASSERT_TRUE(lookup) << lookup.error().message;
    add_evidence(lookup->evidence);
    add_found(lookup->found);
  }
  void add_links(const Result<Lookup<LinkPage>>& lookup) {
    ASSERT_TRUE(lookup) << lookup.error().message;
    add_evidence(lookup->evidence);
    add_found(lookup->found.rows);
    text_ += lookup->found.next.value_or("the end") + "\n";
  }

  StoreReader& reader_;
  std::string text_;
};

TEST(Engines, GiveTheSameAnswersToEverything) {
  std::mt19937 random(11);
  Hostile any(random);
  for (int round = 0; round < 4; ++round) {
    const test::TemporaryFolder folder;
    auto memory = open_engine("memory", "");
    auto sqlite = open_engine("sqlite", folder.path("/store"));
    ASSERT_TRUE(memory && sqlite);
    for (int i = 0; i < 30; ++i) {
      const WriteBatch batch = any_batch(any);
      const auto in_memory = memory->writer->write(batch), in_sqlite = sqlite->writer->write(batch);
      ASSERT_TRUE(in_memory) << in_memory.error().message;
      ASSERT_TRUE(in_sqlite) << in_sqlite.error().message;
    }
    const std::string of_memory = Answers(*memory->reader).text(), of_sqlite = Answers(*sqlite->reader).text();
    ASSERT_GT(of_memory.size(), 50'000u);
    const auto [a, b] = std::mismatch(of_memory.begin(), of_memory.end(), of_sqlite.begin(), of_sqlite.end());
    const auto at = static_cast<size_t>(std::max<ptrdiff_t>(a - of_memory.begin() - 300, 0));
    EXPECT_TRUE(of_memory == of_sqlite) << "memory: " << of_memory.substr(at, 500)
                                        << "\n\nSQLite: " << of_sqlite.substr(at, 500);
  }
}

}  // namespace
}  // namespace lycosa::inline store
