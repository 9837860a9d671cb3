// docs/formats/store.md has the tables and functions that the code has. Run with LYCOSA_UPDATE_DOCS=1 to write them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "record/columns.h"
#include "store/functions.h"

namespace lycosa::inline store {
namespace {

const std::string kPage = std::string(LYCOSA_SOURCE_DIR) + "/docs/formats/store.md";

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string type_name(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "INTEGER";
    case ColumnType::real:
      return "REAL";
    case ColumnType::text:
      return "TEXT";
    case ColumnType::blob:
      return "BLOB";
  }
  return "";
}

std::string tables_as_markdown() {
  std::ostringstream out;
  for (const Table& table : tables()) {
    out << "\n#### " << table.name << "\n\n" << table.sentence << " Key:";
    for (size_t i = 0; i < table.key.size(); ++i) out << (i == 0 ? " `" : ", `") << table.key[i] << "`";
    out << ".\n\n| column | type | meaning |\n|---|---|---|\n";
    for (const Column& column : table.columns) {
      out << "| `" << column.name << "` | " << type_name(column.type) << (column.nullable ? " or NULL" : "")
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

// Puts text between <!-- name --> and the next <!-- end -->.
std::string with_part(std::string page, const std::string& name, const std::string& text) {
  const std::string begin = "<!-- " + name + " -->\n";
  const size_t start = page.find(begin);
  const size_t end = page.find("<!-- end -->", start);
  if (start == std::string::npos || end == std::string::npos) return "the page has no part named " + name;
  return page.replace(start + begin.size(), end - start - begin.size(), text);
}

TEST(StorePage, HasTheTablesAndFunctionsOfTheCode) {
  const std::string page = read(kPage);
  const std::string expected =
      with_part(with_part(page, "functions", functions_as_markdown()), "tables", tables_as_markdown());
  if (std::getenv("LYCOSA_UPDATE_DOCS")) std::ofstream(kPage, std::ios::binary) << expected;
  EXPECT_EQ(read(kPage), expected) << "run this test with LYCOSA_UPDATE_DOCS=1";
}

}  // namespace
}  // namespace lycosa::inline store
