#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// IP addresses as the URL standard reads and writes them, section 3.5.
namespace lycosa::inline url::ip {

using V6 = std::array<uint16_t, 8>;

// The «ends in a number checker»: such a host is an IPv4 address or no host at all.
bool ends_in_number(std::string_view host);
// The IPv4 parser: one to four numbers, decimal, octal or hexadecimal.
std::optional<uint32_t> parse_v4(std::string_view text);
void append_v4(std::string& out, uint32_t address);

// The IPv6 parser, without the brackets.
std::optional<V6> parse_v6(std::string_view text);
// The IPv6 serialiser (RFC 5952), without the brackets.
void append_v6(std::string& out, const V6& address);

}  // namespace lycosa::inline url::ip
