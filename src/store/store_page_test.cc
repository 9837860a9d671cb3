// docs/formats/store.md has the tables and functions that the code has. Run with LYCOSA_UPDATE_DOCS=1 to write them.
#include <gtest/gtest.h>

#include <string>

#include "conformance/page_table.h"
#include "record/columns.h"
#include "store/functions.h"
#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

std::string tables_as_markdown() {
  std::ostringstream out;
  for (const Table& table : tables()) {
    out << "\n#### " << table.name << "\n\n" << table.sentence << " Key:";
    for (size_t i = 0; i < table.key.size(); ++i) out << (i == 0 ? " `" : ", `") << table.key[i] << "`";
    out << ".\n\n| column | type | meaning |\n|---|---|---|\n";
    for (const Column& column : table.columns) {
      out << "| `" << column.name << "` | " << sql_type(column.type) << (column.nullable ? " or NULL" : "")
          << (column.hash ? ", hash" : "") << " | " << column.sentence << " |\n";
    }
  }
  out << "\n";
  return out.str();
}

std::string functions_as_markdown() {
  std::string line;
  std::string out = "\n";
  for (std::string_view name : filter_functions()) {
    const std::string item = "`" + std::string(name) + "`";
    if (line.size() + item.size() > 116) {
      out += line + ",\n";
      line.clear();
    }
    line += (line.empty() ? "" : ", ") + item;
  }
  return out + line + ".\n\n";
}

TEST(StorePage, HasTheTablesAndFunctionsOfTheCode) {
  conformance::expect_part("formats/store.md", "functions", functions_as_markdown());
  conformance::expect_part("formats/store.md", "tables", tables_as_markdown());
}

}  // namespace
}  // namespace lycosa::inline store
