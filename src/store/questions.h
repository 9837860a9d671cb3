#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/members.h"
#include "store/column_scan.h"

// The questions that StoreReader asks of one shard: which rows, in which order, and how many. Every engine answers them
// alike, since they are said once, here: an engine with SQL runs `sql`, one without walks its rows by the rest, and
// shows as evidence what it has answered.
namespace lycosa::inline store {

enum class Comparison {
  equal,
  less,
  greater,
  either,  // equal to this parameter or to the next
};

// A column compared with a parameter; parameters are numbered from 1.
struct Term {
  std::string_view column;
  Comparison comparison = Comparison::equal;
  int parameter = 0;
};

struct Order {
  std::string_view column;
  bool descending = false;
};

struct Question {
  const Table* table = nullptr;
  std::vector<Term> terms;             // all of them hold
  std::optional<LinkSide> current_of;  // links of this side, without those of which this shard can tell that their
                                       // source no longer has them
  std::vector<Order> order;
  int limit = 0;    // parameter that says how many rows at most; 0: none does
  std::string sql;  // made of all these
};

// The values of a question's parameters.
using Parameters = std::vector<KeyValue>;

// The SQL with its parameters as literals in place.
std::string expanded(std::string_view sql, const Parameters& parameters);

// Of page_info, page_text and seen: the row with a key. Parameters: root hash, unparsed URL.
const Question& by_key_question(std::string_view table);
// Of seen, page_info, ban, host and sitemap: every row, in key order.
const Question& all_question(std::string_view table);
// Key, limit, and with `before` the stamp.
const Question& history_question(bool before);
// Root hash, origin, limit.
const Question& robots_question();
// Root hash, the first name behind the host, the first behind all its origins, limit.
const Question& robots_of_host_question();
// Root hash, host, "*", 1.
const Question& bans_question();
// Root hash, the first name behind the host, the first behind all its origins, limit, and with `not_whole` 0.
const Question& sitemaps_question(bool not_whole);
// Key, limit.
const Question& discoveries_question();
// How.
const Question& discoveries_of_kind_question();
// Limit.
const Question& runs_question();
// Root hash, side, unparsed URL, limit, and with `after` the other end behind which the page begins.
const Question& links_question(LinkSide side, bool after);

// Whether a link is one that its source still has, by links_ver of the source's row in page_info: what the SQL of
// links_question() says, for where it cannot.
inline bool is_current(const LinkRow& row, std::optional<int64_t> links_ver) {
  return !links_ver || row.ver >= *links_ver;
}

// Root: its hash and shard. Its columns are `root_hash` and `shard`.
inline constexpr std::string_view kCalculateShard =
    "SELECT bitAnd(sipHash64(?1), 9223372036854775807) AS root_hash, "
    "bitAnd(sipHash64(?1), 9223372036854775807) % ?2 AS shard";

}  // namespace lycosa::inline store
