#include <algorithm>
#include <array>

#include "robots/robots.h"

namespace lycosa::inline robots {
namespace {

using Status = RobotsFetchStatus;

constexpr std::array kTable = {
    RobotsStatusRow{Status::success, "success", "2xx", "2.3.1.1", RobotsAccess::by_rules,
                    "the file was read, and its rules count"},
    RobotsStatusRow{Status::no_file, "no_file", "404 or 410", "2.3.1.3", RobotsAccess::allow_all,
                    "there is no robots.txt, so everything is allowed"},
    RobotsStatusRow{Status::client_error, "client_error", "any other 4xx, such as 401, 403 or 429", "2.3.1.3",
                    RobotsAccess::allow_all,
                    "a robots.txt that may not be read counts as none, so everything is allowed"},
    RobotsStatusRow{Status::redirects, "redirects", "more redirects than are followed, or one that leads nowhere",
                    "2.3.1.2", RobotsAccess::allow_all,
                    "redirects that do not lead to a file count as no robots.txt, so everything is allowed"},
    RobotsStatusRow{Status::server_error, "server_error", "5xx", "2.3.1.4", RobotsAccess::disallow_all,
                    "the server failed, so everything is disallowed until robots.txt can be read"},
    RobotsStatusRow{Status::no_answer, "no_answer", "no answer from the network", "2.3.1.4", RobotsAccess::disallow_all,
                    "no answer came, so everything is disallowed until robots.txt can be read"},
    RobotsStatusRow{Status::broken, "broken", "2xx whose body breaks off or cannot be decoded", "2.3.1.4",
                    RobotsAccess::disallow_all,
                    "the file could not be read to its end, and the missing part could hold the rule that forbids, so "
                    "everything is disallowed until it can be"},
    RobotsStatusRow{Status::unexpected, "unexpected", "any other status", "2.3.1.4", RobotsAccess::disallow_all,
                    "the status says nothing about the file, so everything is disallowed until robots.txt can be read"},
};

Status status_of(int status, bool broken) {
  if (status == 0) return Status::no_answer;
  if (status >= 200 && status < 300) return broken ? Status::broken : Status::success;
  if (status == 404 || status == 410) return Status::no_file;
  if (status >= 400 && status < 500) return Status::client_error;
  if (status >= 500 && status < 600) return Status::server_error;
  const bool redirect = status >= 300 && status < 400 && status != 304;
  return redirect ? Status::redirects : Status::unexpected;
}

}  // namespace

std::string_view name(RobotsAccess access) {
  switch (access) {
    case RobotsAccess::by_rules:
      return "by_rules";
    case RobotsAccess::allow_all:
      return "allow_all";
    case RobotsAccess::disallow_all:
      return "disallow_all";
  }
  return "";
}

std::optional<RobotsAccess> robots_access(std::string_view text) {
  for (const RobotsAccess access : {RobotsAccess::by_rules, RobotsAccess::allow_all, RobotsAccess::disallow_all}) {
    if (name(access) == text) return access;
  }
  return std::nullopt;
}

std::span<const RobotsStatusRow> robots_status_table() {
  return kTable;
}

const RobotsStatusRow& robots_status(int status, bool broken) {
  const Status wanted = status_of(status, broken);
  return *std::find_if(kTable.begin(), kTable.end(), [&](const RobotsStatusRow& row) { return row.status == wanted; });
}

}  // namespace lycosa::inline robots
