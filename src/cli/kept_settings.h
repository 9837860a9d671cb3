#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace lycosa::cli {

// A crawl that goes on in the store of `config`, and what judges or asks as that crawl does, takes what it was not told
// from the last crawl there, also from one that was killed: the settings that are kept on resume and that `verbs` use.
// Gives what the user is to be told: what was taken, and what of the run's settings this version cannot read, which is
// left out. Nothing happens where there is no store or no crawl.
std::vector<std::string> keep_settings_of_last_crawl(Config& config, Verbs verbs);

}  // namespace lycosa::cli
