#pragma once

#include <string>
#include <string_view>

#include "record/members.h"
#include "store/table_sql.h"

// The SQL of the questions that StoreReader shows as evidence: SQLite runs it, and an engine without SQL shows it as
// what it answers. Parameters are numbered in the order in which the question's arguments come.
namespace lycosa::inline store {

// "SELECT ... WHERE <first columns of the key>": the start of most questions.
template <class Row>
std::string select_by_key(size_t count) {
  const Table& of = table(table_name<Row>);
  return select_all(of) + where_key(of, count);
}

// Root.
inline constexpr std::string_view kCalculateShard =
    "SELECT bitAnd(sipHash64(?1), 9223372036854775807) AS root_hash, "
    "bitAnd(sipHash64(?1), 9223372036854775807) % ?2 AS shard";
// Key, limit, and with `before` the stamp.
const std::string& history_question(bool before);
// Root hash, origin, limit.
const std::string& robots_question();
// Root hash, the first name behind the host, the first behind all its origins, limit.
const std::string& robots_of_host_question();
// Root hash, host.
const std::string& bans_question();
// Key, limit.
const std::string& discoveries_question();
// Limit.
const std::string& runs_question();
// Root hash, side, unparsed URL, limit, and with `after` the other end behind which the page begins. Of the incoming
// links those are left out of which this shard can tell that their source no longer has them.
const std::string& links_question(LinkSide side, bool after);
// Root hash and unparsed URL of a link's source: the version of its current links.
inline constexpr std::string_view kLinksVersion =
    "SELECT links_ver FROM page_info WHERE root_hash = ?1 AND src_unparsed = ?2";

}  // namespace lycosa::inline store
