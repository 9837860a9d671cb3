#pragma once

#include <string>
#include <string_view>

#include "pipeline/sitemap.h"

namespace lycosa::inline pipeline {

// Reads the XML forms of a sitemap into `sitemap`: urlset, sitemapindex, RSS and Atom, in valid UTF-8. Reads on behind
// what is wrong, and notes the first fault.
void read_sitemap_xml(std::string_view body, const SitemapLimits& limits, Sitemap& sitemap);

// Whether text that does not begin with «<» is XML behind the noise of a web server: it has an element that begins a
// sitemap, or an XML declaration.
bool has_xml_behind_noise(std::string_view text);

// Why a sitemap with more URLs than the limit is cut.
std::string too_many_urls(const SitemapLimits& limits);

// White space that people and content systems put around a URL, beyond ASCII's.
std::string_view trim_spaces(std::string_view text);
bool looks_like_url(std::string_view text);

}  // namespace lycosa::inline pipeline
