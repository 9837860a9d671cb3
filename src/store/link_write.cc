#include "store/link_write.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <string_view>
#include <tuple>

#include "store/clean_text.h"
#include "store/link_pack.h"
#include "store/link_rows.h"
#include "store/rows.h"
#include "store/stored_row.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

// A chunk is what a question about one target unpacks; before zstd.
constexpr size_t kChunkBytes = size_t{32} << 10;
// So many blocks of one level become one of the next. More of them make questions slower, fewer make writing slower:
// a link is written again once a level.
constexpr int64_t kMergeAt = 16;
// What is larger stays as it is, so that no write waits long for a merge.
constexpr int64_t kMostMergedBytes = int64_t{64} << 20;

bool is_clean(const LinkRow& row) {
  return is_clean_text(row.own.unparsed) && is_clean_text(row.other.unparsed) && is_clean_text(row.anchor) &&
         is_clean_text(row.rel) && is_clean_text(row.how);
}

// The links with their texts as the store keeps them; `mended` owns those that had to be changed.
std::vector<const LinkRow*> clean(std::vector<const LinkRow*> links, std::deque<LinkRow>& mended) {
  for (const LinkRow*& link : links) {
    if (!is_clean(*link)) link = &mended.emplace_back(stored_form(*link));
  }
  return links;
}

bool by_key(const LinkRow* a, const LinkRow* b) {
  return std::tie(a->own, a->other.unparsed) < std::tie(b->own, b->other.unparsed);
}

// Sorts links by key, and leaves of those with one key the one that counts.
void sort_and_merge(std::vector<const LinkRow*>& links) {
  std::stable_sort(links.begin(), links.end(), by_key);
  size_t kept = 0;
  for (const LinkRow* link : links) {
    const bool again = kept > 0 && !by_key(links[kept - 1], link);
    if (!again) {
      links[kept++] = link;
    } else if (link->ver >= links[kept - 1]->ver) {
      links[kept - 1] = link;
    }
  }
  links.resize(kept);
}

PackedLink packed(const LinkRow& row) {
  return {row.own.root_hash, row.own.unparsed, row.other.root_hash, row.other.unparsed, row.anchor,
          row.rel,           row.how,          row.count,           row.line,           row.ver};
}

// Writes links that come in the order of their keys, a chunk at a time.
class ChunkWriter {
 public:
  // `sql` inserts a chunk: root hash, own and other unparsed URL of its first link, the frame, and the block.
  ChunkWriter(Connection& connection, std::string_view sql, std::optional<int64_t> block)
      : connection_(connection), sql_(sql), block_(block) {}

  Result<void> add(const PackedLink& link) {
    if (packer_.empty()) {
      root_hash_ = link.own_root_hash;
      own_ = link.own;
      other_ = link.other;
    }
    packer_.add(link);
    ++links_;
    return packer_.plain_bytes() < kChunkBytes ? Result<void>() : flush();
  }

  Result<void> flush() {
    if (packer_.empty()) return {};
    const std::string frame = packer_.take();
    const auto statement = connection_.statement(sql_);
    if (!statement) return statement.unexpected();
    (*statement)->bind(1, static_cast<int64_t>(root_hash_));
    (*statement)->bind(2, std::string_view(own_));
    (*statement)->bind(3, std::string_view(other_));
    (*statement)->bind_blob(4, frame);
    if (block_) (*statement)->bind(5, *block_);
    bytes_ += static_cast<int64_t>(frame.size());
    return (*statement)->run();
  }

  int64_t links() const { return links_; }
  int64_t bytes() const { return bytes_; }

 private:
  Connection& connection_;
  const std::string_view sql_;
  const std::optional<int64_t> block_;
  LinkPacker packer_;
  uint64_t root_hash_ = 0;
  std::string own_, other_;
  int64_t links_ = 0, bytes_ = 0;
};

constexpr std::string_view kInsertOut =
    "INSERT INTO link_out(root_hash, own_unparsed, other_unparsed, links) VALUES(?1, ?2, ?3, ?4)";
constexpr std::string_view kInsertIn =
    "INSERT INTO link_in(root_hash, own_unparsed, other_unparsed, links, block) VALUES(?1, ?2, ?3, ?4, ?5)";

Unexpected of_rows(const Connection& connection, const LinkRows& rows, int code) {
  if (rows.message().empty()) return sqlite_failure(code, connection.label(), connection.last_message());
  return of_shard(connection, {ErrorKind::corrupt, rows.message()});
}

