#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "inspect/overview.h"

namespace lycosa::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kShownRows = 12;

std::string padded(const std::string& text, size_t width) {
  const size_t taken = display_width(text);
  return taken < width ? text + std::string(width - taken, ' ') : text;
}

std::string number(const Json& value) {
  const std::string digits = std::to_string(value.get<int64_t>());
  return digits.size() < 11 ? std::string(11 - digits.size(), ' ') + digits : digits;
}

std::string words(const Json& value) {
  return visible(value.is_string() ? value.get<std::string>() : value.is_null() ? "none" : value.dump());
}

// A heading and a line for each row: its count, then what is counted.
void print_counts(const std::string& heading, const Json& rows, const std::string& label, const std::string& more) {
  if (rows.empty()) return;
  std::cout << heading << "\n";
  size_t shown = 0;
  for (const Json& row : rows) {
    if (shown++ == kShownRows) {
      std::cout << "             … " << rows.size() - kShownRows << " more\n";
      break;
    }
    std::cout << number(row["count"]) << "  ";
    if (more.empty()) {
      std::cout << words(row[label]) << "\n";
    } else {
      std::cout << padded(words(row[label]), 30) << "  " << words(row[more]) << "\n";
    }
  }
}

void print_hosts(const Json& hosts) {
  std::cout << "Hosts: " << hosts["count"] << "\n"
            << "  discovered     crawled   indexable\n";
  size_t shown = 0;
  for (const Json& host : hosts["largest"]) {
    if (shown++ == kShownRows) break;
    std::cout << " " << number(host["discovered"]) << " " << number(host["crawled"]) << " " << number(host["indexable"])
              << "  " << words(host["host"]) << "\n";
  }
}

void print_sitemaps(const Json& sitemaps) {
  if (sitemaps.empty()) return;
  std::cout << "Sitemaps:\n";
  for (const Json& row : sitemaps) {
    const Json& why = row["fault"].is_null() ? row["reason"] : row["fault"];
    const std::string read = row["whole"].get<bool>() ? "whole" : why.is_null() ? "not read" : words(why);
    const std::string urls = row["urls"].is_null() ? "" : ", URLs taken: " + row["urls"].dump();
    std::cout << "  " << words(row["url"]) << ": " << read << urls << "\n";
  }
}

void print(const Json& stats) {
  if (stats.contains("store")) {
    const Json& store = stats["store"];
    std::cout << "Store of " << store["shard_count"] << " shards, " << store["shard_bytes"].get<int64_t>() / 1000
              << " kB of rows and " << store["archive_bytes"].get<int64_t>() / 1000 << " kB of archive";
    if (!store["writer"].is_null()) std::cout << "; process " << store["writer"] << " writes to it";
    std::cout << "\n";
  }
  print_counts("Funnel", stats["funnel"], "name", "text");
  print_counts("URLs by state", stats["states"], "state", "");
  print_counts("Verdicts", stats["verdicts"], "verdict", "");
  print_counts("Reasons", stats["reasons"], "code", "text");
  print_counts("Pages by HTTP status", stats["statuses"], "http_status", "");
  print_counts("Pages by type", stats["types"], "type", "");
  print_hosts(stats["hosts"]);
  if (stats.contains("sitemaps")) print_sitemaps(stats["sitemaps"]);
  const Json& pages = stats["pages"];
  std::cout << "Pages: " << pages["count"] << ", " << pages["bytes"].get<int64_t>() / 1000 << " kB decoded, "
            << pages["wire_bytes"].get<int64_t>() / 1000 << " kB on the wire, " << pages["words"] << " words\n";
  if (!stats["complete"].get<bool>())
    std::cout << "The store is too large to be counted whole: these are lower bounds.\n";
}

class StatsVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("--root", root_, "Only this registrable domain")->type_name("DOMAIN");
    app.add_option("--host", host_, "Only this host, with its sitemaps, and its robots.txt and bans in --json")
        ->type_name("HOST");
    app.add_option("--now", now_, "The time that the answer bears, such as 2026-04-12T00:00:00Z")->type_name("TIME");
    app.add_flag("--json", json_, "One JSON object, as the HTTP API gives it");
    flags_.declare(app);
  }

  int run() override {
    if (!root_.empty() && !host_.empty()) return complain("--root and --host were given; give one of them");
    Timestamp now = SystemClock().now();
    if (!now_.empty()) {
      const auto given = parse_time(now_);
      if (!given) return complain("--now is \"" + now_ + "\"; write it as 2026-04-12T00:00:00Z");
      now = *given;
    }
    const auto config = flags_.read();
    if (!config) return complain(config.error().message);
    auto reader = open_store_reader(config->store);
    if (!reader) return complain(reader.error().message);
    TotalsCache cache;
    Overview overview(**reader, cache, inspect_options(*config, now));
    const auto answer = !host_.empty()   ? overview.host(host_, now)
                        : !root_.empty() ? overview.site(root_, now)
                                         : overview.stats(now);
    if (!answer) return complain(answer.error().message);
    if (json_) {
      std::cout << json_line(*answer) << "\n";
    } else {
      print(*answer);
    }
    std::cout.flush();
    return complain_of_shards(*answer) ? kNotDone : kYes;
  }

 private:
  std::string root_, host_, now_;
  bool json_ = false;
  SettingsFlags flags_{kStatsVerb};
};

}  // namespace

std::unique_ptr<Verb> make_stats_verb() {
  return std::make_unique<StatsVerb>();
}

}  // namespace lycosa::cli
