#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace lycosa::inline fetch {
namespace {

using Bytes = std::array<uint8_t, 16>;  // an IPv4 address fills the first four

struct Range {
  int family;
  Bytes start;
  int bits;
};

constexpr Range kSetAside[] = {
    {AF_INET, {0}, 8},                         // «this network», unspecified
    {AF_INET, {10}, 8},                        // private
    {AF_INET, {100, 64}, 10},                  // shared by carriers
    {AF_INET, {127}, 8},                       // loopback
    {AF_INET, {169, 254}, 16},                 // link-local, and where clouds keep their metadata
    {AF_INET, {172, 16}, 12},                  // private
    {AF_INET, {192, 0, 0}, 24},                // IETF protocols
    {AF_INET, {192, 0, 2}, 24},                // documentation
    {AF_INET, {192, 88, 99}, 24},              // relays of 6to4
    {AF_INET, {192, 168}, 16},                 // private
    {AF_INET, {198, 18}, 15},                  // benchmarks
    {AF_INET, {198, 51, 100}, 24},             // documentation
    {AF_INET, {203, 0, 113}, 24},              // documentation
    {AF_INET, {224}, 4},                       // multicast
    {AF_INET, {240}, 4},                       // reserved, broadcast
    {AF_INET6, {0x20, 0x01, 0, 0}, 23},        // IETF protocols, Teredo
    {AF_INET6, {0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {AF_INET6, {0x20, 0x02}, 16},              // 6to4
    {AF_INET6, {0x3f, 0xff, 0x00}, 20},        // documentation
};

// All of IPv6 that is given out to be reached. What is outside it is loopback, mapped, NAT64, unique local, link-local,
// multicast, or not given out.
constexpr Range kGlobalUnicast = {AF_INET6, {0x20}, 3};

bool contains(const Range& range, int family, const Bytes& address) {
  if (family != range.family) return false;
  for (int bit = 0; bit < range.bits; bit += 8) {
    auto i = static_cast<size_t>(bit / 8);
    int width = range.bits - bit < 8 ? range.bits - bit : 8;
    auto mask = static_cast<uint8_t>(0xff << (8 - width));
    if ((address[i] & mask) != (range.start[i] & mask)) return false;
  }
  return true;
}

bool is_public(int family, const Bytes& address) {
  for (const Range& range : kSetAside) {
    if (contains(range, family, address)) return false;
  }
  return family == AF_INET || contains(kGlobalUnicast, family, address);
}

struct Parsed {
  int family;
  Bytes bytes{};
};

std::optional<Parsed> parse(std::string_view text) {
  std::string owned(text);
  Parsed parsed{AF_INET};
  if (inet_pton(AF_INET, owned.c_str(), parsed.bytes.data()) == 1) return parsed;
  parsed.family = AF_INET6;
  if (inet_pton(AF_INET6, owned.c_str(), parsed.bytes.data()) == 1) return parsed;
  return std::nullopt;
}

std::optional<Parsed> parse(const sockaddr* address) {
  Parsed parsed{address->sa_family};
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof v4);
    std::memcpy(parsed.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
    return parsed;
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof v6);
    std::memcpy(parsed.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
    return parsed;
  }
  return std::nullopt;
}

std::optional<std::string> text_of(const std::optional<Parsed>& parsed) {
  char text[INET6_ADDRSTRLEN];
  if (!parsed || inet_ntop(parsed->family, parsed->bytes.data(), text, sizeof text) == nullptr) return std::nullopt;
  return text;
}

}  // namespace

bool is_public_address(const sockaddr* address) {
  std::optional<Parsed> parsed = parse(address);
  return parsed && is_public(parsed->family, parsed->bytes);
}

bool is_public_address(std::string_view text) {
  std::optional<Parsed> parsed = parse(text);
  return parsed && is_public(parsed->family, parsed->bytes);
}

bool is_loopback_address(std::string_view text) {
  constexpr Range kLoopback4 = {AF_INET, {127}, 8};
  constexpr Range kLoopback6 = {AF_INET6, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128};
  std::optional<Parsed> parsed = parse(text);
  return parsed &&
         (contains(kLoopback4, parsed->family, parsed->bytes) || contains(kLoopback6, parsed->family, parsed->bytes));
}

std::optional<std::string> address_text(const sockaddr* address) {
  return text_of(parse(address));
}

std::optional<std::string> canonical_address(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  return text_of(parse(text));
}

}  // namespace lycosa::inline fetch
