#include "inspect/host_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <unordered_map>

#include "base/text.h"
#include "inspect/overview.h"
#include "url/url.h"

namespace lycosa::inline inspect {
namespace {

bool waits(SeenState state) {
  return state == SeenState::queued || state == SeenState::leased || state == SeenState::retry;
}

// Behind the host's own wait, and never in the past.
void settle_due(HostLine& line, Timestamp now) {
  if (!line.next_due) return;
  if (line.politeness) line.next_due = std::max(*line.next_due, Timestamp{line.politeness->next_request_stamp_ms});
  line.next_due = std::max(*line.next_due, now);
}

}  // namespace

Result<std::vector<HostLine>> list_hosts(StoreReader& reader, Timestamp now) {
  std::unordered_map<std::string, HostLine> lines;
  const auto line_of = [&](std::string origin, uint64_t root_hash) -> HostLine& {
    HostLine& line = lines[origin];
    line.origin = std::move(origin);
    line.root_hash = root_hash;
    return line;
  };
  auto scanned = reader.scan_seen([&](const SeenRow& row) {
    if (!waits(row.state)) return true;
    HostLine& line = line_of(origin_of(row.key.unparsed), row.key.root_hash);
    ++line.queued;
    const Timestamp due{row.next_due_stamp_ms.value_or(0)};
    line.next_due = line.next_due ? std::min(*line.next_due, due) : due;
    return true;
  });
  if (!scanned) return scanned.unexpected();
  scanned = reader.scan_hosts([&](HostRow row) {
    HostLine& line = line_of(row.host, row.root_hash);
    line.politeness = std::move(row);
    return true;
  });
  if (!scanned) return scanned.unexpected();
  std::vector<HostLine> sorted;
  for (auto& [origin, line] : lines) {
    settle_due(line, now);
    const bool held = line.politeness && line.politeness->next_request_stamp_ms > now.ms;
    if (line.queued > 0 || held) sorted.push_back(std::move(line));
  }
  std::sort(sorted.begin(), sorted.end(), [](const HostLine& a, const HostLine& b) {
    return std::tie(b.queued, a.origin) < std::tie(a.queued, b.origin);
  });
  return sorted;
}

nlohmann::ordered_json host_line_json(const HostLine& line) {
  using Json = nlohmann::ordered_json;
  const auto text = [](const std::optional<std::string>& value) {
    return value ? Json(to_valid_utf8(*value)) : Json(nullptr);
  };
  Json out = {{"host", to_valid_utf8(host_name(std::string(line.origin.substr(0, line.origin.find(' ')))))},
              {"origin", to_valid_utf8(line.origin)},
              {"root_hash", std::to_string(line.root_hash)},
              {"queued", line.queued},
              {"next_due", line.next_due ? Json(rfc3339(*line.next_due)) : Json(nullptr)}};
  const HostRow* kept = line.politeness ? &*line.politeness : nullptr;
  out["delay_ms"] = kept ? Json(kept->delay_ms) : Json(nullptr);
  out["next_request"] = kept ? Json(rfc3339(Timestamp{kept->next_request_stamp_ms})) : Json(nullptr);
  out["reason"] = kept ? text(kept->reason) : Json(nullptr);
  out["evidence"] = kept ? text(kept->evidence) : Json(nullptr);
  out["failures"] = kept ? kept->failures : 0;
  return out;
}

}  // namespace lycosa::inline inspect
