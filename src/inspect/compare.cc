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

// A page that has no text and one whose text is empty say the same.
Json text_of(const Json& page, const std::string& field) {
  const Json text = member(page, field);
  return text.is_null() ? Json("") : text;
}

// Where one of them has no page at all, that is the one difference: a live test that was refused, or a URL that was
// never crawled, says nothing of title or words.
void compare_pages(std::vector<Difference>& out, const Json& live, const Json& stored) {
  if (live.is_null() || stored.is_null()) {
    compare(out, "page", live.is_null() ? Json(nullptr) : Json("present"),
            stored.is_null() ? Json(nullptr) : Json("present"));
    return;
  }
  for (const Column& column : table("page_info").columns) {
    const std::string field(column.face.member);
    if (column.face.shown & kInComparison) compare(out, "page." + field, member(live, field), member(stored, field));
  }
  for (const char* field : kTextFields) {
    compare(out, std::string("page.") + field, text_of(live, field), text_of(stored, field));
  }
}

std::vector<Difference> differences(const Json& live, const Json& stored) {
  std::vector<Difference> out;
  for (const char* field : kVerdictFields) {
    compare(out, std::string("verdict.") + field, live["verdict"][field], stored["verdict"][field]);
  }
  compare(out, "verdict.reasons", codes(live["verdict"]), codes(stored["verdict"]));
  compare_filters(out, live["filters"], stored["filters"]);
  compare_pages(out, live["page"], stored["page"]);
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
