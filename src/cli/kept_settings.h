#pragma once

#include "config/config.h"

namespace lycosa::cli {

// A crawl that goes on in the store of `config` takes what it was not told from the last crawl there, also from one
// that was killed: the settings that are kept on resume. What was taken is said on stderr, and what of the run's
// settings this version cannot read is named and left out. Nothing happens where there is no store or no crawl.
void keep_settings_of_last_crawl(Config& config);

}  // namespace lycosa::cli
