#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "crawl/crawl.h"

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
    const auto options = store_options(*config);
    if (!options) return complain(options.error().message);
    auto store = open_store_writer(config->store, *options);
    if (!store) return complain(store.error().message);
    auto stored = open_store_reader(config->store);
    if (!stored) return complain(stored.error().message);
    const SystemClock clock;
    std::vector<std::string> damage;
    const auto count = replay(archive_, *config, **store, **stored, clock, damage);
    for (const std::string& place : damage) complain("damaged: " + place + "; the rest was read");
    if (!count) return complain(count.error().message);
    if (json_) {
      std::cout << nlohmann::ordered_json{{"exchanges", *count}, {"damaged", damage.size()}}.dump() << "\n";
    } else {
      std::cout << *count << " exchanges replayed into " << visible(config->store) << "\n";
    }
    return damage.empty() ? kYes : kNo;
  }

 private:
  std::string archive_;
  bool json_ = false;
  SettingsFlags flags_{kReplayVerb};
};

}  // namespace

std::unique_ptr<Verb> make_replay_verb() {
  return std::make_unique<ReplayVerb>();
}

}  // namespace lycosa::cli
