#include "store/link_table.h"

#include <array>
#include <memory>
#include <new>
#include <string>

#include "store/link_rows.h"
#include "store/sqlite_api.h"

namespace lycosa::inline store {
namespace {

enum Column { kRootHash, kSide, kOwn, kOtherRootHash, kOther, kAnchor, kRel, kHow, kCount, kLine, kVer };
// Hidden: the arguments.
enum Argument { kAfterRootHash = kVer + 1, kAfterSide, kAfterOwn, kAfterOther };

constexpr const char* kSchema =
    "CREATE TABLE lycosa_link(root_hash INTEGER, side TEXT, own_unparsed TEXT, other_root_hash INTEGER, "
    "other_unparsed TEXT, anchor TEXT, rel TEXT, how TEXT, count INTEGER, line INTEGER, ver INTEGER, "
    "after_root_hash HIDDEN, after_side HIDDEN, after_own HIDDEN, after_other HIDDEN)";

// The key, in the order in which rows come.
constexpr std::array kKey = {kRootHash, kSide, kOwn, kOther};

// What a query has told of the rows that it wants, as bits of idxNum in the order in which their values come.
enum Given { kGivenRootHash = 1, kGivenSide = 2, kGivenOwn = 4, kGivenOtherAfter = 8, kGivenAfter = 16 };

struct Module final : sqlite3_vtab {
  explicit Module(sqlite3* connection) : sqlite3_vtab{}, db(connection) {}
  sqlite3* db;
};

struct Cursor final : sqlite3_vtab_cursor {
  Cursor() : sqlite3_vtab_cursor{} {}
  std::unique_ptr<LinkRows> rows;
  int64_t number = 0;
};

int fail_with(sqlite3_vtab* module, const LinkRows& rows, int code) {
  auto* const db = static_cast<Module*>(module)->db;
  sqlite3_free(module->zErrMsg);
  module->zErrMsg = sqlite3_mprintf("%s", rows.message().empty() ? sqlite3_errmsg(db) : rows.message().c_str());
  return code;
}

int connect(sqlite3* db, void*, int, const char* const*, sqlite3_vtab** made, char**) {
  if (const int code = sqlite3_declare_vtab(db, kSchema); code != SQLITE_OK) return code;
  // It reads the tables of the store that it stands in, and so may be used by the views of that store.
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  *made = new (std::nothrow) Module(db);
  return *made ? SQLITE_OK : SQLITE_NOMEM;
}

int disconnect(sqlite3_vtab* module) {
  delete static_cast<Module*>(module);
  return SQLITE_OK;
}

// The usable constraint on a column, by its number; -1: there is none.
int constraint_on(const sqlite3_index_info& info, int column, int op) {
  for (int i = 0; i < info.nConstraint; ++i) {
    const auto& constraint = info.aConstraint[i];
    if (constraint.usable && constraint.iColumn == column && constraint.op == op) return i;
  }
  return -1;
}

// Whether the rows come in the order that is asked for: that of the key, past what is fixed anyway.
bool comes_in_order(const sqlite3_index_info& info, int given) {
  constexpr std::array<int, 4> kFixedBy = {kGivenRootHash, kGivenSide, kGivenOwn, 0};
  size_t at = 0;
  for (int i = 0; i < info.nOrderBy; ++i) {
    if (info.aOrderBy[i].desc) return false;
    while (at < kKey.size() && kKey[at] != info.aOrderBy[i].iColumn && (given & kFixedBy[at]) != 0) ++at;
    if (at == kKey.size() || kKey[at] != info.aOrderBy[i].iColumn) return false;
    ++at;
  }
  return true;
}

int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
  int values = 0, given = 0;
  const auto take = [&](int constraint, int bit) {
    info->aConstraintUsage[constraint].argvIndex = ++values;
    given |= bit;
  };
  const int root_hash = constraint_on(*info, kRootHash, SQLITE_INDEX_CONSTRAINT_EQ);
  const int side = constraint_on(*info, kSide, SQLITE_INDEX_CONSTRAINT_EQ);
  const int own = constraint_on(*info, kOwn, SQLITE_INDEX_CONSTRAINT_EQ);
  const int after = constraint_on(*info, kOther, SQLITE_INDEX_CONSTRAINT_GT);
  if (root_hash >= 0) take(root_hash, kGivenRootHash);
  if (side >= 0) take(side, kGivenSide);
  if (root_hash >= 0 && own >= 0) {
    take(own, kGivenOwn);
    if (side >= 0 && after >= 0) take(after, kGivenOtherAfter);
  }
  std::array<int, 4> arguments{};
  for (size_t i = 0; i < arguments.size(); ++i) {
    arguments[i] = constraint_on(*info, kAfterRootHash + static_cast<int>(i), SQLITE_INDEX_CONSTRAINT_EQ);
  }
  if (arguments[0] >= 0 && arguments[1] >= 0 && arguments[2] >= 0 && arguments[3] >= 0) {
    for (const int argument : arguments) {
      take(argument, kGivenAfter);
      info->aConstraintUsage[argument].omit = 1;
    }
  }
  info->idxNum = given;
  info->orderByConsumed = comes_in_order(*info, given) ? 1 : 0;
  info->estimatedCost = (given & kGivenOwn) != 0 ? 100 : (given & kGivenRootHash) != 0 ? 1e6 : 1e9;
  info->estimatedRows = (given & kGivenOwn) != 0 ? 100 : (given & kGivenRootHash) != 0 ? 100'000 : 10'000'000;
  return SQLITE_OK;
}

int open_cursor(sqlite3_vtab*, sqlite3_vtab_cursor** made) {
  *made = new (std::nothrow) Cursor();
  return *made ? SQLITE_OK : SQLITE_NOMEM;
}

int close_cursor(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

std::string text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return bytes ? std::string(bytes, static_cast<size_t>(sqlite3_value_bytes(value))) : std::string();
}

bool is_out(const std::string& side) {
  return side == "out";
}

// SQLite checks each row again, so that a range may be wider than what was asked for.
LinkRange range_of(int given, sqlite3_value** values) {
  LinkRange range;
  if ((given & kGivenRootHash) != 0) range.root_hash = sqlite3_value_int64(*values++);
  if ((given & kGivenSide) != 0) {
    const std::string side = text_of(*values++);
    range.in = side == "in";
    range.out = is_out(side);
  }
  if ((given & kGivenOwn) != 0) range.own = text_of(*values++);
  if ((given & kGivenOtherAfter) != 0) {
    range.after = LinkKey{*range.root_hash, *range.own, text_of(*values++)};
    range.after_out = range.out;
  }
  if ((given & kGivenAfter) != 0) {
    range.after = LinkKey{sqlite3_value_int64(values[0]), text_of(values[2]), text_of(values[3])};
    range.after_out = is_out(text_of(values[1]));
    range.root_hash.reset();
    range.own.reset();
  }
  return range;
}

// No exception goes through SQLite.
template <class Work>
int without_exception(Cursor& cursor, const Work& work) {
  try {
    const int code = work();
    return code == SQLITE_OK ? code : fail_with(cursor.pVtab, *cursor.rows, code);
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  }
}

int filter(sqlite3_vtab_cursor* base, int given, const char*, int, sqlite3_value** values) {
  auto& cursor = *static_cast<Cursor*>(base);
  return without_exception(cursor, [&] {
    cursor.number = 0;
    cursor.rows = std::make_unique<LinkRows>(static_cast<Module*>(cursor.pVtab)->db);
    const int code = cursor.rows->open(range_of(given, values));
    return code == SQLITE_OK ? cursor.rows->next() : code;
  });
}

int next(sqlite3_vtab_cursor* base) {
  auto& cursor = *static_cast<Cursor*>(base);
  ++cursor.number;
  return without_exception(cursor, [&] { return cursor.rows->next(); });
}

int at_end(sqlite3_vtab_cursor* cursor) {
  return static_cast<Cursor*>(cursor)->rows->at_end() ? 1 : 0;
}

void give_text(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int number) {
  const LinkRows& rows = *static_cast<Cursor*>(base)->rows;
  const PackedLink link = rows.link();
  switch (number) {
    case kRootHash:
      sqlite3_result_int64(context, static_cast<int64_t>(link.own_root_hash));
      break;
    case kSide:
      give_text(context, rows.is_out() ? "out" : "in");
      break;
    case kOwn:
      give_text(context, link.own);
      break;
    case kOtherRootHash:
      sqlite3_result_int64(context, static_cast<int64_t>(link.other_root_hash));
      break;
    case kOther:
      give_text(context, link.other);
      break;
    case kAnchor:
      give_text(context, link.anchor);
      break;
    case kRel:
      give_text(context, link.rel);
      break;
    case kHow:
      give_text(context, link.how);
      break;
    case kCount:
      sqlite3_result_int64(context, link.count);
      break;
    case kLine:
      sqlite3_result_int64(context, link.line);
      break;
    case kVer:
      sqlite3_result_int64(context, link.ver);
      break;
    default:
      sqlite3_result_null(context);
  }
  return SQLITE_OK;
}

int row_number(sqlite3_vtab_cursor* cursor, sqlite3_int64* number) {
  *number = static_cast<Cursor*>(cursor)->number;
  return SQLITE_OK;
}

// An eponymous table: it is there without being made.
constexpr sqlite3_module make_module() {
  sqlite3_module module{};
  module.xConnect = connect;
  module.xBestIndex = best_index;
  module.xDisconnect = disconnect;
  module.xOpen = open_cursor;
  module.xClose = close_cursor;
  module.xFilter = filter;
  module.xNext = next;
  module.xEof = at_end;
  module.xColumn = column;
  module.xRowid = row_number;
  return module;
}
constexpr sqlite3_module kModule = make_module();

}  // namespace

int register_link_table(sqlite3* db) {
  return sqlite3_create_module_v2(db, "lycosa_link", &kModule, nullptr, nullptr);
}

}  // namespace lycosa::inline store
