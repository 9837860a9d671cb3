#include "fetch/resolve_table.h"

#include "base/text.h"
#include "fetch/address.h"

namespace lycosa::inline fetch {
namespace {

Unexpected bad_entry(const std::string& entry, const std::string& cause) {
  return fail(ErrorKind::invalid, "the resolve entry \"" + visible(entry) + "\" " + cause +
                                      "; write HOST:PORT:ADDRESS, such as a.example:443:192.0.2.1");
}

}  // namespace

Result<ResolveTable> ResolveTable::parse(const std::vector<std::string>& entries) {
  ResolveTable table;
  for (const std::string& entry : entries) {
    std::string_view rest = entry;
    size_t first = rest.find(':');
    size_t second = first == std::string_view::npos ? first : rest.find(':', first + 1);
    if (first == 0 || second == std::string_view::npos) return bad_entry(entry, "lacks a part");
    std::optional<uint64_t> port = parse_uint(rest.substr(first + 1, second - first - 1));
    if (!port || *port == 0 || *port > 65535) return bad_entry(entry, "has no port from 1 to 65535");
    std::vector<std::string>& addresses =
        table.addresses_[{ascii_lower(rest.substr(0, first)), static_cast<uint16_t>(*port)}];
    addresses.clear();
    for (std::string_view text : split(rest.substr(second + 1), ',')) {
      std::optional<std::string> address = canonical_address(trim(text));
      if (!address) return bad_entry(entry, "has no IP address as its last part");
      addresses.push_back(std::move(*address));
    }
  }
  return table;
}

const std::vector<std::string>* ResolveTable::find(std::string_view host, uint16_t port) const {
  auto found = addresses_.find(std::pair(std::string(host), port));
  if (found == addresses_.end()) found = addresses_.find(std::pair(std::string("*"), port));
  return found == addresses_.end() ? nullptr : &found->second;
}

}  // namespace lycosa::inline fetch
