#include "base/toml.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"

namespace lycosa::inline base {
namespace {

constexpr size_t kMostBytes = 1 << 20;
// A key with a dot is a table in a table, and toml++ takes tables apart by recursion. It limits the depth of brackets
// itself, and not that of keys. No honest line comes near.
constexpr auto kMostDots = 2'000;

struct AssertionFailed {};

Unexpected error_at(std::string_view origin, size_t line, std::string_view cause) {
  return fail(ErrorKind::invalid, std::string(origin) + ":" + std::to_string(line) + ": " + visible(cause));
}

// The number of the first line with more dots than can be a key, from 1.
std::optional<size_t> line_of_dots(std::string_view text) {
  for (size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (std::count(line.begin(), line.end(), '.') > kMostDots) return number;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return std::nullopt;
}

std::optional<toml::parse_result> try_parse(std::string_view text, std::string_view origin) {
  try {
    return toml::parse(text, origin);
  } catch (const AssertionFailed&) {
    return std::nullopt;
  }
}

// The line that toml++ cannot bear, from 1: the last of the shortest beginning that it refuses. It reads in order, so
// that every longer one is refused too.
size_t refused_line(std::string_view text) {
  std::vector<size_t> ends;  // of the lines
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) ends.push_back(at + 1);
  const auto refused = [&](size_t end) { return !try_parse(text.substr(0, end), {}); };
  const auto first = std::partition_point(ends.begin(), ends.end(), [&](size_t end) { return !refused(end); });
  return static_cast<size_t>(first - ends.begin()) + 1;
}

}  // namespace

void refuse_toml() {
  throw AssertionFailed();
}

Result<toml::table> parse_toml(std::string_view text, std::string_view origin) {
  if (text.size() > kMostBytes) return fail(ErrorKind::invalid, std::string(origin) + " has more than 1 MiB");
  if (const auto line = line_of_dots(text))
    return error_at(origin, *line, "the line has too many dots; mend that line");
  std::optional<toml::parse_result> parsed = try_parse(text, origin);
  if (!parsed) return error_at(origin, refused_line(text), "this is not TOML; mend that line");
  if (!*parsed) {
    const toml::parse_error& error = parsed->error();
    return error_at(origin, error.source().begin.line, std::string(error.description()) + "; mend that line");
  }
  return std::move(*parsed).table();
}

}  // namespace lycosa::inline base
