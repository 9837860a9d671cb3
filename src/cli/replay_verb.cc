#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "crawl/crawl.h"
#include "inspect/overview.h"

namespace lycosa::cli {
namespace {

class ReplayVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("archive", archive_, "A folder of WARC files, or one file")->type_name("ARCHIVE")->required();
    app.add_flag("--json", json_, "Print the result as a JSON object");
    flags_.declare(app);
  }

  int run() override {
    const auto config = flags_.read();
    if (!config) return complain(config.error().message);
    auto options = store_options(*config);
    if (!options) return complain(options.error().message);
    options->leave_out_damaged = true;
    auto store = open_store_writer(config->store, *options);
    if (!store) return complain(store.error().message);
    auto stored = open_store_reader(config->store, (*store)->left_out());
    if (!stored) return complain(stored.error().message);
    const SystemClock clock;
    const auto replayed = replay(archive_, *config, **store, **stored, clock);
    if (!replayed) return complain(replayed.error().message);
    for (const std::string& place : replayed->damage) complain("damaged: " + place + "; the rest was read");
    const nlohmann::ordered_json result = {{"exchanges", replayed->exchanges},
                                           {"damaged", replayed->damage.size()},
                                           {"left_out", replayed->left_out},
                                           {"passed_over", replayed->passed_over},
                                           {"unavailable", unavailable_json((*store)->left_out())}};
    if (json_) {
      std::cout << result.dump() << "\n";
    } else {
      std::cout << replayed->exchanges - replayed->left_out << " exchanges replayed into " << visible(config->store)
                << "\n";
    }
    if (!replayed->passed_over.empty()) complain("passed over: " + listed(replayed->passed_over));
    if (complain_of_shards(result)) {
      return complain(std::to_string(replayed->left_out) +
                      " exchanges belong to shards that are left out; replay the archive again when they are restored");
    }
    return replayed->damage.empty() ? kYes : kNo;
  }

 private:
  // "2 resource records, 1 revisit record".
  static std::string listed(const std::map<std::string, uint64_t>& records) {
    std::string text;
    for (const auto& [type, count] : records) {
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + type + (count == 1 ? " record" : " records");
    }
    return text + ", which hold no HTTP response and no page";
  }

  std::string archive_;
  bool json_ = false;
  SettingsFlags flags_{kReplayVerb};
};

}  // namespace

std::unique_ptr<Verb> make_replay_verb() {
  return std::make_unique<ReplayVerb>();
}

}  // namespace lycosa::cli
