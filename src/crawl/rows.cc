#include "crawl/crawl.h"

namespace lycosa::inline crawl {

Result<StoreOptions> store_options(const Config& config) {
  const auto rules = CanonicalOptions::make(config.rule, config.no_rule);
  if (!rules) return rules.unexpected();
  StoreOptions options;
  options.shard_count = static_cast<uint32_t>(config.shards);
  options.shard_count_given = config.shards != Config{}.shards;
  options.cluster = config.cluster;
  options.node_pattern = config.node_pattern;
  options.rules = *rules;
  options.rules_given = !config.rule.empty() || !config.no_rule.empty();
  return options;
}

PageWrite page_write(Record record, std::optional<SeenRow> seen) {
  PageWrite write;
  write.info = std::move(record.info);
  write.text = std::move(record.text);
  write.history = std::move(record.history);
  write.seen = std::move(seen);
  write.out_links = std::move(record.out_links);
  write.replace_links = record.replace_links;
  return write;
}

void set_place(Record& record, const ArchivePlace& place) {
  const auto offset = static_cast<int64_t>(place.offset);
  record.history.archive_file = place.file;
  record.history.archive_offset = offset;
  if (record.info) {
    record.info->archive_file = place.file;
    record.info->archive_offset = offset;
  }
}

void SitemapsRead::take(std::string url, std::optional<int64_t> taken, const std::string& fault) {
  constexpr size_t kMostTold = 20;
  if (taken) ++read;
  urls += taken.value_or(0);
  if (fault.empty()) return;
  ++not_whole;
  if (told.size() < kMostTold) told.push_back({std::move(url), fault});
}

std::string_view name(StopReason reason) {
  switch (reason) {
    case StopReason::finished:
      return "finished";
    case StopReason::max_pages:
      return "max-pages";
    case StopReason::interrupted:
      return "interrupted";
  }
  return "";
}

}  // namespace lycosa::inline crawl