// Runs `each` on the rows of an opened reading.
template <class Each>
Result<void> for_each_row(Connection& connection, LinkRows& rows, int opened, const Each& each) {
  int code = opened;
  while (code == SQLITE_OK) {
    code = rows.next();
    if (code == SQLITE_OK && rows.at_end()) return {};
    if (code != SQLITE_OK) break;
    if (Result<void> done = each(rows.link()); !done) return done;
  }
  return of_rows(connection, rows, code);
}

Result<void> add_all(ChunkWriter& chunks, std::vector<const LinkRow*> links) {
  std::deque<LinkRow> mended;
  links = clean(std::move(links), mended);
  sort_and_merge(links);
  for (const LinkRow* link : links) {
    if (auto added = chunks.add(packed(*link)); !added) return added;
  }
  return {};
}

// The texts of a packed link, kept.
LinkRow unpacked(const PackedLink& link, LinkSide side) {
  LinkRow row;
  row.own = {link.own_root_hash, std::string(link.own)};
  row.side = side;
  row.other = {link.other_root_hash, std::string(link.other)};
  row.anchor = link.anchor;
  row.rel = link.rel;
  row.how = link.how;
  row.count = link.count;
  row.line = link.line;
  row.ver = link.ver;
  return row;
}

Result<void> run_on_page(Connection& connection, std::string_view sql, const UrlKey& page) {
  const auto statement = connection.statement(sql);
  if (!statement) return statement.unexpected();
  (*statement)->bind(1, static_cast<int64_t>(page.root_hash));
  (*statement)->bind(2, std::string_view(page.unparsed));
  return (*statement)->run();
}

Result<bool> has_out_links(Connection& connection, const UrlKey& page) {
  const auto statement =
      connection.statement("SELECT 1 FROM link_out WHERE root_hash = ?1 AND own_unparsed = ?2 LIMIT 1");
  if (!statement) return statement.unexpected();
  const StatementUse use(**statement);
  (*statement)->bind(1, static_cast<int64_t>(page.root_hash));
  (*statement)->bind(2, std::string_view(page.unparsed));
  const auto step = (*statement)->step();
  if (!step) return step.unexpected();
  return *step == Statement::Step::row;
}

Result<std::vector<LinkRow>> stored_out_links(Connection& connection, const UrlKey& page, int64_t older_than) {
  std::vector<LinkRow> stored;
  LinkRows rows(connection.handle());
  LinkRange range;
  range.in = false;
  range.root_hash = static_cast<int64_t>(page.root_hash);
  range.own = page.unparsed;
  auto read = for_each_row(connection, rows, rows.open(range), [&](const PackedLink& link) -> Result<void> {
    if (link.ver >= older_than) stored.push_back(unpacked(link, LinkSide::out));
    return {};
  });
  if (!read) return read.unexpected();
  return stored;
}

Result<int64_t> next_block(Connection& connection) {
  return connection.integer("SELECT coalesce(max(block), 0) + 1 FROM link_block");
}

Result<void> note_block(Connection& connection, int64_t block, int64_t level, const ChunkWriter& chunks) {
  const auto statement =
      connection.statement("INSERT INTO link_block(block, level, links, bytes) VALUES(?1, ?2, ?3, ?4)");
  if (!statement) return statement.unexpected();
  (*statement)->bind(1, block);
  (*statement)->bind(2, level);
  (*statement)->bind(3, chunks.links());
  (*statement)->bind(4, chunks.bytes());
  return (*statement)->run();
}

Result<std::vector<int64_t>> blocks_of_level(Connection& connection, int64_t level) {
  std::vector<int64_t> blocks;
  const auto statement =
      connection.statement("SELECT block FROM link_block WHERE level = ?1 AND bytes <= ?2 ORDER BY block");
  if (!statement) return statement.unexpected();
  const StatementUse use(**statement);
  (*statement)->bind(1, level);
  (*statement)->bind(2, kMostMergedBytes);
  while (true) {
    const auto step = (*statement)->step();
    if (!step) return step.unexpected();
    if (*step == Statement::Step::done) return blocks;
    blocks.push_back((*statement)->integer(0));
  }
}

Result<void> drop_block(Connection& connection, int64_t block) {
  for (const std::string_view sql :
       {"DELETE FROM link_in WHERE block = ?1", "DELETE FROM link_block WHERE block = ?1"}) {
    const auto statement = connection.statement(sql);
    if (!statement) return statement.unexpected();
    (*statement)->bind(1, block);
    if (auto done = (*statement)->run(); !done) return done;
  }
  return {};
}

