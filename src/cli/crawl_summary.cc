#include "cli/crawl_summary.h"

#include <array>
#include <cstdio>

#include "base/text.h"
#include "inspect/overview.h"
#include "reason/reason.h"

namespace lycosa::cli {
namespace {

std::string size_text(int64_t bytes) {
  constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  size_t unit = 0;
  while (value >= 1000 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
  return text;
}

double rate(const CrawlProgress& progress) {
  return progress.elapsed_ms > 0 ? static_cast<double>(progress.pages) * 1000 / static_cast<double>(progress.elapsed_ms)
                                 : 0;
}

std::string rate_text(const CrawlProgress& progress) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f pages/s", rate(progress));
  return text;
}

std::string counted(int64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

std::string why(const CrawlSummary& summary) {
  switch (summary.stopped) {
    case StopReason::finished:
      if (summary.listed && !summary.next_due) return "all URLs of the list were asked for";
      return summary.next_due ? "nothing else falls due soon" : "everything that may be crawled was";
    case StopReason::max_pages:
      return "--max-pages was reached";
    case StopReason::interrupted:
      return "it was interrupted; start it again with the same store to go on";
  }
  return "";
}

void add_by_reason(std::string& out, std::string_view label, int64_t total,
                   const std::map<std::string, int64_t>& by_reason) {
  char line[160];
  std::snprintf(line, sizeof line, "  %-10.*s %9lld\n", static_cast<int>(label.size()), label.data(),
                static_cast<long long>(total));
  out += line;
  for (const auto& [code, count] : by_reason) {
    if (count == 0) continue;
    const auto reason = reason_from_code(code);
    std::snprintf(line, sizeof line, "    %9lld  %-30s", static_cast<long long>(count), code.c_str());
    out += line;
    if (reason) out += "  " + std::string(name(info(*reason).blame));
    out += "\n";
  }
}

// What a user should know of the seeds: where they led out of scope, and why none answered.
std::string seeds_text(const CrawlSummary& summary) {
  std::string out;
  for (const CrawlSummary::SeedRedirect& redirect : summary.seed_redirects) {
    out += "The seed " + redirect.seed + " redirects to " + redirect.target + ", which is out of scope: seed that URL" +
           (redirect.same_root ? ", or crawl with --scope root" : " too") + ".\n";
  }
  if (!no_seed_answered(summary)) return out;
  out += summary.seeds == 1 ? "The seed did not answer:" : "No seed answered:";
  const char* separator = " ";
  for (const auto& [code, count] : summary.seeds_without_answer) {
    const auto reason = reason_from_code(code);
    out += separator + code + (summary.seeds == 1 ? "" : " (" + std::to_string(count) + ")");
    if (reason) out += ". " + std::string(info(*reason).sentence);
    separator = " ";
  }
  return out + "\n";
}

// What was read as sitemaps, and what kept some from being read whole, a line each.
std::string sitemaps_text(const SitemapsRead& sitemaps) {
  if (sitemaps.read == 0 && sitemaps.not_whole == 0) return "";
  std::string out = "Sitemaps: " + std::to_string(sitemaps.read) + " read, " + counted(sitemaps.urls, "URL", "URLs") +
                    " taken; " + std::to_string(sitemaps.not_whole) + " not read whole\n";
  for (const SitemapsRead::NotWhole& sitemap : sitemaps.told) {
    out += "          " + visible(sitemap.url) + ": " + visible(sitemap.fault) + "\n";
  }
  return out;
}

nlohmann::ordered_json sitemaps_json(const SitemapsRead& sitemaps) {
  nlohmann::ordered_json json = {{"read", sitemaps.read}, {"urls", sitemaps.urls}, {"not_whole", sitemaps.not_whole}};
  json["first_not_whole"] = nlohmann::ordered_json::array();
  for (const SitemapsRead::NotWhole& sitemap : sitemaps.told) {
    json["first_not_whole"].push_back({{"url", sitemap.url}, {"fault", sitemap.fault}});
  }
  return json;
}

// What became of the URLs of shards that are left out, a sentence a shard.
std::string left_out_text(const CrawlSummary& summary) {
  std::string out;
  for (const LeftOut& shard : summary.left_out) {
    out += "Left out: " + counted(shard.urls, "URL belongs", "URLs belong") + (shard.more ? " and more" : "") + " to " +
           shard.fault.target + ", which is left out; the first crawl after it is restored takes " +
           (shard.urls == 1 ? "it" : "them") + " up\n";
    if (shard.bans > 0) {
      out += "          " + counted(shard.bans, "ban", "bans") + " of it could not be kept; give the list again then\n";
    }
  }
  return out;
}

nlohmann::ordered_json counts_json(const std::map<std::string, int64_t>& by_reason) {
  auto json = nlohmann::ordered_json::object();
  for (const auto& [code, count] : by_reason) {
    if (count != 0) json[code] = count;
  }
  return json;
}

}  // namespace

bool no_seed_answered(const CrawlSummary& summary) {
  if (summary.seeds == 0 || summary.seeds_answered > 0) return false;
  return summary.stopped == StopReason::finished ||
         (summary.stopped == StopReason::max_pages && summary.pages_answered == 0);
}

std::string progress_line(const CrawlProgress& progress) {
  const FrontierCounts& counts = progress.counts;
  return rate_text(progress) + ", " + std::to_string(progress.pages) + " done, " +
         std::to_string(counts.queued + counts.leased + counts.retry) + " queued, " +
         std::to_string(counts.refused_total()) + " refused, " + std::to_string(counts.failed_total()) + " failed, " +
         size_text(progress.bytes) + ", " + duration(progress.elapsed_ms);
}

std::string summary_text(const CrawlSummary& summary, int64_t seeds_skipped, Timestamp now) {
  const CrawlProgress& progress = summary.progress;
  const FrontierCounts& counts = progress.counts;
  std::string out = "Stopped: " + why(summary) + ".\n";
  out += "This run: " + counted(progress.pages, "fetch", "fetches") + " (" + std::to_string(summary.pages_answered) +
         " answered) and " + counted(progress.robots_files, "robots.txt", "robots.txt files") + " in " +
         duration(progress.elapsed_ms) + ", " + rate_text(progress) + ", " + size_text(progress.bytes) + "\n";
  out += "          " + counted(summary.links, "link", "links") +
         " kept; not followed: " + std::to_string(summary.links_not_http) + " with other schemes, " +
         std::to_string(summary.links_invalid) + " that are no URLs\n";
  if (seeds_skipped > 0) {
    out +=
        "Seeds:    " +
        counted(seeds_skipped, "line of a seeds file is no URL and was", "lines of seeds files are no URLs and were") +
        " skipped\n";
  }
  out += sitemaps_text(summary.sitemaps);
  out += left_out_text(summary);
  out += seeds_text(summary);
  out += "In the store, URLs by state:\n";
  add_by_reason(out, "crawled", counts.crawled, {});
  add_by_reason(out, "refused", counts.refused_total(), counts.refused);
  add_by_reason(out, "failed", counts.failed_total(), counts.failed);
  add_by_reason(out, "queued", counts.queued + counts.leased, {});
  add_by_reason(out, "retry", counts.retry, {});
  if (summary.next_due) {
    out += "Next due: " + date_and_time(*summary.next_due) + " UTC (" + age(*summary.next_due, now) + ")\n";
  }
  return out;
}

nlohmann::ordered_json summary_json(const CrawlSummary& summary, int64_t seeds_skipped) {
  const CrawlProgress& progress = summary.progress;
  const FrontierCounts& counts = progress.counts;
  nlohmann::ordered_json json;
  json["stopped"] = name(summary.stopped);
  json["seeds_skipped"] = seeds_skipped;
  json["elapsed_ms"] = progress.elapsed_ms;
  json["fetches"] = progress.pages;
  json["answered"] = summary.pages_answered;
  json["robots_files"] = progress.robots_files;
  json["bytes"] = progress.bytes;
  json["pages_per_second"] = rate(progress);
  json["links"] = {{"kept", summary.links}, {"not_http", summary.links_not_http}, {"invalid", summary.links_invalid}};
  json["sitemaps"] = sitemaps_json(summary.sitemaps);
  json["seeds"] = {{"given", summary.seeds},
                   {"answered", summary.seeds_answered},
                   {"without_answer", counts_json(summary.seeds_without_answer)}};
  json["seed_redirects"] = nlohmann::ordered_json::array();
  for (const CrawlSummary::SeedRedirect& redirect : summary.seed_redirects) {
    json["seed_redirects"].push_back({{"seed", redirect.seed}, {"target", redirect.target}});
  }
  json["store"] = {{"crawled", counts.crawled},
                   {"refused", counts_json(counts.refused)},
                   {"failed", counts_json(counts.failed)},
                   {"queued", counts.queued + counts.leased},
                   {"retry", counts.retry}};
  std::vector<ShardFault> faults;
  json["left_out"] = nlohmann::ordered_json::array();
  for (const LeftOut& shard : summary.left_out) {
    faults.push_back(shard.fault);
    json["left_out"].push_back(
        {{"shard", shard.fault.shard}, {"urls", shard.urls}, {"more", shard.more}, {"bans", shard.bans}});
  }
  json["unavailable"] = unavailable_json(faults);
  json["next_due"] = summary.next_due ? nlohmann::ordered_json(rfc3339(*summary.next_due)) : nullptr;
  return json;
}

}  // namespace lycosa::cli
