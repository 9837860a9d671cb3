#include "fetch/transfer.h"

#include <sys/socket.h>

#include <algorithm>

#include "base/text.h"
#include "fetch/address.h"
#include "url/url.h"

namespace lycosa::inline fetch {
namespace {

int64_t to_ms(double seconds) {
  return static_cast<int64_t>(seconds * 1000);
}

// What is sent as the target: the URL behind its authority, byte for byte, a lone "?" too.
std::string_view request_target(std::string_view href) {
  size_t start = href.find('/', href.find("//") + 2);
  return href.substr(start, href.find('#', start) - start);
}

bool is_safe_header(const Header& header) {
  if (header.name.empty()) return false;
  for (char c : header.name) {
    if (!is_ascii_alphanumeric(c) && c != '-' && c != '_') return false;
  }
  return header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

void append(Slist& list, const std::string& text) {
  if (curl_slist* longer = curl_slist_append(list.get(), text.c_str())) {
    [[maybe_unused]] curl_slist* same = list.release();
    list.reset(longer);
  }
}

std::string bracketed(const std::string& address) {
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

}  // namespace

FetchLimits::FetchLimits(const Config& config)
    : dns_ms(to_ms(config.dns_timeout)),
      connect_ms(to_ms(config.connect_timeout)),
      first_byte_ms(to_ms(config.first_byte_timeout)),
      whole_ms(to_ms(config.fetch_timeout)),
      rate_window_ms(std::max<int64_t>(to_ms(config.min_rate_after), 1)),
      rate_window_bytes(config.min_rate * rate_window_ms / 1000),
      head_bytes(static_cast<size_t>(config.head_bytes)),
      head_fields(static_cast<size_t>(config.head_fields)),
      body_bytes(static_cast<size_t>(config.body_bytes)),
      per_address(static_cast<size_t>(config.connections_per_address)),
      allow_private(config.allow_private) {}

Transfer::Transfer(uint64_t serial_number, FetchRequest request, const FetchLimits& limits, const ServedClock& clock,
                   std::vector<uint64_t>& progressed, KeptSockets& kept)
    : serial(serial_number),
      limits_(limits),
      clock_(clock),
      progressed_(progressed),
      kept_(kept),
      request_(std::move(request)),
      body_bytes_(request_.body_bytes != 0 ? request_.body_bytes : limits.body_bytes),
      head_(limits.head_bytes, limits.head_fields) {
  result.id = request_.id;
  result.exchange.url = request_.url;
}

bool Transfer::read_request() {
  Result<Url> url = Url::parse(request_.url);
  if (!url) {
    fail({Reason::input_bad_url, url.error().message});
  } else if (!url->is_http()) {
    fail({Reason::input_unsupported_scheme, "the scheme is " + std::string(url->scheme())});
  } else if (!std::all_of(request_.headers.begin(), request_.headers.end(), is_safe_header)) {
    fail({Reason::http_invalid_header, "a header of the request is not one that can be sent"});
  } else {
    request_.url = url->href();
    host = url->hostname();
    host_is_address = url->host_is_ip();
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    port = url->effective_port();
    return true;
  }
  return false;
}

Easy new_easy(const Config& config, CURLSH* sessions) {
  Easy easy(curl_easy_init());
  CURL* handle = easy.get();
  if (handle == nullptr) return easy;
  curl_easy_setopt(handle, CURLOPT_SHARE, sessions);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_2TLS});
  // Bodies as they come over the wire: the archive keeps them, decode_body() takes the codings off.
  curl_easy_setopt(handle, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(handle, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, config.effective_user_agent().c_str());
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  // A page in a few reads instead of a dozen.
  curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, 64L << 10);
  // With a folder of certificates beside the file, libcurl would read the file anew for every connection.
  curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  if (!config.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, config.ca_file.c_str());
  // Our own answers need to last only until the connection begins.
  curl_easy_setopt(handle, CURLOPT_DNS_CACHE_TIMEOUT, 10L);
  // With several addresses, libcurl divides the time among them; our own limit ends it all the same.
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(to_ms(config.connect_timeout)));
  // The request's head is told through the debug function alone.
  curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
  return easy;
}

void Transfer::set_callbacks() {
  CURL* handle = easy_.get();
  curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error_);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Transfer::on_head);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, &Transfer::on_debug);
  curl_easy_setopt(handle, CURLOPT_DEBUGDATA, this);
  curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, &Transfer::on_ready);
  curl_easy_setopt(handle, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
}

