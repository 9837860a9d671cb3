#include "store/questions.h"

#include <array>

namespace lycosa::inline store {
namespace {

// Where the version of the current links is not known, every link is one.
std::string is_current(std::string_view root_hash, std::string_view source) {
  return std::string(" AND ver >= coalesce((SELECT links_ver FROM page_info WHERE page_info.root_hash = ")
      .append(root_hash)
      .append(" AND src_unparsed = ")
      .append(source)
      .append("), -9223372036854775808)");
}

std::string make_links_question(LinkSide side, bool after) {
  return select_by_key<LinkRow>(3) +
         (side == LinkSide::out ? is_current("?1", "?3") : is_current("other_root_hash", "other_unparsed")) +
         (after ? " AND other_unparsed > ?5" : "") + " ORDER BY other_unparsed LIMIT ?4";
}

}  // namespace

const std::string& history_question(bool before) {
  static const std::string kOrder = " ORDER BY event_stamp_ms DESC LIMIT ?3";
  static const std::string kAll = select_by_key<PageHistoryRow>(2) + kOrder;
  static const std::string kBefore = select_by_key<PageHistoryRow>(2) + " AND event_stamp_ms < ?4" + kOrder;
  return before ? kBefore : kAll;
}

const std::string& robots_question() {
  static const std::string kSql = select_by_key<RobotsRow>(2) + " ORDER BY fetch_stamp_ms DESC LIMIT ?3";
  return kSql;
}

const std::string& robots_of_host_question() {
  static const std::string kSql =
      select_by_key<RobotsRow>(1) + " AND host > ?2 AND host < ?3 ORDER BY fetch_stamp_ms DESC, host LIMIT ?4";
  return kSql;
}

const std::string& bans_question() {
  static const std::string kSql = select_by_key<BanRow>(1) + " AND host IN (?2, '*') AND active = 1 ORDER BY host";
  return kSql;
}

const std::string& discoveries_question() {
  static const std::string kSql = select_by_key<DiscoveryRow>(2) + " ORDER BY stamp_ms, how, source LIMIT ?3";
  return kSql;
}

const std::string& runs_question() {
  static const std::string kSql = select_all(table("run")) + " ORDER BY run DESC LIMIT ?1";
  return kSql;
}

const std::string& links_question(LinkSide side, bool after) {
  static const std::array<std::string, 4> kSql = {
      make_links_question(LinkSide::out, false), make_links_question(LinkSide::out, true),
      make_links_question(LinkSide::in, false), make_links_question(LinkSide::in, true)};
  return kSql[(side == LinkSide::in ? 2 : 0) + (after ? 1 : 0)];
}

}  // namespace lycosa::inline store
