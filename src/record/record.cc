#include "record/record.h"

#include <algorithm>
#include <array>
#include <utility>

namespace lycosa::inline record {
namespace {

template <class E>
using Name = std::pair<E, std::string_view>;

constexpr std::array<Name<SeenState>, 6> kSeenStates{{
    {SeenState::queued, "queued"},
    {SeenState::leased, "leased"},
    {SeenState::crawled, "crawled"},
    {SeenState::refused, "refused"},
    {SeenState::failed, "failed"},
    {SeenState::retry, "retry"},
}};

constexpr std::array<Name<Discovery>, 7> kDiscoveries{{
    {Discovery::seed, "seed"},
    {Discovery::link, "link"},
    {Discovery::sitemap, "sitemap"},
    {Discovery::redirect, "redirect"},
    {Discovery::canonical, "canonical"},
    {Discovery::feed, "feed"},
    {Discovery::manual, "manual"},
}};

constexpr std::array<Name<Role>, 3> kRoles{{
    {Role::page, "page"},
    {Role::sitemap, "sitemap"},
    {Role::feed, "feed"},
}};

constexpr std::array<Name<LinkSide>, 2> kLinkSides{{
    {LinkSide::out, "out"},
    {LinkSide::in, "in"},
}};

template <class E, size_t n>
std::string_view find_name(const std::array<Name<E>, n>& names, E value) {
  for (const auto& row : names) {
    if (row.first == value) return row.second;
  }
  return {};
}

template <class E, size_t n>
std::optional<E> find_value(const std::array<Name<E>, n>& names, std::string_view name) {
  for (const auto& row : names) {
    if (row.second == name) return row.first;
  }
  return std::nullopt;
}

}  // namespace

const RobotsRow* robots_in_force(std::span<const RobotsRow> newest_first, Timestamp now) {
  if (newest_first.empty()) return nullptr;
  const auto good = std::find_if(newest_first.begin(), newest_first.end(),
                                 [](const RobotsRow& row) { return row.access != "disallow_all"; });
  if (good == newest_first.end() || Timestamp::from_seconds(good->expires_stamp) <= now) return &newest_first.front();
  return &*good;
}

const DiscoveryRow* first_discovery(std::span<const DiscoveryRow> rows) {
  const auto first = std::min_element(
      rows.begin(), rows.end(), [](const DiscoveryRow& a, const DiscoveryRow& b) { return a.stamp_ms < b.stamp_ms; });
  return first == rows.end() ? nullptr : &*first;
}

bool has_referrer(const DiscoveryRow& row) {
  return row.how != Discovery::seed && row.how != Discovery::manual && !row.source.empty();
}

std::string_view name(SeenState state) {
  return find_name(kSeenStates, state);
}
std::string_view name(Discovery how) {
  return find_name(kDiscoveries, how);
}
std::string_view name(Role role) {
  return find_name(kRoles, role);
}
std::string_view name(LinkSide side) {
  return find_name(kLinkSides, side);
}

std::optional<SeenState> seen_state_from_name(std::string_view name) {
  return find_value(kSeenStates, name);
}
std::optional<Discovery> discovery_from_name(std::string_view name) {
  return find_value(kDiscoveries, name);
}
std::optional<Role> role_from_name(std::string_view name) {
  return find_value(kRoles, name);
}
std::optional<LinkSide> link_side_from_name(std::string_view name) {
  return find_value(kLinkSides, name);
}

}  // namespace lycosa::inline record
