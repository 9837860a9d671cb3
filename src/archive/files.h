#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace lycosa::inline archive {

// "lycosa-20260410173708-00007.warc.gz".
std::string archive_file_name(Timestamp now, uint64_t serial);

// One more than the highest number of a file of ours in the folder.
Result<uint64_t> next_archive_serial(const std::string& folder);

// The names of the WARC files in a folder: ours by their number, which is the order of writing whatever the clock did,
// then others by name.
Result<std::vector<std::string>> archive_files(const std::string& folder);

}  // namespace lycosa::inline archive
