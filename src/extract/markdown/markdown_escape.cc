#include "extract/markdown/markdown_escape.h"

#include <algorithm>

#include "base/text.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {
namespace {

// «&name;» and «&#1234;».
bool begins_reference(std::string_view text) {
  size_t at = 1;
  if (at < text.size() && text[at] == '#') ++at;
  const size_t start = at;
  while (at < text.size() && at - start < 32 && is_ascii_alphanumeric(text[at])) ++at;
  return at > start && at < text.size() && text[at] == ';';
}

// Runs of * and ~ that could open or close something; _ only when it does not stand inside a word.
bool could_delimit(char c, char32_t before, char32_t after) {
  const bool space_before = is_unicode_space(before);
  const bool space_after = is_unicode_space(after);
  if (space_before && space_after) return false;
  if (c != '_') return true;
  return !(is_word_character(before) && is_word_character(after));
}

bool consists_of(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

bool at_marker_end(std::string_view text, size_t at) {
  return at >= text.size() || text[at] == ' ';
}

// *** --- ___, with spaces between or not.
bool is_rule(std::string_view line) {
  for (const char c : {'*', '-', '_'}) {
    const char allowed[] = {c, ' '};
    if (consists_of(line, {allowed, 2}) && std::count(line.begin(), line.end(), c) >= 3) return true;
  }
  return false;
}

// 0, or the length of «12.» or «12)».
size_t ordered_marker(std::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && digits < 10 && is_ascii_digit(text[digits])) ++digits;
  if (digits == 0 || digits > 9 || digits >= text.size()) return 0;
  if (text[digits] != '.' && text[digits] != ')') return 0;
  return at_marker_end(text, digits + 1) ? digits : 0;
}

bool starts_markup(std::string_view text, bool first) {
  const char c = text[0];
  if (c == '>') return true;
  if ((c == '-' || c == '+' || c == '*') && at_marker_end(text, 1)) return true;
  if (c == '#') {
    const size_t level = std::min(text.find_first_not_of('#'), text.size());
    return level <= 6 && at_marker_end(text, level);
  }
  if (c == '~' && text.starts_with("~~~")) return true;
  if (is_rule(text)) return true;
  if (first) return false;
  if (c == '=' && consists_of(text, "= ")) return true;
  // An underline of a heading, or a table's second line.
  return (c == '-' || c == '|' || c == ':') && consists_of(text, "-|: ") && text.find('-') != std::string_view::npos;
}

constexpr std::array<bool, 256> bytes_of(std::string_view members) {
  std::array<bool, 256> set{};
  for (const char c : members) set[static_cast<unsigned char>(c)] = true;
  return set;
}

}  // namespace

constinit const std::array<bool, 256> kMayNeedEscape = bytes_of("\\`*_[]<&~!|#");

namespace {

// Whether a run's last character needs a backslash; of most characters the others are as the last.
bool last_needs_escape(const EscapeContext& context) {
  const char c = context.rest[0];
  const bool ascii_after = context.after < 0x80;
  switch (c) {
    case '`':
    case '[':
    case ']':
      return true;
    case '\\':
      return (ascii_after && is_punctuation(context.after)) || context.after == '\n';
    case '*':
    case '_':
      return could_delimit(c, context.before, context.after);
    case '~':
      return could_delimit(c, context.before, context.after) &&
             (context.run > 1 || context.rest.find('~', 1) != std::string_view::npos ||
              !is_unicode_space(context.before));
    case '<':
      return context.after == '/' || context.after == '!' || context.after == '?' ||
             (ascii_after && is_ascii_alpha(static_cast<char>(context.after)));
    case '&':
      return begins_reference(context.rest);
    case '!':
      return context.before_link;
    case '|':
      return context.in_table;
    // «# Heading #»: a closing run that has a space before it is not shown.
    case '#':
      return context.ends_heading && is_unicode_space(context.before);
    default:
      return false;
  }
}

}  // namespace

void append_escaped_run(std::string& out, const EscapeContext& context) {
  const char c = context.rest[0];
  const bool last = last_needs_escape(context);
  // A backslash before a backslash is always an escape; < & ! mean something only before what follows them.
  const bool others = c == '\\' || (last && c != '<' && c != '&' && c != '!');
  for (size_t i = 1; i <= context.run; ++i) {
    if (i == context.run ? last : others) out += '\\';
    out += c;
  }
}

