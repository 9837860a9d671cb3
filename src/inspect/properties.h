#pragma once

#include <string>
#include <vector>

#include "inspect/inspect.h"

// The details of a page as rows of a label and a value, by the table of columns. Terminal and page show the same ones.
namespace lycosa::inline inspect {

struct Property {
  std::string label;
  std::string value;
  bool is_url = false;
};

// Those with a label of the product, in its order; what is not known has a value that says so.
std::vector<Property> labelled_properties(const Report& report, unsigned place);
// The others, in the order of the columns; what is not known has no row.
std::vector<Property> more_properties(const Report& report, unsigned place);

// "2026-04-10 17:37:08 (1 day ago)"
std::string at_and_age(Timestamp t, Timestamp now);
// "5.3 kB"
std::string size_text(int64_t bytes);

}  // namespace lycosa::inline inspect