// The merged block has a greater number than all, and so its links are the later ones; they are, as no block of this
// level or of one below is left.
Result<void> merge(Connection& connection, const std::vector<int64_t>& blocks, int64_t level) {
  const auto block = next_block(connection);
  if (!block) return block.unexpected();
  ChunkWriter chunks(connection, kInsertIn, *block);
  {
    LinkRows rows(connection.handle());
    auto merged = for_each_row(connection, rows, rows.open_blocks(blocks),
                               [&](const PackedLink& link) { return chunks.add(link); });
    if (!merged) return merged;
  }
  if (auto flushed = chunks.flush(); !flushed) return flushed;
  for (const int64_t old : blocks) {
    if (auto dropped = drop_block(connection, old); !dropped) return dropped;
  }
  return note_block(connection, *block, level + 1, chunks);
}

Result<void> merge_full_levels(Connection& connection) {
  for (int64_t level = 0;; ++level) {
    const auto blocks = blocks_of_level(connection, level);
    if (!blocks) return blocks.unexpected();
    if (static_cast<int64_t>(blocks->size()) < kMergeAt) return {};
    if (auto merged = merge(connection, *blocks, level); !merged) return merged;
  }
}

}  // namespace

Result<void> write_out_links(Connection& connection, const UrlKey& key, std::span<const LinkRow> links,
                             int64_t older_than) {
  const UrlKey page{key.root_hash, is_clean_text(key.unparsed) ? key.unparsed : clean_text(key.unparsed)};
  std::vector<LinkRow> stored;
  const auto known = has_out_links(connection, page);
  if (!known) return known.unexpected();
  if (*known) {
    auto read = stored_out_links(connection, page, older_than);
    if (!read) return read.unexpected();
    stored = std::move(*read);
    auto deleted = run_on_page(connection, "DELETE FROM link_out WHERE root_hash = ?1 AND own_unparsed = ?2", page);
    if (!deleted) return deleted;
  }
  std::vector<const LinkRow*> rows;
  rows.reserve(stored.size() + links.size());
  for (const LinkRow& link : stored) rows.push_back(&link);
  for (const LinkRow& link : links) rows.push_back(&link);
  ChunkWriter chunks(connection, kInsertOut, std::nullopt);
  if (auto added = add_all(chunks, std::move(rows)); !added) return added;
  return chunks.flush();
}

Result<void> write_in_links(Connection& connection, std::vector<const LinkRow*> links) {
  if (links.empty()) return {};
  const auto block = next_block(connection);
  if (!block) return block.unexpected();
  ChunkWriter chunks(connection, kInsertIn, *block);
  if (auto added = add_all(chunks, std::move(links)); !added) return added;
  if (auto flushed = chunks.flush(); !flushed) return flushed;
  if (auto noted = note_block(connection, *block, 0, chunks); !noted) return noted;
  return merge_full_levels(connection);
}

Result<void> pack_links_of(Connection& connection, const std::string& from) {
  const auto block = next_block(connection);
  if (!block) return block.unexpected();
  ChunkWriter out(connection, kInsertOut, std::nullopt), in(connection, kInsertIn, *block);
  std::string own;  // whose outgoing links are being written
  const auto statement = connection.statement(select_all_from(table("link"), from) + order_by_key(table("link")));
  if (!statement) return statement.unexpected();
  const StatementUse use(**statement);
  while (true) {
    const auto step = (*statement)->step();
    if (!step) return step.unexpected();
    if (*step == Statement::Step::done) break;
    const auto row = read_row<LinkRow>(**statement);
    if (!row) return of_shard(connection, row.error());
    if (row->side == LinkSide::in) {
      if (auto added = in.add(packed(*row)); !added) return added;
      continue;
    }
    // A page's links are read by its own key, so no chunk has those of two.
    if (row->own.unparsed != own) {
      if (auto flushed = out.flush(); !flushed) return flushed;
      own = row->own.unparsed;
    }
    if (auto added = out.add(packed(*row)); !added) return added;
  }
  if (auto flushed = out.flush(); !flushed) return flushed;
  if (auto flushed = in.flush(); !flushed) return flushed;
  return in.links() > 0 ? note_block(connection, *block, 0, in) : Result<void>();
}

}  // namespace lycosa::inline store
