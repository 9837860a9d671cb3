#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/extract.h"
#include "pipeline/pipeline.h"

namespace lycosa::inline pipeline {

// Longer targets are not kept. Short links below a long base element would otherwise be rows of many times the page.
inline constexpr size_t kMaxTarget = 8192;

// Gathers what a page leads to: one link row a target, in the order of the page, and what may be followed.
//
// Targets that the page names in other ways than by links come after its links: a canonical that is linked as well was
// found by the link, but where the page redirects to is a redirect's target. Feed links are not gathered: a feed is not
// HTML, so crawling one as a page would end in content.mime_rejected; reading feeds for the URLs in them is another way
// of discovery.
class PageLinks {
 public:
  // `page_nofollow`: evidence that the whole page asks not to follow its links, or nothing.
  PageLinks(const Record& page, const PipelineOptions& options, std::optional<std::string> page_nofollow)
      : page_(page), options_(options), page_nofollow_(std::move(page_nofollow)) {}

  void add(const ExtractedLink& link);
  // A target that is not a link's; it is never nofollow. `url` is canonical.
  void add_named(const Url& url, Discovery how, std::string_view rel, int line);

  // Whether targets were left out because there are more than max_links.
  bool capped() const { return capped_; }
  // How many links were left out because no crawl takes a URL of their length.
  int64_t too_long() const { return too_long_; }
  // Moves everything into the record.
  void finish(Record& record);

 private:
  struct Target {
    Url url;
    LinkRow row;
    bool nofollow = false;
    std::optional<Discovery> named;  // how it was named other than by a link
  };

  // The target's place, made when it is new; nothing when there are `room` already, or it is too long.
  Target* target(Url url, size_t room);
  UrlKey key(const Url& url);

  const Record& page_;
  const PipelineOptions& options_;
  std::optional<std::string> page_nofollow_;
  std::vector<Target> targets_;
  std::unordered_map<std::string, size_t> places_;         // by canonical URL
  std::unordered_map<std::string, uint64_t> root_hashes_;  // by host: most links of a page go to few hosts
  bool capped_ = false;
  int64_t too_long_ = 0;
};

}  // namespace lycosa::inline pipeline
