#include "cli/settings_flags.h"

#include "cli/config_file.h"

namespace lycosa::cli {
namespace {

std::string help_of(const Setting& setting) {
  const std::string value = get(Config{}, setting);
  std::string text(setting.sentence);
  if (!value.empty() && !is_switch(setting)) {
    text += " [" + value + (setting.unit.empty() ? "" : " " + std::string(setting.unit)) + "]";
  }
  return text;
}

}  // namespace

void SettingsFlags::declare(CLI::App& app) {
  app.add_option("--config", config_file_,
                 "Read settings from this TOML file, instead of ./lycosa.toml or the store's own; see lycosa help "
                 "config-file")
      ->type_name("FILE");
  for (const Setting& setting : settings()) {
    if ((setting.verbs & verbs_) == 0) continue;
    const std::string name(setting.name);
    const std::string group = setting.limit ? "Limits" : "Settings";
    if (is_switch(setting)) {
      switch_options_[name] = app.add_flag("--" + name, switches_[name], help_of(setting))->group(group);
      continue;
    }
    auto* option = app.add_option("--" + name, values_[name], help_of(setting));
    option->group(group)->type_name(std::string(setting.value))->expected(1)->allow_extra_args(false);
    option->multi_option_policy(is_list(setting) ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::Throw);
  }
}

std::string SettingsFlags::store() const {
  const Setting* setting = find_setting("store");
  if ((setting->verbs & verbs_) == 0) return "";
  const auto given = values_.find("store");
  return given != values_.end() && !given->second.empty() ? given->second.back() : Config{}.store;
}

Result<Config> SettingsFlags::read(Verbs in_use) const {
  Config config;
  if (auto done = read_config_file(config, config_file_, store()); !done) return done.unexpected();
  if (auto done = set_flags(config, in_use); !done) return done.unexpected();
  return config;
}

Result<void> SettingsFlags::set_flags(Config& config, Verbs in_use) const {
  for (const Setting& setting : settings()) {
    const std::string name(setting.name);
    std::vector<std::string> given;
    if (const auto option = switch_options_.find(name);
        option != switch_options_.end() && option->second->count() > 0) {
      given.emplace_back(switches_.at(name) ? "true" : "false");
    }
    if (const auto values = values_.find(name); values != values_.end()) given = values->second;
    if (given.empty()) continue;
    if ((setting.verbs & in_use) == 0) {
      return fail(ErrorKind::invalid, "--" + name + " is of use only with --live; give that too, or leave it out");
    }
    for (const std::string& value : given) {
      if (auto done = set(config, setting, value); !done) return fail(done.error().kind, "--" + done.error().message);
    }
  }
  return {};
}

}  // namespace lycosa::cli
