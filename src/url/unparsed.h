#pragma once

#include <string>
#include <string_view>

#include "url/url.h"

// The unparsed form of hosts; docs/formats/unparsed_url.md has the grammar.
namespace lycosa::inline url::unparsed {

// "uk,co,bnikolic" of "https://bnikolic.co.uk/"; "[127.0.0.1]" of an address.
std::string host_of(const Url& url);
// The unparsed form of a URL whose unparsed host is known.
std::string with_host(std::string_view host, const Url& url);
// The labels of an unparsed host that are its root: a prefix of it. Given the URL that it is the host of, there is
// nothing to decode.
std::string_view root_part(std::string_view host);
std::string_view root_part(std::string_view host, const Url& url);

}  // namespace lycosa::inline url::unparsed
