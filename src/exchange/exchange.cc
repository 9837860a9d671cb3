#include "exchange/exchange.h"

#include <algorithm>

#include "base/text.h"
#include "exchange/content_type.h"

namespace lycosa::inline exchange {
namespace {

constexpr bool is_token_char(char c) {
  return is_ascii_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  for (char c : text) {
    if (!is_token_char(c)) return false;
  }
  return !text.empty();
}

// Spaces and tabs alone are white space inside a field; form feeds are not.
std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// RFC 9110, section 5.5: a CR or NUL in a value is read as a space; other control characters are let through, as
// senders do. Leaving the field out might lose the one that forbids to index the page.
std::string field_value(std::string_view text) {
  std::string value(text);
  for (char& c : value) {
    if (c == '\r' || c == '\0') c = ' ';
  }
  return std::string(trim_blanks(value));
}

// Takes the next line off `rest`, without its line end: CRLF, or LF alone (RFC 9112, section 2.2).
std::string_view take_line(std::string_view& rest) {
  size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// status-line = HTTP-version SP status-code SP [ reason-phrase ]. Many leave out the last space, some double the first;
// HTTP/2 and 3 are written with one digit by those who write them as text.
bool parse_status_line(std::string_view line, ParsedHead& head) {
  if (!starts_with_ignoring_case(line, "HTTP/")) return false;
  line.remove_prefix(5);
  size_t space = line.find(' ');
  if (space == std::string_view::npos) return false;
  std::string_view version = line.substr(0, space);
  if (version == "2" || version == "2.0") {
    head.protocol = "h2";
  } else if (version == "3" || version == "3.0") {
    head.protocol = "h3";
  } else if (version.size() == 3 && is_ascii_digit(version[0]) && version[1] == '.' && is_ascii_digit(version[2])) {
    head.protocol = "http/" + std::string(version);
  } else {
    return false;
  }
  line = trim_blanks(line.substr(space));
  std::string_view code = line.substr(0, 3);
  if (code.size() != 3 || (line.size() > 3 && line[3] != ' ')) return false;
  std::optional<uint64_t> status = parse_uint(code);
  if (!status || *status < 100) return false;
  head.status = static_cast<int>(*status);
  return true;
}

void parse_fields(std::string_view rest, std::vector<Header>& headers) {
  bool last_kept = false;  // whether a folded line has something to continue
  while (!rest.empty()) {
    std::string_view line = take_line(rest);
    if (line.empty()) return;
    if (line[0] == ' ' || line[0] == '\t') {
      const std::string more = field_value(line);
      if (!last_kept || more.empty()) continue;
      std::string& value = headers.back().value;
      if (!value.empty()) value += ' ';
      value += more;
      continue;
    }
    const size_t colon = line.find(':');
    // RFC 9112, section 5.1: blanks before the colon are taken away from a response.
    const std::string_view name = trim_blanks(line.substr(0, colon));
    last_kept = colon != std::string_view::npos && is_token(name);
    if (last_kept) headers.push_back({std::string(name), field_value(line.substr(colon + 1))});
  }
}

}  // namespace

bool Exchange::says_not_modified() const {
  if (status != 304) return false;
  std::vector<Header> sent;
  std::string_view head = request_head;
  take_line(head);
  parse_fields(head, sent);
  return std::any_of(sent.begin(), sent.end(), [](const Header& field) {
    return equals_ignoring_case(field.name, "If-None-Match") || equals_ignoring_case(field.name, "If-Modified-Since");
  });
}

std::optional<std::string_view> Exchange::header(std::string_view name) const {
  for (const Header& field : headers) {
    if (equals_ignoring_case(field.name, name)) return field.value;
  }
  return std::nullopt;
}

std::optional<ParsedHead> parse_response_head(std::string_view head) {
  ParsedHead parsed;
  if (!parse_status_line(take_line(head), parsed)) return std::nullopt;
  parse_fields(head, parsed.headers);
  return parsed;
}

std::string media_type(const Exchange& exchange) {
  return content_type(exchange.headers).essence;
}

std::string transport_charset(const Exchange& exchange) {
  return content_type(exchange.headers).charset;
}

}  // namespace lycosa::inline exchange
