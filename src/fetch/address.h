#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>
#include <string_view>

namespace lycosa::inline fetch {

// Whether an address is one of the public Internet: not loopback, private, link-local, shared (CGNAT), multicast,
// unspecified, for documentation or otherwise set aside, and not an IPv6 form that hides an IPv4 address (mapped,
// NAT64, 6to4, Teredo). The ranges are those of IANA's registries of special-purpose addresses.
bool is_public_address(const sockaddr* address);
// Of an address as text, without brackets; false when it is not one.
bool is_public_address(std::string_view text);
bool is_loopback_address(std::string_view text);

// The text of an address in its shortest form, or nothing when it is not IPv4 or IPv6.
std::optional<std::string> address_text(const sockaddr* address);
// The same of what a person wrote, with or without brackets.
std::optional<std::string> canonical_address(std::string_view text);

}  // namespace lycosa::inline fetch
