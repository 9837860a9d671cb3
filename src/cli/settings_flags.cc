#include "cli/settings_flags.h"

#include "cli/read_file.h"

namespace lycosa::cli {
namespace {

std::string help_of(const Setting& setting) {
  const std::string value = get(Config{}, setting);
  std::string text(setting.sentence);
  if (!value.empty() && !std::holds_alternative<bool Config::*>(setting.member)) {
    text += " [" + value + (setting.unit.empty() ? "" : " " + std::string(setting.unit)) + "]";
  }
  return text;
}

}  // namespace

void SettingsFlags::declare(CLI::App& app) {
  app.add_option("--config", config_file_, "Read settings from a TOML file with the same names")->type_name("FILE");
  for (const Setting& setting : settings()) {
    const std::string name(setting.name);
    const std::string group = setting.limit ? "Limits" : "Settings";
    if (std::holds_alternative<bool Config::*>(setting.member)) {
      app.add_flag("--" + name, switches_[name], help_of(setting))->group(group);
    } else {
      auto* option = app.add_option("--" + name, values_[name], help_of(setting));
      option->group(group)->type_name(std::string(setting.value))->expected(1);
      const bool list = std::holds_alternative<std::vector<std::string> Config::*>(setting.member);
      option->multi_option_policy(list ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast);
    }
  }
}

Result<Config> SettingsFlags::read() const {
  Config config;
  if (!config_file_.empty()) {
    const auto text = read_file(config_file_);
    if (!text) return text.unexpected();
    if (auto done = read_toml(config, *text, config_file_); !done) return done.unexpected();
  }
  for (const Setting& setting : settings()) {
    const std::string name(setting.name);
    if (const auto flag = switches_.find(name); flag != switches_.end() && flag->second) {
      if (auto done = set(config, setting, "true"); !done) return fail(done.error().kind, "--" + done.error().message);
    }
    const auto values = values_.find(name);
    if (values == values_.end()) continue;
    for (const std::string& value : values->second) {
      if (auto done = set(config, setting, value); !done) return fail(done.error().kind, "--" + done.error().message);
    }
  }
  return config;
}

}  // namespace lycosa::cli
