#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"

namespace lycosa::cli {

// The flags of the settings that a verb uses: --name for each of their rows, and --config FILE for TOML with the same
// names. A file may hold the settings of every verb; each takes its own from it.
class SettingsFlags {
 public:
  explicit SettingsFlags(Verbs verbs) : verbs_(verbs) {}

  void declare(CLI::App& app);
  // The defaults, changed by the file, then by the flags. A flag whose setting none of `in_use` uses is an error: it
  // is one that only --live has a use for.
  Result<Config> read(Verbs in_use = kEveryVerb) const;

 private:
  Result<void> set_flags(Config& config, Verbs in_use) const;
  std::string store() const;

  const Verbs verbs_;
  std::string config_file_;
  std::map<std::string, std::vector<std::string>> values_;
  std::map<std::string, bool> switches_;
  std::map<std::string, const CLI::Option*> switch_options_;  // whether a switch was given at all
};

}  // namespace lycosa::cli
