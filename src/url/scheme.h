#pragma once

#include <cstdint>
#include <string_view>

namespace lycosa::inline url {

// The special schemes of the URL standard, section 4.2, and all others.
enum class Scheme : uint8_t { other, http, https, ws, wss, ftp, file };

constexpr Scheme scheme_of(std::string_view name) {
  switch (name.size()) {
    case 2:
      return name == "ws" ? Scheme::ws : Scheme::other;
    case 3:
      return name == "wss" ? Scheme::wss : name == "ftp" ? Scheme::ftp : Scheme::other;
    case 4:
      return name == "http" ? Scheme::http : name == "file" ? Scheme::file : Scheme::other;
    case 5:
      return name == "https" ? Scheme::https : Scheme::other;
    default:
      return Scheme::other;
  }
}

constexpr bool is_special(Scheme scheme) {
  return scheme != Scheme::other;
}

// 0 for schemes without one.
constexpr uint16_t default_port(Scheme scheme) {
  switch (scheme) {
    case Scheme::http:
    case Scheme::ws:
      return 80;
    case Scheme::https:
    case Scheme::wss:
      return 443;
    case Scheme::ftp:
      return 21;
    case Scheme::file:
    case Scheme::other:
      break;
  }
  return 0;
}

}  // namespace lycosa::inline url
