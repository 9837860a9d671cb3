#include "cli/seeds_file.h"

#include <sstream>

#include "base/text.h"
#include "cli/line_reader.h"
#include "cli/read_file.h"
#include "url/url.h"

namespace lycosa::cli {
namespace {

// Why a line is no seed; empty when it is one.
std::string fault_of(std::string_view line) {
  const auto url = Url::parse(line);
  if (!url) return url.error().message;
  if (!url->is_http()) return "its scheme is " + std::string(url->scheme()) + "; only http and https are crawled";
  return "";
}

}  // namespace

void read_seed_lines(const std::string& text, const std::string& name, SeedLines& out) {
  std::istringstream in(text);
  LineReader lines(in);
  for (std::string line; lines.next(line);) {
    const std::string_view seed = trim(line);
    if (seed.empty() || seed[0] == '#') continue;
    const std::string place = name + ":" + std::to_string(lines.number());
    if (const std::string fault = fault_of(seed); fault.empty()) {
      out.seeds.push_back({std::string(seed), place});
    } else {
      out.bad.push_back(place + ": \"" + std::string(seed) + "\" is no seed: " + fault);
    }
  }
}

Result<SeedLines> read_seeds_files(const std::vector<std::string>& names) {
  SeedLines out;
  for (const std::string& name : names) {
    const auto text = read_file(name);
    if (!text) return text.unexpected();
    read_seed_lines(*text, name == "-" ? "standard input" : name, out);
  }
  return out;
}

}  // namespace lycosa::cli
