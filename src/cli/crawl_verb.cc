#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <thread>

#include "base/text.h"
#include "cli/crawl_summary.h"
#include "cli/kept_settings.h"
#include "cli/read_file.h"
#include "cli/seeds_file.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "crawl/crawl.h"

namespace lycosa::cli {
namespace {

// How often an interrupt was asked for: once to finish what is in flight, twice to drop it.
std::atomic<int> stop_requests{0};
static_assert(std::atomic<int>::is_always_lock_free, "the signal handler counts with it");

extern "C" void request_stop(int) {
  stop_requests.fetch_add(1);
}

constexpr int64_t kLogEveryMs = 5000;
constexpr auto kLookAgain = std::chrono::milliseconds(100);  // between two runs

// Shows how far the crawl is: one line that is written over on a terminal, else a line every few seconds.
class ProgressView {
 public:
  explicit ProgressView(bool quiet) : terminal_(isatty(STDERR_FILENO) != 0), quiet_(quiet) {}
  ~ProgressView() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  }

  void show(const CrawlProgress& progress) {
    if (quiet_) return;
    if (terminal_) {
      std::cerr << "\r\x1b[K" << utf8_prefix(progress_line(progress), 119) << std::flush;
      shown_ = true;
    } else if (progress.elapsed_ms - logged_ms_ >= kLogEveryMs) {
      std::cerr << "lycosa: " << progress_line(progress) << "\n";
      logged_ms_ = progress.elapsed_ms;
    }
  }

 private:
  const bool terminal_, quiet_;
  bool shown_ = false;
  int64_t logged_ms_ = 0;
};

class CrawlVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("url", urls_, "URLs to begin with; none to go on with what the store has queued")->type_name("URL");
    app.add_option(
           "--list", lists_,
           "Fetch exactly the URLs of this file, one a line, whether they were fetched before or not. Repeatable")
        ->type_name("FILE|-");
    app.add_flag("--json", json_, "Print the summary as a JSON object");
    app.add_flag("--quiet", quiet_, "Show no progress");
    app.add_flag("--fresh-settings", fresh_settings_, "Keep no settings of the last crawl into the store");
    flags_.declare(app);
  }

  int run() override {
    auto config = flags_.read();
    if (!config) return complain(config.error().message);
    if (!fresh_settings_) {
      for (const std::string& told : keep_settings_of_last_crawl(*config, kCrawlVerb)) complain(told);
    }
    std::vector<Seed> seeds;
    for (const std::string& url : urls_) seeds.push_back({url, ""});
    auto more = read_seeds_files(config->seeds);
    if (!more) return complain(more.error().message);
    if (auto told = tell_bad_lines(*more, config->strict); !told) return complain(told.error().message);
    seeds.insert(seeds.end(), more->seeds.begin(), more->seeds.end());
    if (!lists_.empty() && !seeds.empty()) {
      return complain("--list fetches the URLs of its files alone; give no others, or crawl them with --seeds");
    }
    auto listed = read_seeds_files(lists_);
    if (!listed) return complain(listed.error().message);
    if (auto told = tell_bad_lines(*listed, config->strict); !told) return complain(told.error().message);
    if (!lists_.empty() && listed->seeds.empty()) return complain("the list has no URL: there is nothing to fetch");
    for (Seed& seed : listed->seeds) {
      seed.listed = true;
      seeds.push_back(std::move(seed));
    }
    if (seeds.empty() && !std::filesystem::exists(config->store + "/store.toml")) {
      return complain(
          "there is nothing to crawl: give at least one URL, a file of them with --seeds, or with --store a "
          "store that a crawl was begun in");
    }
    std::vector<BanFile> bans;
    for (const std::string& name : config->bans) {
      auto text = read_file(name);
      if (!text) return complain(text.error().message);
      bans.push_back({name, std::move(*text)});
    }
    int64_t every_ms = 0;
    if (!config->every.empty()) {
      const auto every = parse_duration("--every", config->every);
      if (!every) return complain(every.error().message);
      every_ms = *every;
    }
    std::signal(SIGINT, request_stop);
    std::signal(SIGTERM, request_stop);
    // A terminal that goes away ends a crawl in order; under nohup it goes on.
    if (std::signal(SIGHUP, request_stop) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);
    const SystemClock clock;
    while (true) {
      const Timestamp begun = clock.now();
      const int code = crawl_once(*config, seeds, bans, clock);
      if (every_ms == 0 || code == kNotDone || !wait_until(begun + every_ms, clock)) return code;
      // The store has them from now on; a list is fetched each time.
      if (lists_.empty()) seeds.clear();
    }
  }

 private:
  // Each bad line of a seeds file is told. They are skipped, or with --strict nothing is done.
  Result<void> tell_bad_lines(const SeedLines& lines, bool strict) {
    seeds_skipped_ += static_cast<int64_t>(lines.bad.size());
    for (const std::string& bad : lines.bad) complain(strict ? bad : bad + "; it is skipped");
    if (!strict || lines.bad.empty()) return {};
    return fail(ErrorKind::invalid,
                "nothing was crawled: --strict stops at bad lines of a seeds file; mend them, or leave "
                "--strict out to skip them");
  }

  // Whether the time came before somebody asked to stop. Nothing holds the store meanwhile.
  static bool wait_until(Timestamp then, const Clock& clock) {
    while (stop_requests.load() == 0 && clock.now() < then) std::this_thread::sleep_for(kLookAgain);
    return stop_requests.load() == 0;
  }

  int crawl_once(const Config& config, const std::vector<Seed>& seeds, const std::vector<BanFile>& bans,
                 const Clock& clock) {
    auto crawl = Crawl::open(config, seeds, bans, clock);
    return crawl ? run(**crawl, clock) : complain(crawl.error().message);
  }

  int run(Crawl& crawl, const Clock& clock) {
    auto summary = [&] {
      ProgressView view(quiet_);
      return crawl.run(stop_requests, [&](const CrawlProgress& progress) { view.show(progress); });
    }();
    if (!summary) return complain(summary.error().message);
    const nlohmann::ordered_json object = summary_json(*summary, seeds_skipped_);
    if (json_) {
      std::cout << object.dump() << "\n";
    } else {
      std::cout << summary_text(*summary, seeds_skipped_, clock.now());
    }
    std::cout.flush();
    if (complain_of_shards(object)) return kNotDone;
    return summary->stopped == StopReason::interrupted || no_seed_answered(*summary) ? kNo : kYes;
  }

  std::vector<std::string> urls_, lists_;
  bool json_ = false, quiet_ = false, fresh_settings_ = false;
  int64_t seeds_skipped_ = 0;
  SettingsFlags flags_{kCrawlVerb};
};

}  // namespace

std::unique_ptr<Verb> make_crawl_verb() {
  return std::make_unique<CrawlVerb>();
}

}  // namespace lycosa::cli
