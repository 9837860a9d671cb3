#include "config/config.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "base/toml.h"

namespace lycosa::inline config {
namespace {

constexpr std::string_view kVersion = LYCOSA_VERSION;

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::string number_text(double value) {
  char out[32];
  std::snprintf(out, sizeof out, "%.15g", value);
  return out;
}

Unexpected bad_value(const Setting& setting, std::string_view text, std::string_view must) {
  return fail(ErrorKind::invalid,
              std::string(setting.name) + " cannot be \"" + std::string(text) + "\": it must be " + std::string(must));
}

std::string at_least(const Setting& setting, std::string_view kind) {
  return std::string(kind) + " of at least " + number_text(setting.least);
}

std::optional<double> parse_double(std::string_view text) {
  if (text.empty() || is_ascii_whitespace(text[0])) return std::nullopt;
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

constexpr bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

Result<void> check_word(const Setting& setting, std::string_view text) {
  if (setting.name == "scope" && text != "host" && text != "root" && text != "prefix" && text != "any") {
    return bad_value(setting, text, "host, root, prefix or any");
  }
  return {};
}

// A TOML value as the text that set() takes; an empty optional for a table, a date or another kind we have no use for.
std::optional<std::string> value_text(const toml::node& node) {
  if (auto text = node.value_exact<std::string>()) return *text;
  if (auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
  if (auto number = node.value_exact<int64_t>()) return std::to_string(*number);
  if (auto number = node.value_exact<double>()) return number_text(*number);
  return std::nullopt;
}

std::string place(std::string_view origin, const toml::source_region& region) {
  return std::string(origin) + ":" + std::to_string(region.begin.line) + ": ";
}

// The kind of TOML value must be the setting's: a quoted number is as wrong as a number for a name.
bool right_kind(const Setting& setting, const toml::node& node) {
  return std::visit(
      Overloaded{[&](std::string Config::*) { return node.is_string(); },
                 [&](std::vector<std::string> Config::*) { return node.is_string(); },
                 [&](int64_t Config::*) { return node.is_integer(); },
                 [&](double Config::*) { return node.is_number(); }, [&](bool Config::*) { return node.is_boolean(); }},
      setting.member);
}

std::string kind_name(const Setting& setting) {
  return std::visit(
      Overloaded{[](std::string Config::*) { return "a string"; },
                 [](std::vector<std::string> Config::*) { return "a string or a list of strings"; },
                 [](int64_t Config::*) { return "a whole number"; }, [](double Config::*) { return "a number"; },
                 [](bool Config::*) { return "true or false"; }},
      setting.member);
}

Result<void> set_from_node(Config& config, const Setting& setting, const toml::node& node, std::string_view origin) {
  const std::optional<std::string> text = value_text(node);
  if (!text || !right_kind(setting, node)) {
    return fail(ErrorKind::invalid,
                place(origin, node.source()) + std::string(setting.name) + " must be " + kind_name(setting));
  }
  if (auto done = set(config, setting, *text); !done) {
    return fail(ErrorKind::invalid, place(origin, node.source()) + done.error().message);
  }
  return {};
}

Unexpected no_such_setting(std::string message, std::string_view name) {
  message += "there is no setting \"" + visible(name) + "\"; ";
  if (const std::string_view meant = similar_setting(name); !meant.empty()) {
    message += "perhaps " + std::string(meant) + " was meant: ";
  }
  return fail(ErrorKind::invalid, message + "`lycosa help settings` lists them");
}

// A text as a TOML string. It has no control characters: set() refuses them.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string toml_value(const Config& config, const Setting& setting) {
  if (const auto* member = std::get_if<std::string Config::*>(&setting.member)) return quoted(config.**member);
  const auto* list = std::get_if<std::vector<std::string> Config::*>(&setting.member);
  if (list == nullptr) return get(config, setting);
  std::string items;
  for (const std::string& item : config.**list) items += (items.empty() ? "" : ", ") + quoted(item);
  return "[" + items + "]";
}

// The setting as a line of TOML; empty when it has its default.
std::string changed_line(const Config& config, const Config& defaults, const Setting& setting) {
  const std::string value = toml_value(config, setting);
  return value == toml_value(defaults, setting) ? "" : std::string(setting.name) + " = " + value + "\n";
}

Result<void> set_from_entry(Config& config, const toml::key& key, const toml::node& node, std::string_view origin) {
  const Setting* setting = find_setting(key.str());
  if (setting == nullptr) return no_such_setting(place(origin, key.source()), key.str());
  const auto* list = node.as_array();
  if (list == nullptr) return set_from_node(config, *setting, node, origin);
  if (!is_list(*setting)) {
    return fail(ErrorKind::invalid,
                place(origin, node.source()) + std::string(key.str()) + " must be " + kind_name(*setting));
  }
  config.told.emplace(setting->name);  // an empty list is told too
  for (const toml::node& item : *list) {
    if (auto done = set_from_node(config, *setting, item, origin); !done) return done;
  }
  return {};
}

}  // namespace

std::string Config::product_token() const {
  if (user_agent.empty()) return "lycosa";
  const std::string_view token = std::string_view(user_agent).substr(0, user_agent.find_first_of("/ "));
  return token.empty() ? "lycosa" : std::string(token);
}

std::string Config::effective_user_agent() const {
  if (!user_agent.empty()) return contact.empty() ? user_agent : user_agent + " (+" + contact + ")";
  const std::string name = "lycosa/" + std::string(kVersion);
  return contact.empty() ? name + " (web crawler; no contact given)" : name + " (+" + contact + ")";
}

Result<void> set(Config& config, const Setting& setting, std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_control)) {
    return bad_value(setting, visible(text), "a text without line ends and other control characters");
  }
  const auto set_word = [&](std::string Config::*member) -> Result<void> {
    if (auto good = check_word(setting, text); !good) return good;
    config.*member = text;
    return {};
  };
  const auto set_whole = [&](int64_t Config::*member) -> Result<void> {
    const auto value = parse_uint(text);
    if (!value || *value > INT64_MAX / 2 || static_cast<double>(*value) < setting.least) {
      return bad_value(setting, text, at_least(setting, "a whole number"));
    }
    config.*member = static_cast<int64_t>(*value);
    return {};
  };
  const auto set_number = [&](double Config::*member) -> Result<void> {
    const auto value = parse_double(text);
    if (!value || *value < setting.least || *value > 1e12) {
      return bad_value(setting, text, at_least(setting, "a number"));
    }
    config.*member = *value;
    return {};
  };
  const auto set_switch = [&](bool Config::*member) -> Result<void> {
    if (text != "true" && text != "false") return bad_value(setting, text, "true or false");
    config.*member = text == "true";
    return {};
  };
  const auto append = [&](std::vector<std::string> Config::*member) -> Result<void> {
    if (text.empty()) {
      (config.*member).clear();
    } else {
      (config.*member).emplace_back(text);
    }
    return {};
  };
  config.told.emplace(setting.name);
  return std::visit(Overloaded{set_word, set_whole, set_number, set_switch, append}, setting.member);
}

