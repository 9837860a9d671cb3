#include "extract/metadata/metadata.h"

#include "base/text.h"
#include "extract/metadata/fact_choice.h"
#include "extract/metadata/fact_collector.h"
#include "extract/refresh.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

constexpr size_t kTitleLimit = 2000;
constexpr size_t kDescriptionLimit = 5000;
constexpr size_t kValueLimit = 2048;
constexpr size_t kListLimit = 100;
constexpr size_t kAlternateLimit = 300;

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

std::string_view without_fragment(const Url& url) {
  return url.href().substr(0, url.href().size() - url.hash().size());
}

class MetadataReader {
 public:
  MetadataReader(const Document& document, const Url& page, const References& references, Content& content)
      : document_(document), page_(page), references_(references), content_(content), facts_(document) {}

  std::vector<NodeId> read() {
    content_.base = references_.base().href();
    if (const NodeId html = document_.html_element(); html != html::kNoNode) {
      content_.declared_language = bounded_line(document_.attribute(html, "lang").value_or(""), 100);
      if (content_.declared_language.empty()) {
        content_.declared_language = bounded_line(document_.attribute(html, "xml:lang").value_or(""), 100);
      }
    }
    walk();
    declare_language();
    content_.title_words = content_.title ? count_words(*content_.title) : 0;
    choose();
    return std::move(links_);
  }

 private:
  void walk() {
    const NodeId root = document_.root();
    const NodeId head = document_.head();
    const NodeId after_head = head == html::kNoNode ? html::kNoNode : document_.next_skipping(head, root);
    bool in_head = false;
    for (NodeId node = root; node != html::kNoNode;) {
      if (node == head) in_head = true;
      if (node == after_head) in_head = false;
      if (node == after_noscript_) in_noscript_ = false;
      if (facts_.visit(node)) {
        if (document_.kind(node) == NodeKind::element) element(node, in_head);
        node = document_.next(node, root);
      } else {
        passed_over(node);
        node = document_.next_skipping(node, root);
      }
    }
  }

  void element(NodeId node, bool in_head) {
    switch (document_.tag(node)) {
      case Tag::meta:
        meta(node);
        break;
      case Tag::link:
        link(node, in_head);
        break;
      case Tag::noscript:
        noscript(node);
        break;
      case Tag::a:
      case Tag::area:
      case Tag::frame:
      case Tag::iframe:
      case Tag::noframes:
        links_.push_back(node);
        break;
      default:
        break;
    }
  }

  // A title, script or style, or SVG or MathML, which state nothing but can hold links.
  void passed_over(NodeId node) {
    if (document_.name_space(node) == html::Namespace::html) {
      if (document_.tag(node) == Tag::title) title(node);
      return;
    }
    for (NodeId at = node; at != html::kNoNode;) {
      const Tag tag = document_.tag(at);
      if (tag == Tag::a || tag == Tag::area) links_.push_back(at);
      const bool skip = tag == Tag::script || tag == Tag::style || tag == Tag::title;
      at = skip ? document_.next_skipping(at, node) : document_.next(at, node);
    }
  }

  // By the html element; else by the meta element, else by what the page tells other sites.
  void declare_language() {
    if (!content_.declared_language.empty()) {
      const NodeId html = document_.html_element();
      content_.metadata.language = place(html, content_.declared_language, FactSource::attribute, "lang");
    } else if (!content_language_.empty()) {
      content_.declared_language = content_language_;
      content_.metadata.language =
          place(content_language_node_, content_language_, FactSource::meta, "content-language");
    }
  }

