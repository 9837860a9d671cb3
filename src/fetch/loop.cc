#include "fetch/loop.h"

#include <sys/resource.h>

#include <algorithm>
#include <mutex>

#include "base/text.h"
#include "fetch/address.h"
#include "fetch/ca_file.h"

namespace lycosa::inline fetch {
namespace {

bool initialise_curl() {
  static std::once_flag once;
  static CURLcode code = CURLE_OK;
  std::call_once(once, [] { code = curl_global_init(CURL_GLOBAL_DEFAULT); });
  return code == CURLE_OK;
}

constexpr const char* kHeaders[] = {"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                                    "Accept-Encoding: gzip, deflate, br, zstd"};

// How many connections may be open, those in use and those that wait for the next page of their host.
Result<long> most_connections(int64_t in_use) {
  constexpr int64_t kForOthers = 128;  // files that the rest of the process has open
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  const int64_t room = files.rlim_cur == RLIM_INFINITY ? INT32_MAX : static_cast<int64_t>(files.rlim_cur) - kForOthers;
  if (room < in_use) {
    return fail(ErrorKind::exhausted, std::to_string(in_use) + " connections need more open files than the limit of " +
                                          std::to_string(files.rlim_cur) + " leaves; raise it (ulimit -n " +
                                          std::to_string(2 * in_use + kForOthers) + "), or lower connections");
  }
  return static_cast<long>(std::min(std::max<int64_t>(2 * in_use, 64), room));
}

}  // namespace

Result<std::unique_ptr<Fetcher::Loop>> Fetcher::Loop::open(const Config& config, const Clock& clock) {
  if (!initialise_curl()) return lycosa::fail(ErrorKind::unavailable, "libcurl cannot start; check its installation");
  if (config.effective_user_agent().find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
    return lycosa::fail(ErrorKind::invalid,
                        "user-agent and contact become a header field and can have no line end or NUL");
  }
  if (Result<void> sound = check_ca_file(config.ca_file); !sound) return sound.unexpected();
  Result<long> connections = most_connections(config.connections);
  if (!connections) return connections.unexpected();
  std::unique_ptr<Loop> loop(new Loop(config, clock));

  Result<ResolveTable> table = ResolveTable::parse(config.resolve);
  if (!table) return table.unexpected();
  loop->table_ = std::move(*table);
  Result<std::unique_ptr<Poller>> poller = Poller::open();
  if (!poller) return poller.unexpected();
  loop->poller_ = std::move(*poller);
  Result<std::unique_ptr<Resolver>> resolver =
      Resolver::open({config.dns_server, loop->limits_.dns_ms}, *loop->poller_);
  if (!resolver) return resolver.unexpected();
  loop->resolver_ = std::move(*resolver);

  for (const char* header : kHeaders) {
    curl_slist* longer = curl_slist_append(loop->headers_.get(), header);
    [[maybe_unused]] curl_slist* same = loop->headers_.release();
    loop->headers_.reset(longer);
  }
  loop->sessions_.reset(curl_share_init());
  CURLM* multi = curl_multi_init();
  loop->multi_.reset(multi);
  if (multi == nullptr || loop->sessions_ == nullptr)
    return lycosa::fail(ErrorKind::exhausted, "libcurl has no memory for the fetcher; free some");
  curl_share_setopt(loop->sessions_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Loop::on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, loop.get());
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Loop::on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, loop.get());
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, *connections);
  return loop;
}

Fetcher::Loop::~Loop() {
  for (const auto& [serial, transfer] : transfers_) {
    if (transfer->easy() != nullptr) curl_multi_remove_handle(multi_.get(), transfer->easy());
  }
}

int Fetcher::Loop::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
  static_cast<Loop*>(self)->poller_->watch(Poller::Owner::transfers, fd,
                                           what == CURL_POLL_IN || what == CURL_POLL_INOUT,
                                           what == CURL_POLL_OUT || what == CURL_POLL_INOUT);
  return 0;
}

int Fetcher::Loop::on_timer(CURLM*, long ms, void* self) {
  static_cast<Loop*>(self)->curl_due_ = ms < 0 ? -1 : steady_ms() + ms;
  return 0;
}

