#include "url/root.h"

#include <libpsl.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/hash.h"
#include "url/unparsed.h"
#include "url/url.h"

namespace lycosa {
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

// The answers of this thread's last hosts: the links of a page are mostly of few hosts, and a look-up in the list takes
// longer than all else that makes a key. A host's place follows from its bytes, so nothing has to be kept in order.
class RecentHosts {
 public:
  size_t labels_of(std::string_view host, size_t (*find)(std::string_view)) {
    if (host.size() > kHostBytes || host.empty()) return find(host);
    Entry& entry = entries_[place_of(host)];
    if (std::string_view(entry.host.data(), entry.size) != host) {
      entry.labels = static_cast<uint8_t>(find(host));
      entry.size = static_cast<uint8_t>(host.copy(entry.host.data(), kHostBytes));
    }
    return entry.labels;
  }

 private:
  static constexpr size_t kHostBytes = 62;
  static constexpr size_t kEntries = 256;

  struct Entry {
    uint8_t size = 0;
    uint8_t labels = 0;
    std::array<char, kHostBytes> host;
  };

  // From the length and both ends, where hosts differ.
  static size_t place_of(std::string_view host) {
    uint64_t first = 0, last = 0;
    const size_t bytes = std::min(host.size(), sizeof first);
    std::memcpy(&first, host.data(), bytes);
    std::memcpy(&last, host.data() + host.size() - bytes, bytes);
    const uint64_t mixed = (first ^ std::rotl(last, 29) ^ host.size()) * 0x9e3779b97f4a7c15u;
    return (mixed >> 32) % kEntries;
  }

  std::array<Entry, kEntries> entries_;
};

size_t find_root_labels(std::string_view hostname) {
  const size_t all = count_labels(hostname);
  if (all == 1) return 1;
  const std::string_view tail = tail_of(hostname);
  if (tail.empty()) return 2;
  if (const size_t labels = look_up(tail)) return labels;
  return std::min(all, count_labels(tail) + (tail.size() < hostname.size() ? 1 : 0));
}

}  // namespace

size_t root_labels(std::string_view hostname) {
  thread_local RecentHosts recent;
  return recent.labels_of(hostname, find_root_labels);
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
  UrlKey key;
  key.unparsed = unparse(canonical_url);
  key.root_hash = root_hash(unparsed::root_part(unparsed_host(key.unparsed), canonical_url));
  return key;
}

}  // namespace lycosa
