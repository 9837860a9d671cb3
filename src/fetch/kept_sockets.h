#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

namespace lycosa::inline fetch {

// Finds the socket of a connection that libcurl uses again: it tells the addresses and ports of one, and not its
// socket.
//
// Nobody says when a socket is closed, so that an entry may be out of date. Who finds one has made sure that it is open
// and has the ports and the peer that were asked for.
class KeptSockets {
 public:
  // The connection with this local port is one of `sockets`.
  void note(int local_port, const std::vector<int>& sockets);
  // -1 when it is not known.
  int find(int local_port, std::string_view peer, int peer_port) const;

 private:
  std::unordered_map<int, int> sockets_;  // by local port
};

}  // namespace lycosa::inline fetch
