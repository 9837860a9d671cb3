#include <nlohmann/json.hpp>

#include "base/text.h"
#include "serve/routes.h"

namespace lycosa::inline serve {
namespace {

using Json = nlohmann::ordered_json;

Json schema_of(const Parameter& row) {
  Json schema = {{"type", row.type == ParameterType::integer ? "integer" : "string"}};
  if (row.type == ParameterType::integer) {
    schema["minimum"] = row.least;
    if (row.most != INT64_MAX) schema["maximum"] = row.most;
  }
  if (row.type == ParameterType::time) schema["format"] = "date-time";
  if (row.type == ParameterType::hash) schema["pattern"] = "^[0-9]{1,19}$";
  if (row.type == ParameterType::choice) schema["enum"] = row.values;
  if (!row.fallback.empty() && row.type == ParameterType::integer) {
    schema["default"] = std::stoll(std::string(row.fallback));
  } else if (!row.fallback.empty()) {
    schema["default"] = row.fallback;
  }
  return schema;
}

Json parameters_json(const Route& route) {
  Json out = Json::array();
  for (const Parameter& row : route.parameters) {
    out.push_back({{"name", row.name},
                   {"in", "query"},
                   {"required", row.required && row.or_else.empty()},
                   {"description", row.sentence},
                   {"schema", schema_of(row)}});
  }
  return out;
}

std::string operation_id(const Route& route) {
  std::string id = ascii_lower(route.method);
  for (const std::string_view part : split(route.path, '/')) {
    if (part.empty() || part == "api" || part == "v1") continue;
    id += "_";
    for (const char c : part) id += is_ascii_alphanumeric(c) ? c : '_';
  }
  return id;
}

Json operation_json(const Route& route) {
  const std::string type(route.type.substr(0, route.type.find(';')));
  const Json error = {{"description", "An error; every route has this one shape"},
                      {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}}}};
  Json out = {{"operationId", operation_id(route)}, {"summary", route.sentence}};
  if (!route.parameters.empty()) out["parameters"] = parameters_json(route);
  if (route.kind == Route::Kind::batch) {
    out["requestBody"] = {{"required", true}, {"content", {{"application/x-ndjson", Json::object()}}}};
  }
  if (route.path == "/api/v1/live") out["security"] = Json::array({Json{{"token", Json::array()}}});
  out["responses"] = {{"200", {{"description", "The answer"}, {"content", {{type, Json::object()}}}}},
                      {"default", error}};
  if (route.method == "GET" && route.path == "/api/v1/inspect") {
    out["responses"]["503"] = {
        {"description", "The report, with the verdict STORE_UNAVAILABLE: its shard cannot be read"},
        {"content", {{type, Json::object()}}}};
  }
  return out;
}

Json error_schema() {
  const Json fields = {
      {"status", {{"type", "integer"}}}, {"code", {{"type", "string"}}}, {"message", {{"type", "string"}}}};
  return {{"type", "object"},
          {"required", {"error"}},
          {"properties",
           {{"error", {{"type", "object"}, {"required", {"status", "code", "message"}}, {"properties", fields}}}}}};
}

std::string type_text(const Parameter& row) {
  switch (row.type) {
    case ParameterType::text:
      return "text";
    case ParameterType::integer:
      return row.most == INT64_MAX ? "integer"
                                   : "integer, " + std::to_string(row.least) + " to " + std::to_string(row.most);
    case ParameterType::hash:
      return "integer of 63 bits";
    case ParameterType::time:
      return "time";
    case ParameterType::choice:
      return listed(row.values);
    case ParameterType::choices:
      return "some of " + listed(row.values) + ", with commas";
  }
  return "";
}

std::string fallback_text(const Parameter& row) {
  if (row.required) return row.or_else.empty() ? "an error" : "`" + std::string(row.or_else) + "` must be";
  if (!row.with.empty()) return "only beside `" + std::string(row.with) + "`";
  return row.fallback.empty() ? "" : "`" + std::string(row.fallback) + "`";
}

}  // namespace

std::string openapi_document() {
  Json paths = Json::object();
  for (const Route& route : routes()) {
    if (route.kind == Route::Kind::page) continue;
    paths[std::string(route.path)][ascii_lower(route.method)] = operation_json(route);
  }
  const Json document = {{"openapi", "3.1.0"},
                         {"info",
                          {{"title", "Lycosa"},
                           {"version", LYCOSA_VERSION},
                           {"summary", "Why a URL was or was not crawled, and is or is not indexable"},
                           {"license", {{"name", "Apache 2.0"}, {"identifier", "Apache-2.0"}}}}},
                         {"paths", std::move(paths)},
                         {"components",
                          {{"schemas", {{"Error", error_schema()}}},
                           {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
  return document.dump(2, ' ', true) + "\n";
}

std::string reference_table() {
  std::string out;
  for (const Route& route : routes()) {
    out += "\n### " + std::string(route.method) + " " + std::string(route.path) + "\n\n" + std::string(route.sentence) +
           ". Answers `" + std::string(route.type) + "`.\n";
    if (route.parameters.empty()) continue;
    out += "\n| parameter | type | unless given | meaning |\n|---|---|---|---|\n";
    for (const Parameter& row : route.parameters) {
      out += "| `" + std::string(row.name) + "` | " + type_text(row) + " | " + fallback_text(row) + " | " +
             std::string(row.sentence) + " |\n";
    }
  }
  return out + "\n";
}

}  // namespace lycosa::inline serve
