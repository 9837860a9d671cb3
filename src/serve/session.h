#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "serve/asio.h"
#include "serve/guard.h"
#include "serve/routes.h"
#include "serve/workers.h"

namespace lycosa::inline serve {

class Session;

// What the sessions of a server share. Lives on the network thread.
struct Floor {
  Shared& shared;
  const Guard& guard;
  Workers* workers = nullptr;
  std::set<Session*> open;
  bool stopping = false;
  std::function<void()> on_close;  // called when a session is gone
};

// One connection: reads a request within its limits, has a worker answer it, writes the answer, and again.
//
// A batch is answered while it comes: some lines are read, answered, written, and only then more are read, so a client
// that does not take its answers is not read from either.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Floor& floor);
  ~Session();
  void start();
  // Ends the connection now when nothing is being answered, else after that answer.
  void end_soon();
  void cut();
  // Since when it waits for a request; nothing while it answers one.
  std::optional<std::chrono::steady_clock::time_point> waiting_since() const {
    return reading_head_ ? std::optional(waiting_since_) : std::nullopt;
  }

 private:
  using HeaderParser = http::request_parser<http::buffer_body>;

  void read_head();
  void on_head(beast::error_code error, size_t);
  Request request_of(const http::request_header<>& head) const;
  void read_body();
  void on_body(beast::error_code error, size_t);
  void refuse(Response response);
  void submit(Request request);
  void write(Response response);
  void on_written(beast::error_code error, size_t);
  void on_read_failure(beast::error_code error);

  void with_continue(void (Session::*next)());
  void linger(size_t dropped);

  void begin_batch();
  void write_batch_head();
  void read_batch();
  void on_batch_bytes(beast::error_code error, size_t);
  void take_lines(size_t bytes);
  void answer_batch_lines();
  void write_batch(std::string lines);
  void end_batch();

  const Config& config() const { return floor_.shared.options.config; }
  void deadline(double seconds);
  void close();

  beast::tcp_stream stream_;
  Floor& floor_;
  beast::flat_buffer buffer_;
  std::string client_;
  std::optional<HeaderParser> parser_;
  std::optional<http::request_parser<http::string_body>> body_parser_;
  Request request_;
  bool keep_alive_ = false, head_only_ = false, reading_head_ = false, ended_ = false, lingers_ = false;
  std::chrono::steady_clock::time_point begun_, waiting_since_;
  std::string route_;

  std::optional<http::response<http::string_body>> response_;
  std::optional<http::response<http::empty_body>> empty_;

  std::optional<http::response_serializer<http::empty_body>> batch_head_;
  std::vector<char> chunk_in_;
  std::string partial_, chunk_out_;
  std::optional<Timestamp> batch_now_;  // what the batch is judged by; none: the present
  std::vector<std::string> lines_;
};

}  // namespace lycosa::inline serve
