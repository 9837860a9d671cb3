#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace lycosa::inline extract {

// What Markdown would make of a character of running text, and how to keep it from that. Pure functions of the
// character's surroundings; CommonMark 0.31 and GFM's tables and strikethrough are meant.

// Whether a byte can ever need a backslash inside of a line.
extern const std::array<bool, 256> kMayNeedEscape;
inline bool may_need_escape(char c) {
  return kMayNeedEscape[static_cast<unsigned char>(c)];
}

// A run of one such character, and its surroundings.
struct EscapeContext {
  std::string_view rest;  // of the text, from the run's last character on
  size_t run = 1;
  char32_t before = '\n';    // the character before the run; a line feed at a line's edge
  char32_t after = '\n';     // and after it
  bool before_link = false;  // a link opens right behind
  bool in_table = false;
  bool ends_heading = false;
};
// Writes the run, each character with a backslash before it where it needs one.
void append_escaped_run(std::string& out, const EscapeContext& context);

// Writes the beginning of a line that would otherwise start a heading, list, quote, rule, table or underline, and
// returns how many bytes of the text it took; 0 when the line is harmless. `first` is the paragraph's first line.
size_t append_line_start(std::string& out, std::string_view text, bool first);

// A code span with as many backticks as its content asks for.
void append_code_span(std::string& out, std::string_view code, bool in_table);
// «(url "title")» of a link or image.
void append_destination(std::string& out, std::string_view url, std::string_view title, bool in_table);
// Text between the brackets of an image.
void append_label(std::string& out, std::string_view text, bool in_table);
// As it stands, but a vertical bar in a table's cell.
void append_for_place(std::string& out, std::string_view text, bool in_table);
// Whether «<url>» is read as a link.
bool can_be_autolink(std::string_view url);

}  // namespace lycosa::inline extract
