#include <algorithm>
#include <bit>

#include "url/canonical_rules.h"

namespace lycosa {
namespace {

using canonical_form::PartsView;
using canonical_form::rules;

// One bit a rule, in the order of the table.
using RuleSet = uint32_t;

template <class Holds>
RuleSet rules_where(Holds holds) {
  RuleSet set = 0;
  for (size_t i = 0; i < rules().size(); ++i) set |= holds(rules()[i].shown) ? RuleSet{1} << i : 0;
  return set;
}

RuleSet named(const std::vector<std::string>& names) {
  if (names.empty()) return 0;
  return rules_where(
      [&](const CanonicalRule& rule) { return std::find(names.begin(), names.end(), rule.name) != names.end(); });
}

RuleSet chosen(const CanonicalOptions& options) {
  static const RuleSet defaults = rules_where([](const CanonicalRule& rule) { return rule.on_by_default; });
  return (defaults | named(options.on)) & ~named(options.off);
}

void take_apart(const Url& url, PartsView& parts) {
  const std::string_view target = url.target();
  const size_t path_size = url.pathname().size();
  parts.has_credentials = !url.username().empty() || !url.password().empty();
  parts.has_fragment = target.data() + target.size() != url.href().data() + url.href().size();
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

Url canonical(const Url& url, const CanonicalOptions& options, std::vector<std::string_view>* applied) {
  return canonical(Url(url), options, applied);
}

Url canonical(Url&& url, const CanonicalOptions& options, std::vector<std::string_view>* applied) {
  if (!url.is_http()) return std::move(url);
  const RuleSet set = chosen(options);
  PartsView parts;
  take_apart(url, parts);
  RuleSet all = 0;
  for (int round = 0; round < kMostRounds; ++round) {
    const RuleSet changed = apply_once(set, parts);
    all |= changed;
    if (changed == 0) break;
  }
  if (applied != nullptr) {
    for (size_t i = 0; i < rules().size(); ++i) {
      if ((all >> i & 1) != 0) applied->push_back(rules()[i].shown.name);
    }
  }
  if (all == 0) return std::move(url);
  // The rules keep a URL a URL; were one wrong, the URL as it came is the safe answer.
  auto changed = Url::parse(put_together(url, parts));
  return changed ? std::move(*changed) : std::move(url);
}

}  // namespace lycosa
