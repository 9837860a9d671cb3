#include "url/root.h"

#include <libpsl.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/hash.h"
#include "url/recent_hosts.h"
#include "url/unparsed.h"
#include "url/url.h"

namespace lycosa::inline url {
namespace {

// The public suffix list has no rule of more labels, and a name of DNS no more bytes. What is left of them cannot
// change the answer, so a host of a megabyte costs no more than another.
constexpr size_t kTailLabels = 10;
constexpr size_t kTailBytes = 253;

size_t count_labels(std::string_view host) {
  return static_cast<size_t>(std::count(host.begin(), host.end(), '.')) + 1;
}

// The rightmost labels of `host` that can matter. Empty when even the last one is too long.
std::string_view tail_of(std::string_view host) {
  size_t start = host.size();
  for (size_t labels = 0; labels < kTailLabels && start > 0; ++labels) {
    const size_t dot = host.rfind('.', start - 1);
    const size_t label = dot == std::string_view::npos ? 0 : dot + 1;
    if (host.size() - label > kTailBytes) break;
    if (label == 0) return host;
    start = dot;
  }
  return start == host.size() ? std::string_view() : host.substr(start + 1);
}

// The list that libpsl was built with: reading a newer one from disk is not for a pure module.
size_t look_up(std::string_view tail) {
  std::array<char, kTailBytes + 1> text;
  *std::copy(tail.begin(), tail.end(), text.begin()) = '\0';
  const char* root = psl_registrable_domain(psl_builtin(), text.data());
  return root == nullptr ? 0 : count_labels(root);
}

size_t find_root_labels(std::string_view hostname) {
  const size_t all = count_labels(hostname);
  if (all == 1) return 1;
  const std::string_view tail = tail_of(hostname);
  if (tail.empty()) return 2;
  if (const size_t labels = look_up(tail)) return labels;
  return std::min(all, count_labels(tail) + (tail.size() < hostname.size() ? 1 : 0));
}

// The part of a key that follows from the host alone.
struct HostKey {
  static constexpr size_t kBytes = 79;

  uint64_t root_hash = 0;
  uint8_t size = 0;  // 0 when the unparsed host is too long for this
  std::array<char, kBytes> text{};

  std::string_view unparsed() const { return {text.data(), size}; }
};

HostKey host_key_of(const Url& url) {
  HostKey key;
  const std::string host = unparsed::host_of(url);
  if (host.size() > HostKey::kBytes) return key;
  key.size = static_cast<uint8_t>(host.copy(key.text.data(), HostKey::kBytes));
  key.root_hash = root_hash(unparsed::root_part(host, url));
  return key;
}

// Null when the host is too long to be kept. Only for http and https: a name that is an address there is none
// elsewhere.
const HostKey* recent_host_key(const Url& url) {
  using Recent = RecentHosts<HostKey, 256>;
  thread_local Recent recent;
  if (!url.is_http() || !Recent::takes(url.hostname())) return nullptr;
  const HostKey& key = recent.get(url.hostname(), [&](std::string_view) { return host_key_of(url); });
  return key.size > 0 ? &key : nullptr;
}

}  // namespace

size_t root_labels(std::string_view hostname) {
  using Recent = RecentHosts<uint8_t, 4096>;
  thread_local Recent recent;
  if (!Recent::takes(hostname)) return find_root_labels(hostname);
  return recent.get(hostname, [](std::string_view host) { return static_cast<uint8_t>(find_root_labels(host)); });
}

std::string root_of(const Url& url) {
  std::string host = unparsed::host_of(url);
  host.resize(unparsed::root_part(host, url).size());
  return host;
}

std::string root_of_unparsed(std::string_view text) {
  return std::string(unparsed::root_part(unparsed_host(text)));
}

uint64_t root_hash(std::string_view root) {
  return siphash63(root);
}

UrlKey key_of(const Url& canonical_url) {
  if (const HostKey* host = recent_host_key(canonical_url)) {
    return {host->root_hash, unparsed::with_host(host->unparsed(), canonical_url)};
  }
  UrlKey key;
  key.unparsed = unparse(canonical_url);
  key.root_hash = root_hash(unparsed::root_part(unparsed_host(key.unparsed), canonical_url));
  return key;
}

}  // namespace lycosa::inline url
