#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "inspect/host_list.h"
#include "inspect/overview.h"

namespace lycosa::cli {
namespace {

using Json = nlohmann::ordered_json;

class HostsVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("--limit", limit_, "Print at most this many hosts. 0 means all of them [0]")->type_name("N");
    app.add_flag("--json", json_, "Print a JSON object for each host, one a line");
    flags_.declare(app);
  }

  int run() override {
    const auto config = flags_.read();
    if (!config) return complain(config.error().message);
    auto reader = open_store_reader(config->store);
    if (!reader) return complain(reader.error().message);
    const std::vector<ShardFault> faults = faults_of(**reader);
    reader = open_store_reader(config->store, faults);
    if (!reader) return complain(reader.error().message);
    const Timestamp now = SystemClock().now();
    const auto hosts = list_hosts(**reader, now);
    if (!hosts) return complain(hosts.error().message);
    uint64_t printed = 0;
    for (const HostLine& line : *hosts) {
      if (limit_ != 0 && printed == limit_) break;
      print(line, now);
      ++printed;
    }
    std::cout.flush();
    if (complain_of_shards({{"unavailable", unavailable_json(faults)}})) return kNotDone;
    return printed > 0 ? kYes : kNo;
  }

 private:
  static std::vector<ShardFault> faults_of(StoreReader& reader) {
    std::vector<ShardFault> faults;
    for (uint32_t shard = 0; shard < reader.info().shard_count; ++shard) {
      if (auto checked = reader.check_shard(shard); !checked) {
        faults.push_back({shard, reader.target(shard), checked.error()});
      }
    }
    return faults;
  }

  void print(const HostLine& line, Timestamp now) const {
    const Json object = host_line_json(line);
    if (json_) {
      std::cout << json_line(object) << "\n";
      return;
    }
    const HostRow* kept = line.politeness ? &*line.politeness : nullptr;
    const bool held = kept && kept->next_request_stamp_ms > now.ms;
    std::cout << line.queued << " queued\t"
              << (!line.next_due          ? "-"
                  : *line.next_due <= now ? "due now"
                                          : "due in " + duration(*line.next_due - now))
              << "\t" << (kept ? "delay " + duration(kept->delay_ms) : "-") << "\t"
              << visible(object["host"].get<std::string>()) << "\t"
              << (held ? visible(kept->evidence.value_or("delay between requests to the host")) : "-") << "\n";
  }

  uint64_t limit_ = 0;
  bool json_ = false;
  SettingsFlags flags_{kHostsVerb};
};

}  // namespace

std::unique_ptr<Verb> make_hosts_verb() {
  return std::make_unique<HostsVerb>();
}

}  // namespace lycosa::cli
