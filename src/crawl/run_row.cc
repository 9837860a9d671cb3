#include "crawl/run_row.h"

#include <algorithm>
#include <array>

namespace lycosa::inline crawl {
namespace {

constexpr std::array<std::string_view, 9> kNotOfARun = {"store",   "shards", "cluster", "node-pattern", "rule",
                                                        "no-rule", "seeds",  "bans",    "max-pages"};

bool is_of_a_run(const Setting& setting) {
  return std::find(kNotOfARun.begin(), kNotOfARun.end(), setting.name) == kNotOfARun.end() &&
         !setting.name.starts_with("serve-");
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      constexpr std::string_view kHex = "0123456789abcdef";
      out += std::string("\\u00") + kHex[static_cast<unsigned char>(c) >> 4] + kHex[c & 15];
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

struct TomlValue {
  const Config& config;
  std::string operator()(std::string Config::*member) const { return quoted(config.*member); }
  std::string operator()(int64_t Config::*member) const { return std::to_string(config.*member); }
  std::string operator()(bool Config::*member) const { return config.*member ? "true" : "false"; }
  std::string operator()(double Config::*member) const {
    std::string text = std::to_string(config.*member);
    text.erase(text.find_last_not_of('0') + 1);
    return text.back() == '.' ? text + "0" : text;
  }
  std::string operator()(std::vector<std::string> Config::*member) const {
    std::string list;
    for (const std::string& item : config.*member) list += (list.empty() ? "" : ", ") + quoted(item);
    return "[" + list + "]";
  }
};

}  // namespace

std::string settings_of(const Config& config) {
  const Config defaults;
  std::string text;
  for (const Setting& setting : settings()) {
    if (!is_of_a_run(setting)) continue;
    const std::string value = std::visit(TomlValue{config}, setting.member);
    if (value == std::visit(TomlValue{defaults}, setting.member)) continue;
    text += std::string(setting.name) + " = " + value + "\n";
  }
  return text;
}

Result<RunRow> begin_run(std::string kind, const Config& config, StoreReader& store, Timestamp now) {
  auto last = store.runs(1);
  if (!last) return last.unexpected();
  RunRow row;
  row.run = now.ms;
  if (!last->found.empty()) row.run = std::max(row.run, last->found.front().run + 1);
  row.kind = std::move(kind);
  row.version = LYCOSA_VERSION;
  row.user_agent = config.effective_user_agent();
  row.product_token = config.product_token();
  row.settings = settings_of(config);
  row.ver = row.run;
  return row;
}

}  // namespace lycosa::inline crawl
