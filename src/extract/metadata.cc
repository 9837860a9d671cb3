#include "extract/metadata.h"

#include "base/text.h"
#include "extract/fact_choice.h"
#include "extract/fact_collector.h"
#include "extract/tree_walk.h"
#include "extract/unicode.h"

namespace lycosa {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

constexpr size_t kTitleLimit = 2000;
constexpr size_t kDescriptionLimit = 5000;
constexpr size_t kValueLimit = 2048;
constexpr size_t kListLimit = 100;

std::string bounded_line(std::string_view text, size_t limit) {
  return std::string(trim(utf8_prefix(clean_line(utf8_prefix(text, 4 * limit)), limit)));
}

bool has_word(std::string_view words, std::string_view word) {
  for (size_t at = 0; at < words.size();) {
    while (at < words.size() && is_ascii_whitespace(words[at])) ++at;
    const size_t start = at;
    while (at < words.size() && !is_ascii_whitespace(words[at])) ++at;
    if (equals_ignoring_case(words.substr(start, at - start), word)) return true;
  }
  return false;
}

// Every meta with these names can speak to robots; a crawler's own name is one, so any single product token ending in
// a customary way counts, and the reader of directives picks its own.
bool speaks_to_robots(std::string_view name) {
  const std::string lower = ascii_lower(name);
  if (lower == "robots" || lower == "lycosa" || lower == "slurp" || lower == "teoma") return true;
  const bool crawler = lower.find("bot") != std::string::npos || lower.find("crawler") != std::string::npos ||
                       lower.find("spider") != std::string::npos;
  return crawler && lower.find_first_of(" :,;") == std::string::npos;
}

// The address in «5; url=/next» (HTML standard, shared declarative refresh steps). Nothing when only a time is given.
std::optional<std::string_view> refresh_address(std::string_view content) {
  size_t at = 0;
  const auto skip_spaces = [&] {
    while (at < content.size() && is_ascii_whitespace(content[at])) ++at;
  };
  skip_spaces();
  const size_t digits = at;
  while (at < content.size() && is_ascii_digit(content[at])) ++at;
  if (at == digits && (at >= content.size() || content[at] != '.')) return std::nullopt;
  while (at < content.size() && (is_ascii_digit(content[at]) || content[at] == '.')) ++at;
  if (at >= content.size()) return std::nullopt;
  if (content[at] != ';' && content[at] != ',' && !is_ascii_whitespace(content[at])) return std::nullopt;
  skip_spaces();
  if (at < content.size() && (content[at] == ';' || content[at] == ',')) ++at;
  skip_spaces();
  std::string_view rest = content.substr(at);
  if (starts_with_ignoring_case(rest, "url")) {
    size_t after = 3;
    while (after < rest.size() && is_ascii_whitespace(rest[after])) ++after;
    if (after < rest.size() && rest[after] == '=') {
      ++after;
      while (after < rest.size() && is_ascii_whitespace(rest[after])) ++after;
      rest = rest.substr(after);
    }
  }
  if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) {
    const char quote = rest[0];
    rest = rest.substr(1);
    rest = rest.substr(0, rest.find(quote));
  }
  rest = trim(rest);
  if (rest.empty()) return std::nullopt;
  return rest;
}

std::string_view without_fragment(const Url& url) {
  return url.href().substr(0, url.href().size() - url.hash().size());
}

class MetadataReader {
 public:
  MetadataReader(const Document& document, const Url& page, const References& references, Content& content)
      : document_(document), page_(page), references_(references), content_(content), facts_(document) {}

  void read() {
    content_.base = references_.base().href();
    if (const NodeId html = document_.html_element(); html != html::kNoNode) {
      content_.declared_language = bounded_line(document_.attribute(html, "lang").value_or(""), 100);
      if (content_.declared_language.empty()) {
        content_.declared_language = bounded_line(document_.attribute(html, "xml:lang").value_or(""), 100);
      }
    }
    const NodeId head = document_.head();
    bool in_head = false;
    for (TreeWalk walk(document_, document_.root()); walk.step();) {
      const NodeId node = walk.node();
      if (node == head) in_head = walk.entering();
      if (document_.kind(node) == NodeKind::text) facts_.text(node);
      if (document_.kind(node) != NodeKind::element) continue;
      if (!walk.entering()) {
        facts_.leave(node);
      } else if (document_.name_space(node) != html::Namespace::html) {
        walk.skip();
      } else {
        element(node, in_head);
        const Tag tag = document_.tag(node);
        facts_.enter(node, tag);
        if (tag == Tag::script || tag == Tag::style || tag == Tag::title) walk.skip();
      }
    }
    if (content_.declared_language.empty()) content_.declared_language = content_language_;
    content_.title_words = content_.title ? count_words(*content_.title) : 0;
    choose();
  }

