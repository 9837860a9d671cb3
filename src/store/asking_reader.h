#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/questions.h"
#include "store/store.h"
#include "store/store_info.h"

namespace lycosa::inline store {

// What readers of every engine do alike: which question is asked of which shard with which limit, which links are
// current, and what many shards say together.
//
// An Engine derives from AskingReader<Engine> and has, for it to call:
//   template <class Row> Result<Lookup<std::vector<Row>>> answer(uint32_t shard, const Question&, const Parameters&);
//       the rows and, as evidence, the query with its rows
//   template <class Row> Result<bool> stream(uint32_t shard, const Question&, const Parameters&,
//                                            const std::function<bool(Row)>& visit);
//       the same rows one at a time; whether `visit` wanted all of them
//   Result<std::optional<int64_t>> links_version(const UrlKey& page);
//       links_ver of its row in page_info; null without either
//   Result<std::vector<UrlKey>> with_content(uint32_t shard, int64_t content_hash, int64_t limit);
//       the first pages of a shard with a content hash, in key order
template <class Engine>
class AskingReader : public StoreReader {
 public:
  const StoreInfo& info() const final { return info_; }

  Result<Lookup<std::optional<PageInfoRow>>> page_info(const UrlKey& key) final { return one<PageInfoRow>(key); }
  Result<Lookup<std::optional<PageTextRow>>> page_text(const UrlKey& key) final { return one<PageTextRow>(key); }
  Result<Lookup<std::optional<SeenRow>>> seen(const UrlKey& key) final { return one<SeenRow>(key); }

  Result<Lookup<std::vector<PageHistoryRow>>> history(const UrlKey& key, std::optional<int64_t> before_ms,
                                                      int limit) final {
    Parameters parameters = {root(key.root_hash), key.unparsed, most(limit)};
    if (before_ms) parameters.emplace_back(*before_ms);
    return many<PageHistoryRow>(key.root_hash, history_question(before_ms.has_value()), parameters);
  }

  Result<Lookup<std::vector<RobotsRow>>> robots(uint64_t root_hash, const std::string& origin, int limit) final {
    return many<RobotsRow>(root_hash, robots_question(), {root(root_hash), origin, most(limit)});
  }

  Result<Lookup<std::vector<RobotsRow>>> robots_of_host(uint64_t root_hash, const std::string& host, int limit) final {
    return many<RobotsRow>(root_hash, robots_of_host_question(),
                           {root(root_hash), host + " ", host + "!", most(limit)});
  }

  Result<Lookup<std::vector<BanRow>>> bans(uint64_t root_hash, const std::string& host) final {
    return many<BanRow>(root_hash, bans_question(), {root(root_hash), host, "*", int64_t{1}});
  }

  Result<Lookup<std::vector<SitemapRow>>> sitemaps_of_host(uint64_t root_hash, const std::string& host,
                                                           SitemapChoice choice, int limit) final {
    const bool not_whole = choice == SitemapChoice::not_whole;
    Parameters parameters = {root(root_hash), host + " ", host + "!", most(limit)};
    if (not_whole) parameters.emplace_back(int64_t{0});
    return many<SitemapRow>(root_hash, sitemaps_question(not_whole), parameters);
  }

  Result<Lookup<std::vector<DiscoveryRow>>> discoveries(const UrlKey& key, int limit) final {
    return many<DiscoveryRow>(key.root_hash, discoveries_question(), {root(key.root_hash), key.unparsed, most(limit)});
  }

  Result<Lookup<std::vector<RunRow>>> runs(int limit) final {
    return engine().template answer<RunRow>(kShardOfRuns, runs_question(), {most(limit)});
  }

  Result<Lookup<LinkPage>> links(const UrlKey& key, LinkSide side, const std::string& after, int limit) final {
    // One row more tells whether there is a next page.
    Parameters parameters = {root(key.root_hash), std::string(name(side)), key.unparsed,
                             limit > 0 ? most(limit) + 1 : 0};
    if (!after.empty()) parameters.emplace_back(after);
    auto asked = many<LinkRow>(key.root_hash, links_question(side, !after.empty()), parameters);
    if (!asked) return asked.unexpected();
    Lookup<LinkPage> page{std::move(asked->evidence), {std::move(asked->found), std::nullopt, {}}};
    page.found.cut(limit);
    if (side == LinkSide::in) drop_what_sources_lack(page.found);
    return page;
  }

