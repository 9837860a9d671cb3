#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/kept_settings.h"
#include "cli/read_file.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "crawl/bans.h"
#include "inspect/overview.h"
#include "rejudge/rejudge.h"

namespace lycosa::cli {
namespace {

using Json = nlohmann::ordered_json;

Json change_json(const Change& change) {
  return {{"what", name(change.what)},
          {"url", to_valid_utf8(url_of_unparsed(change.key.unparsed))},
          {"unparsed", to_valid_utf8(change.key.unparsed)},
          {"from", to_valid_utf8(change.from)},
          {"to", to_valid_utf8(change.to)}};
}

Json summary_json(const RejudgeSummary& summary) {
  Json changes = Json::array();
  for (const auto& [what, counts] : summary.changes) {
    for (const auto& [from_to, count] : counts) {
      changes.push_back({{"what", name(what)},
                         {"from", to_valid_utf8(from_to.first)},
                         {"to", to_valid_utf8(from_to.second)},
                         {"count", count}});
    }
  }
  return {{"urls", summary.urls}, {"changes", std::move(changes)}, {"unavailable", unavailable_json(summary.left_out)}};
}

std::string summary_text(const RejudgeSummary& summary) {
  std::string text = "Looked at " + std::to_string(summary.urls) + (summary.urls == 1 ? " URL" : " URLs");
  if (summary.changes.empty()) return text + "; nothing changed.\n";
  text += ".\n";
  for (const auto& [what, counts] : summary.changes) {
    for (const auto& [from_to, count] : counts) {
      text += std::to_string(count) + "\t" + std::string(name(what)) + "\t" + visible(from_to.first) + " → " +
              visible(from_to.second) + "\n";
    }
  }
  return text;
}

class RejudgeVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("--now", now_text_, "The time to judge at, such as 2026-04-12T00:00:00Z (default: the time it is)")
        ->type_name("TIME");
    app.add_flag("--list", list_, "Print a line for each change before the counts");
    app.add_flag("--json", json_, "Print a JSON object for each change, one a line, and the counts as the last one");
    app.add_flag("--fresh-settings", fresh_settings_, "Keep no settings of the last crawl into the store");
    flags_.declare(app);
  }

  int run() override {
    auto config = flags_.read();
    if (!config) return complain(config.error().message);
    if (!fresh_settings_) {
      for (const std::string& told : keep_settings_of_last_crawl(*config, kRejudgeVerb)) complain(told);
    }
    Timestamp now = SystemClock().now();
    if (!now_text_.empty()) {
      const auto given = parse_time(now_text_);
      if (!given) return complain("--now is \"" + now_text_ + "\"; write it as 2026-04-12T00:00:00Z");
      now = *given;
    }
    const auto summary = write_again(*config, now);
    if (!summary) return complain(summary.error().message);
    const Json summary_of_run = summary_json(*summary);
    if (json_) {
      std::cout << json_line(summary_of_run) << "\n";
    } else {
      std::cout << summary_text(*summary);
    }
    std::cout.flush();
    return complain_of_shards(summary_of_run) ? kNotDone : kYes;
  }

 private:
  Result<RejudgeSummary> write_again(const Config& config, Timestamp now) {
    std::vector<BanFile> bans;
    for (const std::string& name : config.bans) {
      auto text = read_file(name);
      if (!text) return text.unexpected();
      bans.push_back({name, std::move(*text)});
    }
    // What writes makes a store where there is none; a reader says so.
    if (auto there = open_store_reader(config.store); !there) return there.unexpected();
    StoreOptions options;
    options.leave_out_damaged = true;
    auto writer = open_store_writer(config.store, options);
    if (!writer) return writer.unexpected();
    auto reader = open_store_reader(config.store, (*writer)->left_out());
    if (!reader) return reader.unexpected();
    return rejudge_store(**reader, **writer, config, bans, inspect_options(config, now),
                         [this](const Change& change) { print(change); });
  }

  void print(const Change& change) const {
    if (json_) {
      std::cout << json_line(change_json(change)) << "\n";
    } else if (list_) {
      std::cout << name(change.what) << "\t" << visible(change.from) << " → " << visible(change.to) << "\t"
                << visible(url_of_unparsed(change.key.unparsed)) << "\n";
    }
  }

  std::string now_text_;
  bool list_ = false, json_ = false, fresh_settings_ = false;
  SettingsFlags flags_{kRejudgeVerb};
};

}  // namespace

std::unique_ptr<Verb> make_rejudge_verb() {
  return std::make_unique<RejudgeVerb>();
}

}  // namespace lycosa::cli
