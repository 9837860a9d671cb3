#include "extract/metadata/fact_collector.h"

#include "base/text.h"
#include "extract/markdown/references.h"
#include "extract/metadata/authors.h"
#include "extract/metadata/dates.h"
#include "extract/metadata/json_ld.h"
#include "extract/quick_look.h"
#include "extract/tree_walk.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

constexpr size_t kCandidateLimit = 2000;
constexpr int kMarkupPlaces = 400;
constexpr int kDateTexts = 300;
constexpr size_t kValueLimit = 2000;
constexpr size_t kTextLimit = 2000;   // longer texts are no byline and no date
constexpr size_t kLineLimit = 300;    // of a byline or a date
constexpr size_t kNearHeading = 120;  // bytes of text behind a heading, where its byline is, whatever that is called
constexpr size_t kShortLine = 60;     // what holds a name or a date and little more

enum class AttributeKind { names, itemprop, property, rel, other };

// By length first: nearly all attributes are others.
AttributeKind kind_of(std::string_view name) {
  switch (name.size()) {
    case 2:
      return name == "id" ? AttributeKind::names : AttributeKind::other;
    case 3:
      return name == "rel" ? AttributeKind::rel : AttributeKind::other;
    case 5:
      return name == "class" ? AttributeKind::names : AttributeKind::other;
    case 8:
      if (name == "itemprop") return AttributeKind::itemprop;
      return name == "property" ? AttributeKind::property : AttributeKind::other;
    case 11:
      return name == "data-testid" ? AttributeKind::names : AttributeKind::other;
    default:
      return AttributeKind::other;
  }
}

bool is_whole_page(Tag tag) {
  return tag == Tag::html || tag == Tag::body || tag == Tag::main || tag == Tag::article;
}

}  // namespace

bool FactCollector::visit(NodeId node) {
  if (node == zone_end_) in_zone_ = false;
  const NodeKind kind = document_.kind(node);
  if (kind == NodeKind::text) {
    // Most are the white space between elements.
    const std::string_view data = document_.text(node);
    if (behind_heading_ <= kNearHeading && !quick_look::is_blank(data)) behind_heading_ += trim(data).size();
    if (data.size() <= kTextLimit && !quick_look::is_blank(data)) text(node, trim(data));
    if (data.size() >= kLineLimit) dateline(node, data.substr(0, kLineLimit));
  }
  if (kind != NodeKind::element) return true;
  if (document_.name_space(node) != html::Namespace::html) return false;
  const Tag tag = document_.tag(node);
  element(node, tag);
  return tag != Tag::script && tag != Tag::style && tag != Tag::title;
}

void FactCollector::element(NodeId node, Tag tag) {
  switch (tag) {
    case Tag::meta:
      meta(node);
      break;
    case Tag::script:
      script(node);
      return;
    case Tag::style:
      return;
    case Tag::h1:
      // What holds the page's heading is the page, whatever its class says.
      in_zone_ = false;
      heading(node);
      behind_heading_ = 0;
      break;
    case Tag::h2:
      heading(node);
      break;
    case Tag::time:
      time_element(node);
      break;
    case Tag::nav:
    case Tag::footer:
    case Tag::aside:
      if (behind_heading_ > kNearHeading) begin_zone(node);
      break;
    default:
      break;
  }
  if (markup_places_ < kMarkupPlaces && !document_.attributes(node).empty()) properties(node, tag);
}

void FactCollector::begin_zone(NodeId element) {
  if (in_zone_) return;
  in_zone_ = true;
  zone_end_ = document_.next_skipping(element, document_.root());
}

