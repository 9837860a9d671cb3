#include "fetch/resolver.h"

#include <sys/time.h>

#include <algorithm>
#include <mutex>

#include "fetch/address.h"

namespace lycosa::inline fetch {
namespace {

constexpr int64_t kLongestTtl = 86400;
// A name that does not exist may be made at any time, and the answer does not say when to ask again.
constexpr int64_t kNoSuchNameTtl = 30;
constexpr size_t kMostKept = 200'000;

int initialise_ares() {
  static std::once_flag once;
  static int status = ARES_SUCCESS;
  std::call_once(once, [] { status = ares_library_init(ARES_LIB_INIT_ALL); });
  return status;
}

Reason reason_of(int status) {
  switch (status) {
    case ARES_ENOTFOUND:
    case ARES_ENODATA:
    case ARES_EBADNAME:  // a label or name too long to exist
      return Reason::network_dns_nxdomain;
    case ARES_ETIMEOUT:
      return Reason::network_dns_timeout;
    default:
      return Reason::network_dns_servfail;
  }
}

// Both families in the order of the answer, IPv4 first: it is what hosts without IPv6 of their own can reach.
std::vector<std::string> addresses_of(const ares_addrinfo* info) {
  std::vector<std::string> addresses;
  for (int family : {AF_INET, AF_INET6}) {
    for (const ares_addrinfo_node* node = info->nodes; node != nullptr; node = node->ai_next) {
      if (node->ai_family != family) continue;
      std::optional<std::string> text = address_text(node->ai_addr);
      if (text && std::find(addresses.begin(), addresses.end(), *text) == addresses.end())
        addresses.push_back(std::move(*text));
    }
  }
  return addresses;
}

int64_t ttl_of(const ares_addrinfo* info) {
  int64_t ttl = kLongestTtl;
  for (const ares_addrinfo_node* node = info->nodes; node != nullptr; node = node->ai_next) {
    ttl = std::min<int64_t>(ttl, std::max(node->ai_ttl, 0));
  }
  return ttl;
}

}  // namespace

struct Resolver::Question {
  Resolver* resolver;
  std::string host;
};

Result<std::unique_ptr<Resolver>> Resolver::open(const ResolverOptions& options, Poller& poller) {
  std::unique_ptr<Resolver> resolver(new Resolver(poller));
  int status = initialise_ares();
  ares_options ares{};
  // Names are asked as they are: a search list would let the network that we stand in answer for others' names.
  ares.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
  ares.ndots = 0;
  ares.ndomains = 0;
  // Two tries of which the second waits twice as long.
  ares.tries = 2;
  ares.timeout = static_cast<int>(std::max<int64_t>(options.timeout_ms / 3, 1));
  ares.sock_state_cb = &Resolver::on_socket;
  ares.sock_state_cb_data = resolver.get();
  int mask =
      ARES_OPT_FLAGS | ARES_OPT_NDOTS | ARES_OPT_DOMAINS | ARES_OPT_TRIES | ARES_OPT_TIMEOUTMS | ARES_OPT_SOCK_STATE_CB;
  if (status == ARES_SUCCESS) status = ares_init_options(&resolver->channel_, &ares, mask);
  if (status != ARES_SUCCESS) {
    return fail(ErrorKind::unavailable,
                std::string("the resolver cannot start: ") + ares_strerror(status) + "; check /etc/resolv.conf");
  }
  if (!options.server.empty() &&
      ares_set_servers_ports_csv(resolver->channel_, options.server.c_str()) != ARES_SUCCESS) {
    return fail(ErrorKind::invalid,
                "the DNS server \"" + options.server +
                    "\" is not ADDRESS or ADDRESS:PORT; write it as 192.0.2.1:53 or [2001:db8::1]:53");
  }
  return resolver;
}

Resolver::~Resolver() {
  closing_ = true;
  if (channel_ != nullptr) ares_destroy(channel_);
}

void Resolver::on_socket(void* self, ares_socket_t fd, int readable, int writable) {
  static_cast<Resolver*>(self)->poller_.watch(Poller::Owner::names, fd, readable != 0, writable != 0);
}

const Resolution* Resolver::cached(const std::string& host, int64_t now) {
  auto found = kept_.find(host);
  if (found == kept_.end()) return nullptr;
  if (found->second.good_until > now) return found->second.resolution.get();
  kept_.erase(found);
  return nullptr;
}

void Resolver::ask(const std::string& host, uint64_t ticket) {
  std::vector<uint64_t>& waiting = asked_[host];
  waiting.push_back(ticket);
  if (waiting.size() > 1) return;
  ares_addrinfo_hints hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  // To sort, c-ares would open a socket towards every address.
  hints.ai_flags = ARES_AI_NOSORT;
  // May call on_answer() at once.
  ares_getaddrinfo(channel_, host.c_str(), nullptr, &hints, &Resolver::on_answer, new Question{this, host});
}

void Resolver::on_answer(void* argument, int status, int /*timeouts*/, ares_addrinfo* info) {
  std::unique_ptr<Question> question(static_cast<Question*>(argument));
  std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> owned(info, &ares_freeaddrinfo);
  Resolver& self = *question->resolver;
  if (self.closing_) return;
  auto resolution = std::make_shared<Resolution>();
  int64_t ttl = 0;
  if (status == ARES_SUCCESS) {
    resolution->addresses = addresses_of(info);
    ttl = ttl_of(info);
    if (resolution->addresses.empty()) status = ARES_ENODATA;
  }
  if (status != ARES_SUCCESS) {
    resolution->failure = Failure{reason_of(status), ares_strerror(status)};
    ttl = resolution->failure->reason == Reason::network_dns_nxdomain ? kNoSuchNameTtl : 0;
  }
  auto waiting = self.asked_.extract(question->host);
  for (uint64_t ticket : waiting.mapped()) self.answered_.push_back({ticket, resolution});
  if (ttl > 0) self.keep(question->host, std::move(resolution), ttl);
}

void Resolver::keep(const std::string& host, std::shared_ptr<const Resolution> resolution, int64_t seconds) {
  const int64_t now = steady_ms();
  if (kept_.size() >= kMostKept) {
    std::erase_if(kept_, [now](const auto& entry) { return entry.second.good_until <= now; });
    // To forget everything costs less than to know what is used least, and happens almost never.
    if (kept_.size() >= kMostKept) kept_.clear();
  }
  kept_[host] = {std::move(resolution), now + seconds * 1000};
}

void Resolver::process(const Poller::Event& event) {
  ares_process_fd(channel_, event.readable || event.error ? event.fd : ARES_SOCKET_BAD,
                  event.writable || event.error ? event.fd : ARES_SOCKET_BAD);
}

int Resolver::tick() {
  if (asked_.empty()) return -1;
  ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  timeval space{};
  const timeval* wait = ares_timeout(channel_, nullptr, &space);
  if (wait == nullptr) return -1;
  return static_cast<int>(wait->tv_sec * 1000 + (wait->tv_usec + 999) / 1000);
}

}  // namespace lycosa::inline fetch
