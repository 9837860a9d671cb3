#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "config/config.h"

namespace lycosa::cli {

// A file of settings and its text.
struct ConfigFile {
  std::string name, text;
};

// The file of settings by rule: the one that --config names, else ./lycosa.toml, else the store's own,
// STORE/lycosa.toml. Only one is read. `given` and `store` may be empty. Nothing when there is none; a file that
// --config names and that cannot be read is an error.
Result<std::optional<ConfigFile>> find_config_file(const std::string& given, const std::string& store);

// Finds the file, says on stderr which one it is, and sets what it has. `config` keeps what the file does not name.
Result<void> read_config_file(Config& config, const std::string& given, const std::string& store);

}  // namespace lycosa::cli