void FactCollector::meta(NodeId node) {
  const auto content = document_.attribute(node, "content");
  if (!content) return;
  // Pages mix the two attributes up.
  for (const std::string_view attribute : {"property", "name", "itemprop"}) {
    const auto names = document_.attribute(node, attribute);
    if (!names) continue;
    const std::string name = ascii_lower(trim(names->substr(0, 100)));
    const PropertyMeaning* meaning = meaning_of_meta(name);
    FactSource source = FactSource::meta;
    if (attribute == "itemprop") {
      meaning = meaning_of_property(name);
      source = FactSource::microdata;
    } else if (name.starts_with("og:") || name.starts_with("article:")) {
      source = FactSource::open_graph;
    } else if (name.starts_with("twitter:")) {
      source = FactSource::twitter;
      labelled(node, name, *content);
    }
    if (meaning == nullptr) continue;
    add(meaning->field, source, meaning->rank, node, clean_line(utf8_prefix(*content, kValueLimit)), name);
    break;
  }
}

// twitter:label1 «Written by» and twitter:data1 «A. Author», as blog software writes them.
void FactCollector::labelled(NodeId node, std::string_view name, std::string_view content) {
  if (name.starts_with("twitter:label")) {
    label_ = clean_line(utf8_prefix(content, 100));
  } else if (name.starts_with("twitter:data") && !label_.empty()) {
    if (is_author_label(label_)) {
      add(MetadataField::authors, FactSource::twitter, 2, node, clean_line(utf8_prefix(content, kLineLimit)), name);
    }
    label_.clear();
  }
}

void FactCollector::script(NodeId node) {
  const auto type = document_.attribute(node, "type");
  if (!type || !starts_with_ignoring_case(trim(*type), "application/ld+json")) return;
  const NodeId text = document_.first_child(node);
  if (text == html::kNoNode || document_.kind(text) != NodeKind::text) return;
  for (JsonLdFact& fact : read_json_ld(document_.text(text))) {
    add(fact.field, FactSource::json_ld, fact.distance, node, clean_line(utf8_prefix(fact.value, kValueLimit)),
        fact.name);
  }
}

void FactCollector::properties(NodeId node, Tag tag) {
  for (const html::AttributeView& attribute : document_.attributes(node)) {
    switch (kind_of(attribute.name)) {
      case AttributeKind::names:
        classes(node, tag, attribute.value);
        break;
      case AttributeKind::itemprop:
        if (tag != Tag::meta) property(node, tag, attribute.value, FactSource::microdata);
        break;
      case AttributeKind::property:
        if (tag != Tag::meta) property(node, tag, attribute.value, FactSource::rdfa);
        break;
      case AttributeKind::rel:
        if (tag != Tag::link) relations(node, attribute.value);
        break;
      case AttributeKind::other:
        break;
    }
  }
}

void FactCollector::property(NodeId node, Tag tag, std::string_view names, FactSource source) {
  const std::string lower = ascii_lower(names.substr(0, 200));
  for (std::string_view name : split(lower, ' ')) {
    if (name == "comment" || name == "suggestedanswer" || name == "review" || name == "acceptedanswer") {
      begin_zone(node);
      return;
    }
    const size_t colon = name.rfind(':');
    if (colon != std::string_view::npos && name != "dc:creator") name = name.substr(colon + 1);
    item(node, tag, name, source);
  }
}

void FactCollector::item(NodeId node, Tag tag, std::string_view name, FactSource source) {
  const PropertyMeaning* meaning = meaning_of_property(name);
  if (meaning == nullptr) return;
  ++markup_places_;
  std::string value = value_of(node, tag);
  add(meaning->field, source, meaning->rank, node, std::move(value), name);
}

void FactCollector::relations(NodeId node, std::string_view rel) {
  for (const std::string_view token : split(rel.substr(0, 200), ' ')) {
    if (equals_ignoring_case(token, "author")) {
      add(MetadataField::authors, FactSource::link, 3, node, subtree_text(node, kLineLimit), "rel=author");
    } else if (equals_ignoring_case(token, "tag")) {
      add(MetadataField::tags, FactSource::link, 4, node, subtree_text(node, kLineLimit), "rel=tag");
    } else if (equals_ignoring_case(token, "license")) {
      add(MetadataField::licence, FactSource::link, 1, node,
          std::string(document_.attribute(node, "href").value_or("")), "rel=license");
    }
  }
}

