#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lycosa::inline url {

// A page's encoding, as far as the queries of its links need it (URL standard, section 5.1, «percent-encode after
// encoding»). UTF-8 needs none.
class QueryEncoding {
 public:
  virtual ~QueryEncoding() = default;
  // The bytes of `utf8` (valid) in the encoding. A character that the encoding lacks becomes "&#8224;", and `escaped`
  // receives the offset of each such "&".
  virtual std::string encode(std::string_view utf8, std::vector<size_t>& escaped) const = 0;
};

// A URL record of the WHATWG URL standard, kept as its serialisation and the offsets of its parts.
//
// Immutable value. Every Url was made by parse(), so href() is always what the standard's serialiser gives.
class Url {
 public:
  // The standard's basic URL parser. `base` may be null. Fails with the first fault that makes the parser give up.
  // `encoding`, when given, writes the query of an http(s), ftp or file URL as a page in that encoding has it.
  static Result<Url> parse(std::string_view input, const Url* base = nullptr, const QueryEncoding* encoding = nullptr);
  // The URL in the bytes of a header field, whose encoding nobody knows: as browsers do, every byte that is not ASCII
  // counts as escaped. Of valid UTF-8 that is what parse() gives.
  static Result<Url> parse_field(std::string_view bytes, const Url* base);
  // The URL without its fragment.
  static Url without_fragment(Url url);

  std::string_view href() const { return href_; }
  std::string_view protocol() const;                                // "https:"
  std::string_view scheme() const { return part(0, scheme_end_); }  // "https"
  std::string_view username() const;
  std::string_view password() const;
  std::string_view host() const;  // with the port when it is not the default: "a.example:8080"
  std::string_view hostname() const { return part(host_start_, host_end_); }  // without it; IPv6 in brackets
  std::string_view port() const;                                              // empty when default
  std::string_view pathname() const { return part(path_start_, search_start_); }
  std::string_view search() const;  // with "?", empty for none and for an empty query
  std::string_view hash() const;    // with "#", likewise
  // The serialisation of the origin (URL standard, section 4.7): "https://a.example:81", or "null" where it is opaque.
  std::string origin() const;
  bool is_http() const;             // http or https
  uint16_t effective_port() const;  // the default of the scheme when none is written; 0 if it has none
  bool host_is_ip() const;
  std::string_view top_level_domain() const;  // the host's last label ("uk"); empty for an IP address
  // Whether the host can be a DNS name (labels of 1 to 63 bytes, 253 bytes in all, at most one dot at the end). The
  // standard allows more.
  bool host_fits_dns() const;
  // "/path?query": what is sent in a request and matched against robots.txt.
  std::string path_and_query() const { return std::string(target()); }
  std::string_view target() const { return part(path_start_, hash_start_); }  // the same as a view of href()

  bool operator==(const Url& other) const { return href_ == other.href_; }

 private:
  friend class UrlParser;
  // Offsets are within href_ by construction.
  std::string_view part(uint32_t begin, uint32_t end) const { return {href_.data() + begin, end - begin}; }
  bool has_authority() const { return host_end_ > scheme_end_ + 1; }
  bool has_port() const { return has_authority() && host_end_ < path_start_; }

  // The parts follow each other; where one is missing, its offset is that of the next.
  std::string href_;
  uint32_t scheme_end_ = 0, username_end_ = 0, host_start_ = 0, host_end_ = 0, port_ = 0, path_start_ = 0,
           search_start_ = 0, hash_start_ = 0;
};

// One rule of the crawl's canonicalisation (url/canonical.cc): applied in order, on top of the standard.
struct CanonicalRule {
  std::string_view name;      // "fragment", "credentials", "tracking-parameters", ...
  std::string_view sentence;  // what it does
  bool on_by_default;
  bool in_keys;  // a key cannot contain what the rule drops, so no store can do without the rule
};
std::span<const CanonicalRule> canonical_rules();

// Which rules are on. A value; costs nothing to copy.
class CanonicalOptions {
 public:
  CanonicalOptions();  // the rules that are on by default
  // The defaults with the named rules switched on or off. An unknown name is an error that lists all names.
  static Result<CanonicalOptions> make(std::span<const std::string> on, std::span<const std::string> off);
  // These rules and no others.
  static Result<CanonicalOptions> exactly(std::span<const std::string> names);

  bool has(const CanonicalRule& rule) const;
  std::vector<std::string> names() const;  // of the rules that are on, in the order in which they are applied
  uint32_t bits() const { return bits_; }  // one bit per rule, in the order of the table
  bool operator==(const CanonicalOptions&) const = default;

 private:
  explicit CanonicalOptions(uint32_t bits) : bits_(bits) {}
  uint32_t bits_;
};

// The canonical form for the crawl: no fragment, no credentials, no trailing dot in the host, ... Only http and https.
// Idempotent. `applied`, when given, receives the names of the rules that changed something.
Url canonical(const Url& url, const CanonicalOptions& options, std::vector<std::string_view>* applied = nullptr);
Url canonical(Url&& url, const CanonicalOptions& options, std::vector<std::string_view>* applied = nullptr);

// The key of every table that has rows of pages: the root hash decides which shard holds the page, the unparsed URL
// names it there.
struct UrlKey {
  uint64_t root_hash = 0;  // 63 bits
  std::string unparsed;
  auto operator<=>(const UrlKey&) const = default;
};

// The unparsed form of a canonical http(s) URL; docs/formats/unparsed_url.md has the grammar.
std::string unparse(const Url& canonical_url);
// Back to the URL. Fails with the offset of the first byte that breaks the grammar.
Result<Url> parse_unparsed(std::string_view unparsed);
// An unparsed URL as a URL for people; itself when it does not parse.
std::string url_of_unparsed(std::string_view unparsed);

// "uk,co,bnikolic" of "uk,co,bnikolic!/blog s443"; the whole text up to "!" in general.
std::string_view unparsed_host(std::string_view unparsed);
// The key of a host's robots.txt and bans: unparsed host, space, scheme letter, port: "uk,co,bnikolic s443".
std::string origin_of(std::string_view unparsed);

// The registrable domain (public suffix list with its private section), labels reversed and joined by commas.
// An IP address is its own root, in brackets; a host that is itself a public suffix, or has one label, is its own root.
std::string root_of(const Url& url);
std::string root_of_unparsed(std::string_view unparsed);
// SipHash-2-4 of the root, top bit cleared.
uint64_t root_hash(std::string_view root);
inline uint32_t shard_of(uint64_t hash, uint32_t shard_count) {
  return static_cast<uint32_t>(hash % shard_count);
}

UrlKey key_of(const Url& canonical_url);

}  // namespace lycosa::inline url
