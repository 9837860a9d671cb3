#include "cli/help.h"

#include <array>

#include "cli/exit_codes.h"
#include "config/config.h"
#include "inspect/layout.h"

namespace lycosa::cli {
namespace {

std::string config_file_page() {
  return R"(# The configuration file

A file of [settings](settings.md) in [TOML 1.0](https://toml.io/en/v1.0.0): `NAME = VALUE`, a line for each. Numbers stand
alone, texts in quotes, switches are `true` or `false`, and what is repeatable is a list.

    # lycosa.toml
    store = "crawl"
    scope = "root"
    max-pages = 5000
    delay = 2.5
    contact = "https://example.com/bot"
    exclude = ["/cart", "[?&]sort="]
    seeds = "seeds.txt"

## Which file is read

One file is read, the first of these that is there:

1. the one that `--config FILE` names;
2. `./lycosa.toml`, in the folder where the command is run;
3. `STORE/lycosa.toml`, the store's own.

What was read is told on standard error: `lycosa: settings are read from ./lycosa.toml`. A flag outweighs the file; of
what is repeatable, flags add to the file. Names of files in it are relative to the folder where the command is run.

## What is an error

A key that is no setting, a value of the wrong kind or out of its range, a text with a line end or another control
character: the message has the file, the line and the remedy, and nothing is done. A setting that is another verb's is
no error in a file, since one file serves all verbs.
)";
}

std::string seeds_file_page() {
  return R"(# The seeds file

`lycosa crawl --seeds FILE` reads the URLs to begin with from a file; `-` is standard input. The flag may be given again, and
beside URLs on the command line.

| line | what becomes of it |
| --- | --- |
| `https://example.com/a` | it is a seed; blanks around it are dropped |
| empty, or blanks alone | it is passed over |
| `# a remark` | it is passed over |
| anything else | it is told with its number and skipped; the summary has the count. `--strict` stops instead |

The file is UTF-8. A byte order mark before the first line is passed over, and lines end with LF or CRLF, so that files
from any editor pass. A seed is a whole URL with `http://` or `https://`; it is kept in its canonical form
([url.md](url.md)), so one that is named twice is one seed.

With `--strict` all bad lines are told, nothing is crawled, no store is made, and the exit code is 2.
)";
}

std::string ban_file_page() {
  return R"(# The ban file

`lycosa crawl --bans FILE` reads hosts and domains that must be neither crawled nor indexed. The flag may be given again.

| line | what becomes of it |
| --- | --- |
| `example.com` | a registrable domain: it is banned with everything under it (`ban.domain`) |
| `shop.example.com` | another host: it alone is banned (`ban.host`) |
| `example.com spam, reported in May` | what stands behind the name is the reason, in your own words; reports show it |
| empty, or blanks alone | it is passed over |
| `# a remark` | it is passed over |
| anything else | an error with the line's number; nothing is crawled |

Which names are registrable domains is said by the public suffix list: `example.co.uk` is one, `co.uk` is none. A name has
neither scheme nor port nor path.

Bans are kept in the store with their file, line and time. A later crawl that reads a file of the same name replaces what the
store has from that file: a line that is gone lifts its ban. Bans from files of other names stay.
)";
}

constexpr std::array kTopics = {
    HelpTopic{"settings", "Every setting, who uses it and what it does", settings_page},
    HelpTopic{"config-file", "The file of settings, and where it is looked for", config_file_page},
    HelpTopic{"seeds-file", "The file of URLs that a crawl begins with", seeds_file_page},
    HelpTopic{"ban-file", "The file of hosts that must not be crawled", ban_file_page},
    HelpTopic{"exit-codes", "What 0, 1 and 2 mean for each verb", exit_codes_page},
};

}  // namespace

std::span<const HelpTopic> help_topics() {
  return kTopics;
}

std::string HelpFormatter::row(const std::string& name, const std::string& description) const {
  constexpr size_t kTerminal = 80;
  std::string out = "  " + name;
  if (description.empty()) return out + "\n";
  const std::vector<std::string> lines =
      terminal_ ? wrap(description, kTerminal - kColumn) : std::vector<std::string>{description};
  if (out.size() + 1 > kColumn) {
    out += "\n" + std::string(kColumn, ' ');
  } else {
    out.resize(kColumn, ' ');
  }
  for (size_t i = 0; i < lines.size(); ++i) out += (i == 0 ? "" : std::string(kColumn, ' ')) + lines[i] + "\n";
  return out;
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
  std::string help = CLI::Formatter::make_help(app, std::move(name), mode);
  // CLI11 ends a group of options with a blank line and begins the next with another.
  constexpr std::string_view kTwoBlankLines = "\n\n\n";
  for (size_t at = 0; (at = help.find(kTwoBlankLines, at)) != std::string::npos;) help.erase(at, 1);
  return help;
}

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const {
  return row(make_option_name(option, is_positional) + make_option_opts(option), make_option_desc(option));
}

std::string HelpFormatter::make_subcommand(const CLI::App* sub) const {
  return row(sub->get_name(), sub->get_description());
}

}  // namespace lycosa::cli
