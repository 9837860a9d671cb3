#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/facts.h"

namespace lycosa::inline inspect {

// The «Page Info Filters» of a page: outcomes with the details that a person wants beside them.
// What has come since the page's row was written overrules its stored fh_dont_index; the details say so.
std::vector<FilterLine> filter_lines(const Facts& facts);

// Why the page must not be indexed by now, when its row does not say so yet: a ban that is younger, or the time of its
// unavailable_after that has come. Empty when there is nothing.
std::string dont_index_since(const Facts& facts);
// The time of the page's unavailable_after has come, and its row was written before.
bool unavailable_since(const Facts& facts);

// The columns of page_info that a condition names, outside string literals, each once, in the order of the text.
std::vector<std::string> columns_in(std::string_view condition, const Facts& facts);
// One value of the page's row as SQL would write it: NULL, 12, 0.83, 'text'; empty when there is no such column.
std::string page_cell(const Facts& facts, std::string_view column);
// "meta_lang='en', words=12": the values of the columns that the condition names.
std::string values_in(std::string_view condition, const Facts& facts);
std::string cell_text(const Cell& cell);
// "0.83": the shortest text that reads back as the number.
std::string number_text(double value);

// "host a.example, bans.txt:3"
std::string ban_text(const BanRow& ban);
bool mentions(const std::vector<std::string>& columns, std::string_view column);
// Whether the page names a canonical URL that is not its own.
bool canonical_is_elsewhere(const PageInfoRow& page);

}  // namespace lycosa::inline inspect
