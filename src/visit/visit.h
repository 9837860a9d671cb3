#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "crawl/transport.h"
#include "exchange/exchange.h"
#include "record/record.h"
#include "store/store.h"
#include "url/url.h"

// One URL outside of a crawl, on its way through what a crawl does with it: bans, robots.txt, the host's delay, fetch,
// pipeline. It gives rows and keeps none.
namespace lycosa::inline visit {

// The robots.txt of one origin, asked for now: each hop, and the row that a crawl would keep.
struct RobotsLookup {
  std::vector<Exchange> hops;
  RobotsRow row;
};

// Asks for URLs one at a time, in the caller's thread, each with a transport of its own. What it asks of one origin is
// as far apart as the origin's delay says, over all its visits. One thread at a time.
class Visitor {
 public:
  using OpenTransport = std::function<Result<std::unique_ptr<Transport>>()>;

  // Over the network. The clock must outlive the visitor.
  Visitor(const Config& config, const Clock& clock);
  Visitor(const Config& config, const Clock& clock, OpenTransport open);

  // What a crawl into the store would write of the URL: `seen` and how it was named as the store has them or as new,
  // bans that cover it, the robots.txt in force, and the page when it was asked for. A URL that a ban or robots.txt
  // refuses, or that does not answer, is such rows too. The key is made with the store's rules; a redirect is not
  // followed.
  //
  // Fails when there is nothing to say: the text is no URL that could be fetched (invalid), the host must be left alone
  // for longer than anybody waits (unavailable), the store cannot be asked.
  Result<WriteBatch> visit(StoreReader& stored, std::string_view url);

  // The robots.txt for a URL. Waits for nothing. `rules` say how redirects are brought into canonical form. Fails when
  // the URL is neither http nor https.
  Result<RobotsLookup> robots(const Url& url, const CanonicalOptions& rules);

 private:
  struct Page;

  Result<Page> begin(StoreReader& stored, std::string_view text) const;
  Result<void> take_bans(StoreReader& stored, Page& page) const;
  Result<void> take_robots(StoreReader& stored, Page& page, Transport& transport);
  Result<void> wait(const Page& page, Transport& transport) const;
  void take_answer(Page& page, const Exchange& exchange) const;
  Result<RobotsLookup> ask_for_robots(const Url& robots_url, const CanonicalOptions& rules, int64_t last_wait_ms,
                                      Transport& transport) const;

  const Config config_;
  const Clock& clock_;
  const OpenTransport open_;
  std::map<std::string, Timestamp> last_;  // by origin: when it was asked for anything
};

}  // namespace lycosa::inline visit
