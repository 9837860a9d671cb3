#include "exchange/content_type.h"

#include <optional>

#include "base/text.h"
#include "exchange/field_value.h"

namespace lycosa::inline exchange {
namespace {

constexpr std::string_view kTokenSigns = "!#$%&'*+-.^_`|~";

bool is_token(std::string_view text) {
  for (char c : text) {
    if (!is_ascii_alphanumeric(c) && kTokenSigns.find(c) == std::string_view::npos) return false;
  }
  return !text.empty();
}

// Takes one value off a comma-separated list; commas in quoted strings do not end it.
std::string_view take_list_value(std::string_view& rest) {
  std::string_view whole = rest;
  while (!rest.empty() && rest.front() != ',') {
    if (rest.front() == '"') {
      take_quoted(rest);
    } else {
      take_until(rest, "\",");
    }
  }
  std::string_view value = whole.substr(0, whole.size() - rest.size());
  if (!rest.empty()) rest.remove_prefix(1);
  return trim(value);
}

// «Parse a MIME type» of the MIME Sniffing standard, of whose parameters only the charset is kept.
std::optional<ContentType> parse_mime_type(std::string_view rest) {
  std::string_view essence = trim(take_until(rest, ";"));
  size_t slash = essence.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  if (!is_token(essence.substr(0, slash)) || !is_token(essence.substr(slash + 1))) return std::nullopt;

  ContentType type{ascii_lower(essence), {}};
  while (!rest.empty()) {
    rest.remove_prefix(1);
    std::string_view name = trim(take_until(rest, ";="));
    if (rest.empty() || rest.front() == ';') continue;
    rest.remove_prefix(1);
    std::string value;
    if (rest.starts_with('"')) {
      value = take_quoted(rest);
      take_until(rest, ";");
    } else {
      value = trim(take_until(rest, ";"));
    }
    if (type.charset.empty() && equals_ignoring_case(name, "charset")) type.charset = std::move(value);
  }
  return type;
}

}  // namespace

ContentType content_type(std::span<const Header> headers) {
  ContentType chosen;
  for (const Header& field : headers) {
    if (!equals_ignoring_case(field.name, "Content-Type")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      std::optional<ContentType> type = parse_mime_type(take_list_value(rest));
      if (!type || type->essence == "*/*") continue;
      if (type->charset.empty() && type->essence == chosen.essence) type->charset = chosen.charset;
      chosen = std::move(*type);
    }
  }
  return chosen;
}

}  // namespace lycosa::inline exchange
