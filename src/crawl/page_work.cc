#include "crawl/page_work.h"

#include "base/text.h"
#include "reason/reason.h"

namespace lycosa::inline crawl {
namespace {

// Whether an answer could be a sitemap although nobody said so: XML, or a gzip file named like one.
bool looks_like_sitemap(const Exchange& exchange) {
  if (!has_content(exchange.status)) return false;
  const std::string type = media_type(exchange);
  return type == "application/xml" || type == "text/xml" || (exchange.url.ends_with(".xml.gz") && type != "text/html");
}

void read_as_sitemap(PageWork& work, const PipelineOptions& options, const SitemapLimits& limits) {
  const Sitemap sitemap = process_sitemap(work.exchange, options.decode, limits);
  for (const SitemapEntry& entry : sitemap.entries) {
    const auto url = Url::parse(entry.location, &work.record.url);
    if (!url || !url->is_http()) continue;
    FromSitemap found;
    found.url = canonical(*url, options.canonical);
    found.key = key_of(found.url);
    found.how = Discovery::sitemap;
    if (entry.lastmod) found.lastmod_stamp = entry.lastmod->seconds();
    found.priority = entry.priority;
    found.role = entry.role;
    work.from_sitemap.push_back(std::move(found));
  }
}

}  // namespace

void do_page_work(PageWork& work, const PipelineOptions& options, const SitemapLimits& sitemap_limits) {
  work.wire_bytes = work.exchange.body.size();
  work.record = process_page(work.exchange, std::nullopt, options);
  work.in_links = in_links(work.record);
  if (work.role == Role::sitemap ? has_content(work.exchange.status) : looks_like_sitemap(work.exchange)) {
    read_as_sitemap(work, options, sitemap_limits);
  }
  work.encoded = encode_exchange(work.exchange);
  work.exchange.body = std::string();
}

}  // namespace lycosa::inline crawl
