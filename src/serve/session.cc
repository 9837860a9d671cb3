#include "serve/session.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline serve {
namespace {

// A line of a batch is a URL: what is longer than this is no URL that anyone keeps.
constexpr size_t kLongestLine = 64 << 10;
// Lines that are answered at once, and bytes that are read at once.
constexpr size_t kLinesAtOnce = 64;
constexpr size_t kBytesAtOnce = 16 << 10;
// After a refusal what still comes is read and dropped for a moment, so that the refusal is not lost with a reset.
constexpr double kLingerSeconds = 2;
constexpr size_t kLingerBytes = 4 << 20;

constexpr std::string_view kNdjson = "application/x-ndjson";

std::string text(beast::string_view view) {
  return {view.data(), view.size()};
}

template <class Body>
void set_headers(http::response<Body>& message, const Response& response) {
  message.set(http::field::server, "lycosa");
  message.set(http::field::content_type, response.content_type);
  for (const auto& [name, value] : response.headers) message.set(name, value);
}

}  // namespace

Session::Session(tcp::socket socket, Floor& floor) : stream_(std::move(socket)), floor_(floor) {
  beast::error_code error;
  const tcp::endpoint peer = stream_.socket().remote_endpoint(error);
  if (!error) client_ = peer.address().to_string();
  stream_.socket().set_option(tcp::no_delay(true), error);
  floor_.open.insert(this);
  floor_.shared.metrics.connected();
}

Session::~Session() {
  floor_.open.erase(this);
  floor_.shared.metrics.disconnected();
  if (floor_.on_close) floor_.on_close();
}

void Session::start() {
  read_head();
}

void Session::end_soon() {
  ended_ = true;
  if (reading_head_) cut();
}

void Session::cut() {
  beast::error_code ignored;
  stream_.socket().close(ignored);
}

void Session::deadline(double seconds) {
  stream_.expires_after(std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000)));
}

void Session::read_head() {
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(config().serve_head_bytes));
  parser_->body_limit(static_cast<uint64_t>(config().serve_batch_bytes));
  body_parser_.reset();
  reading_head_ = true;
  waiting_since_ = std::chrono::steady_clock::now();
  deadline(config().serve_request_time);
  http::async_read_header(stream_, buffer_, *parser_, beast::bind_front_handler(&Session::on_head, shared_from_this()));
}

void Session::on_read_failure(beast::error_code error) {
  if (error == beast::error::timeout) {
    floor_.shared.metrics.refused("slow");
    return;
  }
  if (error == http::error::header_limit)
    return refuse(error_response(431, "head_too_large", "the request's head is too large"));
  if (error == http::error::body_limit)
    return refuse(error_response(413, "body_too_large", "the request's body is too large"));
  if (error == http::error::end_of_stream ||
      error.category() != http::make_error_code(http::error::bad_method).category()) {
    return close();
  }
  refuse(error_response(400, "bad_request", "the request is not HTTP/1.1"));
}

void Session::on_head(beast::error_code error, size_t) {
  reading_head_ = false;
  begun_ = std::chrono::steady_clock::now();
  if (error) return on_read_failure(error);
  const auto& head = parser_->get();
  keep_alive_ = parser_->keep_alive() && !ended_;
  head_only_ = head.method() == http::verb::head;
  request_ = request_of(head);
  const Route* route = find_route(request_.method, request_.path);
  route_ = route ? std::string(route->path) : "none";
  if (request_.path.empty()) return refuse(error_response(400, "bad_request", "the request's target is no path"));
  if (auto refusal = floor_.guard.refuse(request_)) return refuse(std::move(*refusal));
  if (route && route->kind == Route::Kind::batch) return begin_batch();
  // The parser has looked at the length already, with the limit of batches.
  if (parser_->content_length().value_or(0) > static_cast<uint64_t>(config().serve_body_bytes)) {
    return refuse(error_response(413, "body_too_large", "the request's body is too large"));
  }
  with_continue(&Session::read_body);
}

