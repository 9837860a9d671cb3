#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/kept_settings.h"
#include "cli/line_reader.h"
#include "cli/live.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "config/config.h"
#include "inspect/compare.h"
#include "inspect/inspect.h"
#include "inspect/terminal.h"
#include "store/store.h"

namespace lycosa::cli {
namespace {

// A line of a batch is a URL: what is longer than this is no URL that anyone keeps.
constexpr size_t kLongestLine = 64 << 10;

int exit_code(const Report& report) {
  switch (report.verdict.status) {
    case VerdictStatus::indexable:
      return kYes;
    case VerdictStatus::not_indexable:
    case VerdictStatus::not_crawled:
      return kNo;
    case VerdictStatus::unknown_url:
      return report.canonical_url.empty() ? kNotDone : kNo;
    case VerdictStatus::store_unavailable:
      break;
  }
  return kNotDone;
}

struct TextName {
  std::string_view name;
  std::string PageTextRow::*member;
};
constexpr TextName kTexts[] = {
    {"boilerpipe", &PageTextRow::boilerpipe_text},
    {"markdown", &PageTextRow::markdown},
    {"readable", &PageTextRow::readable_markdown},
};

class InspectVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("url", urls_, "URLs to inspect; - reads one a line and writes one JSON object a line")
        ->type_name("URL");
    app.add_flag("--json", json_, "One JSON object a URL, on one line");
    app.add_option("--text", text_, "Print that text of the page and nothing else: boilerpipe, markdown or readable")
        ->type_name("NAME")
        ->check(CLI::IsMember({"boilerpipe", "markdown", "readable"}));
    app.add_flag("--full", full_, "Show long values and texts whole");
    app.add_option("--now", now_, "The time to judge ages and filters by, such as 2026-04-12T00:00:00Z")
        ->type_name("TIME");
    app.add_option("--unparsed", unparsed_, "Look up by parameters: the unparsed URL")->type_name("U");
    app.add_option("--root-hash", root_hash_, "Look up by parameters: the root hash to compare with")->type_name("N");
    app.add_option("--shard", shard_, "Look up by parameters: the shard to compare with")->type_name("N");
    app.add_flag("--live", live_, "Fetch the URLs now, store nothing, and report on what came");
    app.add_flag("--diff", diff_, "With --live: print only what differs from the stored report");
    flags_.declare(app);
  }

  int run() override {
    if (const Result<void> ready = prepare(); !ready) return complain(ready.error().message);
    Result<std::unique_ptr<StoreReader>> opened = open_store_reader(config_.store);
    if (!opened && !json_ && !batch()) return complain(opened.error().message);
    if (opened) {
      reader_ = std::move(*opened);
    } else {
      unopened_ = opened.error();
    }
    const int code = live_ ? run_live() : batch() ? run_batch() : run_given();
    std::cout.flush();
    return code;
  }

 private:
  bool batch() const { return urls_.size() == 1 && urls_[0] == "-"; }

  Result<void> prepare() {
    if (urls_.empty() && unparsed_.empty()) {
      return fail(ErrorKind::invalid, "nothing to inspect; give a URL, or --unparsed, or - for a list of URLs");
    }
    if (!urls_.empty() && !unparsed_.empty()) {
      return fail(ErrorKind::invalid, "a URL and --unparsed were given; give one of them");
    }
    if (unparsed_.empty() && (!root_hash_.empty() || !shard_.empty())) {
      return fail(ErrorKind::invalid, "--shard and --root-hash do not name a page; give --unparsed with them");
    }
    if (!batch() && std::find(urls_.begin(), urls_.end(), "-") != urls_.end()) {
      return fail(ErrorKind::invalid, "- stands for URLs on standard input and goes with no other URL");
    }
    if (batch() && !text_.empty()) {
      return fail(ErrorKind::invalid, "--text prints one text and - asks for JSON lines; give URLs with --text");
    }
    if (live_ && (batch() || !unparsed_.empty() || !text_.empty())) {
      return fail(ErrorKind::invalid, "--live takes URLs, and goes with neither -, --unparsed nor --text");
    }
    if (diff_ && !live_) return fail(ErrorKind::invalid, "--diff compares with a live report; give --live with it");
    if (Result<void> read = read_config(); !read) return read;
    return read_parameters();
  }

  Result<void> read_config() {
    auto config = flags_.read(live_ ? kInspectVerb | kInspectLive : kInspectVerb);
    if (!config) return config.unexpected();
    config_ = std::move(*config);
    if (!live_) return {};
    for (const std::string& told : keep_settings_of_last_crawl(config_, kInspectVerb | kInspectLive)) complain(told);
    return {};
  }

  Result<void> read_parameters() {
    options_ = inspect_options(config_, SystemClock().now());
    if (!now_.empty()) {
      const std::optional<Timestamp> now = parse_time(now_);
      if (!now) return fail(ErrorKind::invalid, "--now is \"" + now_ + "\"; write it as 2026-04-12T00:00:00Z");
      options_.now = *now;
    }
    direct_.unparsed = unparsed_;
    if (Result<void> read = read_number("--root-hash", root_hash_, direct_.root_hash); !read) return read;
    return read_number("--shard", shard_, direct_.shard);
  }

