#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"

namespace lycosa::cli {

// The flags of the settings table: --name for each row, and --config FILE for TOML with the same names.
class SettingsFlags {
 public:
  void declare(CLI::App& app);
  // The defaults, changed by the file, then by the flags.
  Result<Config> read() const;

 private:
  std::string config_file_;
  std::map<std::string, std::vector<std::string>> values_;
  std::map<std::string, bool> switches_;
};

}  // namespace lycosa::cli
