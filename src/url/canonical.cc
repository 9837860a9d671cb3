#include <bit>

#include "base/text.h"
#include "url/canonical_rules.h"

namespace lycosa::inline url {
namespace {

using canonical_form::PartsView;
using canonical_form::rules;

// One bit a rule, in the order of the table.
using RuleSet = uint32_t;

Unexpected no_rule(std::string_view name) {
  std::string known;
  for (const canonical_form::Rule& rule : rules()) known += (known.empty() ? "" : ", ") + std::string(rule.shown.name);
  return fail(ErrorKind::invalid, "there is no rule \"" + visible(utf8_prefix(name, 100)) +
                                      "\" of the canonical form; the rules are " + known);
}

Result<RuleSet> named(std::span<const std::string> names) {
  RuleSet set = 0;
  for (const std::string& name : names) {
    size_t i = 0;
    while (i < rules().size() && rules()[i].shown.name != name) ++i;
    if (i == rules().size()) return no_rule(name);
    set |= RuleSet{1} << i;
  }
  return set;
}

template <class Holds>
RuleSet rules_where(Holds holds) {
  RuleSet set = 0;
  for (size_t i = 0; i < rules().size(); ++i) set |= holds(rules()[i].shown) ? RuleSet{1} << i : 0;
  return set;
}

// The rule that most often has something to do: it needs no putting together.
RuleSet fragment_rule() {
  static const RuleSet rule = rules_where([](const CanonicalRule& each) { return each.name == "fragment"; });
  return rule;
}

bool has_fragment(const Url& url) {
  return url.target().data() + url.target().size() != url.href().data() + url.href().size();
}

void take_apart(const Url& url, PartsView& parts) {
  const std::string_view target = url.target();
  const size_t path_size = url.pathname().size();
  parts.has_credentials = !url.username().empty() || !url.password().empty();
  parts.has_fragment = has_fragment(url);
  parts.has_query = target.size() > path_size;
  parts.host.view(url.hostname());
  parts.path.view(target.substr(0, path_size));
  if (parts.has_query) parts.query.view(target.substr(path_size + 1));
}

std::string put_together(const Url& url, const PartsView& parts) {
  std::string href;
  href.reserve(url.href().size());
  href += url.scheme();
  href += "://";
  if (parts.has_credentials) {
    href += url.username();
    if (!url.password().empty()) href += ':';
    href += url.password();
    href += '@';
  }
  href += parts.host.get();
  if (!url.port().empty()) href += ':';
  href += url.port();
  href += parts.path.get();
  if (parts.has_query) href += '?';
  href += parts.query.get();
  if (parts.has_fragment) {
    href += '#';
    if (!url.hash().empty()) href += url.hash().substr(1);
  }
  return href;
}

// One round over the table. Returns the rules that changed something.
RuleSet apply_once(RuleSet set, PartsView& parts) {
  RuleSet changed = 0;
  for (RuleSet left = set; left != 0; left &= left - 1) {
    const int i = std::countr_zero(left);
    if (rules()[static_cast<size_t>(i)].apply(parts)) changed |= RuleSet{1} << i;
  }
  return changed;
}

// Most URLs give no rule anything to do, and then need not be taken apart.
bool all_idle(RuleSet set, const Url& url) {
  for (RuleSet left = set; left != 0; left &= left - 1) {
    const canonical_form::Rule& rule = rules()[static_cast<size_t>(std::countr_zero(left))];
    if (rule.idle == nullptr || !rule.idle(url)) return false;
  }
  return true;
}

void add_names(RuleSet set, std::vector<std::string_view>& names) {
  for (size_t i = 0; i < rules().size(); ++i) {
    if ((set >> i & 1) != 0) names.push_back(rules()[i].shown.name);
  }
}

// A later rule may uncover work for an earlier one. Every change shortens the URL or brings it nearer to a fixed form,
// and no chain of rules that wake each other is longer than a few rounds.
constexpr int kMostRounds = 8;

}  // namespace

std::span<const CanonicalRule> canonical_rules() {
  static const std::vector<CanonicalRule> shown = [] {
    std::vector<CanonicalRule> out;
    for (const canonical_form::Rule& rule : rules()) out.push_back(rule.shown);
    return out;
  }();
  return shown;
}

CanonicalOptions::CanonicalOptions() {
  static const RuleSet defaults = rules_where([](const CanonicalRule& rule) { return rule.on_by_default; });
  bits_ = defaults;
}

Result<CanonicalOptions> CanonicalOptions::make(std::span<const std::string> on, std::span<const std::string> off) {
  const auto more = named(on), less = named(off);
  if (!more) return more.unexpected();
  if (!less) return less.unexpected();
  return CanonicalOptions((CanonicalOptions().bits_ | *more) & ~*less);
}

Result<CanonicalOptions> CanonicalOptions::exactly(std::span<const std::string> names) {
  const auto set = named(names);
  return set ? Result<CanonicalOptions>(CanonicalOptions(*set)) : set.unexpected();
}

bool CanonicalOptions::has(const CanonicalRule& rule) const {
  return (bits_ & rules_where([&](const CanonicalRule& each) { return each.name == rule.name; })) != 0;
}

std::vector<std::string> CanonicalOptions::names() const {
  std::vector<std::string> names;
  for (const CanonicalRule& rule : canonical_rules()) {
    if (has(rule)) names.emplace_back(rule.name);
  }
  return names;
}

Url canonical(const Url& url, const CanonicalOptions& options, std::vector<std::string_view>* applied) {
  return canonical(Url(url), options, applied);
}

Url canonical(Url&& url, const CanonicalOptions& options, std::vector<std::string_view>* applied) {
  if (!url.is_http()) return std::move(url);
  const RuleSet set = options.bits();
  RuleSet all = 0;
  if ((set & fragment_rule()) != 0 && has_fragment(url)) {
    url = Url::without_fragment(std::move(url));
    all = fragment_rule();
  }
  if (all_idle(set & ~fragment_rule(), url)) {
    if (applied != nullptr) add_names(all, *applied);
    return std::move(url);
  }
  PartsView parts;
  take_apart(url, parts);
  for (int round = 0; round < kMostRounds; ++round) {
    const RuleSet changed = apply_once(set, parts);
    all |= changed;
    if (changed == 0) break;
  }
  if (applied != nullptr) add_names(all, *applied);
  if ((all & ~fragment_rule()) == 0) return std::move(url);
  // The rules keep a URL a URL; were one wrong, the URL as it came is the safe answer.
  auto changed = Url::parse(put_together(url, parts));
  return changed ? std::move(*changed) : std::move(url);
}

}  // namespace lycosa::inline url
