#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "exchange/exchange.h"
#include "extract/extract.h"
#include "url/url.h"

namespace lycosa::inline pipeline {

// Where a page sends its visitors by itself.
struct PageRefresh {
  // The most seconds after which a refresh is a redirect: nobody reads a page in this time, and search engines take
  // such a page for moved. After more the page is one to read, and the refresh a link of it.
  static constexpr int64_t kAtOnceSeconds = 3;

  Url target;  // http or https, not yet canonical; another one than the page
  int64_t seconds = 0;
  std::string raw;   // the value, as it stands
  bool meta = true;  // in a meta element; else in the header
  int line = 0;      // of the element

  bool at_once() const { return seconds <= kAtOnceSeconds; }
  // "meta refresh, 0 s, line 7", "Refresh header, 0 s".
  std::string evidence() const;
};

// The refresh that a browser obeys: the header's, or else the page's own (HTML standard, «the Refresh header» and
// «shared declarative refresh steps»). Nothing when there is none, or it leads to the page itself or to no http or
// https URL. `content` is null for what is no HTML page.
std::optional<PageRefresh> page_refresh(const Exchange& exchange, const Content* content, const Url& page);

}  // namespace lycosa::inline pipeline
