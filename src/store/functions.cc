#include "store/functions.h"

#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "store/link_table.h"
#include "store/sqlite_api.h"
#include "store/text_codec.h"

namespace lycosa::inline store {
namespace {

// 0001-01-01 00:00:00 and 9999-12-31 23:59:59: the times that parse_time() can give.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;
// More months than there are between them.
constexpr int64_t kMostUnits = 400'000'000'000;
constexpr int64_t kMostMonths = 12 * 9999;

bool is_time(int64_t seconds) {
  return seconds >= kFirstSecond && seconds <= kLastSecond;
}

std::string_view text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return bytes ? std::string_view(bytes, static_cast<size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

// A function whose result is NULL when an argument is.
bool gives_null(sqlite3_context* context, int count, sqlite3_value** values) {
  for (int i = 0; i < count; ++i) {
    if (sqlite3_value_type(values[i]) == SQLITE_NULL) {
      sqlite3_result_null(context);
      return true;
    }
  }
  return false;
}

void sip_hash(sqlite3_context* context, int count, sqlite3_value** values) {
  if (gives_null(context, count, values)) return;
  // The bits as a signed number, which is what SQLite has; bitAnd with 2^63-1 makes it the root hash.
  sqlite3_result_int64(context, static_cast<int64_t>(siphash64(text_of(values[0]))));
}

void bit_and(sqlite3_context* context, int count, sqlite3_value** values) {
  if (gives_null(context, count, values)) return;
  sqlite3_result_int64(context, sqlite3_value_int64(values[0]) & sqlite3_value_int64(values[1]));
}

void now(sqlite3_context* context, int, sqlite3_value**) {
  const auto* fixed = static_cast<const int64_t*>(sqlite3_user_data(context));
  sqlite3_result_int64(context, fixed ? *fixed : static_cast<int64_t>(std::time(nullptr)));
}

void is_null(sqlite3_context* context, int, sqlite3_value** values) {
  sqlite3_result_int(context, sqlite3_value_type(values[0]) == SQLITE_NULL);
}

void is_not_null(sqlite3_context* context, int, sqlite3_value** values) {
  sqlite3_result_int(context, sqlite3_value_type(values[0]) != SQLITE_NULL);
}

// A number is taken as Unix seconds, a text as a date and time in UTC.
std::optional<int64_t> time_of(sqlite3_value* value) {
  if (sqlite3_value_type(value) == SQLITE_INTEGER) {
    const int64_t seconds = sqlite3_value_int64(value);
    if (is_time(seconds)) return seconds;
    return std::nullopt;
  }
  if (sqlite3_value_type(value) != SQLITE_TEXT) return std::nullopt;
  const auto parsed = parse_time(text_of(value));
  if (!parsed) return std::nullopt;
  return parsed->seconds();
}

void fail_time(sqlite3_context* context) {
  sqlite3_result_error(context, "not a time: expected Unix seconds or 'YYYY-MM-DD hh:mm:ss' in the years 1 to 9999",
                       -1);
}

void to_unix_seconds(sqlite3_context* context, int count, sqlite3_value** values) {
  if (gives_null(context, count, values)) return;
  if (const auto seconds = time_of(values[0])) {
    sqlite3_result_int64(context, *seconds);
  } else {
    fail_time(context);
  }
}

// One calendar unit: a number of seconds, or of months.
struct Unit {
  const char* add;
  const char* subtract;
  int64_t seconds;
  int64_t months;
};

constexpr Unit kUnits[] = {
    {"addSeconds", "subtractSeconds", 1, 0},     {"addMinutes", "subtractMinutes", 60, 0},
    {"addHours", "subtractHours", 3600, 0},      {"addDays", "subtractDays", 86400, 0},
    {"addWeeks", "subtractWeeks", 7 * 86400, 0}, {"addMonths", "subtractMonths", 0, 1},
    {"addYears", "subtractYears", 0, 12},
};

// The time `n` units after `seconds`; nothing when that leaves the years that are known.
std::optional<int64_t> moved(int64_t seconds, const Unit& unit, int64_t n) {
  if (n > kMostUnits || n < -kMostUnits) return std::nullopt;
  int64_t result = 0;
  if (unit.months != 0) {
    const int64_t months = n * unit.months;
    if (months > kMostMonths || months < -kMostMonths) return std::nullopt;
    result = add_months(Timestamp::from_seconds(seconds), months).seconds();
  } else {
    result = seconds + n * unit.seconds;
  }
  if (!is_time(result)) return std::nullopt;
  return result;
}

template <int sign>
void move_time(sqlite3_context* context, int count, sqlite3_value** values) {
  if (gives_null(context, count, values)) return;
  const auto& unit = *static_cast<const Unit*>(sqlite3_user_data(context));
  const auto seconds = time_of(values[0]);
  if (!seconds) return fail_time(context);
  const int64_t n = sqlite3_value_int64(values[1]);
  // -(-2^63) does not exist; moved() refuses numbers of that size anyway.
  const auto result = n == INT64_MIN ? std::nullopt : moved(*seconds, unit, sign * n);
  if (!result) return fail_time(context);
  sqlite3_result_int64(context, *result);
}

void starts_with(sqlite3_context* context, int count, sqlite3_value** values) {
  if (gives_null(context, count, values)) return;
  sqlite3_result_int(context, text_of(values[0]).starts_with(text_of(values[1])));
}

void position(sqlite3_context* context, int count, sqlite3_value** values) {
  if (gives_null(context, count, values)) return;
  const size_t at = text_of(values[0]).find(text_of(values[1]));
  sqlite3_result_int64(context, at == std::string_view::npos ? 0 : static_cast<int64_t>(at) + 1);
}

void length_in_bytes(sqlite3_context* context, int count, sqlite3_value** values) {
  if (gives_null(context, count, values)) return;
  // A BLOB's size is known without reading it; anything else is measured as text.
  if (sqlite3_value_type(values[0]) != SQLITE_BLOB) sqlite3_value_text(values[0]);
  sqlite3_result_int64(context, sqlite3_value_bytes(values[0]));
}

void zstd_decompress(sqlite3_context* context, int count, sqlite3_value** values) {
  if (gives_null(context, count, values)) return;
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(values[0]));
  const auto size = static_cast<size_t>(sqlite3_value_bytes(values[0]));
  const std::string_view against = count > 1 ? text_of(values[1]) : std::string_view();
  const auto text = decompress_text(bytes ? std::string_view(bytes, size) : std::string_view(), against);
  if (!text) return sqlite3_result_error(context, text.error().message.c_str(), -1);
  sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

struct Function {
  const char* name;
  int arguments;
  int flags;
  void (*run)(sqlite3_context*, int, sqlite3_value**);
};

constexpr Function kFunctions[] = {
    {"sipHash64", 1, kPure, sip_hash},
    {"bitAnd", 2, kPure, bit_and},
    {"isNull", 1, kPure, is_null},
    {"isNotNull", 1, kPure, is_not_null},
    {"toUnixTimestamp", 1, kPure, to_unix_seconds},
    {"toDateTime", 1, kPure, to_unix_seconds},
    {"startsWith", 2, kPure, starts_with},
    {"position", 2, kPure, position},
    {"length", 1, kPure, length_in_bytes},
    // The second argument is what the text was compressed against.
    {"zstdDecompress", 1, kPure, zstd_decompress},
    {"zstdDecompress", 2, kPure, zstd_decompress},
};

// What else exists either differs between the engines, or aggregates, or takes memory at will.
constexpr std::string_view kFilterFunctions[] = {
    "abs",
    "addDays",
    "addHours",
    "addMinutes",
    "addMonths",
    "addSeconds",
    "addWeeks",
    "addYears",
    "bitAnd",
    "coalesce",
    "ifNull",
    "isNotNull",
    "isNull",
    "length",
    "like",
    "lower",
    "now",
    "nullIf",
    "position",
    "round",
    "sipHash64",
    "startsWith",
    "substr",
    "substring",
    "subtractDays",
    "subtractHours",
    "subtractMinutes",
    "subtractMonths",
    "subtractSeconds",
    "subtractWeeks",
    "subtractYears",
    "toDateTime",
    "toUnixTimestamp",
    "upper",
};

}  // namespace

std::span<const std::string_view> filter_functions() {
  return kFilterFunctions;
}

int register_functions(sqlite3* db, const int64_t* fixed_now) {
  int code = sqlite3_create_function(db, "now", 0, SQLITE_UTF8, const_cast<int64_t*>(fixed_now), now, nullptr, nullptr);
  for (const Function& each : kFunctions) {
    if (code != SQLITE_OK) return code;
    code = sqlite3_create_function(db, each.name, each.arguments, each.flags, nullptr, each.run, nullptr, nullptr);
  }
  for (const Unit& unit : kUnits) {
    void* data = const_cast<Unit*>(&unit);
    if (code != SQLITE_OK) return code;
    code = sqlite3_create_function(db, unit.add, 2, kPure, data, move_time<1>, nullptr, nullptr);
    if (code != SQLITE_OK) return code;
    code = sqlite3_create_function(db, unit.subtract, 2, kPure, data, move_time<-1>, nullptr, nullptr);
  }
  if (code == SQLITE_OK) code = register_link_table(db);
  if (code != SQLITE_OK) return code;
  return sqlite3_exec(db, "PRAGMA case_sensitive_like=ON", nullptr, nullptr, nullptr);
}

}  // namespace lycosa::inline store
