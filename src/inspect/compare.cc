#include "inspect/compare.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace lycosa::inline inspect {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kVerdictFields = {"status", "robots", "counterfactual"};
constexpr std::array kPageFields = {"http_status",
                                    "meta_title",
                                    "meta_description",
                                    "meta_canonical",
                                    "redirect_target",
                                    "type",
                                    "size",
                                    "charset",
                                    "meta_lang",
                                    "text_lang",
                                    "directives",
                                    "fh_dont_index",
                                    "ml_spam_score",
                                    "history_drop_reason",
                                    "words",
                                    "links_found",
                                    "content_hash",
                                    "flags",
                                    "boilerpipe_text",
                                    "markdown",
                                    "readable_markdown"};

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

Json member(const Json& object, const char* name) {
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
  for (const char* field : kPageFields) {
    compare(out, std::string("page.") + field, member(live["page"], field), member(stored["page"], field));
  }
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
