#include "pipeline/media.h"

#include "base/text.h"
#include "pipeline/storable.h"

namespace lycosa::inline pipeline {
namespace {

// The beginnings by which the MIME Sniffing standard knows HTML (section 7.1). All but the comment end a tag name, and
// so a space or ">" must follow.
constexpr std::string_view kComment = "<!--";
constexpr std::string_view kTags[] = {
    "<!doctype html", "<html", "<head",  "<script", "<iframe", "<h1",   "<div", "<font",
    "<table",         "<a",    "<style", "<title",  "<b",      "<body", "<br",  "<p"};

bool looks_like_html(std::string_view body) {
  if (body.starts_with("\xef\xbb\xbf")) body.remove_prefix(3);
  while (!body.empty() && is_ascii_whitespace(body.front())) body.remove_prefix(1);
  if (body.starts_with(kComment)) return true;
  for (std::string_view tag : kTags) {
    if (!starts_with_ignoring_case(body, tag) || body.size() == tag.size()) continue;
    if (body[tag.size()] == ' ' || body[tag.size()] == '>') return true;
  }
  return false;
}

}  // namespace

MediaType media_type_of(const Exchange& exchange, std::string_view body) {
  MediaType found{storable(media_type(exchange), 255), false};
  // These say no more than no type at all (section 7).
  const bool unknown = found.type.empty() || found.type == "unknown/unknown" || found.type == "application/unknown";
  if (unknown && looks_like_html(body)) found = {"text/html", true};
  return found;
}

bool is_html(std::string_view media_type) {
  return media_type == "text/html" || media_type == "application/xhtml+xml";
}

}  // namespace lycosa::inline pipeline
