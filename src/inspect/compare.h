#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "inspect/inspect.h"

// A report on a page as it is now beside the report on the page as it is stored.
namespace lycosa::inline inspect {

struct Difference {
  std::string field;  // as the JSON names it: "page.meta_title"
  std::string live;   // as text; "none" for what is not there
  std::string stored;
};

// What a person would call different: verdict, reasons, robots, filters and the page's own fields; not times and keys.
std::vector<Difference> differences(const Report& live, const Report& stored);

// {"live": report, "stored": report, "differences": [{"field", "live", "stored"}]}
nlohmann::ordered_json compared_json(const Report& live, const Report& stored);

}  // namespace lycosa::inline inspect