std::string get(const Config& config, const Setting& setting) {
  return std::visit(Overloaded{[&](std::string Config::*member) { return config.*member; },
                               [&](int64_t Config::*member) { return std::to_string(config.*member); },
                               [&](double Config::*member) { return number_text(config.*member); },
                               [&](bool Config::*member) { return std::string(config.*member ? "true" : "false"); },
                               [&](std::vector<std::string> Config::*member) {
                                 std::string joined;
                                 for (const std::string& item : config.*member)
                                   joined += (joined.empty() ? "" : ", ") + item;
                                 return joined;
                               }},
                    setting.member);
}

Result<void> read_toml(Config& config, std::string_view text, std::string_view origin) {
  const Result<toml::table> root = parse_toml(text, origin);
  if (!root) return root.unexpected();
  for (auto&& [key, node] : *root) {
    if (auto done = set_from_entry(config, key, node, origin); !done) return done;
  }
  return {};
}

std::vector<std::string> read_run_settings(Config& config, std::string_view text, std::string_view origin) {
  const Result<toml::table> root = parse_toml(text, origin);
  if (!root) return {root.error().message};
  std::vector<std::string> left_out;
  for (auto&& [key, node] : *root) {
    if (auto done = set_from_entry(config, key, node, origin); !done) left_out.push_back(done.error().message);
  }
  return left_out;
}

std::string keep_settings(Config& config, const Config& earlier, Verbs verbs) {
  const Config defaults;
  std::string lines;
  for (const Setting& setting : settings()) {
    if (!setting.kept || (setting.verbs & verbs) == 0 || config.told.count(setting.name) > 0) continue;
    std::visit([&](auto member) { config.*member = earlier.*member; }, setting.member);
    lines += changed_line(config, defaults, setting);
  }
  return lines;
}

std::string changed_settings(const Config& config, Verbs verbs) {
  const Config defaults;
  std::string lines;
  for (const Setting& setting : settings()) {
    if ((setting.verbs & verbs) != 0) lines += changed_line(config, defaults, setting);
  }
  return lines;
}

Result<int64_t> parse_duration(std::string_view name, std::string_view text) {
  constexpr uint64_t kMostSeconds = uint64_t{100} * 366 * 86400;
  struct Unit {
    char letter;
    uint64_t seconds;
  };
  for (const Unit& unit : {Unit{'s', 1}, Unit{'m', 60}, Unit{'h', 3600}, Unit{'d', 86400}}) {
    if (!text.ends_with(unit.letter)) continue;
    const auto count = parse_uint(text.substr(0, text.size() - 1));
    if (count && *count <= kMostSeconds / unit.seconds) return static_cast<int64_t>(*count * unit.seconds * 1000);
  }
  return fail(ErrorKind::invalid, std::string(name) + " cannot be \"" + visible(text) +
                                      "\": write it as a number and s, m, h or d, such as 7d");
}

}  // namespace lycosa::inline config
