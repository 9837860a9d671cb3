#pragma once

// A server on loopback for tests, which says exactly what its script says.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lycosa::inline fetch {

class TestConnection {
 public:
  TestConnection(int fd, SSL* ssl) : fd_(fd), ssl_(ssl) {}

  // Up to `most` bytes, as soon as there are any; empty when the client is gone.
  std::string read(size_t most = 16384) {
    std::string bytes(most, '\0');
    auto got = ssl_ != nullptr ? ssize_t{SSL_read(ssl_, bytes.data(), static_cast<int>(most))}
                               : ::recv(fd_, bytes.data(), most, 0);
    bytes.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return bytes;
  }
  // The next request's head; empty when the client is gone.
  std::string read_head() {
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
      std::string byte = read(1);
      if (byte.empty()) return {};
      head += byte;
    }
    return head;
  }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto sent = ssl_ != nullptr ? ssize_t{SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))}
                                  : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }
  // Says nothing more until the client gives up.
  void hang() {
    while (!read().empty()) {
    }
  }
  // Closes with a reset instead of an end.
  void reset() {
    linger now{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }

 private:
  int fd_;
  SSL* ssl_;
};

class TestServer {
 public:
  using Script = std::function<void(TestConnection&)>;

  // The script runs once a connection, on a thread of its own. With `tls`, which the server takes over, connections
  // that fail their handshake are closed.
  explicit TestServer(Script script, SSL_CTX* tls = nullptr, uint32_t address = INADDR_LOOPBACK)
      : script_(std::move(script)), tls_(tls) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(address);
    socklen_t size = sizeof name;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&name), size);
    ::listen(listener_, 128);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&name), &size);
    port_ = ntohs(name.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~TestServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
      std::lock_guard lock(mutex_);
      for (int fd : open_) ::shutdown(fd, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
    ::close(listener_);
    if (tls_ != nullptr) SSL_CTX_free(tls_);
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  uint16_t port() const { return port_; }
  int connections() const { return connections_; }
  std::string url(const std::string& path = "/", const std::string& host = "127.0.0.1") const {
    return (tls_ != nullptr ? "https://" : "http://") + host + ":" + std::to_string(port_) + path;
  }

 private:
  void accept_all() {
    for (int fd; (fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
      ++connections_;
      std::lock_guard lock(mutex_);
      open_.push_back(fd);
      threads_.emplace_back([this, fd] { serve(fd); });
    }
  }
  void serve(int fd) {
    SSL* ssl = tls_ != nullptr ? SSL_new(tls_) : nullptr;
    if (ssl != nullptr) SSL_set_fd(ssl, fd);
    if (ssl == nullptr || SSL_accept(ssl) == 1) {
      TestConnection connection(fd, ssl);
      script_(connection);
    }
    if (ssl != nullptr) SSL_free(ssl);
    std::lock_guard lock(mutex_);
    std::erase(open_, fd);
    ::close(fd);
  }

  Script script_;
  SSL_CTX* tls_;
  int listener_;
  uint16_t port_ = 0;
  std::atomic<int> connections_{0};
  std::thread acceptor_;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
};

// A script that answers every request of a connection with the same bytes.
inline TestServer::Script answering(std::string bytes) {
  return [bytes = std::move(bytes)](TestConnection& connection) {
    while (!connection.read_head().empty() && connection.send(bytes)) {
    }
  };
}

// A script that answers one request and closes.
inline TestServer::Script answering_once(std::string bytes) {
  return [bytes = std::move(bytes)](TestConnection& connection) {
    if (!connection.read_head().empty()) connection.send(bytes);
  };
}

}  // namespace lycosa::inline fetch
