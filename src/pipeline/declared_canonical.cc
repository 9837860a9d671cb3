#include "pipeline/declared_canonical.h"

#include <span>

#include "base/text.h"
#include "exchange/field_value.h"

namespace lycosa::inline pipeline {
namespace {

void skip_spaces(std::string_view& rest) {
  while (!rest.empty() && is_ascii_whitespace(rest.front())) rest.remove_prefix(1);
}

// A token or a quoted string with its escapes undone.
std::string take_value(std::string_view& rest) {
  if (!rest.starts_with('"')) return std::string(trim(take_until(rest, ";,")));
  return take_quoted(rest);
}

bool has_token(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    if (equals_ignoring_case(take_until(list, " \t"), wanted)) return true;
    if (!list.empty()) list.remove_prefix(1);
  }
  return false;
}

// Reads the parameters of one link and stops at the comma that ends it, or at the end of the field.
bool take_parameters(std::string_view& rest) {
  std::optional<std::string> relation;  // the first counts (RFC 8288, section 3.3)
  bool other_context = false;
  for (;;) {
    take_until(rest, ";,");
    if (!rest.starts_with(';')) break;
    rest.remove_prefix(1);
    const std::string_view name = trim(take_until(rest, "=;,"));
    if (!rest.starts_with('=')) continue;
    rest.remove_prefix(1);
    skip_spaces(rest);
    std::string value = take_value(rest);
    if (equals_ignoring_case(name, "rel") && !relation) relation = std::move(value);
    if (equals_ignoring_case(name, "anchor")) other_context = true;
  }
  return relation && !other_context && has_token(*relation, "canonical");
}

// The target of the first `Link` field value with the relation "canonical" (RFC 8288), as it stands; a link about
// another context (an anchor parameter) does not count.
std::optional<std::string> canonical_from_headers(std::span<const Header> headers) {
  for (const Header& field : headers) {
    if (!equals_ignoring_case(field.name, "Link")) continue;
    std::string_view rest = field.value;
    for (;;) {
      // A target stands in angle brackets; whatever comes before the next one is not a link.
      const size_t open = rest.find('<');
      if (open == std::string_view::npos) break;
      rest.remove_prefix(open + 1);
      const size_t close = rest.find('>');
      if (close == std::string_view::npos) break;
      const std::string_view target = trim(rest.substr(0, close));
      rest.remove_prefix(close + 1);
      if (take_parameters(rest)) return std::string(target);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<DeclaredCanonical> declared_canonical(const Exchange& exchange, const Content* content, const Url& page) {
  std::optional<DeclaredCanonical> declared;
  if (content != nullptr && content->canonical_raw) {
    const std::string source = "link element, line " + std::to_string(content->canonical_line);
    declared = {content->canonical, *content->canonical_raw, source, content->canonical_line};
    if (declared->target) return declared;
  }
  if (const std::optional<std::string> value = canonical_from_headers(exchange.headers)) {
    const Result<Url> resolved = Url::parse_field(*value, &page);
    const bool usable = resolved && resolved->is_http();
    if (usable) return DeclaredCanonical{*resolved, *value, "Link header", 0};
    if (!declared) declared = {std::nullopt, *value, "Link header", 0};
  }
  return declared;
}

}  // namespace lycosa::inline pipeline
