#include "frontier/rules.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline frontier {
namespace {

Result<std::vector<std::unique_ptr<re2::RE2>>> compile(const std::vector<std::string>& patterns,
                                                       std::string_view flag) {
  std::vector<std::unique_ptr<re2::RE2>> compiled;
  re2::RE2::Options options;
  options.set_log_errors(false);
  for (const std::string& pattern : patterns) {
    auto expression = std::make_unique<re2::RE2>(pattern, options);
    if (!expression->ok()) {
      return fail(ErrorKind::invalid, "--" + std::string(flag) + " \"" + pattern +
                                          "\" is not a pattern that RE2 takes: " + expression->error() +
                                          "; see re2/wiki/Syntax");
    }
    compiled.push_back(std::move(expression));
  }
  return compiled;
}

bool found_in(const re2::RE2& pattern, std::string_view text) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace

Rules::Rules(const Config& config) : config_(config), scope_(config.scope) {}
Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;
Rules::~Rules() = default;

Result<Rules> Rules::make(const Config& config, const std::vector<Url>& canonical_seeds, BanList bans) {
  Rules rules(config);
  rules.bans_ = std::move(bans);
  auto include = compile(config.include, "include");
  if (!include) return include.unexpected();
  rules.include_ = std::move(*include);
  auto exclude = compile(config.exclude, "exclude");
  if (!exclude) return exclude.unexpected();
  rules.exclude_ = std::move(*exclude);
  for (const Url& seed : canonical_seeds) rules.scope_.add(seed);
  return rules;
}

std::optional<Refusal> Rules::refuse_by_pattern(const Candidate& candidate) const {
  const std::string_view href = candidate.url->href();
  for (const auto& pattern : exclude_) {
    if (found_in(*pattern, href)) return Refusal{Reason::scope_exclude_rule, "--exclude " + pattern->pattern()};
  }
  if (include_.empty() || candidate.how == Discovery::seed) return std::nullopt;
  for (const auto& pattern : include_) {
    if (found_in(*pattern, href)) return std::nullopt;
  }
  return Refusal{Reason::scope_not_in_include_rule,
                 include_.size() == 1 ? "--include " + include_[0]->pattern()
                                      : "none of " + std::to_string(include_.size()) + " --include patterns"};
}

std::optional<Refusal> Rules::refuse_by_path(const Url& url) const {
  std::vector<std::string_view> segments = split(url.pathname().substr(1), '/');
  if (segments.back().empty()) segments.pop_back();
  if (static_cast<int64_t>(segments.size()) > config_.path_segments) {
    return Refusal{Reason::scope_path_segments,
                   std::to_string(segments.size()) + " segments, limit " + std::to_string(config_.path_segments)};
  }
  std::sort(segments.begin(), segments.end());
  for (size_t i = 0; i < segments.size();) {
    const auto end = std::upper_bound(segments.begin(), segments.end(), segments[i]);
    const int64_t count = end - segments.begin() - static_cast<int64_t>(i);
    if (count > config_.path_repeats && !segments[i].empty()) {
      return Refusal{Reason::scope_path_repetition, "segment \"" + std::string(segments[i]) + "\" stands " +
                                                        std::to_string(count) + " times, limit " +
                                                        std::to_string(config_.path_repeats)};
    }
    i += static_cast<size_t>(count);
  }
  return std::nullopt;
}

std::optional<Refusal> Rules::refuse(const Candidate& candidate) const {
  const Url& url = *candidate.url;
  const bool seed = candidate.how == Discovery::seed;
  if (static_cast<int64_t>(url.href().size()) > config_.url_bytes) {
    return Refusal{Reason::input_too_long,
                   std::to_string(url.href().size()) + " bytes, limit " + std::to_string(config_.url_bytes)};
  }
  if (candidate.nofollow) return Refusal{Reason::discovery_link_nofollow_only, candidate.nofollow_evidence};
  const std::string root = root_of_unparsed(candidate.key->unparsed);
  if (!seed && !candidate.beyond_scope && !scope_.has(url, root))
    return Refusal{Reason::scope_off_scope, "--scope " + config_.scope};
  if (auto refusal = refuse_by_pattern(candidate)) return refusal;
  if (!seed && config_.max_depth > 0 && candidate.depth > config_.max_depth) {
    return Refusal{Reason::scope_depth,
                   "depth " + std::to_string(candidate.depth) + ", limit " + std::to_string(config_.max_depth)};
  }
  if (candidate.hops > config_.redirects) {
    return Refusal{Reason::scope_hop_limit,
                   std::to_string(candidate.hops) + " redirects to here, limit " + std::to_string(config_.redirects)};
  }
  if (auto refusal = refuse_by_path(url)) return refusal;
  if (candidate.refused) return candidate.refused;
  if (const BanRow* ban = bans_.find(candidate.key->root_hash, std::string(unparsed_host(candidate.key->unparsed)))) {
    return refusal_by(*ban);
  }
  return std::nullopt;
}

Refusal refusal_by(const BanRow& ban) {
  return Refusal{ban.rule == "domain" ? Reason::ban_domain : Reason::ban_host,
                 ban.target + " (" + ban.source + ")" + (ban.reason.empty() ? "" : ": " + ban.reason)};
}

Distance distance_behind(Discovery how, const Distance& page) {
  const bool redirect = how == Discovery::redirect;
  return {redirect || how == Discovery::canonical ? page.depth : page.depth + 1, redirect ? page.hops + 1 : 0};
}

Refusal refusal_by_private_host() {
  return Refusal{Reason::ban_private_address, "found when robots.txt of the host was asked for"};
}

}  // namespace lycosa::inline frontier
