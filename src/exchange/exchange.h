#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "reason/reason.h"

namespace lycosa::inline exchange {

// One header field, name as it came, value without the white space around it.
struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

// The purpose of an exchange: to fetch a page (any URL of the frontier), what was named as a sitemap, or a host's
// robots.txt.
enum class Purpose : uint8_t { page, sitemap, robots };

// One request and its response as data, whoever produced them: the fetcher, an archive, a file.
//
// `body` is the payload as it came over the wire: over HTTP/1 with its chunked framing, over HTTP/2 without any;
// content encodings (gzip, ...) still on. decode_body() of exchange/decode.h takes them off. An unanswered exchange (no
// status line came) has `failure` set and `status` 0; an answered one can have `failure` too, when the body broke off.
struct Exchange {
  Purpose purpose = Purpose::page;
  int hop = 0;                // of a robots.txt: how many redirects were followed to this request
  int64_t run = 0;            // the run that made it, by its start in Unix ms; 0: not known
  std::string url;            // the canonical URL that was asked for
  Timestamp stamp;            // when the request was sent, or the attempt began
  std::string request_head;   // the request's bytes up to and with the empty line
  std::string response_head;  // likewise; written as HTTP/1.1 when the protocol was HTTP/2
  std::string protocol;       // "http/1.0", "http/1.1", "h2"; empty when unanswered
  int status = 0;
  std::vector<Header> headers;  // of the response, in order; obsolete line folding undone
  std::string body;
  std::string address;  // the peer's IP address, without port
  std::optional<Reason> failure;
  std::string failure_detail;  // the library's or the server's own words, for evidence
  bool truncated = false;      // a limit cut the body; what is here is its beginning
  int64_t dns_ms = 0, connect_ms = 0, tls_ms = 0, first_byte_ms = 0, total_ms = 0;  // each counted from the start

  bool answered() const { return status != 0; }
  // A 304 to a request with a condition: what was fetched before still holds (RFC 9110, section 15.4.5). To a request
  // without one it is an answer like any other.
  bool says_not_modified() const;
  // The first field of that name, case ignored.
  std::optional<std::string_view> header(std::string_view name) const;
};

// Where an exchange stands in an archive: the first of its records.
struct ArchivePlace {
  std::string file;     // name within the archive's folder
  uint64_t offset = 0;  // of the gzip member, or of the record where the file is not compressed
  bool operator==(const ArchivePlace&) const = default;
};

// Splits a response head (status line, fields, empty line) into status, protocol and headers. Nothing when the status
// line is not one (RFC 9112, section 4); "http" in small letters is taken too, as browsers do. Fields are mended as
// sections 2.2, 5.1 and 5.2 allow: folded lines are joined by a space, a CR or NUL within a value is read as a space,
// and blanks before the colon are taken away. A line that is no field even so is left out, and so is a folded one that
// continues none.
struct ParsedHead {
  std::string protocol;
  int status = 0;
  std::vector<Header> headers;
};
std::optional<ParsedHead> parse_response_head(std::string_view head);

// "text/html" of "Text/HTML; charset=x", lower case; empty when there is none.
std::string media_type(const Exchange& exchange);
// The charset parameter of Content-Type, as it came; empty when there is none.
std::string transport_charset(const Exchange& exchange);

}  // namespace lycosa::inline exchange
