#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "frontier/secret_hash.h"
#include "record/record.h"

namespace lycosa::inline crawl {

// Where the stored answer of a URL redirects to; nothing when it is no redirect, or there is none.
using RedirectTarget = std::function<Result<std::optional<UrlKey>>(const UrlKey&)>;

// A redirect of which it is known that it comes back to itself.
struct LoopMember {
  UrlKey key;
  UrlKey target;
  uint64_t length = 0;  // of the loop, in redirects
};

// Finds the loops that stored redirects close, of any length, in bounded memory and in slices.
//
// A loop is looked for from the redirect that may have closed it. It is walked three times: until it comes back to
// where it began, or runs into another loop, or ends; to count it; and to name its members. So that many redirects into
// one long chain do not walk all of it each, the first walk remembers where what it met came to an end.
class RedirectLoops {
 public:
  // A redirect that leads to a URL that was crawled before. It is looked at when the caller says that what was written
  // up to `after` can be read.
  void suspect(UrlKey key, int64_t after);
  // Puts off the redirects suspected last, from the `from`-th on, until `after` can be read.
  void put_off(size_t from, int64_t after);

  size_t waiting() const { return suspects_.size(); }
  // Whether step() has work when all up to `readable` can be read.
  bool is_due(int64_t readable) const;
  // Asks for at most `look_ups` targets, or none. Gives members of loops, each once, some of a long loop at a time.
  Result<std::vector<LoopMember>> step(int64_t readable, size_t look_ups, const RedirectTarget& target_of);

 private:
  enum class Phase { searching, counting, naming };
  struct Suspect {
    UrlKey key;
    int64_t after = 0;
  };
  struct Walk {
    Phase phase = Phase::searching;
    UrlKey at;
    uint64_t steps = 0;       // in this phase
    UrlKey mark;              // Brent's: a URL that was met before, moved up at each power of two
    uint64_t next_mark = 1;   // the step at which it moves
    uint64_t length = 0;      // once counted
    std::vector<UrlKey> met;  // by the search, as far as they are remembered
  };

  void begin();
  Result<bool> advance(const RedirectTarget& target_of, std::vector<LoopMember>& members);
  Result<bool> search_on(const RedirectTarget& target_of);
  void remember_end();
  bool came_back(const UrlKey& next);

  std::deque<Suspect> suspects_;
  std::optional<Walk> walk_;                                  // of the first suspect
  std::unordered_set<uint64_t> named_;                        // fingerprints of members
  std::unordered_map<std::string, UrlKey, SecretHash> ends_;  // by unparsed URL: how far a chain went that ended
};

}  // namespace lycosa::inline crawl