void Transfer::prepare(Easy easy, const std::vector<std::string>& addresses, const curl_slist* headers) {
  easy_ = std::move(easy);
  CURL* handle = easy_.get();
  fresh_ = came_unasked_;
  opened_.clear();
  set_callbacks();
  curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, fresh_ ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(handle, CURLOPT_REQUEST_TARGET, std::string(request_target(request_.url)).c_str());
  if (!request_.headers.empty()) headers_ = own_headers(headers);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers_ ? headers_.get() : headers);
  if (!addresses.empty()) {
    std::string entry = "+" + host + ":" + std::to_string(port) + ":";
    for (const std::string& one : addresses) entry += (&one == &addresses.front() ? "" : ",") + bracketed(one);
    append(resolve_, entry);
  }
  curl_easy_setopt(handle, CURLOPT_RESOLVE, resolve_.get());
  launched = clock_.now();
  phase = Phase::connecting;
  phase_began_ = launched;
}

Slist Transfer::own_headers(const curl_slist* headers) {
  Slist list;
  for (; headers != nullptr; headers = headers->next) append(list, headers->data);
  // A field without a value must end in a semicolon, or libcurl leaves it out.
  for (const Header& header : request_.headers) {
    append(list, header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  return list;
}

void Transfer::progress(Phase next) {
  if (phase == next) return;
  phase = next;
  phase_began_ = clock_.now();
  progressed_.push_back(serial);
}

int64_t Transfer::deadline() const {
  const int64_t whole = begun + limits_.whole_ms;
  switch (phase) {
    case Phase::naming:
      return std::min(whole, begun + limits_.dns_ms);
    case Phase::waiting:
      return INT64_MAX;
    case Phase::connecting:
      return std::min(whole, phase_began_ + limits_.connect_ms);
    case Phase::sent:
      return std::min(whole, phase_began_ + limits_.first_byte_ms);
    case Phase::receiving:
      return limits_.rate_window_bytes == 0 ? whole : std::min(whole, window_began_ + limits_.rate_window_ms);
  }
  return whole;
}

std::optional<Failure> Transfer::overdue(int64_t now) {
  if (now < deadline()) return std::nullopt;
  auto after = [](int64_t ms) { return " after " + duration(ms); };
  if (phase != Phase::waiting && now >= begun + limits_.whole_ms) {
    return Failure{Reason::network_time_budget, "the fetch was not done" + after(limits_.whole_ms)};
  }
  switch (phase) {
    case Phase::naming:
      return Failure{Reason::network_dns_timeout, "no answer about the name" + after(limits_.dns_ms)};
    case Phase::connecting:
      return Failure{Reason::network_connect_timeout, "no connection" + after(limits_.connect_ms)};
    case Phase::sent:
      return Failure{Reason::network_read_timeout, "no byte of an answer" + after(limits_.first_byte_ms)};
    case Phase::receiving:
      return overdue_rate(now);
    case Phase::waiting:
      break;
  }
  return std::nullopt;
}

// A window of time is over: it is judged, and the next one begins.
std::optional<Failure> Transfer::overdue_rate(int64_t now) {
  uint64_t got = received_ - window_start_received_;
  if (got < static_cast<uint64_t>(limits_.rate_window_bytes)) {
    return Failure{Reason::network_too_slow, std::to_string(got) + " bytes in " + duration(now - window_began_)};
  }
  window_began_ = now;
  window_start_received_ = received_;
  return std::nullopt;
}

size_t Transfer::on_head(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  const size_t length = size * count;
  transfer->received_ += length;
  if (transfer->first_byte_ == 0) {
    transfer->first_byte_ = transfer->window_began_ = transfer->clock_.now();
    transfer->progress(Phase::receiving);
  }
  return transfer->head_.add({data, length}) ? length : 0;
}

size_t Transfer::on_body(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  std::string& body = transfer->result.exchange.body;
  std::string_view piece(data, size * count);
  transfer->received_ += piece.size();
  std::string_view kept = piece.substr(0, transfer->body_bytes_ - body.size());
  body += kept;
  if (kept.size() == piece.size()) return piece.size();
  transfer->body_full_ = true;
  return 0;
}

// Lines of the head come here before libcurl stores them for its headers API, and so before a line that breaks it.
int Transfer::on_debug(CURL*, curl_infotype type, char* data, size_t size, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  if (type == CURLINFO_HEADER_OUT) transfer->result.exchange.request_head.append(data, size);
  if (type == CURLINFO_HEADER_IN) transfer->head_.check({data, size});
  return 0;
}

// Whether a connection that is used again has something to read. Over TLS it may be what OpenSSL keeps to itself, such
// as a ticket, and over HTTP/2, which comes with TLS alone, a frame.
bool Transfer::has_unasked_bytes(const char* peer, int peer_port, int local_port) const {
  if (!opened_.empty() || request_.url.starts_with("https:")) return false;
  const int socket = kept_.find(local_port, peer, peer_port);
  char byte;
  return socket >= 0 && ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

// The connection stands, new or kept from before, and the request is about to be sent. On a kept connection that turns
// out to be dead libcurl tries once more, and then this comes again.
int Transfer::on_ready(void* self, char* address, char*, int peer_port, int local_port) {
  auto* transfer = static_cast<Transfer*>(self);
  transfer->result.exchange.request_head.clear();
  transfer->result.exchange.address = canonical_address(address).value_or("");
  if (!transfer->limits_.allow_private && !is_public_address(transfer->result.exchange.address)) {
    transfer->refused_address_ = address;
    return CURL_PREREQFUNC_ABORT;
  }
  transfer->kept_.note(local_port, transfer->opened_);
  if (transfer->has_unasked_bytes(address, peer_port, local_port)) {
    transfer->came_unasked_ = true;
    return CURL_PREREQFUNC_ABORT;
  }
  transfer->progress(Phase::sent);
  return CURL_PREREQFUNC_OK;
}

curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) {
  auto* transfer = static_cast<Transfer*>(self);
  std::optional<std::string> text = address_text(&address->addr);
  if (!text || (!transfer->limits_.allow_private && !is_public_address(&address->addr))) {
    transfer->refused_address_ = text.value_or("unknown");
    return CURL_SOCKET_BAD;
  }
  transfer->result.exchange.address = *text;
  const int opened = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  transfer->opened_.push_back(opened);
  return opened;
}

void Transfer::fail(Failure failure) {
  take_head();
  take_times();
  result.exchange.failure = failure.reason;
  result.exchange.failure_detail = std::move(failure.detail);
}

void Transfer::finish(CURLcode code) {
  if (body_full_ && head_.complete()) {
    result.exchange.truncated = true;
    code = CURLE_OK;
  }
  if (!head_.fault().empty()) return fail({Reason::http_invalid_header, head_.fault()});
  if (!refused_address_.empty() && code != CURLE_OK) {
    return fail(
        {Reason::ban_private_address, "the address " + refused_address_ + " is not one of the public Internet"});
  }
  if (code == CURLE_OK) {
    take_head();
    take_times();
    if (head_.cut()) {
      result.exchange.failure = Reason::network_reset;
      result.exchange.failure_detail = "the connection ended within the head of the response";
    } else if (!result.exchange.answered()) {
      result.exchange.failure = Reason::http_invalid_status;
      result.exchange.failure_detail = visible(utf8_prefix(head_.text().substr(0, head_.text().find('\n')), 100));
    }
    return;
  }
  CurlOutcome outcome;
  outcome.code = code;
  curl_easy_getinfo(easy_.get(), CURLINFO_SSL_VERIFYRESULT, &outcome.verify_result);
  curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &outcome.os_error);
  outcome.sent = phase >= Phase::sent;
  outcome.h2 = is_h2_request(result.exchange.request_head);
  outcome.head_began = head_.began();
  outcome.message = error_;
  // libcurl gives this for a line that is longer than it reads.
  if (code == CURLE_OUT_OF_MEMORY && outcome.sent) {
    constexpr size_t kLongestLine = 100 << 10;
    outcome.message =
        "the head is longer than " + std::to_string(std::min(limits_.head_bytes, kLongestLine)) + " bytes";
  }
  fail(failure_of(outcome));
}

// An answer counts once its head is whole; before, it may lack the field that forbids to index it.
void Transfer::take_head() {
  Exchange& exchange = result.exchange;
  exchange.response_head = head_.text();
  exchange.request_head = written_as_http1(exchange.request_head);
  std::optional<ParsedHead> head;
  if (head_.complete()) head = parse_response_head(exchange.response_head);
  if (head) {
    exchange.status = head->status;
    exchange.protocol = head_.is_h2() ? "h2" : std::move(head->protocol);
    exchange.headers = std::move(head->headers);
  }
}

void Transfer::take_times() {
  Exchange& exchange = result.exchange;
  exchange.total_ms = clock_.now() - begun;
  if (first_byte_ != 0) exchange.first_byte_ms = first_byte_ - begun;
  if (!easy_) return;
  auto since_begun = [&](CURLINFO what) -> int64_t {
    curl_off_t us = 0;
    curl_easy_getinfo(easy_.get(), what, &us);
    return us == 0 ? 0 : launched - begun + us / 1000;
  };
  exchange.connect_ms = since_begun(CURLINFO_CONNECT_TIME_T);
  exchange.tls_ms = since_begun(CURLINFO_APPCONNECT_TIME_T);
}

}  // namespace lycosa::inline fetch