Request Session::request_of(const http::request_header<>& head) const {
  Request request;
  request.method = text(head.method_string());
  const std::string target = text(head.target());
  if (!target.empty() && target[0] == '/') {
    const size_t question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) request.parameters = parse_query(std::string_view(target).substr(question + 1));
  }
  request.host = text(head[http::field::host]);
  request.origin = text(head[http::field::origin]);
  request.fetch_site = text(head["Sec-Fetch-Site"]);
  request.authorization = text(head[http::field::authorization]);
  request.content_type = ascii_lower(text(head[http::field::content_type]));
  request.client = client_;
  return request;
}

// A client that asks whether it may send its body is told so.
void Session::with_continue(void (Session::*next)()) {
  const auto& head = parser_->get();
  if (!beast::iequals(head[http::field::expect], "100-continue")) return (this->*next)();
  static constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(stream_, asio::buffer(kContinue, sizeof kContinue - 1),
                    [self = shared_from_this(), next](beast::error_code error, size_t) {
                      if (!error) (self.get()->*next)();
                    });
}

void Session::read_body() {
  body_parser_.emplace(std::move(*parser_));
  parser_.reset();
  body_parser_->body_limit(static_cast<uint64_t>(config().serve_body_bytes));
  http::async_read(stream_, buffer_, *body_parser_, beast::bind_front_handler(&Session::on_body, shared_from_this()));
}

void Session::on_body(beast::error_code error, size_t) {
  if (error) return on_read_failure(error);
  request_.body = std::move(body_parser_->get().body());
  submit(std::move(request_));
}

void Session::submit(Request request) {
  const bool taken =
      floor_.workers->submit([self = shared_from_this(), request = std::move(request)](Answers& answers) mutable {
        Response response;
        try {
          response = answers.answer(request);
        } catch (const std::exception& problem) {
          response = error_response(500, "internal", problem.what());
        }
        // The session goes back whole: it may end on its own thread only.
        const auto executor = self->stream_.get_executor();
        asio::post(executor, [self = std::move(self), response = std::move(response)]() mutable {
          self->write(std::move(response));
        });
      });
  if (!taken) {
    floor_.shared.metrics.refused("busy");
    write(error_response(503, "busy", "the server has too many requests to answer; try again"));
  }
}

void Session::refuse(Response response) {
  keep_alive_ = false;
  lingers_ = true;
  write(std::move(response));
}

void Session::write(Response response) {
  add_security_headers(response);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun_;
  floor_.shared.metrics.answered(route_.empty() ? "none" : route_, response.status, took.count());
  if (ended_) keep_alive_ = false;
  response_.emplace(static_cast<http::status>(response.status), 11);
  set_headers(*response_, response);
  response_->keep_alive(keep_alive_);
  deadline(config().serve_answer_time);
  auto done = beast::bind_front_handler(&Session::on_written, shared_from_this());
  if (head_only_) {
    empty_.emplace(std::move(response_->base()));
    empty_->content_length(response.body.size());
    return http::async_write(stream_, *empty_, std::move(done));
  }
  response_->body() = std::move(response.body);
  response_->prepare_payload();
  http::async_write(stream_, *response_, std::move(done));
}

void Session::on_written(beast::error_code error, size_t) {
  response_.reset();
  empty_.reset();
  if (error) {
    if (error == beast::error::timeout) floor_.shared.metrics.refused("slow");
    return;
  }
  if (keep_alive_ && !ended_) return read_head();
  close();
}

void Session::close() {
  beast::error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  if (!lingers_ || ended_) return;
  chunk_in_.resize(kBytesAtOnce);
  deadline(kLingerSeconds);
  linger(0);
}

void Session::linger(size_t dropped) {
  stream_.async_read_some(asio::buffer(chunk_in_),
                          [self = shared_from_this(), dropped](beast::error_code error, size_t n) {
                            if (!error && dropped + n < kLingerBytes) self->linger(dropped + n);
                          });
}

// The batch: read some lines, answer them, write the answers, read on.

