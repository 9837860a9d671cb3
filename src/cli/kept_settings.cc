#include "cli/kept_settings.h"

#include <filesystem>
#include <optional>

#include "base/text.h"
#include "store/store.h"

namespace lycosa::cli {
namespace {

// Among which the last crawl is looked for; the others are replays and ingests.
constexpr int kRunsLookedAt = 1000;

// A store that cannot be read gives no run: opening it to write says what is wrong.
std::optional<RunRow> last_crawl(const std::string& store) {
  std::error_code none;
  if (!std::filesystem::exists(store + "/store.toml", none)) return std::nullopt;
  auto reader = open_store_reader(store);
  if (!reader) return std::nullopt;
  const auto runs = (*reader)->runs(kRunsLookedAt);
  if (!runs) return std::nullopt;
  for (const RunRow& run : runs->found) {
    if (run.kind == "crawl") return run;
  }
  return std::nullopt;
}

// Lines of TOML as one line for a message.
std::string joined_lines(std::string_view lines) {
  std::string text;
  for (const std::string_view line : split(lines, '\n')) {
    if (!line.empty()) text.append(text.empty() ? "" : "; ").append(line);
  }
  return text;
}

}  // namespace

std::vector<std::string> keep_settings_of_last_crawl(Config& config, Verbs verbs) {
  const std::optional<RunRow> run = last_crawl(config.store);
  if (!run) return {};
  const std::string crawl = "the crawl of " + rfc3339(Timestamp{run->run});
  Config earlier;
  std::vector<std::string> told = read_run_settings(earlier, run->settings, "settings of " + crawl);
  for (std::string& message : told) message += "; it is not kept";
  const std::string kept = keep_settings(config, earlier, verbs);
  if (kept.empty()) return told;
  const bool has_flag = (verbs & (kCrawlVerb | kRejudgeVerb)) != 0;
  told.push_back("as in " + crawl + ": " + joined_lines(kept) + " (a flag or the configuration file wins" +
                 (has_flag ? "; --fresh-settings keeps none)" : ")"));
  return told;
}

}  // namespace lycosa::cli
