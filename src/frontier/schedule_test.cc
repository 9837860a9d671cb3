// The schedule as a whole, under a virtual clock: random hosts with random delays, pages and answers.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>

#include "frontier/frontier.h"

namespace lycosa::inline frontier {
namespace {

constexpr Timestamp kStart{1'700'000'000'000};

struct SimulatedHost {
  int64_t delay_ms = 0;   // that its robots.txt asks for
  int64_t answer_ms = 0;  // that it takes to answer
  int pages = 0;
  int in_flight = 0, most_in_flight = 0;
  std::optional<Timestamp> last_page;
  Timestamp done = kStart;
  std::vector<int> depths;  // of the pages, in the order in which they were leased
  std::set<std::string> served;
};

// A crawl of hosts that answer after their time, with as many connections as it wants.
class Simulation {
 public:
  Simulation(uint32_t seed, int64_t per_host) : random_(seed) {
    config_.scope = "any";
    config_.delay = 1;
    config_.connections_per_host = per_host;
    config_.connections_per_root = 1000;
    frontier_ = std::make_unique<Frontier>(config_, std::move(*Rules::make(config_, {}, {})));
    for (int i = 0; i < 30; ++i) make_host("h" + std::to_string(i) + ".example");
  }

  void run() {
    for (int steps = 0; steps < 200'000; ++steps) {
      while (auto lease = *frontier_->lease(now_)) begin(std::move(*lease));
      const auto due = frontier_->next_due();
      if (flying_.empty() && !due) return;
      const auto first = flying_.begin();
      if (!flying_.empty() && (!due || first->first <= *due)) {
        now_ = std::max(now_, first->first);
        end(std::move(first->second));
        flying_.erase(first);
      } else {
        now_ = std::max(now_, *due);
      }
    }
    ADD_FAILURE() << "it does not end";
  }

  std::map<std::string, SimulatedHost> hosts;

 private:
  void make_host(const std::string& name) {
    SimulatedHost& host = hosts[name];
    host.delay_ms = static_cast<int64_t>(random_() % 5) * 2000;
    host.answer_ms = 1 + static_cast<int64_t>(random_() % 700);
    host.pages = 1 + static_cast<int>(random_() % 60);
    for (int page = 0; page < host.pages; ++page) {
      const Url url = *Url::parse("http://" + name + "/" + std::to_string(page));
      const UrlKey key = key_of(url);
      Candidate candidate;
      candidate.url = &url;
      candidate.key = &key;
      candidate.depth = static_cast<int>(random_() % 5);
      ASSERT_TRUE(frontier_->admit(candidate, now_));
    }
  }

  void begin(Lease lease) {
    SimulatedHost& host = hosts.at(std::string(lease.url.host()));
    ++host.in_flight;
    host.most_in_flight = std::max(host.most_in_flight, host.in_flight);
    if (lease.kind == Lease::Kind::page) {
      const int64_t delay = std::max<int64_t>(1000, host.delay_ms);
      EXPECT_TRUE(!host.last_page || now_ - *host.last_page >= delay) << lease.url.href();
      host.last_page = now_;
      host.depths.push_back(lease.depth);
      EXPECT_TRUE(host.served.insert(std::string(lease.url.href())).second) << "once is enough";
    }
    flying_.emplace(now_ + host.answer_ms, std::move(lease));
  }

  void end(Lease lease) {
    SimulatedHost& host = hosts.at(std::string(lease.url.host()));
    --host.in_flight;
    host.done = now_;
    FetchOutcome outcome;
    outcome.status = 200;
    outcome.took_ms = host.answer_ms;
    if (lease.kind == Lease::Kind::page) {
      frontier_->finish(std::move(lease), outcome, now_);
      return;
    }
    RobotsRow row;
    row.access = "by_rules";
    row.body = "User-agent: *\nCrawl-delay: " + std::to_string(host.delay_ms / 1000) + "\n";
    row.fetch_stamp_ms = now_.ms;
    row.expires_stamp = (now_ + 86'400'000).seconds();
    frontier_->finish_robots(std::move(lease), row, outcome, now_);
  }

  std::mt19937 random_;
  Config config_;
  Timestamp now_ = kStart;
  std::unique_ptr<Frontier> frontier_;
  std::multimap<Timestamp, Lease> flying_;  // by when they are answered; ends before the frontier
};

TEST(Schedule, KeepsItsPromisesToEveryHost) {
  for (uint32_t seed = 0; seed < 12; ++seed) {
    const int64_t per_host = 1 + seed % 3;
    Simulation simulation(seed, per_host);
    simulation.run();
    for (const auto& [name, host] : simulation.hosts) {
      EXPECT_LE(host.most_in_flight, per_host) << name;
      EXPECT_EQ(static_cast<int>(host.served.size()), host.pages) << name << ": every URL is served";
      // However much the others have to do: a request each time that the delay is over.
      const int64_t turn = std::max<int64_t>({1000, host.delay_ms, host.answer_ms}) + 1;
      EXPECT_LE(host.done - kStart, (host.pages + 1) * turn + 2 * host.answer_ms) << name;
      EXPECT_TRUE(std::is_sorted(host.depths.begin(), host.depths.end())) << name << ": the nearer pages go first";
    }
  }
}

}  // namespace
}  // namespace lycosa::inline frontier
