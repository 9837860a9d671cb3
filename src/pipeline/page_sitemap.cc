#include "pipeline/page_sitemap.h"

#include "base/text.h"
#include "pipeline/storable.h"
#include "reason/reason.h"

namespace lycosa::inline pipeline {
namespace {

std::string end_of(const Exchange& exchange, const Sitemap& sitemap) {
  if (!sitemap.error.empty()) return sitemap.error;
  if (exchange.failure) return "the answer broke off (" + std::string(code(*exchange.failure)) + ")";
  return sitemap.cut;
}

}  // namespace

bool may_be_sitemap(const Exchange& exchange) {
  if (!has_content(exchange.status)) return false;
  if (exchange.purpose == Purpose::sitemap) return true;
  const std::string type = media_type(exchange);
  return type == "application/xml" || type == "text/xml" || (exchange.url.ends_with(".xml.gz") && type != "text/html");
}

bool is_sitemap(const Exchange& exchange, const Sitemap& sitemap) {
  return exchange.purpose == Purpose::sitemap || !sitemap.entries.empty() || sitemap.error.empty();
}

void keep_sitemap(const Exchange& exchange, const Sitemap& sitemap, const PipelineOptions& options, Record& record) {
  auto skipped = static_cast<int64_t>(sitemap.skipped);
  for (const SitemapEntry& entry : sitemap.entries) {
    const auto url = Url::parse(entry.location, &record.url);
    if (!url || !url->is_http()) {
      ++skipped;
      continue;
    }
    FromSitemap found;
    found.url = canonical(*url, options.canonical);
    found.key = key_of(found.url);
    found.how = Discovery::sitemap;
    if (entry.lastmod) found.lastmod_stamp = entry.lastmod->seconds();
    found.priority = entry.priority;
    found.role = entry.role;
    record.from_sitemap.push_back(std::move(found));
  }
  PageInfoRow& info = *record.info;
  info.sitemap_urls = static_cast<int64_t>(record.from_sitemap.size());
  info.sitemap_skipped = skipped;
  if (sitemap.fault) {
    info.sitemap_fault = storable("line " + std::to_string(sitemap.fault->line) + ": " + sitemap.fault->what);
  }
  if (const std::string end = end_of(exchange, sitemap); !end.empty()) info.sitemap_end = storable(end);
}

bool is_unread_sitemap(const Exchange& exchange, const Record& record) {
  if (exchange.purpose != Purpose::sitemap || record.info->sitemap_urls) return false;
  return !is_redirect_status(exchange.status) || record.discovered.empty();
}

void end_unread_sitemap(const Exchange& exchange, PageInfoRow& info) {
  info.sitemap_urls = 0;
  info.sitemap_skipped = 0;
  const std::string why = info.history_drop_evidence.value_or("");
  info.sitemap_end = "it answered HTTP " + std::to_string(exchange.status) + (why.empty() ? "" : ": " + why);
}

std::string sitemap_words(const PageInfoRow& info) {
  const int64_t urls = info.sitemap_urls.value_or(0), skipped = info.sitemap_skipped.value_or(0);
  std::string text = std::to_string(urls) + (urls == 1 ? " URL was taken" : " URLs were taken");
  if (skipped > 0) text += ", " + std::to_string(skipped) + (skipped == 1 ? " location" : " locations") + " skipped";
  if (info.sitemap_fault) text += "; " + *info.sitemap_fault;
  if (info.sitemap_end) text += "; " + *info.sitemap_end;
  return text;
}

}  // namespace lycosa::inline pipeline
