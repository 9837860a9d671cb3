#include "inspect/facts.h"

#include <memory>

#include "base/text.h"

namespace lycosa::inline inspect {
namespace {

CanonicalOptions rules_of(const Facts& facts) {
  return facts.info ? facts.info->rules : CanonicalOptions();
}

// Reads what was asked as a canonical URL. Leaves url empty and input_fault set when there is nothing to look up.
void read_input(Facts& facts) {
  Result<Url> parsed = Url::parse(facts.input);
  if (!parsed) {
    facts.input_fault = Reason::input_bad_url;
    facts.input_evidence = parsed.error().message;
    return;
  }
  if (!parsed->is_http()) {
    facts.input_fault = Reason::input_unsupported_scheme;
    facts.input_evidence = "the scheme is " + std::string(parsed->scheme());
    return;
  }
  facts.url = canonical(*std::move(parsed), rules_of(facts));
}

void check_length(Facts& facts) {
  InputFault fault = length_fault(facts.key.unparsed, facts.options.url_bytes);
  facts.input_fault = fault.reason;
  facts.input_evidence = std::move(fault.evidence);
}

void read_robots(Facts& facts) {
  const OriginRobots robots(facts.robots_rows.found, facts.options.agent, facts.now());
  facts.robots = robots.view(facts.url->target());
  if (facts.robots.state == RobotsState::disallowed) {
    facts.disallowed_since = robots.disallowed_since(facts.url->target());
  }
}

void need(Facts& facts, const std::optional<Error>& error) {
  if (error && !facts.fault) facts.fault = error;
}

// Where the shard is not held, a crawl may store the page between our two questions: a row of `seen` that says so while
// page_info had none is asked about once more. Still none means that the shard lost the row.
void settle_page_and_seen(StoreReader& store, Facts& facts) {
  if (!facts.page.answered() || !lost_page(facts.page_row(), facts.seen_row())) return;
  facts.page.take(store.page_info(facts.key));
  need(facts, facts.page.error ? facts.page.error : lost_page(facts.page_row(), facts.seen_row()));
}

void ask_about_page(StoreReader& store, Facts& facts) {
  facts.text.take(store.page_text(facts.key));
  auto runs = store.filters(facts.key, facts.info->filters, facts.now());
  if (!runs) return need(facts, runs.error());
  for (Lookup<FilterOutcome>& run : *runs) {
    facts.filters.push_back(std::move(run.found));
    facts.filter_evidence.push_back(std::move(run.evidence));
  }
}

// "http://a/sitemap.xml (it has more URLs than sitemap-urls, 3), http://a/news.xml (not read)"
std::string words_of(const std::vector<SitemapRow>& sitemaps) {
  std::string text;
  for (const SitemapRow& row : sitemaps) {
    const std::string why = row.fault.value_or(row.reason.value_or("not read"));
    text += (text.empty() ? "" : ", ") + url_of_unparsed(row.src_unparsed) + " (" + why + ")";
  }
  return text;
}

void ask_about_sitemaps(StoreReader& store, Facts& facts) {
  const std::string host(unparsed_host(facts.key.unparsed));
  facts.sitemaps.take(store.sitemaps_of_host(facts.key.root_hash, host, SitemapChoice::not_whole, kMostSitemaps));
  facts.sitemaps_evidence =
      facts.sitemaps.error ? facts.sitemaps.error->message : "not read whole: " + words_of(facts.sitemaps.found);
}

// Every question, whatever the answers to those before it: the report shows all. facts.key must be set.
void ask_store(StoreReader& store, Facts& facts) {
  facts.calculated.take(store.calculate_shard(facts.root));
  need(facts, facts.calculated.error);
  const std::unique_ptr<ShardHold> held = store.hold(facts.shard);
  if (Result<void> shard = store.check_shard(facts.shard); !shard) {
    facts.fault = shard.error();
    return;
  }
  facts.page.take(store.page_info(facts.key));
  need(facts, facts.page.error);
  facts.robots_rows.take(store.robots(facts.key.root_hash, origin_of(facts.key.unparsed), kRobotsVersions));
  read_robots(facts);
  facts.bans.take(store.bans(facts.key.root_hash, std::string(unparsed_host(facts.key.unparsed))));
  need(facts, facts.bans.error);
  facts.seen.take(store.seen(facts.key));
  settle_page_and_seen(store, facts);
  if (!facts.page_row()) need(facts, facts.seen.error);
  if (facts.seen.answered() && !facts.seen_row() && !facts.page_row()) ask_about_sitemaps(store, facts);
  if (facts.seen_row()) facts.discoveries.take(store.discoveries(facts.key, kMostDiscoveries));
  if (facts.page_row()) ask_about_page(store, facts);
  facts.history.take(store.history(facts.key, std::nullopt, facts.options.history_events));
}

void set_key(Facts& facts) {
  facts.key = key_of(*facts.url);
  facts.root = root_of(*facts.url);
  if (facts.info) facts.shard = shard_of(facts.key.root_hash, facts.info->shard_count);
}

Facts begin(const InspectOptions& options, const StoreInfo* info, std::string_view text) {
  Facts facts;
  facts.options = options;
  facts.info = info;
  facts.input = to_valid_utf8(text);
  return facts;
}

bool has_rows(StoreReader& store, const UrlKey& key) {
  const auto page = store.page_info(key);
  if (page && page->found) return true;
  const auto seen = store.seen(key);
  return seen && seen->found;
}

// A row that was written when the public suffix list cut roots elsewhere stands under its old root hash: what is given
// is then the way to it.
void use_given_root_hash(StoreReader& store, Facts& facts, uint64_t given) {
  const uint32_t count = facts.info->shard_count;
  std::string sentence = "The root hash " + std::to_string(given) + " is not that of the unparsed URL's root " +
                         facts.root + ", which is " + std::to_string(facts.key.root_hash) + ".";
  const UrlKey as_given{given, facts.key.unparsed};
  if (!has_rows(store, facts.key) && has_rows(store, as_given)) {
    facts.key = as_given;
    facts.shard = shard_of(given, count);
    sentence += " Rows stand under the given one, from a time when the root was another, so they are shown.";
  } else {
    sentence += " The answer is for the latter.";
  }
  facts.mismatches.push_back(std::move(sentence));
}

void compare_shard(Facts& facts, uint64_t given) {
  if (given == facts.shard) return;
  const std::string count = std::to_string(facts.info->shard_count);
  std::string sentence = "Shard " + std::to_string(given);
  if (given >= facts.info->shard_count) {
    sentence += " does not exist: the store has " + count + " shards, 0 to " +
                std::to_string(facts.info->shard_count - 1) + ".";
  } else {
    sentence += " does not hold this URL.";
  }
  sentence += " Root hash " + std::to_string(facts.key.root_hash) + " modulo " + count + " is shard " +
              std::to_string(facts.shard) + ", which was asked.";
  facts.mismatches.push_back(std::move(sentence));
}

}  // namespace

Facts read_url(StoreReader& store, const InspectOptions& options, std::string_view text) {
  Facts facts = begin(options, &store.info(), text);
  read_input(facts);
  if (!facts.url) return facts;
  set_key(facts);
  check_length(facts);
  return facts;
}

Facts read_key(StoreReader& store, const InspectOptions& options, const DirectKey& direct) {
  Facts facts = begin(options, &store.info(), direct.unparsed);
  facts.direct = true;
  Result<Url> url = parse_unparsed(facts.input);
  if (!url) {
    facts.input_fault = Reason::input_bad_url;
    facts.input_evidence = "not an unparsed URL: " + url.error().message;
    return facts;
  }
  facts.url = canonical(*url, rules_of(facts));
  set_key(facts);
  check_length(facts);
  if (facts.key.unparsed != facts.input) {
    facts.mismatches.push_back("The unparsed URL is not in canonical form; asked about " + facts.key.unparsed +
                               " instead.");
  }
  if (direct.root_hash && *direct.root_hash != facts.key.root_hash) {
    use_given_root_hash(store, facts, *direct.root_hash);
  }
  if (direct.shard) compare_shard(facts, *direct.shard);
  return facts;
}

Facts gather_url(StoreReader& store, const InspectOptions& options, std::string_view text) {
  Facts facts = read_url(store, options, text);
  if (facts.url) ask_store(store, facts);
  return facts;
}

Facts gather_key(StoreReader& store, const InspectOptions& options, const DirectKey& direct) {
  Facts facts = read_key(store, options, direct);
  if (facts.url) ask_store(store, facts);
  return facts;
}

Facts gather_without_store(const InspectOptions& options, std::string_view text, const Error& error) {
  Facts facts = begin(options, nullptr, text);
  read_input(facts);
  if (facts.url) {
    set_key(facts);
    check_length(facts);
  }
  facts.fault = error;
  return facts;
}

InputFault length_fault(std::string_view unparsed, size_t url_bytes) {
  // A URL has at most "https://" and a port more than its key; few are so long that it matters.
  constexpr size_t kMostAdded = 16;
  if (unparsed.size() + kMostAdded <= url_bytes) return {};
  const size_t bytes = url_of_unparsed(unparsed).size();
  if (bytes <= url_bytes) return {};
  return {Reason::input_too_long,
          std::to_string(bytes) + " bytes; the limit url-bytes is " + std::to_string(url_bytes)};
}

SitemapsUnread sitemaps_unread(const Facts& facts) {
  if (facts.sitemaps.error) return SitemapsUnread::unknown;
  return facts.sitemaps.found.empty() ? SitemapsUnread::none : SitemapsUnread::some;
}

UrlFacts to_judge(const Facts& facts) {
  UrlFacts out;
  out.now = facts.now();
  out.require_robots = facts.info != nullptr && facts.info->require_robots;
  out.unparsed = facts.key.unparsed;
  out.input_fault = facts.input_fault;
  out.input_evidence = facts.input_evidence;
  if (facts.fault) out.fault = &*facts.fault;
  out.seen_asked = facts.seen.answered();
  out.page = facts.page_row();
  out.seen = facts.seen_row();
  out.sitemaps_unread = sitemaps_unread(facts);
  out.sitemaps_evidence = facts.sitemaps_evidence;
  out.bans = facts.bans.found;
  out.robots = facts.robots;
  out.filters = facts.filters;
  return out;
}

}  // namespace lycosa::inline inspect
