#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/result.h"
#include "base/text.h"
#include "record/columns.h"
#include "record/members.h"
#include "record/record.h"
#include "store/sqlite.h"
#include "store/text_codec.h"

// Rows into and out of statements, column by column as record/members.h lists them.
namespace lycosa::inline store {

class RowBinder {
 public:
  RowBinder(Statement& statement, const Table& table) : statement_(statement), table_(table) {}

  template <class T>
  void operator()(std::string_view, const std::optional<T>& member) {
    if (member) return (*this)({}, *member);
    statement_.bind_null(++i_);
  }
  void operator()(std::string_view, int64_t member) { statement_.bind(++i_, member); }
  void operator()(std::string_view, uint64_t member) { statement_.bind(++i_, static_cast<int64_t>(member)); }
  void operator()(std::string_view, double member) { statement_.bind(++i_, member); }
  void operator()(std::string_view, const std::string& member) {
    const bool blob = table_.columns[static_cast<size_t>(i_)].type == ColumnType::blob;
    ++i_;
    blob ? statement_.bind_blob(i_, member) : statement_.bind(i_, std::string_view(member));
  }
  template <class E>
  requires std::is_enum_v<E>
  void operator()(std::string_view, E member) { statement_.bind(++i_, name(member)); }

 private:
  Statement& statement_;
  const Table& table_;
  int i_ = 0;
};

// Binds a row's columns to parameters 1, 2, ... The row must outlive the statement's run.
template <class Row>
void bind_row(Statement& statement, const Row& row) {
  each_member(row, RowBinder(statement, table(table_name<Row>)));
}

class RowScanner {
 public:
  RowScanner(const Statement& statement, const Table& table) : statement_(statement), table_(table) {}
  // Whether every name was one that is known.
  bool ok() const { return ok_; }

  template <class T>
  void operator()(std::string_view column, std::optional<T>& member) {
    if (statement_.is_null(i_)) {
      ++i_;
      member.reset();
    } else {
      (*this)(column, member.emplace());
    }
  }
  void operator()(std::string_view, int64_t& member) { member = statement_.integer(i_++); }
  void operator()(std::string_view, uint64_t& member) { member = static_cast<uint64_t>(statement_.integer(i_++)); }
  void operator()(std::string_view, double& member) { member = statement_.real(i_++); }
  void operator()(std::string_view, std::string& member) {
    const bool blob = table_.columns[static_cast<size_t>(i_)].type == ColumnType::blob;
    const std::string_view bytes = statement_.bytes(i_++);
    // A store that others made may hold anything.
    member = blob ? std::string(bytes) : to_valid_utf8(bytes);
  }
  void operator()(std::string_view, SeenState& member) { named(member, seen_state_from_name); }
  void operator()(std::string_view, Role& member) { named(member, role_from_name); }
  void operator()(std::string_view, Discovery& member) { named(member, discovery_from_name); }
  void operator()(std::string_view, LinkSide& member) { named(member, link_side_from_name); }

 private:
  template <class E>
  void named(E& member, std::optional<E> (*from_name)(std::string_view)) {
    const auto value = from_name(statement_.bytes(i_++));
    if (value) {
      member = *value;
    } else {
      ok_ = false;
    }
  }

  const Statement& statement_;
  const Table& table_;
  int i_ = 0;
  bool ok_ = true;
};

// The page's texts as they are stored, and back. The whole page's Markdown has nearly all that the others have: they
// are compressed against it.
inline PageTextRow compressed(const PageTextRow& row) {
  return {row.key, row.ver, compress_text(row.boilerpipe_text, row.markdown), compress_text(row.markdown),
          compress_text(row.readable_markdown, row.markdown)};
}
inline Result<void> decompress(PageTextRow& row) {
  auto whole = decompress_text(row.markdown);
  if (!whole) return whole.unexpected();
  for (std::string* text : {&row.boilerpipe_text, &row.readable_markdown}) {
    auto plain = decompress_text(*text, *whole);
    if (!plain) return plain.unexpected();
    *text = to_valid_utf8(*plain);
  }
  row.markdown = to_valid_utf8(*whole);
  return {};
}

// The row that the statement stands on; its columns must be the table's, in order. Fails when it holds what no writer
// of this format writes.
template <class Row>
Result<Row> read_row(const Statement& statement) {
  Row row;
  RowScanner scanner(statement, table(table_name<Row>));
  each_member(row, scanner);
  if (!scanner.ok()) {
    return fail(ErrorKind::corrupt, "a row of " + std::string(table_name<Row>) + " has a name that is not known");
  }
  if constexpr (std::is_same_v<Row, PageTextRow>) {
    if (auto plain = decompress(row); !plain) return plain.unexpected();
  }
  return row;
}

}  // namespace lycosa::inline store
