#pragma once

#include <optional>
#include <string>

#include "frontier/counts.h"
#include "frontier/seen_map.h"

namespace lycosa::inline frontier {

// Every URL seen with its mark, and how many there are of each kind.
class SeenSet {
 public:
  std::optional<SeenMark> find(const std::string& unparsed) const { return marks_.find(unparsed); }
  void set(const std::string& unparsed, const SeenMark& mark);
  const FrontierCounts& counts() const { return counts_; }

 private:
  void tally(const SeenMark& mark, int by);

  SeenMap marks_;
  FrontierCounts counts_;
};

}  // namespace lycosa::inline frontier
