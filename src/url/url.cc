#include "url/url.h"

#include <algorithm>

#include "url/ip.h"
#include "url/parser.h"
#include "url/percent.h"
#include "url/scheme.h"

namespace lycosa::inline url {

Result<Url> Url::parse(std::string_view input, const Url* base, const QueryEncoding* encoding) {
  return UrlParser(input, base, encoding).run();
}

Result<Url> Url::parse_field(std::string_view bytes, const Url* base) {
  std::string ascii;
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) < 0x80) {
      ascii += c;
    } else {
      percent::append_escape(ascii, c);
    }
  }
  return parse(ascii, base);
}

Url Url::without_fragment(Url url) {
  url.href_.resize(url.hash_start_);
  return url;
}

std::string_view Url::protocol() const {
  return part(0, href_.empty() ? 0 : scheme_end_ + 1);
}

std::string_view Url::username() const {
  return has_authority() ? part(scheme_end_ + 3, username_end_) : std::string_view();
}

// Stands between "username:" and "@".
std::string_view Url::password() const {
  return host_start_ > username_end_ + 1 ? part(username_end_ + 1, host_start_ - 1) : std::string_view();
}

std::string_view Url::host() const {
  return part(host_start_, has_port() ? path_start_ : host_end_);
}

std::string_view Url::port() const {
  return has_port() ? part(host_end_ + 1, path_start_) : std::string_view();
}

std::string_view Url::search() const {
  return hash_start_ > search_start_ + 1 ? part(search_start_, hash_start_) : std::string_view();
}

std::string_view Url::hash() const {
  return href_.size() > hash_start_ + 1 ? std::string_view(href_).substr(hash_start_) : std::string_view();
}

std::string Url::origin() const {
  const Scheme name = scheme_of(scheme());
  // A blob URL has the origin of the http(s) URL in its path.
  if (scheme() == "blob") {
    const auto inner = parse(pathname());
    return inner && inner->is_http() ? inner->origin() : "null";
  }
  if (!is_special(name) || name == Scheme::file) return "null";
  return std::string(scheme()) + "://" + std::string(host());
}

bool Url::is_http() const {
  const Scheme name = scheme_of(scheme());
  return name == Scheme::http || name == Scheme::https;
}

uint16_t Url::effective_port() const {
  return has_port() ? static_cast<uint16_t>(port_) : default_port(scheme_of(scheme()));
}

bool Url::host_is_ip() const {
  const std::string_view name = hostname();
  if (name.empty()) return false;
  // A special URL's host that ends in a number is an IPv4 address, or the parser would have refused it.
  return name.front() == '[' || (is_special(scheme_of(scheme())) && ip::ends_in_number(name));
}

std::string_view Url::top_level_domain() const {
  if (host_is_ip()) return {};
  std::string_view name = hostname();
  if (name.ends_with('.')) name.remove_suffix(1);
  return name.substr(name.rfind('.') + 1);
}

bool Url::host_fits_dns() const {
  constexpr size_t kLongestName = 253, kLongestLabel = 63;
  std::string_view name = hostname();
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.size() > kLongestName) return false;
  for (size_t start = 0; start <= name.size();) {
    const size_t end = std::min(name.find('.', start), name.size());
    if (end == start || end - start > kLongestLabel) return false;
    start = end + 1;
  }
  return true;
}

}  // namespace lycosa::inline url
