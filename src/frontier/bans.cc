#include "frontier/bans.h"

#include "base/text.h"
#include "url/url.h"

namespace lycosa::inline frontier {

void BanList::add(BanRow row) {
  by_root_[row.root_hash].push_back(std::move(row));
}

const BanRow* BanList::find(uint64_t root_hash, const std::string& host) const {
  const auto rows = by_root_.find(root_hash);
  if (rows == by_root_.end()) return nullptr;
  const BanRow* own = nullptr;
  for (const BanRow& row : rows->second) {
    if (row.host == "*") return &row;
    if (row.host == host) own = &row;
  }
  return own;
}

Result<std::vector<BanRow>> read_ban_list(std::string_view text, std::string_view origin, Timestamp now,
                                          const CanonicalOptions& rules) {
  std::vector<BanRow> rows;
  int number = 0;
  for (std::string_view line : split(text, '\n')) {
    ++number;
    line = trim(line);
    if (line.empty() || line[0] == '#') continue;
    const size_t end = line.find_first_of(" \t");
    const std::string name(line.substr(0, end));
    const std::string source = std::string(origin) + ":" + std::to_string(number);
    const auto url = Url::parse("http://" + name + "/");
    if (!url || url->pathname() != "/" || !url->port().empty() || !url->username().empty()) {
      return fail(ErrorKind::invalid, source + ": \"" + name + "\" is not a host; write a host or a domain alone, " +
                                          "then the reason after a space");
    }
    const std::string root = root_of(canonical(*url, CanonicalOptions()));
    // The name as written says what is banned: a rule that drops "www." must not make a domain's ban of a host's.
    const bool whole_root = unparsed_host(unparse(canonical(*url, CanonicalOptions()))) == root;
    const std::string unparsed = unparse(canonical(*url, rules));
    BanRow row;
    row.root_hash = root_hash(root);
    row.host = whole_root ? "*" : std::string(unparsed_host(unparsed));
    row.rule = whole_root ? "domain" : "host";
    row.target = std::string(url->hostname());
    row.reason = to_valid_utf8(end == std::string_view::npos ? "" : trim(line.substr(end)));
    row.source = source;
    row.since_stamp = now.seconds();
    row.ver = now.ms;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace lycosa::inline frontier
