#include "store/store_info.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline store {
namespace {

std::string padded(uint64_t number, size_t digits) {
  std::string text = std::to_string(number);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return text;
}

std::string shard_digits(uint32_t shard, uint32_t shard_count) {
  const size_t digits = shard_count > 100 ? std::to_string(shard_count - 1).size() : 2;
  return padded(shard, digits);
}

Unexpected bad_pattern(std::string_view pattern, std::string_view cause) {
  return fail(ErrorKind::invalid, "node_pattern \"" + visible(pattern) + "\": " + std::string(cause) +
                                      "; it may have {cluster}, {shard}, {100+shard} and {100+shard:03}");
}

// What stands between the braces: [NUMBER "+"] "shard" [":0" DIGIT].
std::optional<std::string> expand_shard(std::string_view expression, uint32_t shard) {
  uint64_t number = shard;
  if (const size_t plus = expression.find('+'); plus != std::string_view::npos) {
    const auto offset = parse_uint(trim(expression.substr(0, plus)));
    if (!offset || *offset > 1'000'000'000) return std::nullopt;
    number += *offset;
    expression = trim(expression.substr(plus + 1));
  }
  size_t digits = 1;
  if (const size_t colon = expression.find(':'); colon != std::string_view::npos) {
    const std::string_view width = expression.substr(colon + 1);
    if (width.size() != 2 || width[0] != '0' || width[1] < '1' || width[1] > '9') return std::nullopt;
    digits = static_cast<size_t>(width[1] - '0');
    expression = expression.substr(0, colon);
  }
  if (expression != "shard") return std::nullopt;
  return padded(number, digits);
}

// A TOML basic string.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + quoted(text);
  return out;
}

// What Linux takes for a path, its end included.
constexpr size_t kMostPathBytes = 4096;

bool has_control(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
  }
  return false;
}

// A store may come from somebody else: its archive is within its folder, or in one that is named in full.
Result<void> check_archive(const std::string& archive) {
  const auto segments = split(archive, '/');
  if (!archive.empty() && archive.size() < kMostPathBytes && !has_control(archive) && is_valid_utf8(archive) &&
      std::find(segments.begin(), segments.end(), "..") == segments.end()) {
    return {};
  }
  return fail(ErrorKind::invalid, "archive must be a path of 1 to " + std::to_string(kMostPathBytes - 1) +
                                      " bytes on one line, without \"..\"; name a folder within the store's, or a "
                                      "whole path");
}

}  // namespace

std::string store_toml_path(const std::string& folder) {
  return folder + "/store.toml";
}

std::string shard_target(uint32_t shard, uint32_t shard_count) {
  return "shards/" + shard_digits(shard, shard_count) + ".db";
}

std::string shard_label(const std::string& folder, uint32_t shard, uint32_t shard_count) {
  return "shard " + shard_digits(shard, shard_count) + " (" + folder + "/" + shard_target(shard, shard_count) + ")";
}

Result<void> check_shard_number(uint32_t shard, uint32_t shard_count) {
  if (shard < shard_count) return {};
  return fail(ErrorKind::invalid,
              "the store has shards 0 to " + std::to_string(shard_count - 1) + ", and not " + std::to_string(shard));
}

Result<std::string> node_name(std::string_view pattern, std::string_view cluster, uint32_t shard) {
  std::string name;
  std::string_view rest = pattern;
  while (!rest.empty()) {
    const size_t brace = rest.find_first_of("{}");
    name += rest.substr(0, brace);
    if (brace == std::string_view::npos) break;
    if (rest[brace] == '}') return bad_pattern(pattern, "a } without its {");
    rest.remove_prefix(brace + 1);
    const size_t end = rest.find('}');
    if (end == std::string_view::npos) return bad_pattern(pattern, "a { without its }");
    const std::string_view expression = trim(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    if (expression == "cluster") {
      name += cluster;
    } else if (auto number = expand_shard(expression, shard)) {
      name += *number;
    } else {
      return bad_pattern(pattern, "{" + visible(expression) + "} is not known");
    }
  }
  return name;
}

// The pattern was checked when the store was opened; one that was not is shown as it stands.
std::string StoreInfo::node(uint32_t shard) const {
  auto name = node_name(node_pattern, cluster, shard);
  return name ? *std::move(name) : node_pattern;
}

std::string StoreInfo::archive_folder() const {
  return archive.starts_with('/') ? archive : folder + "/" + archive;
}

Result<void> check_store_info(const StoreInfo& info) {
  if (info.shard_count < 1 || info.shard_count > kMostShards) {
    return fail(ErrorKind::invalid, "shard_count is " + std::to_string(info.shard_count) + "; it must be 1 to " +
                                        std::to_string(kMostShards));
  }
  for (const std::string* text : {&info.cluster, &info.node_pattern}) {
    const char* name = text == &info.cluster ? "cluster" : "node_pattern";
    if (text->empty() || text->size() > 255 || has_control(*text) || !is_valid_utf8(*text)) {
      return fail(ErrorKind::invalid, std::string(name) + " must be 1 to 255 bytes of text on one line");
    }
  }
  if (auto checked = check_archive(info.archive); !checked) return checked;
  for (const CanonicalRule& rule : canonical_rules()) {
    if (rule.in_keys && !info.rules.has(rule)) {
      return fail(ErrorKind::invalid,
                  "the rule " + std::string(rule.name) + " is off, and no key can hold what it drops; leave it on");
    }
  }
  if (auto node = node_name(info.node_pattern, info.cluster, 0); !node) return node.unexpected();
  return {};
}

std::string store_toml(const StoreInfo& info) {
  std::string toml = "# A store of lycosa; docs/formats/store.md explains every key.\n";
  toml += "format = " + std::to_string(info.format) + "\n";
  toml += "engine = " + quoted(info.engine) + "\n";
  toml += "# The folder of the exchanges: within this one, or an absolute path.\n";
  toml += "archive = " + quoted(info.archive) + "\n";
  toml += "# Fixed: rows are placed by it.\n";
  toml += "shard_count = " + std::to_string(info.shard_count) + "\n";
  toml += "cluster = " + quoted(info.cluster) + "\n";
  toml += "node_pattern = " + quoted(info.node_pattern) + "\n";
  toml += "# The rules of the canonical form of URLs. Fixed: every key was made with them.\n";
  toml += "rules = [" + quoted_list(info.rules.names()) + "]\n";
  toml += "# Whether robots must allow a page for it to be called indexable.\n";
  toml += std::string("require_robots = ") + (info.require_robots ? "true" : "false") + "\n";
  toml +=
      "\n# Index filters beside the default ones. The name of a default filter replaces it, enabled = false switches\n"
      "# a filter off.\n"
      "# [[filter]]\n"
      "# name = \"Age cutoff\"\n"
      "# condition = \"download_stamp > now() - 12 MONTH\"\n";
  return toml;
}

}  // namespace lycosa::inline store
