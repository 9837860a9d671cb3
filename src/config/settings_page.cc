// docs/reference/settings.md, made from the table.
#include <string>

#include "config/config.h"

namespace lycosa::inline config {
namespace {

constexpr std::string_view kHead =
    "# Settings\n"
    "\n"
    "Every setting and limit of Lycosa. Each is a flag of the verbs that use it (`--max-pages 100`) and a key of the\n"
    "[configuration file](config-file.md) (`max-pages = 100`). A verb takes and shows only the settings that it uses: "
    "a flag\n"
    "that it has no use for is an error. A flag outweighs the file, and the file outweighs the default. What is "
    "repeatable\n"
    "is added to what the file has, and an empty value takes away what was there. `lycosa limits` prints the limits "
    "with their values.\n"
    "\n"
    "A crawl that goes on in a store has the settings that are kept on resume from the last crawl there, also from "
    "one\n"
    "that was killed, and says so. So have `rejudge`, which goes by the rules of that crawl, and live tests, which ask "
    "as\n"
    "it asked. What a flag or the file names wins: a list that is given replaces the kept one. `--fresh-settings` of\n"
    "`crawl` and `rejudge` keeps none. Bans are rows of the store: they stay until a list of the same name is given "
    "without them.\n"
    "\n"
    "| setting | value | default | used by | kept on resume | what it does |\n"
    "| --- | --- | --- | --- | --- | --- |\n";

// In a table of Markdown a bar would begin the next cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string code_span(const std::string& text) {
  return text.empty() ? "" : "`" + cell(text) + "`";
}

std::string default_of(const Setting& setting) {
  const std::string value = code_span(get(Config{}, setting));
  return value.empty() || setting.unit.empty() ? value : value + " " + std::string(setting.unit);
}

}  // namespace

std::string settings_page() {
  std::string page(kHead);
  for (const Setting& setting : settings()) {
    const std::string value = is_switch(setting) ? "true|false" : std::string(setting.value);
    page += "| `" + std::string(setting.name) + "` | " + code_span(value) + " | " + default_of(setting) + " | " +
            verb_names(setting.verbs) + " | " + (setting.kept ? "yes" : "") + " | " + cell(setting.sentence) + ". |\n";
  }
  return page;
}

}  // namespace lycosa::inline config
