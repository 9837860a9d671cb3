#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace lycosa::inline config {

// Every setting and limit of a crawl with its default. The table settings() names each one for flags, TOML and docs.
struct Config {
  std::string store = "./crawl";
  int64_t shards = 16;
  std::string cluster = "local";
  std::string node_pattern = "local";

  std::string scope = "host";
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::vector<std::string> seeds;
  bool strict = false;
  bool refresh = false;
  std::string older_than;
  std::string every;
  std::vector<std::string> bans;
  std::vector<std::string> rule;
  std::vector<std::string> no_rule;
  int64_t max_pages = 0;
  int64_t max_depth = 0;

  double delay = 1.0;
  int64_t connections = 64;
  int64_t connections_per_host = 1;
  int64_t connections_per_address = 8;
  int64_t connections_per_root = 16;
  int64_t threads = 0;
  std::string user_agent;
  std::string contact;
  std::vector<std::string> resolve;
  bool allow_private = false;
  std::string dns_server;
  std::string ca_file;

  double dns_timeout = 5;
  double connect_timeout = 10;
  double first_byte_timeout = 20;
  double fetch_timeout = 60;
  int64_t min_rate = 1024;
  double min_rate_after = 10;
  int64_t head_bytes = 64 << 10;
  int64_t head_fields = 256;
  int64_t body_bytes = 16 << 20;
  int64_t body_ratio = 100;
  int64_t body_encodings = 2;
  int64_t redirects = 5;
  int64_t robots_bytes = 500 << 10;
  int64_t robots_redirects = 5;
  double robots_lifetime = 86400;
  double robots_retry = 300;
  int64_t sitemap_bytes = 50 << 20;
  int64_t sitemap_urls = 50000;
  int64_t sitemap_depth = 2;
  int64_t host_sitemaps = 10000;
  int64_t url_bytes = 2048;
  int64_t path_segments = 20;
  int64_t path_repeats = 2;
  int64_t page_links = 20000;
  int64_t html_depth = 512;
  int64_t html_attributes = 256;
  int64_t retries = 2;
  double retry_wait = 5;
  double retry_after_max = 86400;
  double end_wait = 60;
  double refresh_first = 7 * 86400;
  double refresh_least = 3600;
  double refresh_most = 90 * 86400;

  int64_t serve_threads = 0;
  int64_t serve_connections = 1024;
  int64_t serve_queue = 256;
  int64_t serve_head_bytes = 16 << 10;
  int64_t serve_body_bytes = 64 << 10;
  int64_t serve_batch_bytes = 64 << 20;
  double serve_request_time = 10;
  double serve_answer_time = 60;
  int64_t serve_live_per_minute = 6;

  // The settings that were set by name, also those set to their default.
  std::set<std::string, std::less<>> told;

  // What we are called in robots.txt and in requests: the user agent up to the first "/", or "lycosa".
  std::string product_token() const;
  // user_agent when it is set, else one made of name, version and contact.
  std::string effective_user_agent() const;
};

// The verbs that read settings. A setting names those that use it, as a sum of these bits.
using Verbs = uint32_t;
inline constexpr Verbs kCrawlVerb = 1 << 0;
inline constexpr Verbs kIngestVerb = 1 << 1;
inline constexpr Verbs kReplayVerb = 1 << 2;
inline constexpr Verbs kInspectVerb = 1 << 3;
inline constexpr Verbs kInspectLive = 1 << 4;  // inspect with --live
inline constexpr Verbs kServeVerb = 1 << 5;
inline constexpr Verbs kServeLive = 1 << 6;  // serve with --live
inline constexpr Verbs kStatsVerb = 1 << 7;
inline constexpr Verbs kUrlsVerb = 1 << 8;
inline constexpr Verbs kRobotsVerb = 1 << 9;
inline constexpr Verbs kExtractVerb = 1 << 10;
inline constexpr Verbs kRejudgeVerb = 1 << 11;
inline constexpr Verbs kRequeueVerb = 1 << 12;
inline constexpr Verbs kHostsVerb = 1 << 13;
inline constexpr Verbs kEveryVerb = (1 << 14) - 1;
// As they are written: "crawl, inspect --live and serve --live".
std::string verb_names(Verbs verbs);

// A duration such as "7d", "12h", "30m" or "45s", in ms. Fails on anything else, and on more than 100 years; `name` is
// the setting that has it.
Result<int64_t> parse_duration(std::string_view name, std::string_view text);

// One row of the table.
struct Setting {
  using Member = std::variant<std::string Config::*, int64_t Config::*, double Config::*, bool Config::*,
                              std::vector<std::string> Config::*>;
  std::string_view name;      // "max-pages": the flag is --max-pages, the TOML key max-pages
  std::string_view value;     // what stands for the value in help: "N", "DIR"; empty for switches
  std::string_view unit;      // "s", "bytes", "URLs", ...; empty
  bool limit;                 // a row of `lycosa limits`
  Verbs verbs;                // who uses it
  bool kept;                  // a crawl that goes on in a store has it from the last crawl, unless told otherwise
  std::string_view sentence;  // what it does; says what 0 means where it is special
  Member member;
  double least;  // the smallest number it takes
};
std::span<const Setting> settings();
const Setting* find_setting(std::string_view name);
// The name of a setting that was perhaps meant: one that differs from `name` by a slip or two. Empty when there is
// none.
std::string_view similar_setting(std::string_view name);
bool is_list(const Setting& setting);
bool is_switch(const Setting& setting);

// Sets one setting from text, as a flag or a TOML value gives it. Lists are appended to; an empty text empties
// them. A text with a control character is refused: a line end in it could begin another header field or another line
// of a file.
Result<void> set(Config& config, const Setting& setting, std::string_view text);
// Its value as text; lists joined by ", ".
std::string get(const Config& config, const Setting& setting);

// Reads TOML whose keys are setting names. An unknown key, a wrong type or a value out of range is an error that names
// the key and the line. `origin` is the file's name, for messages.
Result<void> read_toml(Config& config, std::string_view toml, std::string_view origin);
// Reads TOML that a run of this or another version wrote: what cannot be read is left out and its messages returned.
std::vector<std::string> read_run_settings(Config& config, std::string_view toml, std::string_view origin);
// Takes from the settings of an earlier crawl those that are kept, that these verbs use and that `config` was not told,
// and gives those that now differ from the default as TOML lines. A list is taken whole or not at all.
std::string keep_settings(Config& config, const Config& earlier, Verbs verbs);
// The settings of these verbs whose values differ from the defaults, as TOML that read_toml() takes, in the table's
// order. Empty when none does.
std::string changed_settings(const Config& config, Verbs verbs);

// docs/reference/settings.md: every setting with its value, its unit, who uses it and what it does.
std::string settings_page();

}  // namespace lycosa::inline config
