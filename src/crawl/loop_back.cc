// What a crawl looks up in its own store: the links of pages that turn out to be nearer, and loops of redirects. Both
// are done in slices between the turns of the loop, and once the rows that they need are acknowledged.
#include <algorithm>

#include "base/text.h"
#include "crawl/loop.h"

namespace lycosa::inline crawl {
namespace {

constexpr size_t kLinksATurn = 1000;
constexpr size_t kRedirectsATurn = 500;

}  // namespace

bool has_nofollow(const LinkRow& link) {
  const auto words = split(link.rel, ' ');
  return std::find(words.begin(), words.end(), "nofollow") != words.end();
}

bool Crawl::Loop::may_look_back() const {
  const int64_t done = writer_->acknowledged();
  return (!links_again_.empty() && links_again_.front().after <= done) || loops_.is_due(done);
}

Result<void> Crawl::Loop::look_back() {
  if (!may_look_back()) return {};
  if (auto admitted = admit_links_again(); !admitted) return admitted;
  return look_for_loops();
}

Result<void> Crawl::Loop::admit_link_again(const LinkRow& link, const SeenNow& page, WriteItem& item) {
  const auto how = discovery_from_name(link.how);
  const auto url = parse_unparsed(link.other.unparsed);
  // What a nofollow link names was refused or is known in another way; it is not nearer by it.
  if (!how || !url || has_nofollow(link)) return {};
  const Distance distance = distance_behind(*how, {page.depth, page.hops});
  Candidate candidate;
  candidate.url = &*url;
  candidate.key = &link.other;
  candidate.how = *how;
  candidate.source = link.own.unparsed;
  candidate.depth = distance.depth;
  candidate.hops = distance.hops;
  const auto known = frontier_->find(link.other.unparsed);
  // The page as a whole may have asked not to follow its links: then its refused targets stay so.
  if (!known || known->reason == Reason::discovery_link_nofollow_only || known->depth <= candidate.depth) return {};
  return admit(candidate, item);
}

Result<void> Crawl::Loop::admit_links_again() {
  if (links_again_.empty() || links_again_.front().after > writer_->acknowledged()) return {};
  const UrlKey key = links_again_.front().key;
  const SeenNow page = frontier_->find(key.unparsed).value_or(SeenNow{});
  if (next_again_ == 0) {
    auto links = reader_->links(key, LinkSide::out, "", static_cast<int>(config_.page_links));
    if (!links) return links.unexpected();
    again_ = std::move(links->found.rows);
  }
  WriteItem item;
  const size_t end = std::min(again_.size(), next_again_ + kLinksATurn);
  for (; next_again_ < end; ++next_again_) {
    if (auto admitted = admit_link_again(again_[next_again_], page, item); !admitted) return admitted;
  }
  add(std::move(item));
  if (next_again_ == again_.size()) {
    links_again_.pop_front();
    again_.clear();
    next_again_ = 0;
  }
  return {};
}

Result<std::optional<UrlKey>> Crawl::Loop::redirect_target(const UrlKey& key) {
  if (missed_.misses(key)) return std::optional<UrlKey>();
  auto page = reader_->page_info(key);
  if (!page) return page.unexpected();
  if (!page->found || !page->found->redirect_target) return std::optional<UrlKey>();
  const std::string& target = *page->found->redirect_target;
  return std::optional(UrlKey{root_hash(root_of_unparsed(target)), target});
}

// Longer chains than --redirects are refused, but a loop that closes over pages that were found in other ways can be of
// any length.
Result<void> Crawl::Loop::look_for_loops() {
  auto members =
      loops_.step(writer_->acknowledged(), kRedirectsATurn, [this](const UrlKey& key) { return redirect_target(key); });
  if (!members) return members.unexpected();
  if (!members->empty()) name_loops(std::move(*members));
  return {};
}

// A process that was killed may have stored the last redirect of a loop and not yet found that it is one.
Result<void> Crawl::Loop::look_for_loops_again() {
  auto runs = reader_->runs(1);
  if (!runs) return runs.unexpected();
  if (runs->found.empty() || runs->found.front().ended) return {};
  return reader_->scan_discoveries(Discovery::redirect, [&](const DiscoveryRow& row) {
    const auto target = frontier_->find(row.key.unparsed);
    if (target && target->state == SeenState::crawled && target->reason != Reason::redirect_loop) {
      loops_.suspect({root_hash(root_of_unparsed(row.source)), row.source}, 0);
    }
    return true;
  });
}

void Crawl::Loop::name_loops(std::vector<LoopMember> members) {
  WriteItem item;
  for (LoopMember& member : members) {
    const auto target = parse_unparsed(member.target.unparsed);
    const SeenNow now = frontier_->find(member.key.unparsed).value_or(SeenNow{});
    SeenChange change{std::move(member.key), now.depth, now.hops, now.role, false, Reason::redirect_loop, {}};
    change.evidence = "redirects to " + (target ? std::string(target->href()) : "") + ", and back to itself after " +
                      std::to_string(member.length) + " redirects";
    item.changes.push_back(std::move(change));
  }
  add(std::move(item));
}

}  // namespace lycosa::inline crawl
