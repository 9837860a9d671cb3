#include "frontier/frontier.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/text.h"
#include "frontier/host.h"
#include "frontier/seen_map.h"

namespace lycosa::inline frontier {
namespace {

constexpr int64_t kMaxHostPauseMs = 60'000;  // a Retry-After holds the whole host at most so long
constexpr int64_t kAddressBusyMs = 20;       // when to look again at a host whose address is at its cap
constexpr int64_t kFirstBackOffMs = 500;     // of a host that does not answer, doubled each time
constexpr int kMaxBackOffDoublings = 7;

int64_t to_ms(double seconds) {
  return std::llround(seconds * 1000);
}

bool is_loopback(std::string_view address) {
  return address.substr(0, 4) == "127." || address == "::1";
}

bool can_be_undone(const std::optional<Reason>& reason) {
  return reason && info(*reason).has(ReasonTrait::undone_by_link);
}

// Why no answer came, when that may pass by itself.
std::optional<Reason> passing_failure(const FetchOutcome& outcome) {
  const bool passes = outcome.status == 0 && outcome.failure && info(*outcome.failure).passes_by_itself();
  return passes ? outcome.failure : std::nullopt;
}

Role role_of(bool sitemap_file) {
  return sitemap_file ? Role::sitemap : Role::page;
}

SeenRow row_of(const Host& host, const QueuedUrl& url, SeenState state, Timestamp now) {
  SeenRow row;
  row.key = {host.root_hash, url.unparsed};
  row.role = role_of(url.sitemap_file);
  row.depth = url.depth;
  row.hops = url.hops;
  row.state = state;
  row.attempts = url.attempts;
  row.ver = now.ms;
  return row;
}

DiscoveryRow discovery_of(const Candidate& candidate, Timestamp now) {
  DiscoveryRow row;
  row.key = *candidate.key;
  row.how = candidate.how;
  row.source = candidate.referrer;
  row.stamp_ms = now.ms;
  row.depth = candidate.depth;
  row.hops = candidate.hops;
  row.nofollow = candidate.nofollow ? 1 : 0;
  row.ver = now.ms;
  return row;
}

// What another try may find changed: a status or a failure that may pass by itself.
std::optional<Reason> retry_reason(const FetchOutcome& outcome) {
  if (outcome.status == 0) return passing_failure(outcome);
  const std::optional<Reason> reason = reason_for_status(outcome.status);
  return reason && info(*reason).passes_by_itself() ? reason : std::nullopt;
}

}  // namespace

int64_t FrontierCounts::refused_total() const {
  int64_t total = 0;
  for (const auto& [code, count] : refused) total += count;
  return total;
}

int64_t FrontierCounts::failed_total() const {
  int64_t total = 0;
  for (const auto& [code, count] : failed) total += count;
  return total;
}

struct Frontier::State {
  State(const Config& c, Rules r) : config(c), rules(std::move(r)) {}

  const Config config;
  const Rules rules;
  SeenMap seen;
  FrontierCounts counts;
  std::vector<std::unique_ptr<Host>> hosts;
  std::unordered_map<std::string, uint32_t> host_of_origin;
  std::unordered_map<std::string, int> in_flight_to_address;
  std::vector<SeenRow> changes;
  std::vector<std::string> sitemaps;

  // (when, host): entries whose time is not the host's `scheduled` are stale and passed over.
  using Slot = std::pair<Timestamp, uint32_t>;
  std::priority_queue<Slot, std::vector<Slot>, std::greater<>> schedule;

