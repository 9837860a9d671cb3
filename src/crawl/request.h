#pragma once

#include <vector>

#include "base/result.h"
#include "crawl/crawl.h"
#include "url/url.h"

namespace lycosa::inline crawl {

// What is asked for must be sound before a store is made for it: seeds and bans that can be read, patterns that
// compile, and something to crawl: a seed, or a store.
Result<void> check_request(const Config& config, const std::vector<Seed>& seeds, const std::vector<BanFile>& bans);

// The seeds as canonical URLs. Fails on the first that is none, naming its place.
Result<std::vector<Url>> read_seeds(const std::vector<Seed>& seeds, const CanonicalOptions& rules);

// There is neither a seed nor a store with some.
Unexpected nothing_to_crawl();

}  // namespace lycosa::inline crawl
