#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lycosa::inline fetch {

// Addresses that the operator gives for hosts, instead of the DNS: HOST:PORT:ADDR[,ADDR...]. The host `*` stands for
// any that has no entry of its own.
class ResolveTable {
 public:
  static Result<ResolveTable> parse(const std::vector<std::string>& entries);

  // Null when the table says nothing.
  const std::vector<std::string>* find(std::string_view host, uint16_t port) const;

 private:
  std::map<std::pair<std::string, uint16_t>, std::vector<std::string>, std::less<>> addresses_;
};

}  // namespace lycosa::inline fetch