size_t append_line_start(std::string& out, std::string_view text, bool first) {
  if (text.empty()) return 0;
  if (const size_t digits = ordered_marker(text)) {
    out.append(text, 0, digits);
    out += '\\';
    out += text[digits];
    return digits + 1;
  }
  if (!starts_markup(text, first)) return 0;
  out += '\\';
  out += text[0];
  return 1;
}

void append_for_place(std::string& out, std::string_view text, bool in_table) {
  for (const char c : text) {
    if (in_table && c == '|') out += '\\';
    out += c;
  }
}

void append_code_span(std::string& out, std::string_view code, bool in_table) {
  size_t longest = 0;
  size_t run = 0;
  for (const char c : code) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  // Fewer backticks would do when the content has no run of just that length; one more than the longest always does.
  const std::string fence(longest + 1, '`');
  const bool edge_tick = !code.empty() && (code.front() == '`' || code.back() == '`');
  const bool edge_spaces = code.size() > 1 && code.front() == ' ' && code.back() == ' ' &&
                           code.find_first_not_of(' ') != std::string_view::npos;
  const std::string_view pad = edge_tick || edge_spaces ? " " : "";
  out += fence;
  out += pad;
  append_for_place(out, code, in_table);
  out += pad;
  out += fence;
}

// «&amp;» for an ampersand that begins what reads as a character reference. cmark decodes references in destinations
// and titles before it undoes backslashes, so a backslash would not keep it from that.
constexpr std::string_view kAmpersandTail = "amp;";

namespace {

// What may have to be written in another way in a destination, or decides how it is written.
constexpr std::array<bool, 256> kDestinationSigns = bytes_of("() <>\\&|");

// How many bytes there are before the first of these.
size_t ordinary_in_destination(std::string_view url) {
  size_t count = 0;
  while (count < url.size() && !kDestinationSigns[static_cast<unsigned char>(url[count])]) ++count;
  return count;
}

// Parentheses in it are balanced, and it holds nothing that would end it.
bool needs_no_brackets(std::string_view url) {
  int depth = 0;
  for (const char c : url.substr(ordinary_in_destination(url))) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0 || depth >= 32 || c == ' ' || c == '<' || c == '>') return false;
  }
  return depth == 0 && !url.empty();
}

void append_url(std::string& out, std::string_view url, bool in_table) {
  const bool plain = needs_no_brackets(url);
  if (!plain) out += '<';
  for (size_t i = 0; i < url.size(); ++i) {
    const size_t ordinary = ordinary_in_destination(url.substr(i));
    out.append(url, i, ordinary);
    i += ordinary;
    if (i == url.size()) break;
    const char c = url[i];
    const bool escape = (c == '\\' && i + 1 < url.size() && is_punctuation(static_cast<unsigned char>(url[i + 1]))) ||
                        (in_table && c == '|') || (!plain && (c == '<' || c == '>'));
    if (escape) out += '\\';
    out += c;
    if (c == '&' && begins_reference(url.substr(i))) out += kAmpersandTail;
  }
  if (!plain) out += '>';
}

void append_title(std::string& out, std::string_view title, bool in_table) {
  out += " \"";
  for (size_t i = 0; i < title.size(); ++i) {
    const char c = title[i];
    if (c == '"' || c == '\\' || (in_table && c == '|')) out += '\\';
    out += c;
    if (c == '&' && begins_reference(title.substr(i))) out += kAmpersandTail;
  }
  out += '"';
}

}  // namespace

void append_destination(std::string& out, std::string_view url, std::string_view title, bool in_table) {
  out += '(';
  append_url(out, url, in_table);
  if (!title.empty()) append_title(out, title, in_table);
  out += ')';
}

void append_label(std::string& out, std::string_view text, bool in_table) {
  for (size_t at = 0; at < text.size();) {
    if (!may_need_escape(text[at])) {
      out += text[at++];
      continue;
    }
    size_t end = at + 1;
    while (end < text.size() && text[end] == text[at]) ++end;
    EscapeContext context;
    context.rest = text.substr(end - 1);
    context.run = end - at;
    context.before = at > 0 ? character_before(text, at).code : '[';
    context.after = end < text.size() ? character_at(text, end).code : ']';
    context.in_table = in_table;
    append_escaped_run(out, context);
    at = end;
  }
}

bool can_be_autolink(std::string_view url) {
  const size_t colon = url.find(':');
  if (colon == std::string_view::npos || colon < 2 || colon > 32) return false;
  return url.find_first_of(" <>\t\n") == std::string_view::npos;
}

}  // namespace lycosa::inline extract
