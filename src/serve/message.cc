#include "serve/message.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"

namespace lycosa::inline serve {
namespace {

constexpr size_t kMostParameters = 64;

int hex(char c) {
  if (is_ascii_digit(c)) return c - '0';
  const char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return to_valid_utf8(out);
}

struct Kind {
  ErrorKind kind;
  int status;
  std::string_view code;
};

constexpr Kind kKinds[] = {
    {ErrorKind::invalid, 400, "invalid"},         {ErrorKind::not_found, 404, "not_found"},
    {ErrorKind::unavailable, 503, "unavailable"}, {ErrorKind::corrupt, 500, "corrupt"},
    {ErrorKind::exhausted, 503, "exhausted"},
};
constexpr Kind kOther{ErrorKind::unavailable, 500, "internal"};

const Kind& row_of(ErrorKind kind) {
  const auto row = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Kind& k) { return k.kind == kind; });
  return row == std::end(kKinds) ? kOther : *row;
}

}  // namespace

const std::string& Request::parameter(std::string_view name) const {
  static const std::string kNone;
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
  return found == parameters.end() ? kNone : found->second;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string_view part : split(query, '&')) {
    if (part.empty() || out.size() >= kMostParameters) continue;
    const size_t equals = part.find('=');
    out.emplace_back(decoded(part.substr(0, equals)),
                     equals == std::string_view::npos ? std::string() : decoded(part.substr(equals + 1)));
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_ascii_alphanumeric(c) || std::string_view("-._~/:,").find(c) != std::string_view::npos) {
      out += c;
    } else {
      out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return out;
}

Response error_response(int status, std::string_view code, std::string_view message) {
  Response response;
  response.status = status;
  const nlohmann::ordered_json body = {
      {"error", {{"status", status}, {"code", code}, {"message", to_valid_utf8(message)}}}};
  response.body = json_line(body) + "\n";
  // What soon passes by itself; a damaged shard does not.
  if (code == "busy" || status == 429) response.headers.emplace_back("Retry-After", status == 429 ? "60" : "2");
  return response;
}

Response error_response(const Error& error) {
  const Kind& row = row_of(error.kind);
  return error_response(row.status, row.code, error.message);
}

int status_of(ErrorKind kind) {
  return row_of(kind).status;
}

}  // namespace lycosa::inline serve
