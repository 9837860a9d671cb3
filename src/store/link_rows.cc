#include "store/link_rows.h"

#include <tuple>

#include "store/sqlite_api.h"

namespace lycosa::inline store {
namespace {

auto key_of(const PackedLink& link) {
  return std::make_tuple(static_cast<int64_t>(link.own_root_hash), link.own, link.other);
}
auto key_of(const LinkKey& key) {
  return std::make_tuple(key.root_hash, std::string_view(key.own), std::string_view(key.other));
}

void bind_text(sqlite3_stmt* statement, int i, const std::string& text) {
  sqlite3_bind_text64(statement, i, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void bind_key(sqlite3_stmt* statement, const LinkKey& key) {
  sqlite3_bind_int64(statement, 1, key.root_hash);
  bind_text(statement, 2, key.own);
  bind_text(statement, 3, key.other);
}

std::string text_at(sqlite3_stmt* statement, int i) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
  return bytes ? std::string(bytes, static_cast<size_t>(sqlite3_column_bytes(statement, i))) : std::string();
}

// A view in the place of a table could ask for links again, and so on for ever.
bool is_table(sqlite3* db, const char* name) {
  return sqlite3_table_column_metadata(db, "main", name, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) ==
         SQLITE_OK;
}

}  // namespace

void LinkRows::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

// The top of the queue is the least key, and of the same key what counts.
bool LinkRows::Later::operator()(const Stream* a, const Stream* b) const {
  const PackedLink left = a->unpacker->link(), right = b->unpacker->link();
  const auto left_key = key_of(left), right_key = key_of(right);
  if (left_key != right_key) return left_key > right_key;
  return std::tie(left.ver, a->block) < std::tie(right.ver, b->block);
}

LinkRows::LinkRows(sqlite3* db) : db_(db) {}
LinkRows::~LinkRows() = default;

int LinkRows::corrupt(const std::string& what) {
  message_ = what;
  return SQLITE_CORRUPT;
}

int LinkRows::prepare(const std::string& sql, Handle& handle) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(db_, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr);
  handle.reset(statement);
  return code;
}

int LinkRows::open(const LinkRange& range) {
  range_ = range;
  for (const char* table : {"link_out", "link_in", "link_block"}) {
    if (!is_table(db_, table)) return corrupt(std::string("there is no table ") + table);
  }
  Start in, out;
  if (range.root_hash) in.key.root_hash = out.key.root_hash = *range.root_hash;
  if (range.own) in.key.own = out.key.own = *range.own;
  if (range.after) {
    // All incoming links of a root stand before its outgoing ones.
    const LinkKey& after = *range.after;
    if (range.after_out) {
      in = {{after.root_hash, {}, {}}, true};
      range_->in = range_->in && after.root_hash != INT64_MAX;
      if (range_->in) ++in.key.root_hash;
      out = {after, false};
    } else {
      in = {after, false};
      out = {{after.root_hash, range.own.value_or(""), {}}, true};
    }
  }
  if (range_->in) {
    if (const int code = open_in(in); code != SQLITE_OK) return code;
  }
  return range_->out ? open_out(out) : SQLITE_OK;
}

int LinkRows::open_blocks(const std::vector<int64_t>& blocks) {
  range_.emplace();
  for (const int64_t block : blocks) {
    if (const int code = add_block(block, {}); code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

int LinkRows::open_out(const Start& start) {
  out_ = std::make_unique<Stream>();
  if (const int code = begin(*out_, "main.link_out", "", start); code != SQLITE_OK) return code;
  bool found = false;
  const int code = advance(*out_, &start, found);
  if (!found) out_.reset();
  return code;
}

int LinkRows::open_in(const Start& start) {
  Handle handle;
  if (const int code = prepare("SELECT block FROM main.link_block ORDER BY block", handle); code != SQLITE_OK) {
    return code;
  }
  int step = SQLITE_OK;
  while ((step = sqlite3_step(handle.get())) == SQLITE_ROW) {
    if (const int code = add_block(sqlite3_column_int64(handle.get(), 0), start); code != SQLITE_OK) return code;
  }
  return step == SQLITE_DONE ? SQLITE_OK : step;
}

int LinkRows::add_block(int64_t block, const Start& start) {
  auto stream = std::make_unique<Stream>();
  stream->block = block;
  if (const int code = begin(*stream, "main.link_in", "block = ?4 AND ", start); code != SQLITE_OK) return code;
  bool found = false;
  if (const int code = advance(*stream, &start, found); code != SQLITE_OK || !found) return code;
  in_.push(stream.get());
  blocks_.push_back(std::move(stream));
  return SQLITE_OK;
}

// A chunk is found by the key of its first link; the one in which reading starts is the last that is not behind it.
int LinkRows::first_chunk(const std::string& table, const std::string& of_block, int64_t block, const Start& start,
                          LinkKey& first) {
  first = start.key;
  Handle handle;
  const int code = prepare("SELECT root_hash, own_unparsed, other_unparsed FROM " + table + " WHERE " + of_block +
                               "(root_hash, own_unparsed, other_unparsed) <= (?1, ?2, ?3) ORDER BY root_hash DESC, "
                               "own_unparsed DESC, other_unparsed DESC LIMIT 1",
                           handle);
  if (code != SQLITE_OK) return code;
  bind_key(handle.get(), start.key);
  if (!of_block.empty()) sqlite3_bind_int64(handle.get(), 4, block);
  const int step = sqlite3_step(handle.get());
  if (step == SQLITE_DONE) return SQLITE_OK;
  if (step != SQLITE_ROW) return step;
  first = {sqlite3_column_int64(handle.get(), 0), text_at(handle.get(), 1), text_at(handle.get(), 2)};
  return SQLITE_OK;
}

int LinkRows::begin(Stream& stream, const std::string& table, const std::string& of_block, const Start& start) {
  LinkKey first;
  if (const int code = first_chunk(table, of_block, stream.block, start, first); code != SQLITE_OK) return code;
  const int code = prepare("SELECT links FROM " + table + " WHERE " + of_block +
                               "(root_hash, own_unparsed, other_unparsed) >= (?1, ?2, ?3) "
                               "ORDER BY root_hash, own_unparsed, other_unparsed",
                           stream.chunks);
  if (code != SQLITE_OK) return code;
  bind_key(stream.chunks.get(), first);
  if (!of_block.empty()) sqlite3_bind_int64(stream.chunks.get(), 4, stream.block);
  return SQLITE_OK;
}

int LinkRows::step(Stream& stream, bool& found) {
  while (true) {
    if (stream.unpacker) {
      const auto more = stream.unpacker->next();
      if (!more) return corrupt(more.error().message);
      found = *more;
      if (found) return SQLITE_OK;
    }
    const int code = sqlite3_step(stream.chunks.get());
    if (code != SQLITE_ROW) return code == SQLITE_DONE ? SQLITE_OK : code;
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(stream.chunks.get(), 0));
    const auto size = static_cast<size_t>(sqlite3_column_bytes(stream.chunks.get(), 0));
    auto unpacker = LinkUnpacker::open(bytes ? std::string_view(bytes, size) : std::string_view());
    if (!unpacker) return corrupt(unpacker.error().message);
    stream.unpacker.emplace(std::move(*unpacker));
  }
}

// The next link of a stream, with a start the first that is not before it; found is false when the range has no more.
int LinkRows::advance(Stream& stream, const Start* start, bool& found) {
  found = false;
  while (true) {
    if (const int code = step(stream, found); code != SQLITE_OK || !found) return code;
    const PackedLink link = stream.unpacker->link();
    if (start) {
      const auto key = key_of(link), from = key_of(start->key);
      if (key < from || (!start->itself && key == from)) continue;
    }
    found = !is_beyond(link);
    return SQLITE_OK;
  }
}

bool LinkRows::is_beyond(const PackedLink& link) const {
  if (!range_->root_hash) return false;
  const auto root_hash = static_cast<int64_t>(link.own_root_hash);
  return root_hash != *range_->root_hash || (range_->own && link.own != *range_->own);
}

// Moves what stands on the current link on, and all blocks that have the same link.
int LinkRows::leave_current() {
  bool found = false;
  if (is_out_) {
    const int code = advance(*out_, nullptr, found);
    if (!found) out_.reset();
    return code;
  }
  const PackedLink current = in_.top()->unpacker->link();
  const LinkKey key{static_cast<int64_t>(current.own_root_hash), std::string(current.own), std::string(current.other)};
  while (!in_.empty() && key_of(in_.top()->unpacker->link()) == key_of(key)) {
    Stream* const stream = in_.top();
    in_.pop();
    if (const int code = advance(*stream, nullptr, found); code != SQLITE_OK) return code;
    if (found) in_.push(stream);
  }
  return SQLITE_OK;
}

int LinkRows::next() {
  if (at_end_) return SQLITE_OK;
  if (started_) {
    if (const int code = leave_current(); code != SQLITE_OK) return code;
  }
  started_ = true;
  at_end_ = in_.empty() && !out_;
  if (at_end_) return SQLITE_OK;
  is_out_ = in_.empty() || (out_ && out_->unpacker->link().own_root_hash < in_.top()->unpacker->link().own_root_hash);
  return SQLITE_OK;
}

PackedLink LinkRows::link() const {
  return is_out_ ? out_->unpacker->link() : in_.top()->unpacker->link();
}

}  // namespace lycosa::inline store
