#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/record.h"
#include "store/sqlite.h"

// How links are written: the tables link_out, link_in and link_block of a shard (link_rows.h says how they are read).
namespace lycosa::inline store {

// The outgoing links of one page. Those with a `ver` less than `older_than` are dropped, of the others those are kept
// that `links` does not say anew. Of two with one key the greater `ver` wins, of equal ones the later.
Result<void> write_out_links(Connection& connection, const UrlKey& page, std::span<const LinkRow> links,
                             int64_t older_than);
// Incoming links of any targets. They are one block; once there are many blocks of one size they become one larger.
Result<void> write_in_links(Connection& connection, std::vector<const LinkRow*> links);

// What the table `link` of formats 1 and 2 holds, packed. It is renamed to `from` before.
Result<void> pack_links_of(Connection& connection, const std::string& from);

}  // namespace lycosa::inline store
