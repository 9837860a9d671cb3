#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "archive/archive.h"
#include "exchange/exchange.h"
#include "pipeline/pipeline.h"
#include "record/record.h"

namespace lycosa::inline crawl {

// A fetched page on its way through a worker: the exchange goes in, the rest comes out.
struct PageWork {
  Exchange exchange;
  SeenRow own;             // the page's row with its new state
  Role role = Role::page;  // what it is read as

  Record record;
  std::vector<LinkRow> in_links;
  EncodedExchange encoded;
  size_t wire_bytes = 0;
  int64_t cpu_ms = 0;  // processor time that reading it took
};

// Everything that can be done with a page beside other pages: pipeline, digests and compression. Pure. Empties the
// exchange's body.
void do_page_work(PageWork& work, const PipelineOptions& options);

}  // namespace lycosa::inline crawl
