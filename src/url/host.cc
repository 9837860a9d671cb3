#include "url/host.h"

#include "base/text.h"
#include "url/idna.h"
#include "url/ip.h"
#include "url/percent.h"

namespace lycosa::inline url {
namespace {

constexpr const char* kBadDomain = "its host is not a valid domain name";
constexpr const char* kForbidden = "its host holds a forbidden character";

const char* append_v6_host(std::string& out, std::string_view input) {
  if (input.back() != ']') return "its IPv6 address has no closing bracket";
  const auto address = ip::parse_v6(input.substr(1, input.size() - 2));
  if (!address) return "its IPv6 address is malformed";
  out += '[';
  ip::append_v6(out, *address);
  out += ']';
  return nullptr;
}

const char* append_opaque_host(std::string& out, std::string_view input) {
  for (const char c : input) {
    if (percent::contains(percent::forbidden_host, c)) return kForbidden;
  }
  percent::append_encoded(out, input, percent::c0_control);
  return nullptr;
}

// An IPv4 address is put in the place of the domain that ends `out` at `start`.
const char* finish_domain(std::string& out, size_t start) {
  const std::string_view domain = std::string_view(out).substr(start);
  if (!ip::ends_in_number(domain)) return nullptr;
  const auto address = ip::parse_v4(domain);
  if (!address) return "its IPv4 address is malformed";
  out.resize(start);
  ip::append_v4(out, *address);
  return nullptr;
}

// «Domain to ASCII» of a domain in ASCII is its lower case, punycode or not. False, with nothing appended, when `input`
// has to be decoded first or is no domain.
bool append_plain_domain(std::string& out, std::string_view input) {
  uint8_t sets = 0;
  unsigned char bytes = 0;
  bool upper = false;
  for (const char c : input) {
    sets |= percent::kSets[static_cast<unsigned char>(c)];
    bytes |= static_cast<unsigned char>(c);
    upper |= c >= 'A' && c <= 'Z';
  }
  if (bytes >= 0x80 || (sets & percent::forbidden_domain) != 0) return false;
  const size_t start = out.size();
  out += input;
  if (!upper) return true;
  for (size_t i = start; i < out.size(); ++i) out[i] = ascii_lower(out[i]);
  return true;
}

const char* append_decoded_domain(std::string& out, std::string_view input) {
  const std::string domain = to_valid_utf8(percent::decode(input));
  if (append_plain_domain(out, domain)) return nullptr;
  const auto ascii = domain_to_ascii(domain);
  if (!ascii) return kBadDomain;
  return append_plain_domain(out, *ascii) ? nullptr : kForbidden;
}

}  // namespace

const char* append_host(std::string& out, std::string_view input, bool special) {
  if (!input.empty() && input.front() == '[') return append_v6_host(out, input);
  if (!special) return append_opaque_host(out, input);
  const size_t start = out.size();
  if (!append_plain_domain(out, input)) {
    if (const char* fault = append_decoded_domain(out, input)) return fault;
  }
  return finish_domain(out, start);
}

}  // namespace lycosa::inline url
