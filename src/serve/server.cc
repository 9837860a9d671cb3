#include <algorithm>
#include <csignal>
#include <thread>

#include "base/text.h"
#include "serve/serve.h"
#include "serve/session.h"

namespace lycosa::inline serve {
namespace {

using namespace serve;

// How long answers that are under way may take once the server is told to stop.
constexpr auto kGrace = std::chrono::seconds(5);
// How long to wait when the system has no descriptor left for a connection.
constexpr auto kBreath = std::chrono::milliseconds(100);

Result<tcp::endpoint> endpoint_from(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  const auto port = parse_uint(colon == std::string::npos ? "" : std::string_view(listen).substr(colon + 1));
  std::string host = listen.substr(0, colon == std::string::npos ? 0 : colon);
  if (host.size() > 1 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  beast::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error || !port || *port > 65535) {
    return fail(ErrorKind::invalid,
                "\"" + listen + "\" is no address to listen on; write it as 127.0.0.1:8080 or [::1]:8080");
  }
  return tcp::endpoint(address, static_cast<unsigned short>(*port));
}

std::string shown(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

}  // namespace

// Members are in the order in which they must outlive each other: handlers that are still queued in io_ hold sessions,
// and those speak to the floor when they end.
class Server::Loop {
 public:
  Loop(ServeOptions options, const Clock& clock)
      : options_(std::move(options)),
        shared_{options_, clock, {}, {}, LiveLimit(options_.config.serve_live_per_minute), {}},
        guard_(options_.listen, options_.hosts),
        floor_{shared_, guard_, nullptr, {}, false, {}} {}

  Result<void> open() {
    const auto endpoint = endpoint_from(options_.listen);
    if (!endpoint) return endpoint.unexpected();
    if (auto listening = listen(*endpoint); !listening) return listening;
    const int64_t wanted = options_.config.serve_threads;
    const int threads =
        wanted > 0 ? static_cast<int>(wanted) : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    auto workers = Workers::start(shared_, threads, static_cast<size_t>(options_.config.serve_queue));
    if (!workers) return workers.unexpected();
    workers_ = std::move(*workers);
    floor_.workers = workers_.get();
    return {};
  }

  const std::string& address() const { return address_; }

  void run() {
    signals_.async_wait([this](beast::error_code error, int) {
      if (!error) begin_stop();
    });
    accept();
    io_.run();
    floor_.on_close = nullptr;
    workers_.reset();
  }

  void stop() {
    asio::post(io_, [this] { begin_stop(); });
  }

 private:
  Result<void> listen(const tcp::endpoint& endpoint) {
    beast::error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return fail(ErrorKind::unavailable,
                  "cannot listen on " + options_.listen + ": " + error.message() + "; choose another with --listen");
    }
    address_ = shown(acceptor_.local_endpoint(error));
    return {};
  }

  void accept() {
    acceptor_.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (floor_.stopping) return;
      if (error) return wait_and_accept();
      if (make_room()) std::make_shared<Session>(std::move(socket), floor_)->start();
      accept();
    });
  }

  void wait_and_accept() {
    shared_.metrics.refused("no_descriptor");
    timer_.expires_after(kBreath);
    timer_.async_wait([this](beast::error_code error) {
      if (!error && !floor_.stopping) accept();
    });
  }

  // At the limit of connections the one that has waited longest for its request goes; a new one is refused only when
  // all others are being answered.
  bool make_room() {
    if (floor_.open.size() < static_cast<size_t>(options_.config.serve_connections)) return true;
    Session* oldest = nullptr;
    for (Session* session : floor_.open) {
      const auto since = session->waiting_since();
      if (since && (!oldest || *since < *oldest->waiting_since())) oldest = session;
    }
    shared_.metrics.refused("too_many_connections");
    if (!oldest) return false;
    oldest->cut();
    return true;
  }

  void begin_stop() {
    if (floor_.stopping) return;
    floor_.stopping = true;
    beast::error_code ignored;
    acceptor_.close(ignored);
    signals_.cancel(ignored);
    for (Session* session : floor_.open) session->end_soon();
    floor_.on_close = [this] {
      if (floor_.open.empty()) io_.stop();
    };
    if (floor_.open.empty()) return io_.stop();
    timer_.expires_after(kGrace);
    timer_.async_wait([this](beast::error_code) { io_.stop(); });
  }

  ServeOptions options_;
  Shared shared_;
  Guard guard_;
  Floor floor_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  asio::signal_set signals_{io_, SIGINT, SIGTERM};
  asio::steady_timer timer_{io_};
  std::string address_;
  std::unique_ptr<Workers> workers_;
};

Server::Server(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(ServeOptions options, const Clock& clock) {
  auto loop = std::make_unique<Loop>(std::move(options), clock);
  if (auto opened = loop->open(); !opened) return opened.unexpected();
  return std::unique_ptr<Server>(new Server(std::move(loop)));
}

const std::string& Server::address() const {
  return loop_->address();
}

void Server::run() {
  loop_->run();
}

void Server::stop() {
  loop_->stop();
}

}  // namespace lycosa::inline serve