void Session::begin_batch() {
  if (!request_.content_type.starts_with(kNdjson)) {
    // A type that a form of another site cannot send.
    return refuse(error_response(415, "type", "the body must have Content-Type: application/x-ndjson"));
  }
  if (parser_->get().version() < 11) return refuse(error_response(505, "version", "a batch needs HTTP/1.1"));
  const Route& route = *find_route(request_.method, request_.path);
  const auto parameters = Parameters::read(route.parameters, request_.parameters);
  if (!parameters) return refuse(error_response(parameters.error()));
  batch_now_ = parameters->time("now");
  with_continue(&Session::write_batch_head);
}

void Session::write_batch_head() {
  Response response;
  response.content_type = kNdjson;
  add_security_headers(response);
  empty_.emplace(http::status::ok, 11);
  set_headers(*empty_, response);
  empty_->keep_alive(keep_alive_);
  empty_->chunked(true);
  batch_head_.emplace(*empty_);
  chunk_in_.resize(kBytesAtOnce);
  partial_.clear();
  lines_.clear();
  deadline(config().serve_answer_time);
  http::async_write_header(stream_, *batch_head_, [self = shared_from_this()](beast::error_code error, size_t) {
    if (!error) self->read_batch();
  });
}

void Session::read_batch() {
  if (parser_->is_done()) return end_batch();
  parser_->get().body().data = chunk_in_.data();
  parser_->get().body().size = chunk_in_.size();
  parser_->get().body().more = true;
  deadline(config().serve_request_time);
  http::async_read_some(stream_, buffer_, *parser_,
                        beast::bind_front_handler(&Session::on_batch_bytes, shared_from_this()));
}

void Session::on_batch_bytes(beast::error_code error, size_t) {
  if (error == http::error::need_buffer) error = {};
  if (error) {
    // The status has been sent: a cut-off answer without its last chunk says that something went wrong.
    floor_.shared.metrics.refused(error == beast::error::timeout ? "slow" : "broken_batch");
    return cut();
  }
  take_lines(chunk_in_.size() - parser_->get().body().size);
  answer_batch_lines();
}

void Session::take_lines(size_t bytes) {
  for (const char c : std::string_view(chunk_in_.data(), bytes)) {
    if (c == '\n') {
      if (!partial_.empty() && partial_.back() == '\r') partial_.pop_back();
      lines_.push_back(std::move(partial_));
      partial_.clear();
    } else if (partial_.size() < kLongestLine) {
      partial_ += c;
    }
  }
  if (parser_->is_done() && !partial_.empty()) lines_.push_back(std::move(partial_));
}

void Session::answer_batch_lines() {
  if (lines_.empty()) return read_batch();
  const auto some = lines_.begin() + static_cast<std::ptrdiff_t>(std::min(kLinesAtOnce, lines_.size()));
  std::vector<std::string> now(std::make_move_iterator(lines_.begin()), std::make_move_iterator(some));
  lines_.erase(lines_.begin(), some);
  const bool taken =
      floor_.workers->submit([self = shared_from_this(), now = std::move(now)](Answers& answers) mutable {
        std::string out;
        try {
          out = answers.answer_lines(now, self->batch_now_);
        } catch (const std::exception&) {
          out.clear();  // the batch is cut off
        }
        const auto executor = self->stream_.get_executor();
        asio::post(executor,
                   [self = std::move(self), out = std::move(out)]() mutable { self->write_batch(std::move(out)); });
      });
  if (!taken) {
    floor_.shared.metrics.refused("busy");
    cut();
  }
}

void Session::write_batch(std::string lines) {
  if (lines.empty()) return cut();
  chunk_out_ = std::move(lines);
  deadline(config().serve_answer_time);
  asio::async_write(stream_, http::make_chunk(asio::buffer(chunk_out_)),
                    [self = shared_from_this()](beast::error_code error, size_t) {
                      if (!error) self->answer_batch_lines();
                    });
}

void Session::end_batch() {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun_;
  floor_.shared.metrics.answered(route_, 200, took.count());
  deadline(config().serve_answer_time);
  asio::async_write(stream_, http::make_chunk_last(),
                    beast::bind_front_handler(&Session::on_written, shared_from_this()));
}

}  // namespace lycosa::inline serve
