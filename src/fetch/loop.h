#pragma once

#include <deque>
#include <set>
#include <unordered_map>

#include "fetch/fetch.h"
#include "fetch/poller.h"
#include "fetch/resolve_table.h"
#include "fetch/resolver.h"
#include "fetch/transfer.h"

namespace lycosa::inline fetch {

struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

struct FreeShare {
  void operator()(CURLSH* share) const { curl_share_cleanup(share); }
};

// The event loop: a transfer is named, waits for its address to be free, runs in libcurl, and is handed back.
class Fetcher::Loop {
 public:
  static Result<std::unique_ptr<Loop>> open(const Config& config, const Clock& clock);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void start(FetchRequest request);
  size_t poll(int max_wait_ms, std::vector<FetchResult>& done);
  void wake() { poller_->wake(); }
  size_t active() const { return transfers_.size() + done_.size(); }
  void cancel_all();

 private:
  Loop(const Config& config, const Clock& clock) : config_(config), clock_(clock), limits_(config) {}

  // How a transfer comes to its address.
  void find_address(Transfer& transfer);
  void take_answers();
  void named(Transfer& transfer, const Resolution& resolution);
  void take_address(Transfer& transfer, std::vector<std::string> addresses);
  // Gives it to libcurl; a second time, for a new connection, without addresses.
  void launch(Transfer& transfer, const std::vector<std::string>& addresses);
  void free_address(const std::string& address);

  // How it ends.
  void fail(Transfer& transfer, Failure failure);
  void hand_back(Transfer& transfer);
  void take_finished();

  // One round of the loop.
  int wait_ms(int64_t until);
  void handle(const Poller::Event& event);
  void handle_times();
  void end_overdue();
  void schedule(Transfer& transfer);

  static int on_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* socket);
  static int on_timer(CURLM* multi, long ms, void* self);

  const Config config_;
  const Clock& clock_;
  const FetchLimits limits_;
  // The order matters: what stands below uses what stands above until it is gone.
  std::unique_ptr<Poller> poller_;
  std::unique_ptr<Resolver> resolver_;
  ResolveTable table_;
  Slist headers_;
  std::unique_ptr<CURLSH, FreeShare> sessions_;  // of TLS; connections and names are kept by the multi handle
  std::unique_ptr<CURLM, FreeMulti> multi_;
  int64_t curl_due_ = -1;   // when libcurl wants to be called
  int64_t names_due_ = -1;  // and the resolver

  ServedClock served_;
  KeptSockets kept_sockets_;
  uint64_t next_serial_ = 1;
  std::unordered_map<uint64_t, std::unique_ptr<Transfer>> transfers_;
  std::set<std::pair<int64_t, uint64_t>> deadlines_;
  std::vector<uint64_t> progressed_;
  struct Waiting {
    uint64_t serial;
    std::vector<std::string> addresses;
  };
  struct Address {
    size_t running = 0;
    std::deque<Waiting> waiting;
  };
  std::unordered_map<std::string, Address> addresses_;
  std::vector<FetchResult> done_;
};

}  // namespace lycosa::inline fetch
