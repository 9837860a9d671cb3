#include "crawl/request.h"

#include <filesystem>

#include "crawl/refresh.h"
#include "frontier/rules.h"

namespace lycosa::inline crawl {

Unexpected nothing_to_crawl() {
  return fail(ErrorKind::invalid, "there is nothing to crawl: give at least one URL, or a file of them with --seeds");
}

Result<std::vector<Url>> read_seeds(const std::vector<Seed>& seeds, const CanonicalOptions& rules) {
  std::vector<Url> urls;
  for (const Seed& seed : seeds) {
    const std::string where = seed.place.empty() ? "" : seed.place + ": ";
    auto url = Url::parse(seed.text);
    if (!url) {
      return fail(ErrorKind::invalid, where + "\"" + seed.text + "\" is not a URL (" + url.error().message +
                                          "); write it whole, such as https://example.com/");
    }
    if (!url->is_http()) {
      return fail(ErrorKind::invalid, where + "\"" + seed.text + "\" has the scheme " + std::string(url->scheme()) +
                                          "; only http and https are crawled");
    }
    urls.push_back(canonical(*std::move(url), rules));
  }
  return urls;
}

Result<void> check_request(const Config& config, const std::vector<Seed>& seeds, const std::vector<BanFile>& bans) {
  const auto options = store_options(config);
  if (!options) return options.unexpected();
  auto urls = read_seeds(seeds, options->rules);
  if (!urls) return urls.unexpected();
  for (const BanFile& file : bans) {
    if (auto rows = read_ban_list(file.text, file.name, Timestamp{}, options->rules); !rows) return rows.unexpected();
  }
  if (auto rules = Rules::make(config, {}, {}); !rules) return rules.unexpected();
  if (auto rule = refresh_rule(config); !rule) return rule.unexpected();
  if (!config.older_than.empty() && !config.refresh) {
    return fail(ErrorKind::invalid, "--older-than says what --refresh fetches again; give --refresh too");
  }
  std::error_code ignored;
  if (urls->empty() && !std::filesystem::exists(config.store + "/store.toml", ignored)) return nothing_to_crawl();
  return {};
}

}  // namespace lycosa::inline crawl