void FactCollector::classes(NodeId node, Tag tag, std::string_view value) {
  const unsigned hint = byline_hints(value);
  if (hint == 0 || is_whole_page(tag)) return;
  const bool near_heading = behind_heading_ <= kNearHeading;
  if ((hint & kNotOfPageHint) || ((hint & kMarginHint) && !near_heading)) {
    begin_zone(node);
    return;
  }
  if (tag == Tag::img || tag == Tag::input) return;
  if ((hint & (kAuthorHint | kDateHint | kWeakDateHint)) == 0) return;
  ++markup_places_;
  std::string line = subtree_text(node, kLineLimit);
  const auto title = document_.attribute(node, "title");
  if ((hint & (kDateHint | kWeakDateHint)) && tag != Tag::time && line.size() < kLineLimit - 1) {
    std::string dated = line;
    if (title && line.size() < 100) dated.insert(0, std::string(utf8_prefix(*title, 100)) + ' ');
    // The nearer a box fits a date, the less else in it can be taken for one.
    const int rank = (hint & kDateHint ? 6 : 7) + (line.size() > kShortLine ? 1 : 0);
    add(MetadataField::published, FactSource::markup, rank, node, std::move(dated), utf8_prefix(value, 60));
  }
  if ((hint & kAuthorHint) && line.size() < kLineLimit - 100) {
    add(MetadataField::authors, FactSource::markup, line.size() > kShortLine ? 6 : 5, node, std::move(line),
        utf8_prefix(value, 60));
  }
}

void FactCollector::time_element(NodeId node) {
  ++markup_places_;
  const auto stamp = document_.attribute(node, "datetime");
  std::string value = stamp ? std::string(utf8_prefix(trim(*stamp), 100)) : subtree_text(node, kLineLimit);
  const std::string_view classes = document_.attribute(node, "class").value_or("");
  const bool updated = classes.find("updated") != std::string_view::npos ||
                       classes.find("modified") != std::string_view::npos ||
                       document_.attribute(node, "itemprop").value_or("").find("odified") != std::string_view::npos;
  const bool published = document_.has_attribute(node, "pubdate") || classes.find("publish") != std::string_view::npos;
  if (updated && !published) {
    add(MetadataField::modified, FactSource::markup, 3, node, value, "time");
    return add(MetadataField::published, FactSource::markup, 8, node, std::move(value), "time");
  }
  add(MetadataField::published, FactSource::markup, published ? 2 : 4, node, std::move(value), "time");
}

void FactCollector::heading(NodeId node) {
  const bool first_level = document_.tag(node) == Tag::h1;
  if (++markup_places_ > kMarkupPlaces) return;
  std::string line = subtree_text(node, kValueLimit);
  if (line.empty()) return;
  if (first_level) after_heading_ = true;
  add(MetadataField::title, FactSource::markup, first_level ? 1 : 6, node, std::move(line), first_level ? "h1" : "h2");
}

// «Berlin, 27.1.2022 – …»: a date at the very beginning of a paragraph.
void FactCollector::dateline(NodeId node, std::string_view paragraph) {
  constexpr size_t kDateline = 48;
  constexpr size_t kFirstDigit = 20;
  const std::string_view line = utf8_prefix(trim(paragraph), kDateline);
  if (!quick_look::has_digit(line.substr(0, kFirstDigit)) || !may_hold_date(line) || date_texts_ >= kDateTexts) return;
  ++date_texts_;
  add(MetadataField::published, FactSource::text, after_heading_ ? kBehindHeading : kBeforeHeading,
      document_.parent(node), clean_line(line), "text");
}

