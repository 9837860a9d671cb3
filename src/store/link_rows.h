#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "store/link_pack.h"

struct sqlite3;
struct sqlite3_stmt;

// The links of a shard, read in the order of their keys: root hash, side («in» before «out»), own unparsed URL, other
// unparsed URL. It speaks SQLite's own interface, as the extension needs it too.
//
// Outgoing links are packed by page, in link_out. Incoming ones come with the pages that have them, a few for each of
// very many targets: each write adds one block of packed links in the order of the targets to link_in, blocks of one
// size are merged into a larger one (link_write.h), and what is in several of them is told apart here: the greatest
// `ver` wins.
namespace lycosa::inline store {

struct LinkKey {
  int64_t root_hash = 0;
  std::string own, other;
};

// Which links are read.
struct LinkRange {
  bool in = true, out = true;
  std::optional<int64_t> root_hash;  // those of one root
  std::optional<std::string> own;    // those of one page of it
  std::optional<LinkKey> after;      // those behind this key,
  bool after_out = false;            // of this side
};

// Result codes are SQLite's; message() says what is wrong when it is not SQLite that says it.
class LinkRows {
 public:
  explicit LinkRows(sqlite3* db);
  ~LinkRows();
  LinkRows(const LinkRows&) = delete;
  LinkRows& operator=(const LinkRows&) = delete;

  // Stands before the first row of the range.
  int open(const LinkRange& range);
  // All links of some blocks of incoming ones.
  int open_blocks(const std::vector<int64_t>& blocks);
  // Whether there is one more row, in at_end().
  int next();
  bool at_end() const { return at_end_; }
  bool is_out() const { return is_out_; }
  // Valid until the next call.
  PackedLink link() const;
  const std::string& message() const { return message_; }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Handle = std::unique_ptr<sqlite3_stmt, Finalize>;
  // The links of link_out or of one block.
  struct Stream {
    int64_t block = 0;
    Handle chunks;  // statement that gives their frames
    std::optional<LinkUnpacker> unpacker;
  };
  struct Later {
    bool operator()(const Stream* a, const Stream* b) const;
  };
  struct Start {
    LinkKey key;
    bool itself = true;  // whether the key itself is still to be read
  };

  int prepare(const std::string& sql, Handle& handle);
  int open_out(const Start& start);
  int open_in(const Start& start);
  int add_block(int64_t block, const Start& start);
  int begin(Stream& stream, const std::string& table, const std::string& of_block, const Start& start);
  int first_chunk(const std::string& table, const std::string& of_block, int64_t block, const Start& start,
                  LinkKey& first);
  int step(Stream& stream, bool& found);
  int advance(Stream& stream, const Start* start, bool& found);
  bool is_beyond(const PackedLink& link) const;
  int leave_current();
  int corrupt(const std::string& what);

  sqlite3* db_;
  std::string message_;
  std::optional<LinkRange> range_;
  std::unique_ptr<Stream> out_;  // null when it has nothing more
  std::vector<std::unique_ptr<Stream>> blocks_;
  std::priority_queue<Stream*, std::vector<Stream*>, Later> in_;  // each stands on a link
  bool started_ = false, at_end_ = false, is_out_ = false;
};

}  // namespace lycosa::inline store
