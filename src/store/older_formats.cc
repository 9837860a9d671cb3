#include "store/older_formats.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "record/columns.h"
#include "store/link_write.h"
#include "store/store_info.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

// What stands for a column that an older format does not have, in SQL over its own tables.
struct Stand {
  int64_t since;  // the format that brought the column
  std::string_view table;
  std::string_view column;
  std::string_view sql;
};
constexpr Stand kStands[] = {
    {3, "page_info", "etag", "NULL"},
    {3, "page_info", "last_modified", "NULL"},
    {2, "page_info", "links_ver", "NULL"},
    {2, "page_history", "run", "NULL"},
    {2, "seen", "role", "'page'"},
    {2, "discovery", "source", "coalesce(referrer, '')"},
    {2, "discovery", "stamp_ms", "first_stamp * 1000"},
    {2, "discovery", "nofollow", "0"},
    {2, "discovery", "lastmod_stamp", "NULL"},
    {2, "discovery", "priority", "NULL"},
    {2, "discovery", "run", "NULL"},
    {2, "discovery", "ver", "first_stamp * 1000"},
    {3, "page_info", "sitemap_urls", "NULL"},
    {3, "page_info", "sitemap_skipped", "NULL"},
    {3, "page_info", "sitemap_fault", "NULL"},
    {3, "page_info", "sitemap_end", "NULL"},
};

std::string expression(const Table& table, const Column& column, int64_t format) {
  for (const Stand& stand : kStands) {
    if (stand.since > format && stand.table == table.name && stand.column == column.name) return std::string(stand.sql);
  }
  return std::string(column.name);
}

bool lacks_columns(const Table& table, int64_t format) {
  return std::any_of(std::begin(kStands), std::end(kStands),
                     [&](const Stand& stand) { return stand.since > format && stand.table == table.name; });
}

// The rows of a present table, made from a table of an older format. What format 1 knew of how a URL was named stood in
// `seen`.
std::string older_rows(const Table& table, int64_t format, std::string_view from) {
  std::string sql;
  for (const Column& column : table.columns) {
    sql += sql.empty() ? "SELECT " : ", ";
    sql += expression(table, column, format) + " AS " + std::string(column.name);
  }
  return sql + " FROM " + std::string(from);
}

// The format that brought a table, where that was not the first. What format 2 has as `discovery` stood in `seen`.
int64_t since(const Table& table) {
  if (table.name == "run") return 2;
  return table.name == "host" || table.name == "sitemap" ? 3 : 1;
}

// A table that an older format does not have.
std::string no_rows(const Table& table) {
  std::string sql;
  for (const Column& column : table.columns) {
    sql.append(sql.empty() ? "SELECT NULL AS " : ", NULL AS ").append(column.name);
  }
  return sql + " WHERE 0";
}

Unexpected unknown_format(const Connection& connection, int64_t format) {
  return fail(ErrorKind::corrupt, connection.label() + " says that it has format " + std::to_string(format) +
                                      ", which there never was; restore its file from a copy; the other shards can "
                                      "still be asked");
}

// What format 2 brought.
Result<void> bring_to_2(Connection& connection) {
  const std::string seen = "seen_of_format_1";
  return connection.execute(create_table(table("discovery")) + ";" + create_table(table("run")) +
                            ";ALTER TABLE page_info ADD COLUMN links_ver INTEGER"
                            ";ALTER TABLE page_history ADD COLUMN run INTEGER"
                            ";ALTER TABLE seen RENAME TO " +
                            seen + ";" + create_table(table("seen")) + ";INSERT INTO seen " +
                            older_rows(table("seen"), 1, seen) + ";INSERT INTO discovery " +
                            older_rows(table("discovery"), 1, seen) + ";DROP TABLE " + seen);
}

// What format 3 brought: the tables host and sitemap, the validators of pages, what is told of sitemaps, and links that
// are packed. Texts of before, which were compressed against nothing, are read as they are.
Result<void> bring_to_3(Connection& connection) {
  const std::string links = "link_of_format_2";
  auto made = connection.execute(create_table(table("host")) + ";" + create_table(table("sitemap")) +
                                 ";ALTER TABLE page_info ADD COLUMN etag TEXT"
                                 ";ALTER TABLE page_info ADD COLUMN last_modified TEXT"
                                 ";ALTER TABLE page_info ADD COLUMN sitemap_urls INTEGER"
                                 ";ALTER TABLE page_info ADD COLUMN sitemap_skipped INTEGER"
                                 ";ALTER TABLE page_info ADD COLUMN sitemap_fault TEXT"
                                 ";ALTER TABLE page_info ADD COLUMN sitemap_end TEXT"
                                 ";ALTER TABLE link RENAME TO " +
                                 links + ";" + create_link_tables() + create_views());
  if (!made) return made;
  if (auto packed = pack_links_of(connection, links); !packed) return packed;
  return connection.execute("DROP TABLE " + links);
}

Result<void> bring_on(Connection& connection, int64_t format) {
  if (format < 2) {
    if (auto brought = bring_to_2(connection); !brought) return brought;
  }
  if (auto brought = bring_to_3(connection); !brought) return brought;
  return connection.execute(create_indices() + "PRAGMA user_version=" + std::to_string(kStoreFormat));
}

bool was_there(int64_t format) {
  return format >= 1 && format < kStoreFormat;
}

}  // namespace

Result<void> show_as_present(Connection& connection, int64_t format) {
  if (!was_there(format)) return unknown_format(connection, format);
  std::string sql = "PRAGMA query_only=OFF;";
  for (const Table& table : tables()) {
    const std::string name(table.name);
    const std::string view = "CREATE TEMP VIEW " + name + " AS ";
    if (since(table) > format) {
      sql += view + no_rows(table) + ";";
    } else if (lacks_columns(table, format)) {
      const bool in_seen = format == 1 && name == "discovery";
      sql += view + older_rows(table, format, "main." + (in_seen ? "seen" : name)) + ";";
    }
  }
  return connection.execute(sql + "PRAGMA query_only=ON");
}

Result<void> bring_to_present(Connection& connection, int64_t format) {
  if (!was_there(format)) return unknown_format(connection, format);
  auto transaction = Transaction::begin(connection);
  if (!transaction) return transaction.unexpected();
  // What was begun is undone, so that the shard can be tried again.
  if (auto brought = bring_on(connection, format); !brought) return brought;
  return (*transaction)->commit();
}

std::string with_present_format(const std::string& toml) {
  std::string out;
  std::string_view rest = toml;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const std::string_view line = rest.substr(0, end);
    const size_t equals = line.find('=');
    const bool is_format = equals != std::string_view::npos && trim(line.substr(0, equals)) == "format";
    out += is_format ? "format = " + std::to_string(kStoreFormat) + "\n" : std::string(line);
    rest.remove_prefix(end);
  }
  return out;
}

}  // namespace lycosa::inline store
