#include "crawl/run_row.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lycosa::inline crawl {
namespace {

constexpr std::array<std::string_view, 9> kNotOfARun = {"store",   "shards", "cluster", "node-pattern", "rule",
                                                        "no-rule", "seeds",  "bans",    "max-pages"};

}  // namespace

std::string settings_of(const Config& config) {
  std::string text;
  const std::string changed = changed_settings(config, kCrawlVerb);
  for (const std::string_view line : split(changed, '\n')) {
    const std::string_view name = line.substr(0, line.find(' '));
    if (line.empty() || std::find(kNotOfARun.begin(), kNotOfARun.end(), name) != kNotOfARun.end()) continue;
    text.append(line).append("\n");
  }
  return text;
}

Result<RunRow> begin_run(std::string kind, const Config& config, StoreReader& store, Timestamp now) {
  auto last = store.runs(1);
  if (!last) return last.unexpected();
  RunRow row;
  row.run = now.ms;
  if (!last->found.empty()) row.run = std::max(row.run, last->found.front().run + 1);
  row.kind = std::move(kind);
  row.version = LYCOSA_VERSION;
  row.user_agent = config.effective_user_agent();
  row.product_token = config.product_token();
  row.settings = settings_of(config);
  row.ver = row.run;
  return row;
}

void end_run(RunRow& run, Timestamp now) {
  run.end_stamp_ms = now.ms;
  run.ended = "finished";
  run.ver = std::max(run.ver + 1, now.ms);
}

}  // namespace lycosa::inline crawl
