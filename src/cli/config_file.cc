#include "cli/config_file.h"

#include <filesystem>
#include <iostream>

#include "base/text.h"
#include "cli/read_file.h"

namespace lycosa::cli {
namespace {

constexpr std::string_view kFileName = "lycosa.toml";

bool is_there(const std::string& name) {
  std::error_code none;
  return std::filesystem::exists(name, none);
}

bool is_file(const std::string& name) {
  std::error_code none;
  return std::filesystem::is_regular_file(name, none);
}

}  // namespace

Result<std::optional<ConfigFile>> find_config_file(const std::string& given, const std::string& store) {
  std::string name = given;
  if (name.empty() && is_there("./" + std::string(kFileName))) name = "./" + std::string(kFileName);
  if (const std::string own = store + "/" + std::string(kFileName); name.empty() && !store.empty() && is_there(own)) {
    name = own;
  }
  if (name.empty()) return std::optional<ConfigFile>();
  // A pipe that is named is somebody's wish; one that is found would be waited for.
  if (given.empty() && !is_file(name)) {
    return fail(ErrorKind::invalid, visible(name) + " is not a file; move it away, or name the settings with --config");
  }
  auto text = read_file(name);
  if (!text) return text.unexpected();
  return std::optional(ConfigFile{std::move(name), std::move(*text)});
}

Result<void> read_config_file(Config& config, const std::string& given, const std::string& store) {
  const auto file = find_config_file(given, store);
  if (!file) return file.unexpected();
  if (!*file) return {};
  std::cerr << "lycosa: settings are read from " << visible((*file)->name) << "\n";
  return read_toml(config, (*file)->text, (*file)->name);
}

}  // namespace lycosa::cli
