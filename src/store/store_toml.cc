#include <algorithm>
#include <set>
#include <string>

#include "base/text.h"
#include "base/toml.h"
#include "store/store_info.h"

namespace lycosa::inline store {
namespace {

class Reader {
 public:
  Reader(const toml::table& root, std::string_view origin) : root_(root), origin_(origin) {}

  Result<StoreInfo> read() {
    StoreInfo info;
    info.filters.assign(default_filters().begin(), default_filters().end());
    // The format first: a newer one may have keys that we do not know.
    if (auto done = read_format(info); !done) return done.unexpected();
    for (const auto& [key, node] : root_) {
      if (auto done = read_key(key.str(), node, info); !done) return done.unexpected();
    }
    if (!root_.contains("shard_count")) return error(root_, "shard_count is missing; restore it from a copy");
    if (auto checked = check_store_info(info); !checked) return error(root_, checked.error().message);
    return info;
  }

 private:
  Unexpected error(const toml::node& node, const std::string& cause) const {
    std::string place(origin_);
    if (const auto line = node.source().begin.line; line > 0 && &node != &root_) place += ":" + std::to_string(line);
    return fail(ErrorKind::invalid, place + ": " + cause);
  }

  Result<void> read_format(StoreInfo& info) const {
    const toml::node* node = root_.get("format");
    if (!node) return error(root_, "format is missing; this is not the store.toml of a store");
    const auto format = node->value_exact<int64_t>();
    if (!format || *format < 1) return error(*node, "format must be a whole number of at least 1");
    if (*format > kStoreFormat) {
      return error(*node, "the store has format " + std::to_string(*format) + " and this lycosa reads up to " +
                              std::to_string(kStoreFormat) + "; use a newer lycosa");
    }
    info.format = static_cast<int>(*format);
    return {};
  }

  Result<void> read_key(std::string_view key, const toml::node& node, StoreInfo& info) {
    if (key == "format") return {};
    if (key == "shard_count") {
      const auto count = node.value_exact<int64_t>();
      if (!count || *count < 1 || *count > kMostShards) {
        return error(node, "shard_count must be a whole number from 1 to " + std::to_string(kMostShards));
      }
      info.shard_count = static_cast<uint32_t>(*count);
      return {};
    }
    if (key == "engine") return read_engine(node, info);
    if (key == "archive") return read_text(key, node, info.archive);
    if (key == "cluster") return read_text(key, node, info.cluster);
    if (key == "node_pattern") return read_text(key, node, info.node_pattern);
    if (key == "rules") return read_rules(node, info);
    if (key == "require_robots") return read_bool(key, node, info.require_robots);
    if (key == "filter") return read_filters(node, info);
    return error(node, "the key " + visible(key) + " is not known; docs/formats/store.md lists the keys");
  }

  Result<void> read_text(std::string_view key, const toml::node& node, std::string& text) const {
    auto value = node.value_exact<std::string>();
    if (!value) return error(node, visible(key) + " must be a text in quotes");
    text = std::move(*value);
    return {};
  }

  Result<void> read_engine(const toml::node& node, StoreInfo& info) const {
    if (auto read = read_text("engine", node, info.engine); !read || info.engine == StoreInfo().engine) return read;
    return error(node, "this lycosa has no engine " + visible(info.engine) + ", only " + StoreInfo().engine +
                           "; use a newer lycosa, or restore store.toml from a copy");
  }

  // A store that was made before the key has the rules that were on then, which are the defaults.
  Result<void> read_rules(const toml::node& node, StoreInfo& info) const {
    const toml::array* list = node.as_array();
    if (!list) return error(node, "rules must be a list of texts in quotes");
    std::vector<std::string> names;
    for (const toml::node& item : *list) {
      auto name = item.value_exact<std::string>();
      if (!name) return error(item, "rules must be a list of texts in quotes");
      names.push_back(std::move(*name));
    }
    const auto rules = CanonicalOptions::exactly(names);
    if (!rules) return error(node, rules.error().message);
    info.rules = *rules;
    return {};
  }

  Result<void> read_bool(std::string_view key, const toml::node& node, bool& flag) const {
    const auto value = node.value_exact<bool>();
    if (!value) return error(node, visible(key) + " must be true or false");
    flag = *value;
    return {};
  }

  Result<void> read_filters(const toml::node& node, StoreInfo& info) {
    const toml::array* filters = node.as_array();
    if (!filters) return error(node, "filter must be written [[filter]]");
    for (const toml::node& each : *filters) {
      const toml::table* filter = each.as_table();
      if (!filter) return error(each, "filter must be written [[filter]]");
      if (auto done = read_filter(*filter, info); !done) return done;
    }
    return {};
  }

  Result<void> read_filter(const toml::table& table, StoreInfo& info) {
    Filter filter;
    bool enabled = true;
    for (const auto& [key, node] : table) {
      Result<void> done;
      if (key == "name") {
        done = read_text(key.str(), node, filter.name);
      } else if (key == "condition") {
        done = read_text(key.str(), node, filter.condition);
      } else if (key == "enabled") {
        done = read_bool(key.str(), node, enabled);
      } else {
        done = error(node, "a filter has no key " + visible(key.str()) + "; it has name, condition and enabled");
      }
      if (!done) return done;
    }
    if (trim(filter.name).empty()) return error(table, "a filter needs a name");
    if (!names_.insert(filter.name).second) return error(table, "two filters are named " + visible(filter.name));
    if (enabled && trim(filter.condition).empty()) {
      return error(table, "the filter " + visible(filter.name) + " needs a condition, or enabled = false");
    }
    place_filter(std::move(filter), enabled, info.filters);
    return {};
  }

  static void place_filter(Filter filter, bool enabled, std::vector<Filter>& filters) {
    const auto same =
        std::find_if(filters.begin(), filters.end(), [&](const Filter& f) { return f.name == filter.name; });
    if (!enabled) {
      if (same != filters.end()) filters.erase(same);
    } else if (same != filters.end()) {
      *same = std::move(filter);
    } else {
      filters.push_back(std::move(filter));
    }
  }

  const toml::table& root_;
  std::string_view origin_;
  std::set<std::string> names_;
};

}  // namespace

Result<StoreInfo> parse_store_toml(std::string_view toml, std::string_view origin) {
  const Result<toml::table> root = parse_toml(toml, origin);
  if (!root) return root.unexpected();
  return Reader(*root, origin).read();
}

}  // namespace lycosa::inline store
