#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "frontier/bans.h"
#include "frontier/scope.h"
#include "reason/reason.h"
#include "record/record.h"
#include "url/url.h"

namespace re2 {
class RE2;
}

namespace lycosa::inline frontier {

// Why a URL may not be crawled, by the first rule that says so.
struct Refusal {
  Reason reason;
  std::string evidence;
};
// Why a URL that the ban covers is refused.
Refusal refusal_by(const BanRow& ban);
// Why a URL is refused whose host turned out to have a private address when its robots.txt was asked for.
Refusal refusal_by_private_host();

// A URL that somebody named, with what the rules want to know of it.
struct Candidate {
  const Url* url = nullptr;  // canonical
  const UrlKey* key = nullptr;
  Discovery how = Discovery::link;
  std::string source;  // unparsed URL of what named it; of a seed its place
  int depth = 0;       // links from a seed
  int hops = 0;        // redirects followed to it
  bool nofollow = false;
  std::string nofollow_evidence;
  Role role = Role::page;                // what it is to be read as
  std::optional<int64_t> lastmod_stamp;  // of a sitemap's entry
  std::optional<double> priority;        // likewise
  std::optional<Timestamp> not_before;   // of the target of a redirect that asks to wait
  bool beyond_scope = false;             // a sitemap that counts for a host of the scope wherever it is itself
  std::optional<Refusal> refused;        // of a sitemap: by its place among the sitemaps of the host it counts for
  bool again = false;                    // what was crawled is to be crawled again
};

// How far from the seeds a URL is that a page names. Only a link leads further away; a redirect is one hop more.
struct Distance {
  int depth = 0, hops = 0;
};
Distance distance_behind(Discovery how, const Distance& page);

// The rules of a crawl: scope, patterns, depth, traps and bans. Immutable once the seeds are known.
class Rules {
 public:
  // Fails on a pattern that RE2 refuses.
  static Result<Rules> make(const Config& config, const std::vector<Url>& canonical_seeds, BanList bans);
  Rules(Rules&&) noexcept;
  Rules& operator=(Rules&&) noexcept;
  ~Rules();

  // The first rule that refuses, in the catalogue's order; nothing when the URL may be queued. Seeds pass scope,
  // include patterns and depth.
  std::optional<Refusal> refuse(const Candidate& candidate) const;
  // Whether the scope has pages of a host.
  bool has_host(const Url& url) const { return scope_.has_host(url); }

 private:
  explicit Rules(const Config& config);
  std::optional<Refusal> refuse_by_pattern(const Candidate& candidate) const;
  std::optional<Refusal> refuse_by_path(const Url& url) const;

  Config config_;
  Scope scope_;
  std::vector<std::unique_ptr<re2::RE2>> include_, exclude_;
  BanList bans_;
};

}  // namespace lycosa::inline frontier
