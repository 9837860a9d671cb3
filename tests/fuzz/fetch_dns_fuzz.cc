// Any bytes as the answers of a name server, over UDP: each question ends, with addresses or with a reason.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "fetch/address.h"
#include "fetch/resolver.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// A name server that repeats what the fuzzer says, under the number and with the question that it was asked.
class Server {
 public:
  Server() : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof name;
    require(bind(fd_, reinterpret_cast<sockaddr*>(&name), size) == 0);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&name), &size);
    at_ = "127.0.0.1:" + std::to_string(ntohs(name.sin_port));
  }
  const std::string& at() const { return at_; }

  void answer(const uint8_t* data, size_t size) {
    uint8_t asked[1500];
    sockaddr_in client{};
    socklen_t length = sizeof client;
    for (ssize_t got;
         (got = recvfrom(fd_, asked, sizeof asked, 0, reinterpret_cast<sockaddr*>(&client), &length)) > 12;) {
      // The header's flags and counts and what follows the question come from the fuzzer.
      std::string reply(reinterpret_cast<char*>(asked), 2);
      reply.append(reinterpret_cast<const char*>(data), std::min<size_t>(size, 10));
      reply.resize(12, '\0');
      size_t question = 12;
      while (question < static_cast<size_t>(got) && asked[question] != 0) question += asked[question] + 1u;
      reply.append(reinterpret_cast<char*>(asked) + 12, std::min<size_t>(question + 5, static_cast<size_t>(got)) - 12);
      if (size > 10) reply.append(reinterpret_cast<const char*>(data) + 10, std::min<size_t>(size - 10, 4000));
      sendto(fd_, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&client), length);
    }
  }

 private:
  int fd_;
  std::string at_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Server server;
  auto poller = lycosa::Poller::open();
  require(bool{poller});
  lycosa::ResolverOptions options;
  options.server = server.at();
  options.timeout_ms = 6;
  auto resolver = lycosa::Resolver::open(options, **poller);
  require(bool{resolver});
  (*resolver)->ask("a.example", 1);
  for (int round = 0; round < 1000; ++round) {
    server.answer(data, size);
    for (const auto& event : (*poller)->wait(1)) (*resolver)->process(event);
    (*resolver)->tick();
    for (const auto& answer : (*resolver)->take_answered()) {
      require(answer.resolution->failure || !answer.resolution->addresses.empty());
      for (const std::string& address : answer.resolution->addresses) lycosa::is_public_address(address);
      return 0;
    }
  }
  std::abort();  // the question never ended
}
