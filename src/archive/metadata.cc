#include "archive/metadata.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lycosa::inline archive {
namespace {

using Json = nlohmann::ordered_json;

// The version of the format: the value of the member that marks a block as ours.
constexpr std::string_view kMark = "lycosa_exchange";
constexpr int kVersion = 1;
// Larger blocks are not ours, and to parse them would take many times their size.
constexpr size_t kMostBytes = 16u << 20;

// What a request that was made for a host's rules, or for a sitemap, says of its purpose; a page's says nothing.
constexpr std::string_view kRobots = "robots";
constexpr std::string_view kSitemap = "sitemap";

constexpr std::string_view kHexDigits = "0123456789abcdef";

// Text as it is; bytes that are not UTF-8, which JSON cannot hold, as {"hex": "..."}.
Json from_bytes(std::string_view bytes) {
  if (is_valid_utf8(bytes)) return bytes;
  std::string hex;
  for (char c : bytes) {
    auto byte = static_cast<unsigned char>(c);
    hex += kHexDigits[byte >> 4];
    hex += kHexDigits[byte & 15];
  }
  return Json{{"hex", hex}};
}

bool to_bytes(const Json& json, std::string& out) {
  if (json.is_string()) {
    out = json.get_ref<const std::string&>();
    return true;
  }
  if (!json.is_object() || !json.contains("hex") || !json["hex"].is_string()) return false;
  const std::string& hex = json["hex"].get_ref<const std::string&>();
  if (hex.size() % 2 != 0) return false;
  for (size_t i = 0; i < hex.size(); i += 2) {
    size_t high = kHexDigits.find(hex[i]);
    size_t low = kHexDigits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    out += static_cast<char>(high << 4 | low);
  }
  return true;
}

struct TextMember {
  const char* name;
  std::string Exchange::*member;
};
constexpr TextMember kTexts[] = {{"url", &Exchange::url},
                                 {"protocol", &Exchange::protocol},
                                 {"address", &Exchange::address},
                                 {"failure_detail", &Exchange::failure_detail}};

struct NumberMember {
  const char* name;
  int64_t Exchange::*member;
};
constexpr NumberMember kNumbers[] = {{"run", &Exchange::run},
                                     {"dns_ms", &Exchange::dns_ms},
                                     {"connect_ms", &Exchange::connect_ms},
                                     {"tls_ms", &Exchange::tls_ms},
                                     {"first_byte_ms", &Exchange::first_byte_ms},
                                     {"total_ms", &Exchange::total_ms}};

bool headers_follow_from_head(const Exchange& exchange) {
  std::optional<ParsedHead> head = parse_response_head(exchange.response_head);
  return head ? head->headers == exchange.headers : exchange.headers.empty();
}

Json headers_to_json(const std::vector<Header>& headers) {
  Json list = Json::array();
  for (const Header& field : headers) list.push_back(Json::array({from_bytes(field.name), from_bytes(field.value)}));
  return list;
}

bool headers_from_json(const Json& list, std::vector<Header>& headers) {
  if (!list.is_array()) return false;
  for (const Json& field : list) {
    Header& header = headers.emplace_back();
    if (!field.is_array() || field.size() != 2) return false;
    if (!to_bytes(field[0], header.name) || !to_bytes(field[1], header.value)) return false;
  }
  return true;
}

bool read_members(const Json& json, Metadata& metadata) {
  Exchange& exchange = metadata.exchange;
  for (const TextMember& text : kTexts) {
    if (json.contains(text.name) && !to_bytes(json[text.name], exchange.*text.member)) return false;
  }
  for (const NumberMember& number : kNumbers) {
    if (!json.contains(number.name)) continue;
    if (!json[number.name].is_number_integer()) return false;
    exchange.*number.member = json[number.name].get<int64_t>();
  }
  if (!json.contains("stamp_ms") || !json["stamp_ms"].is_number_integer()) return false;
  exchange.stamp = {json["stamp_ms"].get<int64_t>()};
  if (!json.contains("status") || !json["status"].is_number_integer()) return false;
  exchange.status = json["status"].get<int>();
  exchange.truncated = json.value("truncated", false);
  const std::string purpose = json.value("purpose", "");
  if (purpose == kRobots) exchange.purpose = Purpose::robots;
  if (purpose == kSitemap) exchange.purpose = Purpose::sitemap;
  exchange.hop = json.value("hop", 0);
  if (json.contains("failure")) {
    if (!json["failure"].is_string()) return false;
    exchange.failure = reason_from_code(json["failure"].get_ref<const std::string&>());
    if (!exchange.failure) return false;
  }
  if (json.contains("head_bytes")) {
    if (!json["head_bytes"].is_number_unsigned()) return false;
    metadata.head_bytes = json["head_bytes"].get<size_t>();
  }
  metadata.has_request = json.value("request", false);
  metadata.headers_given = json.contains("headers");
  return !metadata.headers_given || headers_from_json(json["headers"], exchange.headers);
}

}  // namespace

std::string write_metadata(const Exchange& exchange) {
  Json json;
  json[std::string(kMark)] = kVersion;
  json["outcome"] = exchange.failure ? "failed" : "answered";
  if (exchange.purpose == Purpose::robots) json["purpose"] = kRobots;
  if (exchange.purpose == Purpose::sitemap) json["purpose"] = kSitemap;
  if (exchange.hop != 0) json["hop"] = exchange.hop;
  json["stamp_ms"] = exchange.stamp.ms;
  json["status"] = exchange.status;
  for (const TextMember& text : kTexts) {
    if (!(exchange.*text.member).empty()) json[text.name] = from_bytes(exchange.*text.member);
  }
  if (exchange.failure) json["failure"] = code(*exchange.failure);
  if (exchange.truncated) json["truncated"] = true;
  for (const NumberMember& number : kNumbers) {
    if (exchange.*number.member != 0) json[number.name] = exchange.*number.member;
  }
  if (!exchange.request_head.empty()) json["request"] = true;
  if (!exchange.response_head.empty() || !exchange.body.empty()) json["head_bytes"] = exchange.response_head.size();
  if (!headers_follow_from_head(exchange)) json["headers"] = headers_to_json(exchange.headers);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Metadata> read_metadata(std::string_view block) {
  if (block.size() > kMostBytes) return std::nullopt;
  Json json = Json::parse(block, nullptr, false);
  if (!json.is_object() || !json.contains(kMark) || json[std::string(kMark)] != kVersion) return std::nullopt;
  std::optional<Metadata> metadata(std::in_place);
  // value() throws when a member has another type than its default.
  try {
    if (!read_members(json, *metadata)) return std::nullopt;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  return metadata;
}

}  // namespace lycosa::inline archive