// Bylines and dates that only a reader would know for such.
void FactCollector::text(NodeId node, std::string_view line) {
  if (by_) {
    by_ = false;
    if (line.size() < 100) {
      // The box around can hold more names: «By <a>A</a> and <a>B</a>».
      const NodeId parent = document_.parent(by_node_);
      std::string around = subtree_text(parent, kLineLimit);
      if (around.size() > 120 || by_word(around) == 0) around = clean_line(line);
      add(MetadataField::authors, FactSource::text, 6, parent, std::move(around), "by");
    }
  } else if (line.size() < 120) {
    by_line(node, line);
  }
  if (date_texts_ < kDateTexts && line.size() < kLineLimit && line.size() >= 8 && quick_look::has_digit(line)) {
    ++date_texts_;
    if (may_hold_date(line))
      add(MetadataField::published, FactSource::text, after_heading_ ? kBehindHeading : kBeforeHeading,
          document_.parent(node), clean_line(line), "text");
  }
}

void FactCollector::by_line(NodeId node, std::string_view line) {
  const size_t word = by_word(line);
  if (word == 0) return;
  if (word == line.size()) {
    by_ = true;
    by_node_ = node;
    return;
  }
  add(MetadataField::authors, FactSource::text, 7, document_.parent(node), clean_line(line), "by");
}

// Microdata's rules for an element's value, the datetime and content attributes first.
std::string FactCollector::value_of(NodeId node, Tag tag) const {
  for (const std::string_view name : {"content", "datetime"}) {
    if (const auto value = document_.attribute(node, name); value && !trim(*value).empty()) {
      return clean_line(utf8_prefix(*value, kValueLimit));
    }
  }
  const bool linked = tag == Tag::img || tag == Tag::link;
  if (linked) {
    return std::string(
        utf8_prefix(document_.attribute(node, tag == Tag::img ? "src" : "href").value_or(""), kValueLimit));
  }
  // An author is an item of its own that has a name.
  if (document_.has_attribute(node, "itemscope")) {
    int steps = 0;
    for (NodeId at = document_.next(node, node); at != html::kNoNode && ++steps < 50; at = document_.next(at, node)) {
      if (document_.kind(at) != NodeKind::element || document_.attribute(at, "itemprop").value_or("") != "name")
        continue;
      const auto content = document_.attribute(at, "content");
      return content ? clean_line(utf8_prefix(*content, kLineLimit)) : subtree_text(at, kLineLimit);
    }
  }
  return subtree_text(node, kLineLimit);
}

std::string FactCollector::subtree_text(NodeId node, size_t limit) const {
  constexpr int kSteps = 200;
  std::string text;
  int steps = 0;
  for (TreeWalk walk(document_, node); walk.step() && text.size() < limit && ++steps < kSteps;) {
    const NodeId at = walk.node();
    if (document_.kind(at) == NodeKind::text) {
      text += utf8_prefix(document_.text(at), limit);
    } else if (document_.kind(at) == NodeKind::element) {
      const Tag tag = document_.tag(at);
      if (walk.entering() && (tag == Tag::script || tag == Tag::style || tag == Tag::svg || tag == Tag::noscript))
        walk.skip();
      if (tag != Tag::b && tag != Tag::i && tag != Tag::em && tag != Tag::strong && tag != Tag::wbr && tag != Tag::sup)
        text += ' ';
    }
  }
  return clean_line(utf8_prefix(text, limit));
}

void FactCollector::add(MetadataField field, FactSource source, int rank, NodeId node, std::string value,
                        std::string_view property) {
  if (value.empty() || candidates_.size() >= kCandidateLimit) return;
  const bool in_body = source == FactSource::markup || source == FactSource::text || source == FactSource::link ||
                       source == FactSource::microdata || source == FactSource::rdfa;
  if (in_body && in_zone_) rank += kOtherPlace;
  candidates_.push_back({field, source, rank, node, std::move(value), std::string(property)});
}

}  // namespace lycosa::inline extract
