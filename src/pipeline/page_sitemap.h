#pragma once

#include <string>

#include "exchange/exchange.h"
#include "pipeline/pipeline.h"
#include "pipeline/sitemap.h"

// What an answer means as a sitemap.
namespace lycosa::inline pipeline {

// Whether the body of an answer is to be read as a sitemap: it was named as one, or is XML or a gzip file named like
// one.
bool may_be_sitemap(const Exchange& exchange);
// Whether it is one, as far as it could be read. What was named as a sitemap is one whatever it is.
bool is_sitemap(const Exchange& exchange, const Sitemap& sitemap);
// Fills in what it names, and how far it was read.
void keep_sitemap(const Exchange& exchange, const Sitemap& sitemap, const PipelineOptions& options, Record& record);

// Whether a sitemap was asked for and neither it came nor a place where it is.
bool is_unread_sitemap(const Exchange& exchange, const Record& record);
void end_unread_sitemap(const Exchange& exchange, PageInfoRow& info);

// "3 URLs were taken; it has more URLs than sitemap-urls, 3"
std::string sitemap_words(const PageInfoRow& info);

}  // namespace lycosa::inline pipeline