void Fetcher::Loop::start(FetchRequest request) {
  const uint64_t serial = next_serial_++;
  auto& slot = transfers_[serial];
  slot = std::make_unique<Transfer>(serial, std::move(request), limits_, served_, progressed_, kept_sockets_);
  Transfer& transfer = *slot;
  transfer.begun = served_.now();
  transfer.result.exchange.stamp = clock_.now();
  if (transfer.read_request()) {
    find_address(transfer);
  } else {
    hand_back(transfer);
  }
}

void Fetcher::Loop::find_address(Transfer& transfer) {
  if (transfer.host_is_address) return named(transfer, {{transfer.host}, std::nullopt});
  if (const std::vector<std::string>* addresses = table_.find(transfer.host, transfer.port)) {
    return named(transfer, {*addresses, std::nullopt});
  }
  if (const Resolution* kept = resolver_->cached(transfer.host, steady_ms())) return named(transfer, *kept);
  schedule(transfer);
  resolver_->ask(transfer.host, transfer.serial);
  names_due_ = steady_ms();
}

void Fetcher::Loop::take_answers() {
  for (const Resolver::Answer& answer : resolver_->take_answered()) {
    auto found = transfers_.find(answer.ticket);
    if (found == transfers_.end()) continue;  // its time was over
    Transfer& transfer = *found->second;
    transfer.result.exchange.dns_ms = served_.now() - transfer.begun;
    named(transfer, *answer.resolution);
  }
}

void Fetcher::Loop::named(Transfer& transfer, const Resolution& resolution) {
  if (resolution.failure) return fail(transfer, *resolution.failure);
  std::vector<std::string> addresses;
  for (const std::string& address : resolution.addresses) {
    if (limits_.allow_private || is_public_address(address)) addresses.push_back(address);
  }
  if (addresses.empty()) {
    return fail(transfer, {Reason::ban_private_address,
                           "the address " + resolution.addresses.front() + " is not one of the public Internet"});
  }
  take_address(transfer, std::move(addresses));
}

void Fetcher::Loop::take_address(Transfer& transfer, std::vector<std::string> addresses) {
  if (limits_.per_address != 0 && !is_loopback_address(addresses.front())) {
    Address& address = addresses_[addresses.front()];
    transfer.address = addresses.front();
    if (address.running >= limits_.per_address) {
      transfer.phase = Transfer::Phase::waiting;
      address.waiting.push_back({transfer.serial, std::move(addresses)});
      return schedule(transfer);
    }
    ++address.running;
  }
  launch(transfer, addresses);
}

void Fetcher::Loop::launch(Transfer& transfer, const std::vector<std::string>& addresses) {
  Easy easy = new_easy(config_, sessions_.get());
  if (!easy) return fail(transfer, {Reason::network_reset, "libcurl has no memory for the request"});
  transfer.prepare(std::move(easy), transfer.host_is_address ? std::vector<std::string>() : addresses, headers_.get());
  CURLMcode code = curl_multi_add_handle(multi_.get(), transfer.easy());
  if (code != CURLM_OK) return fail(transfer, {Reason::network_reset, curl_multi_strerror(code)});
  schedule(transfer);
}

// The next one that waits for the address begins; its time of waiting does not count.
void Fetcher::Loop::free_address(const std::string& name) {
  auto found = addresses_.find(name);
  if (found == addresses_.end()) return;
  Address& address = found->second;
  --address.running;
  while (!address.waiting.empty()) {
    Waiting next = std::move(address.waiting.front());
    address.waiting.pop_front();
    auto waiting = transfers_.find(next.serial);
    if (waiting == transfers_.end()) continue;
    Transfer& transfer = *waiting->second;
    ++address.running;
    transfer.phase = Transfer::Phase::connecting;
    transfer.begun = served_.now() - transfer.result.exchange.dns_ms;
    transfer.result.exchange.stamp = clock_.now();
    return launch(transfer, next.addresses);
  }
  if (address.running == 0) addresses_.erase(found);
}

void Fetcher::Loop::fail(Transfer& transfer, Failure failure) {
  transfer.fail(std::move(failure));
  hand_back(transfer);
}

