#include "store/sqlite.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/text.h"
#include "store/clean_text.h"
#include "store/functions.h"

namespace lycosa::inline store {
namespace {

constexpr size_t kMostRestricted = 1000;
// SQLite's virtual machine steps that a filter may take on one row: a thousand times what a long one needs.
constexpr int kStepsBetweenChecks = 1000;
constexpr int kMostChecks = 1000;

struct Advice {
  int code;
  ErrorKind kind;
  const char* what;
  const char* remedy;
};

// By primary result code (https://sqlite.org/rescode.html); the rest are errors of ours.
constexpr Advice kAdvice[] = {
    {SQLITE_CORRUPT, ErrorKind::corrupt, "is damaged",
     "restore its file from a copy; the other shards can still be asked"},
    {SQLITE_NOTADB, ErrorKind::corrupt, "is not a database",
     "restore its file from a copy; the other shards can still be asked"},
    {SQLITE_BUSY, ErrorKind::unavailable, "is locked by another process", "wait for it or stop it, then try again"},
    {SQLITE_LOCKED, ErrorKind::unavailable, "is locked", "try again"},
    {SQLITE_CANTOPEN, ErrorKind::unavailable, "cannot be opened", "check that its folder and file can be read"},
    {SQLITE_PERM, ErrorKind::unavailable, "cannot be opened", "check the rights of its file"},
    {SQLITE_AUTH, ErrorKind::invalid, "refuses the query",
     "use only columns of page_info and the functions that filters may use"},
    {SQLITE_READONLY, ErrorKind::unavailable, "cannot be written", "check the rights of its folder and file"},
    {SQLITE_IOERR, ErrorKind::unavailable, "cannot be read or written", "check the disk"},
    {SQLITE_FULL, ErrorKind::exhausted, "has no room",
     "free space on its disk and start again; nothing acknowledged is lost"},
    {SQLITE_NOMEM, ErrorKind::exhausted, "has no memory", "free memory and try again"},
    {SQLITE_TOOBIG, ErrorKind::exhausted, "met a value that is too large", "look for a row that is not ours"},
    {SQLITE_INTERRUPT, ErrorKind::exhausted, "stopped a query that took too long", "make the condition simpler"},
};

bool may_call(const char* name) {
  const auto allowed = filter_functions();
  return name && std::any_of(allowed.begin(), allowed.end(),
                             [&](std::string_view each) { return equals_ignoring_case(each, name); });
}

// Whether the process has as many files open as it may. The library says of that only that a file cannot be opened.
bool has_no_file_left() {
  const int file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (file >= 0) ::close(file);
  return file < 0 && errno == EMFILE;
}

int count_down(void* left) {
  return --*static_cast<int*>(left) <= 0;
}

}  // namespace

Unexpected sqlite_failure(int code, std::string_view label, std::string_view detail) {
  std::string message(label);
  if ((code & 0xff) == SQLITE_CANTOPEN && has_no_file_left()) {
    return fail(ErrorKind::exhausted, message +
                                          " cannot be opened: the process has as many files open as it may; raise "
                                          "the limit of open files (ulimit -n)");
  }
  for (const Advice& advice : kAdvice) {
    if (advice.code != (code & 0xff)) continue;
    message.append(" ").append(advice.what).append(" (").append(detail).append("); ").append(advice.remedy);
    return fail(advice.kind, std::move(message));
  }
  return fail(ErrorKind::invalid, message.append(": ").append(detail));
}

Unexpected of_shard(const Connection& connection, const Error& error) {
  if (error.message.starts_with(connection.label())) return {error};
  return fail(error.kind, connection.label() + " is damaged: " + error.message + "; restore its file from a copy");
}

Unexpected lacks_table(const Error& error) {
  if (error.kind != ErrorKind::invalid) return {error};
  return fail(ErrorKind::corrupt,
              error.message + "; restore its file from a copy; the other shards can still be asked");
}

void Statement::bind(int i, std::string_view text) {
  if (!is_clean_text(text)) {
    mended_.push_back(std::make_unique<std::string>(clean_text(text)));
    text = *mended_.back();
  }
  // A null pointer would bind NULL.
  const char* data = text.empty() ? "" : text.data();
  note(sqlite3_bind_text64(handle_.get(), i, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind_blob(int i, std::string_view bytes) {
  const char* data = bytes.empty() ? "" : bytes.data();
  note(sqlite3_bind_blob64(handle_.get(), i, data, bytes.size(), SQLITE_STATIC));
}

Result<Statement::Step> Statement::step() {
  if (bind_code_ != SQLITE_OK) return sqlite_failure(bind_code_, *label_, sqlite3_errstr(bind_code_));
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return Step::row;
  if (code == SQLITE_DONE) return Step::done;
  return sqlite_failure(code, *label_, sqlite3_errmsg(sqlite3_db_handle(handle_.get())));
}

Result<void> Statement::run() {
  const auto stepped = step();
  reset();
  if (!stepped) return stepped.unexpected();
  return {};
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
  bind_code_ = SQLITE_OK;
  mended_.clear();
}

std::string_view Statement::bytes(int i) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_.get(), i));
  return data ? std::string_view(data, static_cast<size_t>(sqlite3_column_bytes(handle_.get(), i)))
              : std::string_view();
}

Cell Statement::cell(int i) const {
  switch (sqlite3_column_type(handle_.get(), i)) {
    case SQLITE_INTEGER:
      return integer(i);
    case SQLITE_FLOAT:
      return real(i);
    case SQLITE_TEXT:
      return to_valid_utf8(bytes(i));
    case SQLITE_BLOB:
      return Blob{static_cast<size_t>(sqlite3_column_bytes(handle_.get(), i))};
    default:
      return nullptr;
  }
}

std::string Statement::expanded() const {
  char* sql = sqlite3_expanded_sql(handle_.get());
  std::string text = sql ? sql : sqlite3_sql(handle_.get());
  sqlite3_free(sql);
  return text;
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Mode mode, std::string label,
                                                     int busy_ms) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  std::string name = path;
  switch (mode) {
    case Mode::read:
      flags |= SQLITE_OPEN_READONLY;
      break;
    case Mode::write:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case Mode::create:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
    case Mode::read_immutable: {
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
      name = "file:";
      for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') {
          constexpr char kHex[] = "0123456789abcdef";
          name.append({'%', kHex[(c >> 4) & 15], kHex[c & 15]});
        } else {
          name.push_back(c);
        }
      }
      name += "?immutable=1";
    }
  }
  std::unique_ptr<Connection> connection(new Connection(std::move(label)));
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &db, flags, nullptr);
  connection->db_.reset(db);
  if (code != SQLITE_OK)
    return sqlite_failure(code, connection->label_, db ? sqlite3_errmsg(db) : sqlite3_errstr(code));
  if (auto ready = connection->set_up(mode, busy_ms); !ready) return ready.unexpected();
  return connection;
}

