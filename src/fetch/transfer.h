#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "fetch/failure.h"
#include "fetch/fetch.h"
#include "fetch/head.h"
#include "fetch/kept_sockets.h"
#include "fetch/poller.h"

namespace lycosa::inline fetch {

// The limits of the configuration in the units of the code.
struct FetchLimits {
  explicit FetchLimits(const Config& config);
  int64_t dns_ms, connect_ms, first_byte_ms, whole_ms;
  int64_t rate_window_ms;
  int64_t rate_window_bytes;  // in each window at least so many; 0 for no limit
  size_t head_bytes, head_fields, body_bytes;
  size_t per_address;  // 0 for no limit
  bool allow_private;
};

struct FreeSlist {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Slist = std::unique_ptr<curl_slist, FreeSlist>;

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;

// One fetch on its way: what is known so far, and what libcurl tells as it goes.
class Transfer {
 public:
  // `progressed` receives the serial number whenever a phase begins whose limit of time may end sooner; `kept` is that
  // of all transfers whose connections may be used again.
  Transfer(uint64_t serial, FetchRequest request, const FetchLimits& limits, const ServedClock& clock,
           std::vector<uint64_t>& progressed, KeptSockets& kept);

  // Reads the URL. False when it cannot be fetched; the failure is then set.
  bool read_request();

  // Takes an easy handle over and sets all options that differ between transfers. `addresses` is empty when the host is
  // an address itself.
  void prepare(Easy easy, const std::vector<std::string>& addresses, const curl_slist* headers);
  CURL* easy() const { return easy_.get(); }
  // Bytes came on a kept connection before the request was sent. They are no answer to it (RFC 9112, section 9.2):
  // prepare() the transfer again, and it takes a new connection.
  bool needs_new_connection() const { return came_unasked_ && !fresh_; }

  // When the next limit of time ends, and which failure it is when it has ended.
  int64_t deadline() const;
  std::optional<Failure> overdue(int64_t now);

  // Ends it with a failure of ours, or as libcurl did.
  void fail(Failure failure);
  void finish(CURLcode code);

  enum class Phase { naming, waiting, connecting, sent, receiving };
  Phase phase = Phase::naming;
  int64_t begun =
      0;  // by the served clock, as all times here; moved on by the time spent waiting for others of the same address
  int64_t launched = 0;   // when libcurl got it
  int64_t scheduled = 0;  // the deadline as the loop knows it
  const uint64_t serial;
  std::string host;  // without brackets
  bool host_is_address = false;
  uint16_t port = 0;
  std::string address;  // that is counted against the limit per address; empty when none is
  FetchResult result;

 private:
  static size_t on_head(char* data, size_t size, size_t count, void* self);
  static size_t on_body(char* data, size_t size, size_t count, void* self);
  static int on_debug(CURL* easy, curl_infotype type, char* data, size_t size, void* self);
  static int on_ready(void* self, char* address, char* local_address, int port, int local_port);
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);

  void set_callbacks();
  Slist own_headers(const curl_slist* headers);
  bool has_unasked_bytes(const char* peer, int peer_port, int local_port) const;
  void take_head();
  void take_times();
  void progress(Phase next);
  std::optional<Failure> overdue_rate(int64_t now);

  const FetchLimits& limits_;
  const ServedClock& clock_;
  std::vector<uint64_t>& progressed_;
  KeptSockets& kept_;
  FetchRequest request_;
  size_t body_bytes_;
  HeadCollector head_;
  Slist resolve_, headers_;
  char error_[CURL_ERROR_SIZE] = {};
  bool body_full_ = false;
  std::vector<int> opened_;    // the sockets of the connections that were begun for this transfer
  bool came_unasked_ = false;  // the kept connection had something to say before it was asked
  bool fresh_ = false;         // no kept connection is taken
  std::string refused_address_;
  int64_t phase_began_ = 0;
  int64_t first_byte_ = 0;
  int64_t window_began_ = 0;
  uint64_t received_ = 0, window_start_received_ = 0;
  Easy easy_;  // the last member: it goes first, for it points to the others
};

// A new easy handle with the options that all transfers share. Each transfer has one of its own, since libcurl 7.88
// carries state over to the next transfer of a handle: the header that a folded line would continue is one that is
// freed by then. TLS sessions are kept in `sessions`.
Easy new_easy(const Config& config, CURLSH* sessions);

}  // namespace lycosa::inline fetch
