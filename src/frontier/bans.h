#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "record/record.h"
#include "url/url.h"

namespace lycosa::inline frontier {

// The hosts and roots that must not be crawled or indexed.
class BanList {
 public:
  void add(BanRow row);
  // The ban that covers a host (unparsed, without port): its root's before its own. Null when there is none.
  const BanRow* find(uint64_t root_hash, const std::string& host) const;

 private:
  std::unordered_map<uint64_t, std::vector<BanRow>> by_root_;
};

// Reads a ban list: one host or root a line, then, after white space, the reason in the operator's own words. Empty
// lines and lines that begin with # are passed over. A name that is a registrable domain bans everything under it; any
// other name bans that host alone. `origin` names the file. Fails on a line that is not a host, naming it.
// `rules` are those of the store's canonical form.
Result<std::vector<BanRow>> read_ban_list(std::string_view text, std::string_view origin, Timestamp now,
                                          const CanonicalOptions& rules);

}  // namespace lycosa::inline frontier
