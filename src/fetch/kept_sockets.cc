#include "fetch/kept_sockets.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <optional>
#include <string>

#include "fetch/address.h"

namespace lycosa::inline fetch {
namespace {

using Name = int (*)(int, sockaddr*, socklen_t*);

// One end of a connection as the kernel has it.
struct End {
  std::string address;
  int port = 0;
};

std::optional<End> end_of(int socket, Name name) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (name(socket, address, &size) != 0) return std::nullopt;
  const std::optional<std::string> text = address_text(address);
  if (!text) return std::nullopt;
  const bool v4 = storage.ss_family == AF_INET;
  const in_port_t port = v4 ? reinterpret_cast<const sockaddr_in*>(&storage)->sin_port
                            : reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port;
  return End{*text, ntohs(port)};
}

}  // namespace

void KeptSockets::note(int local_port, const std::vector<int>& sockets) {
  for (const int socket : sockets) {
    const std::optional<End> local = end_of(socket, ::getsockname);
    if (local && local->port == local_port) sockets_[local_port] = socket;
  }
}

int KeptSockets::find(int local_port, std::string_view peer, int peer_port) const {
  const auto found = sockets_.find(local_port);
  if (found == sockets_.end()) return -1;
  const std::optional<End> local = end_of(found->second, ::getsockname);
  const std::optional<End> other = end_of(found->second, ::getpeername);
  const bool same = local && other && local->port == local_port && other->port == peer_port &&
                    other->address == canonical_address(peer);
  return same ? found->second : -1;
}

}  // namespace lycosa::inline fetch
