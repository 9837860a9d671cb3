#include <algorithm>

#include "base/text.h"
#include "config/config.h"
#include "inspect/checks.h"
#include "inspect/facts.h"
#include "inspect/inspect.h"

namespace lycosa::inline inspect {
namespace {

ReportKey report_key(const Facts& facts) {
  ReportKey key;
  key.unparsed = facts.key.unparsed;
  key.root = facts.root;
  key.root_hash = facts.key.root_hash;
  key.shard = facts.shard;
  key.shard_count = facts.info->shard_count;
  key.node = facts.info->node(facts.shard);
  key.cluster = facts.info->cluster;
  return key;
}

PageDetails page_details(const Facts& facts) {
  PageDetails page;
  page.row = *facts.page_row();
  const auto as_url = [](const std::optional<std::string>& unparsed) {
    return unparsed && !unparsed->empty() ? std::optional(url_of_unparsed(*unparsed)) : std::nullopt;
  };
  page.canonical = as_url(page.row.meta_canonical);
  page.redirect_target = as_url(page.row.redirect_target);
  page.text = facts.text.found;
  page.text_evidence = facts.text.evidence;
  if (facts.text.error) page.text_error = facts.text.error->message;
  return page;
}

DiscoveryDetails discovery_details(const Facts& facts) {
  DiscoveryDetails discovery;
  discovery.row = *facts.seen_row();
  discovery.ways = facts.discoveries.found;
  discovery.ways_evidence = facts.discoveries.evidence;
  const auto& ways = discovery.ways;
  const bool named =
      std::any_of(ways.begin(), ways.end(), [](const auto& row) { return row.how == Discovery::sitemap; });
  const bool all = discovery.ways_evidence && ways.size() < static_cast<size_t>(kMostDiscoveries);
  if (named || all) discovery.in_sitemap = named;
  const DiscoveryRow* first = discovery.first();
  if (first && has_referrer(*first)) discovery.referrer = url_of_unparsed(first->source);
  discovery.evidence = *facts.seen.evidence;
  return discovery;
}

SitemapsDetails sitemaps_details(const Facts& facts) {
  SitemapsDetails sitemaps{facts.sitemaps.found, facts.sitemaps.evidence, {}};
  if (facts.sitemaps.error) sitemaps.error = facts.sitemaps.error->message;
  return sitemaps;
}

Result<UrlKey> found_key(const Facts& facts) {
  if (!facts.input_fault) return facts.key;
  return fail(ErrorKind::invalid, "\"" + visible(facts.input) + "\" cannot be looked up (" +
                                      std::string(info(*facts.input_fault).code) + "): " + facts.input_evidence);
}

Report report_of(const Facts& facts) {
  Report report;
  report.now = facts.now();
  report.url = facts.input;
  report.direct = facts.direct;
  report.mismatches = facts.mismatches;
  if (facts.url) {
    report.canonical_url = facts.url->href();
    if (facts.direct) report.url = report.canonical_url;
    if (facts.info) report.key = report_key(facts);
  }
  report.verdict = judge_url(to_judge(facts));
  for (size_t i = 0; i < report.verdict.filters.size(); ++i) {
    report.filters.push_back({report.verdict.filters[i], facts.filter_evidence[i]});
  }
  report.checks = five_checks(facts);
  if (facts.page_row()) report.page = page_details(facts);
  if (facts.seen_row()) report.discovery = discovery_details(facts);
  if (facts.history.answered()) report.history = HistoryDetails{facts.history.found, *facts.history.evidence};
  if (facts.sitemaps.answered() || facts.sitemaps.error) report.sitemaps = sitemaps_details(facts);
  for (const std::optional<Error>* error : {&facts.robots_rows.error, &facts.seen.error, &facts.discoveries.error,
                                            &facts.text.error, &facts.history.error, &facts.sitemaps.error}) {
    if (*error) report.unread.push_back((*error)->message);
  }
  return report;
}

}  // namespace

InspectOptions inspect_options(const Config& config, Timestamp now) {
  InspectOptions options;
  options.now = now;
  if (!config.user_agent.empty()) options.agent = config.product_token();
  if (config.told.count("url-bytes") > 0) options.url_bytes = static_cast<size_t>(config.url_bytes);
  return options;
}

Inspector::Inspector(StoreReader& store, InspectOptions options)
    : store_(store), options_(as_the_crawl_had(std::move(options), store)) {}

InspectOptions as_the_crawl_had(InspectOptions options, StoreReader& store) {
  if (!options.agent.empty() && options.url_bytes != 0) return options;
  constexpr int kMostRuns = 100;  // that are looked at for a crawl
  Config config;
  std::string agent = config.product_token();
  const auto runs = store.runs(kMostRuns);
  for (const RunRow& run : runs ? runs->found : std::vector<RunRow>{}) {
    if (run.kind != "crawl" || run.product_token.empty()) continue;
    agent = run.product_token;
    read_run_settings(config, run.settings, "settings of the crawl");
    break;
  }
  if (options.agent.empty()) options.agent = std::move(agent);
  if (options.url_bytes == 0) options.url_bytes = static_cast<size_t>(config.url_bytes);
  return options;
}

Report Inspector::inspect_url(std::string_view text) {
  return report_of(gather_url(store_, options_, text));
}

Report Inspector::inspect_key(const DirectKey& direct) {
  return report_of(gather_key(store_, options_, direct));
}

Result<UrlKey> Inspector::find_url(std::string_view text) {
  return found_key(read_url(store_, options_, text));
}

Result<UrlKey> Inspector::find_key(const DirectKey& direct) {
  return found_key(read_key(store_, options_, direct));
}

Report store_unavailable_report(std::string_view url, const Error& error, const InspectOptions& options) {
  InspectOptions asked = options;
  if (asked.agent.empty()) asked.agent = Config{}.product_token();
  if (asked.url_bytes == 0) asked.url_bytes = static_cast<size_t>(Config{}.url_bytes);
  return report_of(gather_without_store(asked, url, error));
}

std::string_view name(CheckResult result) {
  switch (result) {
    case CheckResult::pass:
      return "PASS";
    case CheckResult::fail:
      return "FAIL";
    case CheckResult::warn:
      return "WARN";
    case CheckResult::skipped:
      return "SKIPPED";
    case CheckResult::unknown:
      return "UNKNOWN";
  }
  return "";
}

std::string former_text_words(const PageDetails& page) {
  if (!page.text || page.text->ver >= page.row.ver) return "";
  return "as of " + date_and_time(Timestamp{page.text->ver}) + ", the last crawl that gave a text";
}

}  // namespace lycosa::inline inspect