  Result<KeyList> same_content(const UrlKey& key, int64_t content_hash, int limit) final {
    KeyList found;
    const auto wanted = static_cast<size_t>(most(limit));
    for (uint32_t shard = 0; shard < info_.shard_count && found.keys.size() < wanted; ++shard) {
      auto keys = engine().with_content(shard, content_hash, most(limit) + 1);
      if (!keys) found.unavailable.push_back({shard, target(shard), keys.error()});
      if (!keys) continue;
      for (UrlKey& other : *keys) {
        if (other != key && found.keys.size() < wanted) found.keys.push_back(std::move(other));
      }
    }
    return found;
  }

  Result<void> scan_seen(const std::function<bool(SeenRow)>& visit) final {
    return scan<SeenRow>(all_question("seen"), {}, visit);
  }
  Result<void> scan_discoveries(Discovery how, const std::function<bool(DiscoveryRow)>& visit) final {
    return scan<DiscoveryRow>(discoveries_of_kind_question(), {std::string(name(how))}, visit);
  }
  Result<void> scan_page_info(const std::function<bool(PageInfoRow)>& visit) final {
    return scan<PageInfoRow>(all_question("page_info"), {}, visit);
  }
  Result<void> scan_bans(const std::function<bool(BanRow)>& visit) final {
    return scan<BanRow>(all_question("ban"), {}, visit);
  }
  Result<void> scan_sitemaps(const std::function<bool(SitemapRow)>& visit) final {
    return scan<SitemapRow>(all_question("sitemap"), {}, visit);
  }
  Result<void> scan_hosts(const std::function<bool(HostRow)>& visit) final {
    return scan<HostRow>(all_question("host"), {}, visit);
  }

 protected:
  explicit AskingReader(StoreInfo info) : info_(std::move(info)) {}
  uint32_t shard_of_root(uint64_t root_hash) const { return shard_of(root_hash, info_.shard_count); }

 private:
  Engine& engine() { return static_cast<Engine&>(*this); }
  static int64_t root(uint64_t root_hash) { return static_cast<int64_t>(root_hash); }
  static int64_t most(int limit) { return std::max(limit, 0); }

  template <class Row>
  Result<Lookup<std::vector<Row>>> many(uint64_t root_hash, const Question& question, const Parameters& parameters) {
    return engine().template answer<Row>(shard_of_root(root_hash), question, parameters);
  }

  template <class Row>
  Result<Lookup<std::optional<Row>>> one(const UrlKey& key) {
    auto rows = many<Row>(key.root_hash, by_key_question(table_name<Row>), {root(key.root_hash), key.unparsed});
    if (!rows) return rows.unexpected();
    Lookup<std::optional<Row>> lookup{std::move(rows->evidence), std::nullopt};
    if (!rows->found.empty()) lookup.found = std::move(rows->found.front());
    return lookup;
  }

  template <class Row>
  Result<void> scan(const Question& question, const Parameters& parameters, const std::function<bool(Row)>& visit) {
    for (uint32_t shard = 0; shard < info_.shard_count; ++shard) {
      const auto goes_on = engine().template stream<Row>(shard, question, parameters, visit);
      if (!goes_on) return goes_on.unexpected();
      if (!*goes_on) return {};
    }
    return {};
  }

  // The question has asked the sources of the target's own shard; those of the others are asked here.
  void drop_what_sources_lack(LinkPage& page) {
    std::erase_if(page.rows, [&](const LinkRow& row) {
      const uint32_t shard = shard_of_root(row.other.root_hash);
      if (shard == shard_of_root(row.own.root_hash) || page.misses(shard)) return false;
      const auto version = engine().links_version(row.other);
      if (!version) page.unavailable.push_back({shard, target(shard), version.error()});
      return version && !is_current(row, *version);
    });
  }

  StoreInfo info_;
};

}  // namespace lycosa::inline store
