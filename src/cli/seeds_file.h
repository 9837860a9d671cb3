#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "crawl/crawl.h"

namespace lycosa::cli {

// What the seeds files give: the seeds with their places, and a message for each line that is no seed.
struct SeedLines {
  std::vector<Seed> seeds;
  std::vector<std::string> bad;
};

// Reads one seeds file, as `lycosa help seeds-file` describes it: one http(s) URL a line; a byte order mark, line ends
// of CRLF, empty lines and lines that begin with # are passed over. `name` is the file's in places and messages.
void read_seed_lines(const std::string& text, const std::string& name, SeedLines& out);

// All of them; "-" is standard input. Fails when a file cannot be read.
Result<SeedLines> read_seeds_files(const std::vector<std::string>& names);

}  // namespace lycosa::cli
