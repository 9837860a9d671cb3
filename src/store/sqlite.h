#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/store.h"

// SQLite with owners for its handles and Results for its codes. One thread at a time.
namespace lycosa::inline store {

// A prepared statement. Parameters are numbered from 1, columns from 0.
class Statement {
 public:
  // What step() found.
  enum class Step { row, done };

  explicit Statement(sqlite3_stmt* handle, const std::string* label) : handle_(handle), label_(label) {}

  void bind(int i, int64_t value) { note(sqlite3_bind_int64(handle_.get(), i, value)); }
  void bind(int i, double value) { note(sqlite3_bind_double(handle_.get(), i, value)); }
  void bind_null(int i) { note(sqlite3_bind_null(handle_.get(), i)); }
  // The bytes are not copied: they must live until reset(). Text that is not UTF-8 or has NULs is mended first, since
  // a store promises clean text and a NUL would cut the query that is shown.
  void bind(int i, std::string_view text);
  void bind_blob(int i, std::string_view bytes);

  Result<Step> step();
  // Runs a statement that gives no rows, and resets it.
  Result<void> run();
  // Ends the read or write that the statement is in, so that it can run again, and forgets what was bound.
  void reset();

  int columns() const { return sqlite3_column_count(handle_.get()); }
  std::string column_name(int i) const { return sqlite3_column_name(handle_.get(), i); }
  bool is_null(int i) const { return sqlite3_column_type(handle_.get(), i) == SQLITE_NULL; }
  int64_t integer(int i) const { return sqlite3_column_int64(handle_.get(), i); }
  double real(int i) const { return sqlite3_column_double(handle_.get(), i); }
  // The bytes of a text or a BLOB; valid until the next step.
  std::string_view bytes(int i) const;
  Cell cell(int i) const;
  // The statement as SQL with what is bound as literals in place.
  std::string expanded() const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  void note(int code) {
    if (code != SQLITE_OK && bind_code_ == SQLITE_OK) bind_code_ = code;
  }
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  const std::string* label_;
  int bind_code_ = SQLITE_OK;
  std::vector<std::unique_ptr<std::string>> mended_;
};

// Resets a statement when the work with it is over, whatever happened.
class StatementUse {
 public:
  explicit StatementUse(Statement& statement) : statement_(statement) {}
  ~StatementUse() { statement_.reset(); }
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;

 private:
  Statement& statement_;
};

// An open database with our functions and a cache of prepared statements.
class Connection {
 public:
  enum class Mode { read, read_immutable, write, create };

  // `label` names it in messages: "shard 07 (crawl/shards/07.db)". Waits for a lock at most `busy_ms`.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode, std::string label,
                                                  int busy_ms = 5000);
  static Result<std::unique_ptr<Connection>> open_memory(std::string label);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  const std::string& label() const { return label_; }
  // SQLite opens a file that it may only read without a word, and fails at the first write.
  bool is_read_only() const { return sqlite3_db_readonly(db_.get(), "main") == 1; }
  Result<void> execute(const std::string& sql);
  // The statement of this text, prepared once. Valid as long as the connection; reset it after use.
  Result<Statement*> statement(std::string_view sql);
  // The same for text that a user had a hand in: it may only select from page_info, with the functions that filters
  // may use. Once a thousand are kept they are dropped, so the pointer lives until the next call only.
  Result<Statement*> restricted(std::string_view sql);
  // Runs `work` with a bound on what SQLite may compute meanwhile; past it a step fails.
  void bounded(const std::function<void()>& work);
  // One integer that a PRAGMA or a query gives.
  Result<int64_t> integer(const std::string& sql);
  // For code that speaks SQLite's own interface; owned by the connection.
  sqlite3* handle() { return db_.get(); }
  // What SQLite says of its last failure.
  std::string last_message() const { return sqlite3_errmsg(db_.get()); }
  // What now() gives, in Unix seconds.
  void set_now(int64_t seconds) { now_ = seconds; }

 private:
  explicit Connection(std::string label) : label_(std::move(label)) {}
  Result<void> set_up(Mode mode, int busy_ms);
  Result<std::unique_ptr<Statement>> prepare(std::string_view sql, bool persistent);
  static int authorize(void* self, int action, const char* a, const char* b, const char* database, const char* trigger);

  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  using Cache = std::map<std::string, std::unique_ptr<Statement>, std::less<>>;
  std::string label_;
  int64_t now_ = 0;
  bool restricted_ = false;
  std::unique_ptr<sqlite3, Close> db_;
  Cache statements_;  // after db_: finalized before it is closed
  Cache restricted_statements_;
};

// One transaction; rolled back unless committed.
class Transaction {
 public:
  static Result<std::unique_ptr<Transaction>> begin(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Result<void> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(connection) {}
  Connection& connection_;
  bool open_ = true;
};

// An error about what a row holds, as one of the shard that holds it.
Unexpected of_shard(const Connection& connection, const Error& error);
// The error of a query of ours that a shard does not know: something else changed its tables.
Unexpected lacks_table(const Error& error);

// The error for SQLite's result code, with what a person can do about it.
Unexpected sqlite_failure(int code, std::string_view label, std::string_view detail);

}  // namespace lycosa::inline store