Result<std::unique_ptr<Connection>> Connection::open_memory(std::string label) {
  return open(":memory:", Mode::create, std::move(label), 0);
}

Connection::~Connection() = default;

// Also guards against a store that somebody made to do harm when it is looked at: its views and triggers are dead,
// its schema may not call functions, and its cells are checked before they are believed.
Result<void> Connection::set_up(Mode mode, int busy_ms) {
  sqlite3* db = db_.get();
  sqlite3_busy_timeout(db, busy_ms);
  for (const int option : {SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_DQS_DML,
                           SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_TRUSTED_SCHEMA}) {
    sqlite3_db_config(db, option, 0, nullptr);
  }
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_set_authorizer(db, &Connection::authorize, this);
  if (const int code = register_functions(db, &now_); code != SQLITE_OK) {
    return sqlite_failure(code, label_, sqlite3_errmsg(db));
  }
  if (mode == Mode::read || mode == Mode::read_immutable) {
    if (auto done = execute("PRAGMA cell_size_check=ON"); !done) return done;
    return execute("PRAGMA query_only=ON");
  }
  return {};
}

Result<void> Connection::execute(const std::string& sql) {
  const int code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_failure(code, label_, sqlite3_errmsg(db_.get()));
  return {};
}

Result<std::unique_ptr<Statement>> Connection::prepare(std::string_view sql, bool persistent) {
  sqlite3_stmt* handle = nullptr;
  const unsigned flags = persistent ? SQLITE_PREPARE_PERSISTENT : 0;
  const int code = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), flags, &handle, nullptr);
  if (code != SQLITE_OK) return sqlite_failure(code, label_, sqlite3_errmsg(db_.get()));
  return std::make_unique<Statement>(handle, &label_);
}

Result<Statement*> Connection::statement(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
  auto prepared = prepare(sql, true);
  if (!prepared) return prepared.unexpected();
  return statements_.emplace(std::string(sql), std::move(*prepared)).first->second.get();
}

Result<Statement*> Connection::restricted(std::string_view sql) {
  if (const auto found = restricted_statements_.find(sql); found != restricted_statements_.end()) {
    return found->second.get();
  }
  if (restricted_statements_.size() >= kMostRestricted) restricted_statements_.clear();
  restricted_ = true;
  auto prepared = prepare(sql, false);
  restricted_ = false;
  if (!prepared) return prepared.unexpected();
  return restricted_statements_.emplace(std::string(sql), std::move(*prepared)).first->second.get();
}

// Installed once and for all, since to install an authorizer makes SQLite prepare every statement anew.
int Connection::authorize(void* self, int action, const char* a, const char* b, const char* database, const char*) {
  if (!static_cast<Connection*>(self)->restricted_) return SQLITE_OK;
  switch (action) {
    case SQLITE_SELECT:
      return SQLITE_OK;
    case SQLITE_READ:
      // Of an older shard it is a temporary view of ours; nobody else can make one.
      return a && std::strcmp(a, "page_info") == 0 && database &&
                     (std::strcmp(database, "main") == 0 || std::strcmp(database, "temp") == 0)
                 ? SQLITE_OK
                 : SQLITE_DENY;
    case SQLITE_FUNCTION:
      return may_call(b) ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

void Connection::bounded(const std::function<void()>& work) {
  int left = kMostChecks;
  sqlite3_progress_handler(db_.get(), kStepsBetweenChecks, count_down, &left);
  work();
  sqlite3_progress_handler(db_.get(), 0, nullptr, nullptr);
}

Result<int64_t> Connection::integer(const std::string& sql) {
  auto prepared = prepare(sql, false);
  if (!prepared) return prepared.unexpected();
  const auto step = (*prepared)->step();
  if (!step) return step.unexpected();
  return *step == Statement::Step::row ? (*prepared)->integer(0) : 0;
}

Result<std::unique_ptr<Transaction>> Transaction::begin(Connection& connection) {
  if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun) return begun.unexpected();
  return std::unique_ptr<Transaction>(new Transaction(connection));
}

Transaction::~Transaction() {
  // Nothing can be done about a rollback that fails: SQLite then has rolled back by itself.
  if (open_) (void)connection_.execute("ROLLBACK");
}

Result<void> Transaction::commit() {
  auto committed = connection_.execute("COMMIT");
  if (committed) open_ = false;
  return committed;
}

}  // namespace lycosa::inline store
