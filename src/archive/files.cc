#include "archive/files.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <tuple>

#include "base/text.h"

namespace lycosa::inline archive {
namespace {

constexpr std::string_view kPrefix = "lycosa-";
constexpr std::string_view kSuffix = ".warc.gz";

std::optional<uint64_t> serial_of(std::string_view name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
  name.remove_suffix(kSuffix.size());
  return parse_uint(name.substr(name.rfind('-') + 1));
}

Result<std::vector<std::string>> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator files(folder, error);
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    names.push_back(files->path().filename().string());
  }
  if (error) {
    return fail(ErrorKind::unavailable, "the archive's folder " + folder + " cannot be read: " + error.message() +
                                            "; check that it is there and may be read");
  }
  return names;
}

}  // namespace

std::string archive_file_name(Timestamp now, uint64_t serial) {
  std::string name(kPrefix);
  for (char c : date_and_time(now)) {
    if (is_ascii_digit(c)) name += c;
  }
  std::string number = std::to_string(serial);
  if (number.size() < 5) number.insert(0, 5 - number.size(), '0');
  return name + '-' + number + std::string(kSuffix);
}

Result<uint64_t> next_archive_serial(const std::string& folder) {
  Result<std::vector<std::string>> names = names_in(folder);
  if (!names) return names.unexpected();
  uint64_t next = 0;
  for (const std::string& name : *names) {
    std::optional<uint64_t> serial = serial_of(name);
    if (serial && *serial < std::numeric_limits<uint64_t>::max()) next = std::max(next, *serial + 1);
  }
  return next;
}

Result<std::vector<std::string>> archive_files(const std::string& folder) {
  Result<std::vector<std::string>> names = names_in(folder);
  if (!names) return names;
  std::erase_if(*names, [](const std::string& name) { return !name.ends_with(".warc") && !name.ends_with(kSuffix); });
  auto order = [](const std::string& name) {
    std::optional<uint64_t> serial = serial_of(name);
    return std::tuple(!serial, serial.value_or(0), std::string_view(name));
  };
  std::sort(names->begin(), names->end(),
            [&](const std::string& a, const std::string& b) { return order(a) < order(b); });
  return names;
}

}  // namespace lycosa::inline archive
