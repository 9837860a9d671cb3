#include "reason/reason.h"

namespace lycosa::inline reason {

std::optional<Reason> reason_for_status(int64_t status) {
  switch (status) {
    case 200:
      return std::nullopt;
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return Reason::redirect_redirected;
    case 401:
      return Reason::http_401;
    case 403:
      return Reason::http_403;
    case 404:
      return Reason::http_404;
    case 410:
      return Reason::http_410;
    case 429:
      return Reason::http_429;
    default:
      break;
  }
  if (status >= 400 && status < 500) return Reason::http_other_4xx;
  if (status >= 500 && status < 600) return Reason::http_5xx;
  // Other 2xx and 3xx (203, 206, 304), and what no standard has a name for, such as 999.
  if (status > 0 && status < 1000) return Reason::http_unexpected_status;
  return Reason::http_invalid_status;
}

std::string status_evidence(int64_t status) {
  return "HTTP " + std::to_string(status);
}

}  // namespace lycosa::inline reason
