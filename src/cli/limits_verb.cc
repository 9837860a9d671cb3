#include <array>
#include <iostream>
#include <string>
#include <vector>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/read_file.h"
#include "cli/settings_flags.h"
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
    app.add_option("--config", config_file_, "A TOML file of settings, whose values are shown")->type_name("FILE");
  }

  int run() override {
    if (!config_file_.empty()) {
      const Result<std::string> toml = read_file(config_file_);
      if (!toml) return complain(toml.error().message);
      if (Result<void> read = read_toml(config_, *toml, config_file_); !read) return complain(read.error().message);
    }
    if (json_) {
      print_json();
    } else {
      print_table();
    }
    std::cout.flush();
    return kYes;
  }

 private:
  void print_json() const {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    const Config defaults;
    for (const Setting& setting : settings()) {
      if (!setting.limit) continue;
      rows.push_back({{"name", setting.name},
                      {"value", value_json(config_, setting)},
                      {"default", value_json(defaults, setting)},
                      {"unit", setting.unit},
                      {"sentence", setting.sentence}});
    }
    std::cout << json_line(rows) << "\n";
  }

  void print_table() const {
    std::vector<std::string> names, values;
    std::vector<const Setting*> limits;
    for (const Setting& setting : settings()) {
      if (!setting.limit) continue;
      limits.push_back(&setting);
      names.emplace_back(setting.name);
      values.push_back(visible(with_unit(get(config_, setting), setting.unit)));
    }
    constexpr size_t kWidth = 80;
    const size_t taken = widest(names) + 2 + std::min<size_t>(widest(values), 24) + 2;
    const std::array<size_t, 3> widths = {widest(names), std::min<size_t>(widest(values), 24), kWidth - taken};
    for (size_t i = 0; i < limits.size(); ++i) {
      std::cout << table_row(widths, {{names[i]}, {values[i]}, {std::string(limits[i]->sentence)}}, false);
    }
  }

  bool json_ = false;
  std::string config_file_;
  Config config_;
};

}  // namespace

std::unique_ptr<Verb> make_limits_verb() {
  return std::make_unique<LimitsVerb>();
}

}  // namespace lycosa::cli
