#include "crawl/page_work.h"

#include "base/text.h"
#include "exchange/decode.h"

namespace lycosa {
namespace {

// Whether an answer could be a sitemap although nobody said so: XML, or a gzip file named like one.
bool looks_like_sitemap(const Exchange& exchange) {
  if (exchange.status != 200) return false;
  const std::string type = media_type(exchange);
  return type == "application/xml" || type == "text/xml" ||
         (exchange.url.ends_with(".xml.gz") && type != "text/html");
}

// A .gz file that was served as such is unpacked once more.
std::string unpacked(std::string bytes, const SitemapLimits& limits) {
  if (!bytes.starts_with("\x1f\x8b")) return bytes;
  Exchange wrapped;
  wrapped.protocol = "h2";
  wrapped.status = 200;
  wrapped.headers = {{"Content-Encoding", "gzip"}};
  wrapped.body = std::move(bytes);
  DecodeLimits decode;
  decode.max_bytes = limits.max_bytes;
  return decode_body(wrapped, decode).bytes;
}

void read_as_sitemap(PageWork& work, const PipelineOptions& options, const SitemapLimits& limits) {
  DecodeLimits decode = options.decode;
  decode.max_bytes = limits.max_bytes;
  const Sitemap sitemap = read_sitemap(unpacked(decode_body(work.exchange, decode).bytes, limits), limits);
  work.sitemap_index = sitemap.is_index;
  for (const std::string& location : sitemap.locations) {
    const auto url = Url::parse(location, &work.record.url);
    if (!url || !url->is_http()) continue;
    Discovered found;
    found.url = canonical(*url, options.canonical);
    found.key = key_of(found.url);
    found.how = Discovery::sitemap;
    work.from_sitemap.push_back(std::move(found));
  }
}

}  // namespace

void do_page_work(PageWork& work, const PipelineOptions& options, const SitemapLimits& sitemap_limits) {
  work.wire_bytes = work.exchange.body.size();
  work.record = process_page(work.exchange, std::nullopt, options);
  work.in_links = in_links(work.record);
  if (work.sitemap_file ? work.exchange.status == 200 : looks_like_sitemap(work.exchange)) {
    read_as_sitemap(work, options, sitemap_limits);
  }
  work.encoded = encode_exchange(work.exchange);
  work.exchange.body = std::string();
}

}  // namespace lycosa
