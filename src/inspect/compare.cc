#include "inspect/compare.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "record/columns.h"

namespace lycosa::inline inspect {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kVerdictFields = {"status", "robots", "counterfactual"};
constexpr std::array kTextFields = {"boilerpipe_text", "markdown", "readable_markdown"};

// Long texts are told apart by size; where they differ is for the reader of both.
constexpr size_t kShownBytes = 300;

std::string shown(const Json& value) {
  if (value.is_null()) return "none";
  if (!value.is_string()) return value.dump();
  const std::string text = value.get<std::string>();
  return text.size() <= kShownBytes ? text : std::to_string(text.size()) + " bytes";
}

void compare(std::vector<Difference>& out, const std::string& field, const Json& live, const Json& stored) {
  if (live == stored) return;
  Difference difference{field, shown(live), shown(stored)};
  if (difference.live == difference.stored) difference.live += ", with other content";
  out.push_back(std::move(difference));
}

Json member(const Json& object, const std::string& name) {
  return object.is_object() && object.contains(name) ? object[name] : Json(nullptr);
}

std::string codes(const Json& verdict) {
  std::string out;
  for (const Json& reason : verdict["reasons"]) {
    if (!out.empty()) out += ", ";
    out += reason["code"].get<std::string>() + (reason["decisive"].get<bool>() ? " (decisive)" : "");
  }
  return out.empty() ? "none" : out;
}

void compare_filters(std::vector<Difference>& out, const Json& live, const Json& stored) {
  for (const Json& line : live) {
    const auto same =
        std::find_if(stored.begin(), stored.end(), [&](const Json& s) { return s["name"] == line["name"]; });
    compare(out, "filters." + line["name"].get<std::string>(), line["status"],
            same == stored.end() ? Json(nullptr) : (*same)["status"]);
  }
}

std::vector<Difference> differences(const Json& live, const Json& stored) {
  std::vector<Difference> out;
  for (const char* field : kVerdictFields) {
    compare(out, std::string("verdict.") + field, live["verdict"][field], stored["verdict"][field]);
  }
  compare(out, "verdict.reasons", codes(live["verdict"]), codes(stored["verdict"]));
  compare_filters(out, live["filters"], stored["filters"]);
  const auto compare_page = [&](const std::string& field) {
    compare(out, "page." + field, member(live["page"], field), member(stored["page"], field));
  };
  for (const Column& column : table("page_info").columns) {
    if (column.face.shown & kInComparison) compare_page(std::string(column.face.member));
  }
  for (const char* field : kTextFields) compare_page(field);
  return out;
}

}  // namespace

std::vector<Difference> differences(const Report& live, const Report& stored) {
  return differences(to_json(live), to_json(stored));
}

nlohmann::ordered_json compared_json(const Report& live, const Report& stored) {
  Json out;
  out["live"] = to_json(live);
  out["stored"] = to_json(stored);
  out["differences"] = Json::array();
  for (const Difference& row : differences(out["live"], out["stored"])) {
    out["differences"].push_back({{"field", row.field}, {"live", row.live}, {"stored", row.stored}});
  }
  return out;
}

}  // namespace lycosa::inline inspect
