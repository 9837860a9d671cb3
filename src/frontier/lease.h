#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "reason/reason.h"
#include "record/record.h"
#include "url/url.h"

namespace lycosa::inline frontier {

class Frontier;

// The right to fetch one URL now.
//
// While it lives no more than --connections-per-host leases exist for the same host. Give it back with
// Frontier::finish() or finish_robots(); a Lease that is destroyed unfinished returns its URL to the queue. Move-only;
// must not outlive its Frontier; used on the Frontier's thread.
class Lease {
 public:
  enum class Kind { page, robots };

  Lease() = default;
  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&& other) noexcept;
  ~Lease();

  Kind kind = Kind::page;
  Url url;
  UrlKey key;
  int depth = 0, hops = 0, attempts = 0;  // attempts made before this one
  Role role = Role::page;
  bool again = false;     // a robots.txt that was answered before in this run
  bool repeated = false;  // a page that was fetched before in this run
  Timestamp begun;

 private:
  friend class Frontier;
  Frontier* frontier_ = nullptr;
  uint32_t host_ = 0;
  Timestamp free_before_;  // when the host could be asked, before this
};

// What came of a fetch, as far as the frontier must know.
struct FetchOutcome {
  int status = 0;  // 0: no answer
  std::optional<Reason> failure;
  std::string detail;
  std::optional<int64_t> retry_after_ms;
  int64_t took_ms = 0;
  std::string address;  // the peer's
};

// The state of a URL that gave no answer for this reason, when it is not tried again.
SeenState state_after(Reason failure);

}  // namespace lycosa::inline frontier