  void choose() {
    ChoiceContext context{document_,   references_,
                          page_,       content_.title.value_or(""),
                          title_node_, day_order_of(content_.declared_language)};
    choose_facts(facts_.take(), context, content_.metadata);
    if (licence_ && (!content_.metadata.licence || content_.metadata.licence->source != FactSource::json_ld)) {
      content_.metadata.licence = std::move(licence_);
    }
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
    if (const auto pragma = document_.attribute(node, "http-equiv")) pragma_directive(node, trim(*pragma), *content);
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

  void pragma_directive(NodeId node, std::string_view pragma, std::string_view content) {
    if (equals_ignoring_case(pragma, "content-language")) {
      if (content_language_.empty() && content.find(',') == std::string_view::npos) {
        content_language_ = bounded_line(content, 100);
        content_language_node_ = node;
      }
    } else if (equals_ignoring_case(pragma, "refresh")) {
      refresh(node, content);
    }
  }

  void noscript(NodeId node) {
    if (in_noscript_) return;
    in_noscript_ = true;
    after_noscript_ = document_.next_skipping(node, document_.root());
  }

  // The first that browsers do not pass over counts, even if it leads nowhere else. Browsers that run scripts, and so
  // the search engines, do not see what a noscript element holds.
  void refresh(NodeId node, std::string_view content) {
    std::optional<MetaRefresh>& kept = in_noscript_ ? content_.noscript_refresh : content_.refresh;
    if (kept) return;
    const auto value = read_refresh(content);
    if (!value) return;
    MetaRefresh found{value->seconds, std::nullopt, std::string(utf8_prefix(content, kValueLimit)),
                      document_.source_line(node)};
    if (value->address) {
      References::Reference reference = references_.resolve(*value->address);
      if (reference.kind == References::Kind::invalid) return;
      if (reference.kind == References::Kind::other && reference.url->scheme() == "javascript") return;
      const bool elsewhere = without_fragment(*reference.url) != without_fragment(page_);
      if (reference.kind == References::Kind::http && elsewhere) found.target = std::move(reference.url);
    }
    kept = std::move(found);
  }

  void link(NodeId node, bool in_head) {
    const auto rel = document_.attribute(node, "rel");
    const auto href = document_.attribute(node, "href");
    if (!rel || !href) return;
    if (in_head && !content_.canonical_raw && has_word(*rel, "canonical")) canonical(node, *href);
    const bool next = has_word(*rel, "next"), previous = has_word(*rel, "prev") || has_word(*rel, "previous");
    const bool translated = has_word(*rel, "alternate") && alternate(node, *href);
    if (next || previous || translated) links_.push_back(node);
    if (has_word(*rel, "amphtml")) named_link(node, *href, "amphtml", content_.metadata.amp);
    if (next) named_link(node, *href, "next", content_.metadata.next);
    if (previous) named_link(node, *href, "prev", content_.metadata.previous);
    if (has_word(*rel, "license")) named_link(node, *href, "license", licence_);
  }

  // The first of its kind counts.
  void named_link(NodeId node, std::string_view href, std::string_view property, std::optional<Fact>& fact) {
    if (fact || trim(href).empty()) return;
    if (const auto url = resolve(href)) fact = link_fact(node, *url, property);
  }

  // An http or https URL that is no longer than a fact may be.
  std::optional<Url> resolve(std::string_view href) const {
    References::Reference reference = references_.resolve(href);
    const bool usable = reference.kind == References::Kind::http && reference.url->href().size() <= kValueLimit;
    return usable ? std::move(reference.url) : std::nullopt;
  }

  Fact link_fact(NodeId node, const Url& url, std::string_view property) const {
    return place(node, std::string(url.href()), FactSource::link, property);
  }

  Fact place(NodeId node, std::string value, FactSource source, std::string_view property) const {
    Fact fact;
    fact.value = std::move(value);
    fact.source = source;
    fact.property = bounded_line(property, 100);
    fact.line = document_.source_line(node);
    if (const auto offset = document_.source_offset(node)) fact.offset = static_cast<int64_t>(*offset);
    return fact;
  }

  // A feed, or the page in another language; true for that.
  bool alternate(NodeId node, std::string_view href) {
    feed(node, href);
    const auto language = document_.attribute(node, "hreflang");
    if (!language || trim(*language).empty()) return false;
    if (content_.metadata.alternates.size() >= kAlternateLimit) return true;
    if (const auto url = resolve(href)) {
      content_.metadata.alternates.push_back(
          {bounded_line(*language, 100), link_fact(node, *url, "alternate hreflang")});
    }
    return true;
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
    if (!starts_with_ignoring_case(type, "application/rss+xml") &&
        !starts_with_ignoring_case(type, "application/atom+xml") &&
        !starts_with_ignoring_case(type, "application/feed+json")) {
      return;
    }
    const auto url = resolve(href);
    if (!url) return;
    content_.feeds.emplace_back(url->href());
    content_.metadata.feeds.push_back(link_fact(node, *url, type.substr(0, type.find(';'))));
  }

  const Document& document_;
  const Url& page_;
  const References& references_;
  Content& content_;
  FactCollector facts_;
  std::vector<NodeId> links_;
  NodeId title_node_ = html::kNoNode;
  std::string content_language_;
  NodeId content_language_node_ = html::kNoNode;
  NodeId after_noscript_ = html::kNoNode;
  bool in_noscript_ = false;
  std::optional<Fact> licence_;
};

}  // namespace

std::vector<NodeId> read_metadata(const Document& document, const Url& page, const References& references,
                                  Content& content) {
  return MetadataReader(document, page, references, content).read();
}

}  // namespace lycosa::inline extract
