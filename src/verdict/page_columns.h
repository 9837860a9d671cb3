#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/record.h"

// The columns of page_info that filters ask about, and what a row has in them.
namespace lycosa::inline verdict {

// The columns of page_info that a condition names, outside string literals, each once, in the order of the text.
std::vector<std::string> columns_in(std::string_view condition);
bool mentions(const std::vector<std::string>& columns, std::string_view column);
// One value of the row as SQL would write it: NULL, 12, 0.83, 'text'; empty when there is no such column.
std::string column_text(const PageInfoRow& page, std::string_view column);
// "meta_lang='en', words=12": the values of the columns that the condition names.
std::string values_in(std::string_view condition, const PageInfoRow& page);

}  // namespace lycosa::inline verdict