  static Result<void> read_number(std::string_view flag, const std::string& text, std::optional<uint64_t>& out) {
    if (text.empty()) return {};
    out = parse_uint(text);
    if (!out) return fail(ErrorKind::invalid, std::string(flag) + " is \"" + text + "\"; it must be a whole number");
    return {};
  }

  // The exit code that a report comes to. What keeps it from being a whole answer is told, and once however many URLs
  // meet it; of the lines of a batch that are no URLs the first is told, since each has a report that says so.
  int code_of(const Report& report) {
    const int code = exit_code(report);
    for (const std::string& message : report.unread) tell(message, message);
    if (code == kNotDone && report.verdict.decisive()) {
      const bool no_url = report.verdict.status == VerdictStatus::unknown_url;
      const std::string& why = report.verdict.decisive()->evidence;
      tell(batch() && no_url ? "a line that is no URL" : why, why);
    }
    return report.unread.empty() ? code : kNotDone;
  }

  void tell(const std::string& matter, const std::string& message) {
    if (told_.insert(matter).second) complain(message);
  }

  Report ask(std::string_view url) {
    if (unopened_) return store_unavailable_report(url, *unopened_, options_);
    return Inspector(*reader_, options_).inspect_url(url);
  }

  Report ask_direct() {
    if (unopened_) return store_unavailable_report(direct_.unparsed, *unopened_, options_);
    return Inspector(*reader_, options_).inspect_key(direct_);
  }

  int run_batch() {
    int code = kYes;
    LineReader lines(std::cin, kLongestLine);
    for (std::string line; std::cout && lines.next(line);) {
      const Report report = ask(line);
      std::cout << report_json(report) << "\n" << std::flush;
      code = std::max(code, code_of(report));
    }
    return code;
  }

  int run_given() {
    if (!unparsed_.empty()) return show(ask_direct(), true);
    int code = kYes;
    for (size_t i = 0; i < urls_.size(); ++i) code = std::max(code, show(ask(urls_[i]), i == 0));
    return code;
  }

  int run_live() {
    if (unopened_) return complain(unopened_->message);
    const SystemClock clock;
    LiveTest fetch(config_, clock);
    int code = kYes;
    for (size_t i = 0; i < urls_.size(); ++i) {
      const Result<Report> live = fetch.inspect(*reader_, urls_[i]);
      code = std::max(code, live ? show_live(*live, ask(urls_[i]), i == 0) : complain(live.error().message));
    }
    return code;
  }

  int show_live(const Report& live, const Report& stored, bool first) {
    if (!diff_ && !json_) return show(live, first);
    if (!diff_) {
      std::cout << json_line(compared_json(live, stored)) << "\n";
      return code_of(live);
    }
    const std::vector<Difference> rows = differences(live, stored);
    if (json_) {
      std::cout << json_line({{"url", live.url}, {"differences", compared_json(live, stored)["differences"]}}) << "\n";
    } else {
      std::cout << visible(live.canonical_url) << (rows.empty() ? ": no differences" : "") << "\n";
      for (const Difference& row : rows) {
        std::cout << "  " << visible(row.field) << "\n    live    " << visible(row.live) << "\n    stored  "
                  << visible(row.stored) << "\n";
      }
    }
    return rows.empty() ? kYes : kNo;
  }

  int show(const Report& report, bool first) {
    if (json_) {
      std::cout << report_json(report) << "\n";
      return code_of(report);
    }
    if (!text_.empty()) return show_text(report);
    TerminalOptions options;
    options.full = full_;
    options.wide = isatty(STDOUT_FILENO) != 1;
    const char* no_color = std::getenv("NO_COLOR");
    options.color = isatty(STDOUT_FILENO) == 1 && (!no_color || *no_color == '\0');
    if (!first) std::cout << "\n" << std::string(80, '=') << "\n\n";
    std::cout << terminal_text(report, options);
    return code_of(report);
  }

  int show_text(const Report& report) {
    if (!report.page || !report.page->text) {
      if (const int code = code_of(report); code == kNotDone) return code;
      complain("no text of " + report.url + " is stored: " + report.verdict.sentence);
      return std::max(exit_code(report), kNo);
    }
    for (const TextName& row : kTexts) {
      if (row.name != text_) continue;
      const std::string text = visible((*report.page->text).*row.member, true);
      std::cout << text << (text.empty() || text.back() == '\n' ? "" : "\n");
    }
    return kYes;
  }

  std::vector<std::string> urls_;
  std::string text_, now_, unparsed_, root_hash_, shard_;
  bool json_ = false;
  bool full_ = false;
  bool live_ = false, diff_ = false;
  SettingsFlags flags_{kInspectVerb | kInspectLive};

  Config config_;
  InspectOptions options_;
  DirectKey direct_;
  std::unique_ptr<StoreReader> reader_;
  std::optional<Error> unopened_;
  std::set<std::string> told_;
};

}  // namespace

std::unique_ptr<Verb> make_inspect_verb() {
  return std::make_unique<InspectVerb>();
}

}  // namespace lycosa::cli
