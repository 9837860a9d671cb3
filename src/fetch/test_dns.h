#pragma once

// A DNS server on loopback for tests: UDP, A records, whatever it is told.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lycosa::inline fetch {

class TestDns {
 public:
  struct Reply {
    std::vector<std::string> addresses;  // IPv4
    uint32_t ttl = 60;
    int code = 0;  // 2 for SERVFAIL, 3 for NXDOMAIN
    bool silent = false;
  };

  TestDns() {
    fd_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof name;
    ::bind(fd_, reinterpret_cast<sockaddr*>(&name), size);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&name), &size);
    port_ = ntohs(name.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~TestDns() {
    stopping_ = true;
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(port_);
    ::sendto(fd_, "", 0, 0, reinterpret_cast<sockaddr*>(&name), sizeof name);
    thread_.join();
    ::close(fd_);
  }
  TestDns(const TestDns&) = delete;
  TestDns& operator=(const TestDns&) = delete;

  std::string server() const { return "127.0.0.1:" + std::to_string(port_); }
  void set(const std::string& host, Reply reply) {
    std::lock_guard lock(mutex_);
    replies_[host] = std::move(reply);
  }
  // How often the A records of the name were asked for.
  int asked(const std::string& host) {
    std::lock_guard lock(mutex_);
    return asked_[host];
  }

 private:
  static constexpr uint16_t kTypeA = 1;

  void serve() {
    char packet[1500];
    while (!stopping_) {
      sockaddr_in client{};
      socklen_t size = sizeof client;
      ssize_t got = ::recvfrom(fd_, packet, sizeof packet, 0, reinterpret_cast<sockaddr*>(&client), &size);
      if (got < 12) continue;
      std::string reply = answer(std::string_view(packet, static_cast<size_t>(got)));
      if (!reply.empty()) ::sendto(fd_, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&client), size);
    }
  }

  std::string answer(std::string_view query) {
    std::string host;
    size_t at = 12;
    while (at < query.size() && query[at] != 0) {
      auto length = static_cast<size_t>(query[at]);
      if (!host.empty()) host += '.';
      host += query.substr(at + 1, length);
      at += 1 + length;
    }
    std::string_view question = query.substr(12, at + 5 - 12);
    const bool for_a = query[at + 2] == static_cast<char>(kTypeA);
    std::lock_guard lock(mutex_);
    if (for_a) ++asked_[host];
    auto found = replies_.find(host);
    Reply reply = found != replies_.end() ? found->second : Reply{{}, 60, 3, false};
    if (reply.silent) return {};
    if (!for_a) reply.addresses.clear();

    std::string out(query.substr(0, 2));
    out += '\x81';
    out += static_cast<char>(0x80 | reply.code);
    out += std::string("\0\1\0", 3) + static_cast<char>(reply.addresses.size()) + std::string(4, '\0');
    out += question;
    for (const std::string& address : reply.addresses) {
      out += std::string("\xc0\x0c\0\1\0\1", 6);
      uint32_t ttl = htonl(reply.ttl);
      out.append(reinterpret_cast<const char*>(&ttl), 4);
      in_addr bytes{};
      inet_pton(AF_INET, address.c_str(), &bytes);
      out += std::string("\0\4", 2);
      out.append(reinterpret_cast<const char*>(&bytes), 4);
    }
    return out;
  }

  int fd_;
  uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
  std::mutex mutex_;
  std::map<std::string, Reply> replies_;
  std::map<std::string, int> asked_;
};

}  // namespace lycosa::inline fetch
