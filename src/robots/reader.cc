#include "robots/reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "robots/pattern.h"

namespace lycosa::inline robots {
namespace {

// RFC 9309, section 2.5, asks for at least this much.
constexpr size_t kMostBytes = 500 * 1024;

constexpr std::string_view kUtf8Bom = "\xef\xbb\xbf";

enum class Key { other, user_agent, allow, disallow, crawl_delay, sitemap, host, clean_param };

struct Spelling {
  std::string_view start;
  Key key;
};

// Keys count by how they begin, and common slips are taken for what was meant, as Google's parser does.
constexpr std::array kSpellings = {
    Spelling{"user-agent", Key::user_agent},   Spelling{"useragent", Key::user_agent},
    Spelling{"user agent", Key::user_agent},   Spelling{"allow", Key::allow},
    Spelling{"disallow", Key::disallow},       Spelling{"dissallow", Key::disallow},
    Spelling{"dissalow", Key::disallow},       Spelling{"disalow", Key::disallow},
    Spelling{"diasllow", Key::disallow},       Spelling{"disallaw", Key::disallow},
    Spelling{"crawl-delay", Key::crawl_delay}, Spelling{"crawldelay", Key::crawl_delay},
    Spelling{"crawl delay", Key::crawl_delay}, Spelling{"sitemap", Key::sitemap},
    Spelling{"site-map", Key::sitemap},        Spelling{"host", Key::host},
    Spelling{"clean-param", Key::clean_param},
};

Key key_of_line(std::string_view name) {
  for (const Spelling& spelling : kSpellings) {
    if (starts_with_ignoring_case(name, spelling.start)) return spelling.key;
  }
  return Key::other;
}

bool is_blank(char c) {
  return is_ascii_whitespace(c) || c == '\v' || c == '\0';
}

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// A plain decimal number of seconds, or nothing.
std::optional<double> parse_seconds(std::string_view text) {
  for (const char c : text) {
    if (!is_ascii_digit(c) && c != '.') return std::nullopt;
  }
  double seconds = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
  const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size();
  return whole && std::isfinite(seconds) ? std::optional(seconds) : std::nullopt;
}

// The part that is looked at; a line that the limit cuts would mean something else, so it is left out.
std::string_view within_limit(std::string_view body) {
  // Google's parser forgives a byte order mark that lost its end, so we do too.
  for (size_t i = 0; i < kUtf8Bom.size() && body.starts_with(kUtf8Bom[i]); ++i) body.remove_prefix(1);
  if (body.size() <= kMostBytes) return body;
  const size_t end = body.substr(0, kMostBytes + 1).find_last_of("\r\n");
  return body.substr(0, end == std::string_view::npos ? 0 : end);
}

}  // namespace

RobotsReader::RobotsReader(std::string_view body) {
  robots_.body_ = within_limit(body);
}

RobotsTxt RobotsReader::read() {
  const std::string_view body = robots_.body_;
  for (size_t start = 0; start < body.size();) {
    const size_t end = std::min(body.find_first_of("\r\n", start), body.size());
    ++number_;
    take_line(body.substr(start, end - start));
    start = end + (body.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return std::move(robots_);
}

// «key: value # comment». As Google's parser does, white space can stand for a forgotten colon, if that gives a key and
// one word.
RobotsReader::LineView RobotsReader::take_apart(std::string_view line) {
  LineView parts{line, {}, {}};
  const std::string_view text = trim_blanks(line.substr(0, line.find('#')));
  size_t separator = text.find(':');
  if (separator == std::string_view::npos) {
    separator = text.find_first_of(" \t");
    if (separator == std::string_view::npos) return parts;
    const std::string_view rest = trim_blanks(text.substr(separator));
    if (rest.find_first_of(" \t") != std::string_view::npos) return parts;
  }
  parts.key = trim_blanks(text.substr(0, separator));
  parts.value = trim_blanks(text.substr(separator + 1));
  return parts;
}

void RobotsReader::take_line(std::string_view line) {
  const LineView parts = take_apart(line);
  switch (key_of_line(parts.key)) {
    case Key::user_agent:
      return take_agent(parts.value);
    case Key::allow:
      return take_rule(true, parts);
    case Key::disallow:
      return take_rule(false, parts);
    case Key::crawl_delay:
      return take_delay(parts.value);
    case Key::sitemap:
      if (!parts.value.empty()) robots_.sitemaps_.emplace_back(parts.value);
      return;
    case Key::host:
      if (!parts.value.empty() && !robots_.host_) robots_.host_ = std::string(parts.value);
      return;
    case Key::clean_param:
      if (!parts.value.empty()) robots_.clean_params_.emplace_back(parts.value);
      return;
    case Key::other:
      return;
  }
}

void RobotsReader::take_agent(std::string_view value) {
  if (!std::exchange(agents_open_, true)) robots_.groups_.push_back({{}, number_, {}});
  if (!std::exchange(delay_agents_open_, true)) {
    delay_agents_.clear();
    delay_is_theirs_ = false;
  }
  robots_.groups_.back().agents.push_back(ascii_lower(value));
  delay_agents_.push_back(ascii_lower(value));
}

// A rule before the first group is nobody's. One without a value matches nothing, but it ends the list of agents.
void RobotsReader::take_rule(bool allow, const LineView& line) {
  agents_open_ = delay_agents_open_ = false;
  if (robots_.groups_.empty() || line.value.empty()) return;
  const auto add = [&](std::string pattern) {
    const uint32_t line_begin = offset_of(line.whole), value_begin = offset_of(line.value);
    robots_.groups_.back().rules.push_back({allow, number_, std::move(pattern), line_begin,
                                            line_begin + static_cast<uint32_t>(line.whole.size()), value_begin,
                                            value_begin + static_cast<uint32_t>(line.value.size())});
  };
  auto pattern = robots::within_limits(robots::normalize_pattern(line.value), allow);
  if (!pattern) return;
  std::string directory = allow ? robots::directory_of_index(*pattern) : std::string();
  add(std::move(*pattern));
  if (!directory.empty()) add(std::move(directory));
}

void RobotsReader::take_delay(std::string_view value) {
  const bool same_agents = !std::exchange(delay_agents_open_, false) && delay_is_theirs_;
  const auto seconds = parse_seconds(value);
  if (!seconds || delay_agents_.empty()) return;
  // Another delay for the same agents: the longest one counts, and a list of agents a line would be too much to keep.
  if (same_agents) {
    double& longest = robots_.delays_.back().seconds;
    longest = std::max(longest, *seconds);
    return;
  }
  robots_.delays_.push_back({delay_agents_, *seconds});
  delay_is_theirs_ = true;
}

uint32_t RobotsReader::offset_of(std::string_view part) const {
  return static_cast<uint32_t>(part.data() - robots_.body_.data());
}

}  // namespace lycosa::inline robots
