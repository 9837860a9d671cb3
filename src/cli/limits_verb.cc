#include <unistd.h>

#include <array>
#include <iostream>
#include <string>
#include <vector>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/config_file.h"
#include "cli/verb.h"
#include "config/config.h"
#include "inspect/layout.h"

namespace lycosa::cli {
namespace {

std::string with_unit(const std::string& value, std::string_view unit) {
  return unit.empty() || value.empty() ? value : value + " " + std::string(unit);
}

// A number or a truth in JSON is one, a name or a list its text.
nlohmann::ordered_json value_json(const Config& config, const Setting& setting) {
  if (const auto* member = std::get_if<int64_t Config::*>(&setting.member)) return config.**member;
  if (const auto* member = std::get_if<double Config::*>(&setting.member)) return config.**member;
  if (const auto* member = std::get_if<bool Config::*>(&setting.member)) return config.**member;
  return get(config, setting);
}

class LimitsVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_flag("--json", json_, "One JSON array");
    app.add_flag("--all", all_, "The settings that are no limits too");
    app.add_option("--config", config_file_,
                   "Show the values that this TOML file gives, instead of ./lycosa.toml or the store's own")
        ->type_name("FILE");
    app.add_option("--store", config_.store, "The store whose own file is looked for")
        ->type_name("DIR")
        ->capture_default_str();
  }

  int run() override {
    if (auto done = read_config_file(config_, config_file_, config_.store); !done)
      return complain(done.error().message);
    if (json_) {
      print_json();
    } else {
      print_table();
    }
    std::cout.flush();
    return kYes;
  }

 private:
  bool shows(const Setting& setting) const { return all_ || setting.limit; }

  void print_json() const {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    const Config defaults;
    for (const Setting& setting : settings()) {
      if (!shows(setting)) continue;
      rows.push_back({{"name", setting.name},
                      {"value", value_json(config_, setting)},
                      {"default", value_json(defaults, setting)},
                      {"unit", setting.unit},
                      {"used_by", verb_names(setting.verbs)},
                      {"sentence", setting.sentence}});
    }
    std::cout << json_line(rows) << "\n";
  }

  void print_table() const {
    std::vector<std::string> names, values;
    std::vector<const Setting*> limits;
    for (const Setting& setting : settings()) {
      if (!shows(setting)) continue;
      limits.push_back(&setting);
      names.emplace_back(setting.name);
      values.push_back(visible(with_unit(get(config_, setting), setting.unit)));
    }
    // Into a pipe nothing is broken.
    const size_t width = isatty(STDOUT_FILENO) == 1 ? 80 : 1000;
    const size_t taken = widest(names) + 2 + std::min<size_t>(widest(values), 24) + 2;
    const std::array<size_t, 3> widths = {widest(names), std::min<size_t>(widest(values), 24), width - taken};
    for (size_t i = 0; i < limits.size(); ++i) {
      std::cout << table_row(widths, {{names[i]}, {values[i]}, {std::string(limits[i]->sentence)}}, false);
    }
  }

  bool json_ = false, all_ = false;
  std::string config_file_;
  Config config_;
};

}  // namespace

std::unique_ptr<Verb> make_limits_verb() {
  return std::make_unique<LimitsVerb>();
}

}  // namespace lycosa::cli