// Ends a transfer whose result is set. The reference is dead afterwards.
void Fetcher::Loop::hand_back(Transfer& transfer) {
  if (transfer.scheduled != 0) deadlines_.erase({transfer.scheduled, transfer.serial});
  if (transfer.easy() != nullptr) curl_multi_remove_handle(multi_.get(), transfer.easy());
  const bool counted = !transfer.address.empty() && transfer.phase != Transfer::Phase::waiting;
  const std::string address = std::move(transfer.address);
  done_.push_back(std::move(transfer.result));
  transfers_.erase(transfer.serial);
  if (counted) free_address(address);
}

void Fetcher::Loop::take_finished() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    char* pointer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &pointer);
    auto& transfer = *reinterpret_cast<Transfer*>(pointer);
    const CURLcode code = message->data.result;
    if (transfer.needs_new_connection()) {
      curl_multi_remove_handle(multi_.get(), transfer.easy());
      launch(transfer, {});
    } else {
      transfer.finish(code);
      hand_back(transfer);
    }
  }
}

void Fetcher::Loop::cancel_all() {
  // Nothing may begin in place of what ends.
  for (auto& [name, address] : addresses_) address.waiting.clear();
  while (!transfers_.empty()) {
    Transfer& transfer = *transfers_.begin()->second;
    transfer.result.cancelled = true;
    hand_back(transfer);
  }
}

size_t Fetcher::Loop::poll(int max_wait_ms, std::vector<FetchResult>& done) {
  served_.come_back();
  const int64_t until = max_wait_ms < 0 ? INT64_MAX : steady_ms() + max_wait_ms;
  do {
    for (const Poller::Event& event : poller_->wait(done_.empty() ? wait_ms(until) : 0)) handle(event);
    handle_times();
    take_finished();
    end_overdue();
  } while (done_.empty() && !poller_->take_wake() && steady_ms() < until);
  served_.leave();
  const size_t count = done_.size();
  std::move(done_.begin(), done_.end(), std::back_inserter(done));
  done_.clear();
  return count;
}

// How long nothing needs to be done unless an event comes.
int Fetcher::Loop::wait_ms(int64_t until) {
  const int64_t now = steady_ms();
  if (!deadlines_.empty() && deadlines_.begin()->first != INT64_MAX) {
    until = std::min(until, now + deadlines_.begin()->first - served_.now());
  }
  if (curl_due_ >= 0) until = std::min(until, curl_due_);
  if (names_due_ >= 0) until = std::min(until, names_due_);
  if (until == INT64_MAX) return -1;
  return static_cast<int>(std::clamp<int64_t>(until - now, 0, 60'000));
}

void Fetcher::Loop::handle(const Poller::Event& event) {
  if (event.owner == Poller::Owner::names) {
    resolver_->process(event);
    names_due_ = steady_ms();
    return;
  }
  int what = (event.readable ? CURL_CSELECT_IN : 0) | (event.writable ? CURL_CSELECT_OUT : 0) |
             (event.error ? CURL_CSELECT_ERR : 0);
  int running = 0;
  curl_multi_socket_action(multi_.get(), event.fd, what, &running);
}

void Fetcher::Loop::handle_times() {
  const int64_t now = steady_ms();
  if (names_due_ >= 0 && names_due_ <= now) {
    int next = resolver_->tick();
    names_due_ = next < 0 ? -1 : now + std::max(next, 1);
  }
  take_answers();
  if (curl_due_ >= 0 && curl_due_ <= steady_ms()) {
    curl_due_ = -1;
    int running = 0;
    curl_multi_socket_action(multi_.get(), CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

void Fetcher::Loop::end_overdue() {
  for (uint64_t serial : std::exchange(progressed_, {})) {
    auto found = transfers_.find(serial);
    if (found != transfers_.end()) schedule(*found->second);
  }
  const int64_t now = served_.now();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    Transfer& transfer = *transfers_.at(deadlines_.begin()->second);
    if (std::optional<Failure> failure = transfer.overdue(now)) {
      fail(transfer, std::move(*failure));
    } else {
      schedule(transfer);
    }
  }
}

void Fetcher::Loop::schedule(Transfer& transfer) {
  if (transfer.scheduled != 0) deadlines_.erase({transfer.scheduled, transfer.serial});
  transfer.scheduled = transfer.deadline();
  deadlines_.insert({transfer.scheduled, transfer.serial});
}

}  // namespace lycosa::inline fetch
