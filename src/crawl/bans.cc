#include "crawl/bans.h"

#include <algorithm>
#include <set>

namespace lycosa::inline crawl {

Result<TakenBans> take_bans(StoreReader& reader, const std::vector<BanFile>& files, Timestamp now) {
  TakenBans taken;
  std::set<std::string> names;
  for (const BanFile& file : files) {
    auto rows = read_ban_list(file.text, file.name, now, reader.info().rules);
    if (!rows) return rows.unexpected();
    names.insert(file.name);
    taken.rows.insert(taken.rows.end(), rows->begin(), rows->end());
  }
  const auto given = [&](const BanRow& row) {
    return std::any_of(taken.rows.begin(), taken.rows.end(),
                       [&](const BanRow& r) { return r.root_hash == row.root_hash && r.host == row.host; });
  };
  std::vector<BanRow> lifted;
  auto scanned = reader.scan_bans([&](BanRow row) {
    if (row.active == 0 || given(row)) return true;
    if (names.contains(row.source.substr(0, row.source.rfind(':')))) {
      row.active = 0;
      row.ver = now.ms;
      lifted.push_back(std::move(row));
    } else {
      taken.list.add(std::move(row));
    }
    return true;
  });
  if (!scanned) return scanned.unexpected();
  for (const BanRow& row : taken.rows) taken.list.add(row);
  taken.rows.insert(taken.rows.end(), lifted.begin(), lifted.end());
  return taken;
}

}  // namespace lycosa::inline crawl
