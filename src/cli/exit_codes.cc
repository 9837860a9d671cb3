#include "cli/exit_codes.h"

#include <array>
#include <string_view>

namespace lycosa::cli {
namespace {

constexpr std::string_view kHead =
    "# Exit codes\n"
    "\n"
    "0 means done, or yes; 1 means done, and the answer is no; 2 means not done, and a message on standard error says\n"
    "why. Every verb ends with 2 for words or values that it does not take, for a file or a store that cannot be "
    "read,\n"
    "for a damaged shard (what the other shards answer is printed where that is of use) and when standard output "
    "cannot\n"
    "be written whole. A pipe that its reader has closed is no error.\n"
    "\n"
    "| verb | 0 | 1 |\n"
    "| --- | --- | --- |\n";

struct ExitCodes {
  std::string_view verb;
  std::string_view yes;
  std::string_view no;  // empty: the verb has no answer no
};

constexpr std::array kExitCodes = {
    ExitCodes{"crawl", "It went on to its end", "It was interrupted, or no seed answered"},
    ExitCodes{"inspect", "Every URL is indexable; with --diff, nothing differs",
              "A URL is not indexable, was not crawled or is not known; with --diff, something differs"},
    ExitCodes{"stats", "The store was counted", ""},
    ExitCodes{"urls", "The list has a URL", "The list is empty"},
    ExitCodes{"hosts", "The list has a host", "The list is empty"},
    ExitCodes{"requeue", "URLs are queued again", "No URL fits"},
    ExitCodes{"rejudge", "All verdicts were judged again", ""},
    ExitCodes{"serve", "It was told to end", ""},
    ExitCodes{"url", "The URL has a canonical form", ""},
    ExitCodes{"robots", "The URL is allowed", "The URL is disallowed"},
    ExitCodes{"html", "The page was parsed; with --select, something was found", "With --select, nothing was found"},
    ExitCodes{"extract", "The page was understood", "The parser refused the page"},
    ExitCodes{"ingest", "The page is in the store", ""},
    ExitCodes{"replay", "The whole archive is in the store",
              "Parts of the archive are damaged; the rest is in the store"},
    ExitCodes{"limits", "They are printed", ""},
    ExitCodes{"help", "It is printed", ""},
    ExitCodes{"version", "It is printed", ""},
};

}  // namespace

std::string exit_codes_page() {
  std::string page(kHead);
  for (const ExitCodes& row : kExitCodes) {
    page.append("| `").append(row.verb).append("` | ").append(row.yes).append(" | ").append(row.no).append(" |\n");
  }
  return page;
}

}  // namespace lycosa::cli
