#include "pipeline/page_links.h"

#include <algorithm>
#include <utility>

#include "pipeline/storable.h"

namespace lycosa::inline pipeline {

UrlKey PageLinks::key(const Url& url) {
  const auto [at, is_new] = root_hashes_.try_emplace(std::string(url.hostname()), 0);
  if (is_new) at->second = root_hash(root_of(url));
  return {at->second, unparse(url)};
}

PageLinks::Target* PageLinks::target(Url url, size_t room) {
  if (url.href().size() > kMaxTarget) {
    ++too_long_;
    return nullptr;
  }
  const auto at = places_.find(std::string(url.href()));
  if (at != places_.end()) return &targets_[at->second];
  if (targets_.size() >= room) {
    capped_ = true;
    return nullptr;
  }
  places_.emplace(std::string(url.href()), targets_.size());
  Target& made = targets_.emplace_back();
  made.row.own = page_.key;
  made.row.other = key(url);
  made.row.count = 0;
  made.row.ver = page_.history.ver;
  made.url = std::move(url);
  return &made;
}

void PageLinks::add(const ExtractedLink& link) {
  Target* to = target(canonical(link.url, options_.canonical), options_.max_links);
  if (to == nullptr) return;
  LinkRow& row = to->row;
  if (row.count++ == 0) {
    row.how = name(Discovery::link);
    row.line = link.line;
    to->nofollow = link.nofollow;
    row.rel = storable(link.rel);
  } else if (to->nofollow && !link.nofollow) {
    // One link that may be followed is enough, and its rel is the one that tells so.
    to->nofollow = false;
    row.rel = storable(link.rel);
  }
  if (row.anchor.empty()) row.anchor = storable(link.anchor);
}

void PageLinks::add_named(const Url& url, Discovery how, std::string_view rel, int line) {
  if (url == page_.url) return;
  // A page names two at most, and the cap on links must not cost it these.
  Target* to = target(url, targets_.size() + 1);
  if (to == nullptr) return;
  if (!to->named) to->named = how;
  // A redirect leads to its target whatever links to it as well.
  if (to->row.count != 0 && how != Discovery::redirect) return;
  to->row.count = std::max<int64_t>(to->row.count, 1);
  to->row.how = name(how);
  to->row.rel = rel;
  to->row.line = line;
}

void PageLinks::finish(Record& record) {
  for (Target& to : targets_) {
    // A page's link to itself is a fact about the page, and leads nowhere.
    if (to.url != page_.url) {
      const bool linked = to.row.how == name(Discovery::link);
      const bool followed = linked && !to.nofollow && !page_nofollow_;
      Discovered found;
      found.key = to.row.other;
      found.how = followed || !to.named ? Discovery::link : *to.named;
      found.nofollow = !followed && !to.named;
      if (found.nofollow) found.nofollow_evidence = to.nofollow ? "rel=nofollow" : *page_nofollow_;
      found.url = std::move(to.url);
      record.discovered.push_back(std::move(found));
    }
    record.out_links.push_back(std::move(to.row));
  }
}

}  // namespace lycosa::inline pipeline