  Host& host_for(const UrlKey& key, uint32_t* id = nullptr);
  void enqueue(const UrlKey& key, QueuedUrl url, std::optional<Timestamp> due);
  std::optional<Timestamp> next_chance(const Host& host) const;
  void reschedule(uint32_t id);
  void tally(const SeenMark& mark, int by);
  void remark(const std::string& unparsed, const SeenMark& mark);
  std::optional<Refusal> refused_by_robots(const Host& host, const Url& url) const;
  std::optional<QueuedUrl> next_url(Host& host, Timestamp now);
  bool address_is_full(const Host& host) const;
  void begin(Host& host, Lease& lease, Timestamp now);
  void end(Host& host, const FetchOutcome& outcome, Timestamp begun, Timestamp now);
  std::optional<Lease> lease_from(uint32_t id, Timestamp now);
};

Host& Frontier::State::host_for(const UrlKey& key, uint32_t* id) {
  const std::string origin = origin_of(key.unparsed);
  const auto [it, is_new] = host_of_origin.try_emplace(origin, static_cast<uint32_t>(hosts.size()));
  if (is_new) {
    hosts.push_back(std::make_unique<Host>());
    hosts.back()->origin = origin;
    hosts.back()->root_hash = key.root_hash;
    hosts.back()->delay_ms = to_ms(config.delay);
  }
  if (id != nullptr) *id = it->second;
  return *hosts[it->second];
}

void Frontier::State::enqueue(const UrlKey& key, QueuedUrl url, std::optional<Timestamp> due) {
  uint32_t id = 0;
  Host& host = host_for(key, &id);
  if (due) {
    host.delayed.push({*due, std::move(url)});
  } else {
    host.ready.push_back(std::move(url));
  }
  reschedule(id);
}

// When a host can next give a lease; nothing when it must first get one back, or has no work.
std::optional<Timestamp> Frontier::State::next_chance(const Host& host) const {
  if (!host.has_work() || host.in_flight >= config.connections_per_host) return std::nullopt;
  // Without rules to go by nothing can be done but to wait for them.
  if (!host.robots_good() && host.robots_asked) return std::nullopt;
  Timestamp when = host.next_request;
  if (host.robots == Host::Robots::disallow_all) when = std::max(when, host.robots_due);
  if (host.ready.empty()) when = std::max(when, host.delayed.top().due);
  return when;
}

void Frontier::State::reschedule(uint32_t id) {
  Host& host = *hosts[id];
  const std::optional<Timestamp> when = next_chance(host);
  if (when == host.scheduled) return;
  host.scheduled = when;
  if (when) schedule.push({*when, id});
}

void Frontier::State::tally(const SeenMark& mark, int by) {
  const auto by_code = [&](std::map<std::string, int64_t>& counts_of) {
    counts_of[mark.reason ? std::string(code(*mark.reason)) : "unknown"] += by;
  };
  switch (mark.state) {
    case SeenState::queued:
      counts.queued += by;
      break;
    case SeenState::leased:
      counts.leased += by;
      break;
    case SeenState::crawled:
      counts.crawled += by;
      break;
    case SeenState::retry:
      counts.retry += by;
      break;
    case SeenState::refused:
      by_code(counts.refused);
      break;
    case SeenState::failed:
      by_code(counts.failed);
      break;
  }
}

void Frontier::State::remark(const std::string& unparsed, const SeenMark& mark) {
  if (const auto old = seen.find(unparsed)) tally(*old, -1);
  tally(mark, 1);
  seen.set(unparsed, mark);
}

std::optional<Refusal> Frontier::State::refused_by_robots(const Host& host, const Url& url) const {
  if (host.robots == Host::Robots::private_address) {
    return Refusal{Reason::ban_private_address, "found when robots.txt of the host was asked for"};
  }
  if (host.robots != Host::Robots::by_rules) return std::nullopt;
  const RobotsDecision decision = host.rules.decide(config.product_token(), url.path_and_query());
  if (decision.allowed || !decision.rule) return std::nullopt;
  return Refusal{Reason::robots_disallowed, "line " + std::to_string(decision.rule->line) + ": " + decision.rule->text +
                                                " (group " + visible(decision.group) + ")"};
}

// The next URL of a host that robots.txt allows. Those that it disallows become refused on the way.
std::optional<QueuedUrl> Frontier::State::next_url(Host& host, Timestamp now) {
  while (!host.delayed.empty() && host.delayed.top().due <= now) {
    host.ready.push_front(host.delayed.top().url);
    host.delayed.pop();
  }
  while (!host.ready.empty()) {
    QueuedUrl next = std::move(host.ready.front());
    host.ready.pop_front();
    const auto url = parse_unparsed(next.unparsed);
    if (!url) continue;  // cannot be: every queued key was made by unparse()
    const auto refusal = refused_by_robots(host, *url);
    if (!refusal) return next;
    SeenMark mark{SeenState::refused, refusal->reason, next.depth, next.hops};
    remark(next.unparsed, mark);
    SeenRow row = row_of(host, next, SeenState::refused, now);
    row.reason = std::string(code(refusal->reason));
    row.evidence = refusal->evidence;
    changes.push_back(std::move(row));
  }
  return std::nullopt;
}

bool Frontier::State::address_is_full(const Host& host) const {
  if (host.address.empty() || is_loopback(host.address)) return false;
  const auto it = in_flight_to_address.find(host.address);
  return it != in_flight_to_address.end() && it->second >= config.connections_per_address;
}

void Frontier::State::begin(Host& host, Lease& lease, Timestamp now) {
  lease.begun = now;
  ++host.in_flight;
  if (!host.address.empty()) ++in_flight_to_address[host.address];
  host.next_request = now + host.delay_ms;
}

// Gives a host its slot back and sets when it may be asked next: slow and failing hosts wait longer.
void Frontier::State::end(Host& host, const FetchOutcome& outcome, Timestamp begun, Timestamp now) {
  --host.in_flight;
  if (!host.address.empty()) {
    const auto it = in_flight_to_address.find(host.address);
    if (it != in_flight_to_address.end() && --it->second <= 0) in_flight_to_address.erase(it);
  }
  if (!outcome.address.empty() && host.in_flight == 0) host.address = outcome.address;
  int64_t pause = host.delay_ms;
  if (passing_failure(outcome)) {
    host.failures = std::min(host.failures + 1, kMaxBackOffDoublings);
    // One failure may be the page's; from the second on it is the host's.
    if (host.failures > 1) pause = std::max(pause, kFirstBackOffMs << (host.failures - 2));
  } else {
    host.failures = 0;
  }
  if (host.delay_ms > 0) pause = std::max(pause, std::min(outcome.took_ms, kMaxHostPauseMs));
  host.next_request = std::max(host.next_request, (pause > host.delay_ms ? now : begun) + pause);
  if (outcome.retry_after_ms) {
    host.next_request = std::max(host.next_request, now + std::min(*outcome.retry_after_ms, kMaxHostPauseMs));
  }
}

std::optional<Lease> Frontier::State::lease_from(uint32_t id, Timestamp now) {
  Host& host = *hosts[id];
  Lease lease;
  lease.host_ = id;
  if (host.robots_needed(now)) {
    lease.kind = Lease::Kind::robots;
    const size_t space = host.origin.find(' ');
    lease.key = {host.root_hash, host.origin.substr(0, space) + "!/robots.txt" + host.origin.substr(space)};
    auto url = parse_unparsed(lease.key.unparsed);
    if (!url) return std::nullopt;
    lease.url = std::move(*url);
    lease.again = host.robots_answered;
    host.robots_asked = true;
    begin(host, lease, now);
    return lease;
  }
  host.expire_robots(now);
  if (!host.robots_good()) return std::nullopt;
  std::optional<QueuedUrl> next = next_url(host, now);
  if (!next) return std::nullopt;
  lease.url = *parse_unparsed(next->unparsed);
  lease.key = {host.root_hash, next->unparsed};
  lease.depth = next->depth;
  lease.hops = next->hops;
  lease.attempts = next->attempts;
  lease.sitemap_file = next->sitemap_file;
  begin(host, lease, now);
  remark(next->unparsed, {SeenState::leased, std::nullopt, next->depth, next->hops});
  changes.push_back(row_of(host, *next, SeenState::leased, now));
  return lease;
}

Frontier::Frontier(const Config& config, Rules rules) : state_(std::make_unique<State>(config, std::move(rules))) {}
Frontier::~Frontier() = default;

void Frontier::restore(const SeenRow& row, Discovery how, Timestamp now) {
  SeenMark mark{row.state, row.reason ? reason_from_code(*row.reason) : std::nullopt,
                static_cast<uint16_t>(std::min<int64_t>(row.depth, SeenMark::kMaxDepth)),
                static_cast<uint8_t>(std::min<int64_t>(row.hops, 15))};
  const auto url = parse_unparsed(row.key.unparsed);
  const bool done = row.state == SeenState::crawled || row.state == SeenState::failed;
  if (!url || done) {
    state_->remark(row.key.unparsed, mark);
    return;
  }
  // What only another link can undo stays; everything else is judged by today's rules.
  if (row.state == SeenState::refused && mark.reason == Reason::discovery_link_nofollow_only) {
    state_->remark(row.key.unparsed, mark);
    return;
  }
  Candidate candidate;
  candidate.url = &*url;
  candidate.key = &row.key;
  candidate.how = how;
  candidate.depth = static_cast<int>(row.depth);
  candidate.hops = static_cast<int>(row.hops);
  const auto refusal = state_->rules.refuse(candidate);
  if (refusal || (mark.reason == Reason::ban_private_address && !state_->config.allow_private)) {
    const Reason reason = refusal ? refusal->reason : *mark.reason;
    if (refusal && (row.state != SeenState::refused || mark.reason != reason)) {
      SeenRow changed = row;
      changed.state = SeenState::refused;
      changed.reason = std::string(code(reason));
      changed.evidence = refusal->evidence;
      changed.next_due_stamp_ms.reset();
      changed.ver = now.ms;
      state_->changes.push_back(std::move(changed));
    }
    mark.state = SeenState::refused;
    mark.reason = reason;
    state_->remark(row.key.unparsed, mark);
    return;
  }
  // robots.disallowed is asked anew when its turn comes; its row changes only if the answer does.
  mark.state = SeenState::queued;
  mark.reason.reset();
  state_->remark(row.key.unparsed, mark);
  std::optional<Timestamp> due;
  if (row.state == SeenState::retry && row.next_due_stamp_ms && *row.next_due_stamp_ms > now.ms) {
    due = Timestamp{*row.next_due_stamp_ms};
  }
  state_->enqueue(row.key,
                  {row.key.unparsed, mark.depth, mark.hops, static_cast<uint8_t>(std::min<int64_t>(row.attempts, 255)),
                   row.role == Role::sitemap},
                  due);
}

Admitted Frontier::admit(const Candidate& candidate, Timestamp now) {
  const std::string& unparsed = candidate.key->unparsed;
  const auto known = state_->seen.find(unparsed);
  if (known && !(known->state == SeenState::refused && can_be_undone(known->reason))) return {};
  const auto refusal = state_->rules.refuse(candidate);
  if (known && refusal && refusal->reason == known->reason) return {};

  SeenMark mark;
  mark.depth = static_cast<uint16_t>(std::min(candidate.depth, SeenMark::kMaxDepth));
  mark.hops = static_cast<uint8_t>(std::min(candidate.hops, 15));
  SeenRow row;
  row.key = *candidate.key;
  row.role = role_of(candidate.sitemap_file);
  row.depth = candidate.depth;
  row.hops = candidate.hops;
  row.ver = now.ms;
  if (refusal) {
    row.state = mark.state = SeenState::refused;
    mark.reason = refusal->reason;
    row.reason = std::string(code(refusal->reason));
    row.evidence = refusal->evidence;
  } else {
    state_->enqueue(row.key, {unparsed, mark.depth, mark.hops, 0, candidate.sitemap_file}, std::nullopt);
  }
  state_->remark(unparsed, mark);
  Admitted admitted;
  admitted.seen = std::move(row);
  if (!known) admitted.discovery = discovery_of(candidate, now);
  return admitted;
}

std::optional<Lease> Frontier::lease(Timestamp now) {
  State& s = *state_;
  while (!s.schedule.empty() && s.schedule.top().first <= now) {
    const auto [when, id] = s.schedule.top();
    s.schedule.pop();
    Host& host = *s.hosts[id];
    if (host.scheduled != when) continue;
    host.scheduled.reset();
    if (s.address_is_full(host)) {
      host.next_request = now + kAddressBusyMs;
      s.reschedule(id);
      continue;
    }
    std::optional<Lease> lease = s.lease_from(id, now);
    s.reschedule(id);
    if (lease) {
      lease->frontier_ = this;
      return lease;
    }
  }
  return std::nullopt;
}

std::optional<Timestamp> Frontier::next_due() const {
  State& s = *state_;
  while (!s.schedule.empty()) {
    const auto [when, id] = s.schedule.top();
    if (s.hosts[id]->scheduled == when) return when;
    s.schedule.pop();
  }
  return std::nullopt;
}

SeenRow Frontier::finish(Lease lease, const FetchOutcome& outcome, Timestamp now) {
  State& s = *state_;
  Host& host = *s.hosts[lease.host_];
  s.end(host, outcome, lease.begun, now);
  lease.frontier_ = nullptr;

  SeenMark mark{SeenState::crawled, std::nullopt, static_cast<uint16_t>(lease.depth), static_cast<uint8_t>(lease.hops)};
  SeenRow row;
  row.key = lease.key;
  row.role = role_of(lease.sitemap_file);
  row.depth = lease.depth;
  row.hops = lease.hops;
  row.attempts = lease.attempts + 1;
  row.ver = now.ms;
  const std::optional<Reason> again = retry_reason(outcome);
  if (again && lease.attempts < s.config.retries) {
    const int64_t wait =
        std::max(to_ms(s.config.retry_wait) << std::min(lease.attempts, 20), outcome.retry_after_ms.value_or(0));
    const Timestamp due = now + wait;
    mark.state = SeenState::retry;
    mark.reason = again;
    row.next_due_stamp_ms = due.ms;
    host.delayed.push(
        {due,
         {lease.key.unparsed, mark.depth, mark.hops, static_cast<uint8_t>(lease.attempts + 1), lease.sitemap_file}});
  } else if (outcome.status == 0) {
    mark.reason = outcome.failure.value_or(Reason::network_reset);
    mark.state = mark.reason == Reason::ban_private_address ? SeenState::refused : SeenState::failed;
  }
  row.state = mark.state;
  if (mark.reason) {
    row.reason = std::string(code(*mark.reason));
    row.evidence = outcome.status != 0 ? status_evidence(outcome.status) : outcome.detail;
  }
  s.remark(lease.key.unparsed, mark);
  s.reschedule(lease.host_);
  return row;
}

void Frontier::finish_robots(Lease lease, const RobotsRow& robots, Timestamp now, std::optional<Timestamp> ask_again) {
  State& s = *state_;
  Host& host = *s.hosts[lease.host_];
  FetchOutcome outcome;
  outcome.took_ms = now - lease.begun;
  s.end(host, outcome, lease.begun, now);
  lease.frontier_ = nullptr;

  if (host.take_robots(robots, s.config.product_token(), ask_again, now)) {
    s.sitemaps.insert(s.sitemaps.end(), host.rules.sitemaps().begin(), host.rules.sitemaps().end());
  }
  host.delay_ms = std::max(to_ms(s.config.delay), to_ms(std::min(host.crawl_delay.value_or(0), 1e9)));
  host.next_request = std::max(host.next_request, lease.begun + host.delay_ms);
  s.reschedule(lease.host_);
}

std::vector<std::string> Frontier::take_sitemaps() {
  return std::exchange(state_->sitemaps, {});
}

std::vector<SeenRow> Frontier::take_changes() {
  return std::exchange(state_->changes, {});
}

std::vector<SeenRow> Frontier::waiting(const std::string& budget, Timestamp now) const {
  std::vector<SeenRow> rows;
  const auto add = [&](const Host& host, const QueuedUrl& url, Reason reason, std::string evidence,
                       std::optional<Timestamp> due) {
    SeenRow row = row_of(host, url, SeenState::queued, now);
    row.reason = std::string(code(reason));
    row.evidence = std::move(evidence);
    if (due) row.next_due_stamp_ms = due->ms;
    rows.push_back(std::move(row));
  };
  for (const auto& host : state_->hosts) {
    if (host->robots == Host::Robots::disallow_all) continue;  // the host's row in `robots` says why
    for (const QueuedUrl& url : host->ready) {
      if (!budget.empty()) {
        add(*host, url, Reason::schedule_budget_exhausted, budget, std::nullopt);
      } else if (host->next_request > now) {
        const std::string cause = host->crawl_delay && host->delay_ms > to_ms(state_->config.delay)
                                      ? "Crawl-delay of its robots.txt"
                                      : "delay between requests to the host";
        add(*host, url, Reason::schedule_politeness_wait, cause + ", " + duration(host->delay_ms), host->next_request);
      }
    }
  }
  return rows;
}

const FrontierCounts& Frontier::counts() const {
  return state_->counts;
}

void Frontier::give_back(Lease& lease) {
  State& s = *state_;
  Host& host = *s.hosts[lease.host_];
  --host.in_flight;
  if (lease.kind == Lease::Kind::robots) {
    host.robots_asked = false;
  } else {
    const SeenMark mark{SeenState::queued, std::nullopt, static_cast<uint16_t>(lease.depth),
                        static_cast<uint8_t>(lease.hops)};
    s.remark(lease.key.unparsed, mark);
    host.ready.push_front(
        {lease.key.unparsed, mark.depth, mark.hops, static_cast<uint8_t>(lease.attempts), lease.sitemap_file});
  }
  s.reschedule(lease.host_);
}

Lease::Lease(Lease&& other) noexcept {
  *this = std::move(other);
}

Lease& Lease::operator=(Lease&& other) noexcept {
  if (this == &other) return *this;
  if (frontier_ != nullptr) frontier_->give_back(*this);
  kind = other.kind;
  url = std::move(other.url);
  key = std::move(other.key);
  depth = other.depth;
  hops = other.hops;
  attempts = other.attempts;
  sitemap_file = other.sitemap_file;
  again = other.again;
  begun = other.begun;
  host_ = other.host_;
  frontier_ = std::exchange(other.frontier_, nullptr);
  return *this;
}

Lease::~Lease() {
  if (frontier_ != nullptr) frontier_->give_back(*this);
}

}  // namespace lycosa::inline frontier