 private:
  void element(NodeId node, bool in_head) {
    switch (document_.tag(node)) {
      case Tag::title: title(node); break;
      case Tag::meta: meta(node); break;
      case Tag::link: link(node, in_head); break;
      default: break;
    }
  }

  void choose() {
    ChoiceContext context{document_, references_, page_, content_.title.value_or(""), title_node_,
                          day_order_of(content_.declared_language)};
    choose_facts(facts_.take(), context, content_.metadata);
  }

  void title(NodeId node) {
    if (content_.title) return;
    title_node_ = node;
    content_.title = bounded_line(document_.text_of_subtree(node), kTitleLimit);
  }

  void meta(NodeId node) {
    const auto content = document_.attribute(node, "content");
    if (!content) return;
    if (const auto name = document_.attribute(node, "name")) named(node, trim(*name), *content);
    if (const auto pragma = document_.attribute(node, "http-equiv")) pragma_directive(trim(*pragma), *content);
  }

  void named(NodeId node, std::string_view name, std::string_view content) {
    if (equals_ignoring_case(name, "description")) {
      if (content_.description) return;
      std::string line = bounded_line(content, kDescriptionLimit);
      if (!line.empty()) content_.description = std::move(line);
    } else if (speaks_to_robots(name) && content_.meta_robots.size() < kListLimit) {
      content_.meta_robots.push_back(
          {bounded_line(name, 100), bounded_line(content, kValueLimit), document_.source_line(node)});
    }
  }

  void pragma_directive(std::string_view pragma, std::string_view content) {
    if (equals_ignoring_case(pragma, "content-language")) {
      if (content_language_.empty() && content.find(',') == std::string_view::npos) {
        content_language_ = bounded_line(content, 100);
      }
    } else if (equals_ignoring_case(pragma, "refresh")) {
      refresh(content);
    }
  }

  void refresh(std::string_view content) {
    if (content_.meta_refresh) return;
    const auto address = refresh_address(content);
    if (!address) return;
    References::Reference reference = references_.resolve(*address);
    if (reference.kind != References::Kind::http) return;
    if (without_fragment(*reference.url) == without_fragment(page_)) return;
    content_.meta_refresh = std::move(reference.url);
  }

  void link(NodeId node, bool in_head) {
    const auto rel = document_.attribute(node, "rel");
    const auto href = document_.attribute(node, "href");
    if (!rel || !href) return;
    if (in_head && !content_.canonical_raw && has_word(*rel, "canonical")) canonical(node, *href);
    if (has_word(*rel, "alternate")) feed(node, *href);
  }

  // Only the head counts: a body can hold what a visitor wrote.
  void canonical(NodeId node, std::string_view href) {
    if (trim(href).empty()) return;
    content_.canonical_raw = clean_line(utf8_prefix(href, kValueLimit));
    content_.canonical_line = document_.source_line(node);
    References::Reference reference = references_.resolve(href);
    if (reference.kind == References::Kind::http) content_.canonical = std::move(reference.url);
  }

  void feed(NodeId node, std::string_view href) {
    if (content_.feeds.size() >= kListLimit) return;
    const std::string_view type = trim(document_.attribute(node, "type").value_or(""));
    if (!starts_with_ignoring_case(type, "application/rss+xml") && !starts_with_ignoring_case(type, "application/atom+xml") &&
        !starts_with_ignoring_case(type, "application/feed+json")) {
      return;
    }
    const References::Reference reference = references_.resolve(href);
    if (reference.kind == References::Kind::http) content_.feeds.emplace_back(reference.url->href());
  }

  const Document& document_;
  const Url& page_;
  const References& references_;
  Content& content_;
  FactCollector facts_;
  NodeId title_node_ = html::kNoNode;
  std::string content_language_;
};

}  // namespace

void read_metadata(const Document& document, const Url& page, const References& references, Content& content) {
  MetadataReader(document, page, references, content).read();
}

}  // namespace lycosa
