#include "pipeline/page_refresh.h"

#include <utility>

#include "extract/refresh.h"

namespace lycosa::inline pipeline {
namespace {

// The header's refresh, its target yet to be looked at; nothing when a browser passes it over.
std::optional<PageRefresh> refresh_of_header(const Exchange& exchange, const Url& page) {
  const auto field = exchange.header("Refresh");
  const auto value = field ? read_refresh(*field) : std::nullopt;
  if (!value) return std::nullopt;
  Result<Url> target = value->address ? Url::parse_field(*value->address, &page) : Result<Url>(page);
  if (!target || target->scheme() == "javascript") return std::nullopt;
  return PageRefresh{std::move(*target), value->seconds, std::string(*field), false, 0};
}

bool leads_elsewhere(const Url& target, const Url& page) {
  return target.is_http() && Url::without_fragment(target) != page;
}

}  // namespace

std::optional<PageRefresh> page_refresh(const Exchange& exchange, const Content* content, const Url& page) {
  if (auto found = refresh_of_header(exchange, page)) {
    return leads_elsewhere(found->target, page) ? std::move(found) : std::nullopt;
  }
  if (content == nullptr || !content->refresh || !content->refresh->target) return std::nullopt;
  const MetaRefresh& meta = *content->refresh;
  return PageRefresh{*meta.target, meta.seconds, meta.raw, true, meta.line};
}

std::string PageRefresh::evidence() const {
  std::string text = meta ? "meta refresh, " : "Refresh header, ";
  text += std::to_string(seconds) + " s";
  if (meta) text += ", line " + std::to_string(line);
  return text;
}

}  // namespace lycosa::inline pipeline
