#include "frontier/lease.h"

#include <utility>

#include "frontier/frontier.h"

namespace lycosa::inline frontier {

Lease::Lease(Lease&& other) noexcept {
  *this = std::move(other);
}

Lease& Lease::operator=(Lease&& other) noexcept {
  if (this == &other) return *this;
  if (frontier_ != nullptr) frontier_->give_back(*this);
  kind = other.kind;
  url = std::move(other.url);
  key = std::move(other.key);
  depth = other.depth;
  hops = other.hops;
  attempts = other.attempts;
  role = other.role;
  again = other.again;
  repeated = other.repeated;
  begun = other.begun;
  host_ = other.host_;
  free_before_ = other.free_before_;
  frontier_ = std::exchange(other.frontier_, nullptr);
  return *this;
}

Lease::~Lease() {
  if (frontier_ != nullptr) frontier_->give_back(*this);
}

SeenState state_after(Reason failure) {
  return failure == Reason::ban_private_address ? SeenState::refused : SeenState::failed;
}

}  // namespace lycosa::inline frontier
