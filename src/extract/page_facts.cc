#include "extract/page_facts.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "extract/main_content/block_map.h"
#include "extract/markdown/references.h"

namespace lycosa::inline extract {

using html::Document;
using html::kNoNode;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

constexpr size_t kTextLimit = 300;
// Words are counted in so many blocks of an element: what is asked is whether there are any to speak of.
constexpr uint32_t kBlockLimit = 100;
// An element that is to be filled may say that it is loading.
constexpr uint32_t kWaitingWords = 5;
constexpr int kRootPlaces = 64;

// What frameworks and their starter projects call the element that their pages are drawn in.
constexpr std::array<std::string_view, 12> kRootIds = {"root",      "app",        "__next",    "__nuxt",
                                                       "___gatsby", "react-root", "reactroot", "q-app",
                                                       "svelte",    "app-root",   "main-app",  "ember-app"};
constexpr std::array<std::string_view, 5> kRootAttributes = {"data-reactroot", "ng-app", "data-ng-app", "ng-version",
                                                             "data-v-app"};

// Beginnings of scripts that hold a page's state as data: «window.__STATE__ = {», «self.__next_f.push(».
constexpr std::array<std::string_view, 4> kStateBeginnings = {"window.__", "self.__", "window[\"__", "window['__"};

template <size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

class PageFactReader {
 public:
  PageFactReader(const Document& document, const BlockMap& map) : document_(document), map_(map) {}

  PageFacts read() {
    for (const TextBlock& block : map_.blocks()) {
      facts_.text_bytes += block.bytes;
      facts_.images += block.images;
    }
    // In the order of the nodes' numbers, which is nearly that of the document.
    const auto nodes = static_cast<NodeId>(document_.node_count());
    for (NodeId node = 0; node < nodes; ++node) {
      if (document_.kind(node) == NodeKind::element) element(node);
    }
    facts_.heading = text_of(h1_ != kNoNode ? h1_ : h2_);
    for (const NodeId named : {document_.html_element(), document_.body()}) names(named);
    if (facts_.scripts > 0) find_root();
    return std::move(facts_);
  }

 private:
  void element(NodeId node) {
    switch (document_.tag(node)) {
      case Tag::script:
        script(node);
        break;
      case Tag::noscript:
        noscript(node);
        break;
      case Tag::template_:
        contents(document_.template_contents(node));
        break;
      case Tag::meta:
        meta(node);
        break;
      case Tag::h1:
        if (h1_ == kNoNode && words_in(node) > 0) h1_ = node;
        break;
      case Tag::h2:
        if (h2_ == kNoNode && words_in(node) > 0) h2_ = node;
        break;
      default:
        break;
    }
  }

  void script(NodeId node) {
    const std::string_view type = trim(document_.attribute(node, "type").value_or(""));
    const NodeId child = document_.first_child(node);
    const std::string_view text = child == kNoNode ? std::string_view() : trim(document_.text(child));
    if (starts_with_ignoring_case(type, "application/ld+json")) return;  // says what the page is, to everyone
    const bool runs =
        type.empty() || equals_ignoring_case(type, "module") || type.find("javascript") != std::string_view::npos;
    if (!runs) {
      if (type.find("json") != std::string_view::npos) facts_.state_bytes += text.size();
      return;
    }
    ++facts_.scripts;
    const bool state = std::any_of(kStateBeginnings.begin(), kStateBeginnings.end(),
                                   [&](std::string_view beginning) { return text.starts_with(beginning); });
    (state ? facts_.state_bytes : facts_.script_bytes) += text.size();
  }

  void noscript(NodeId node) {
    const uint32_t words = words_in(node);
    if (words == 0) return;
    facts_.noscript_words += words;
    if (facts_.noscript.size() >= kTextLimit) return;
    if (!facts_.noscript.empty()) facts_.noscript += ' ';
    facts_.noscript += text_of(node);
  }

  void contents(NodeId root) {
    if (root == kNoNode) return;
    for (NodeId node = root; node != kNoNode;) {
      const bool code = document_.is(node, Tag::script) || document_.is(node, Tag::style);
      if (document_.kind(node) == NodeKind::text) facts_.template_bytes += trim(document_.text(node)).size();
      node = code ? document_.next_skipping(node, root) : document_.next(node, root);
    }
  }

  // <meta name="prerender-status-code">, as Prerender documents it, and <meta http-equiv="Status">.
  void meta(NodeId node) {
    const bool says = equals_ignoring_case(document_.attribute(node, "name").value_or(""), "prerender-status-code") ||
                      equals_ignoring_case(document_.attribute(node, "http-equiv").value_or(""), "status");
    if (says)
      facts_.declared_status = clean_line(utf8_prefix(document_.attribute(node, "content").value_or(""), kTextLimit));
  }

  void names(NodeId node) {
    if (node == kNoNode) return;
    for (const char* attribute : {"class", "id"}) {
      const std::string_view value = document_.attribute(node, attribute).value_or("");
      if (value.empty() || facts_.document_names.size() >= 2 * kTextLimit) continue;
      if (!facts_.document_names.empty()) facts_.document_names += ' ';
      facts_.document_names += clean_line(utf8_prefix(value, kTextLimit));
    }
  }

  // Among the body's children and their children, which is where every framework puts it.
  void find_root() {
    const NodeId body = document_.body();
    if (body == kNoNode) return;
    int places = 0;
    for (NodeId child = document_.first_child(body); child != kNoNode; child = document_.next_sibling(child)) {
      if (document_.kind(child) != NodeKind::element) continue;
      if (++places > kRootPlaces || take_root(child)) return;
      for (NodeId inner = document_.first_child(child); inner != kNoNode; inner = document_.next_sibling(inner)) {
        if (document_.kind(inner) != NodeKind::element) continue;
        if (++places > kRootPlaces || take_root(inner)) return;
      }
    }
  }

  bool take_root(NodeId node) {
    const std::string name = root_name(node);
    if (name.empty() || words_in(node) > kWaitingWords) return false;
    facts_.app_root = clean_line(utf8_prefix(name, kTextLimit));
    return true;
  }

  std::string root_name(NodeId node) const {
    // An element of a name of its own is one that a script defines; most are parts of pages, not the whole.
    const std::string_view tag = document_.tag_name(node);
    const bool own = tag.find('-') != std::string_view::npos;
    if (own && (tag.find("app") != std::string_view::npos || tag.find("root") != std::string_view::npos))
      return std::string(tag);
    for (const html::AttributeView& attribute : document_.attributes(node)) {
      if (attribute.name == "id" && is_one_of(attribute.value, kRootIds)) return "#" + std::string(attribute.value);
      if (is_one_of(attribute.name, kRootAttributes)) return "[" + std::string(attribute.name) + "]";
    }
    return {};
  }

  uint32_t words_in(NodeId element) const {
    const uint32_t first = map_.first_block(element);
    const uint32_t end = std::min(map_.end_block(element), first + kBlockLimit);
    uint32_t words = 0;
    for (uint32_t i = first; i < end; ++i) words += map_.blocks()[i].words;
    return words;
  }

  // The beginning of an element's visible text.
  std::string text_of(NodeId element) const {
    if (element == kNoNode) return {};
    std::string text;
    for (NodeId node = element; node != kNoNode && text.size() < 2 * kTextLimit; node = document_.next(node, element)) {
      if (document_.kind(node) != NodeKind::text || map_.block_of(node) == kNoBlock) {
        text += ' ';
      } else {
        text += document_.text(node).substr(0, 2 * kTextLimit);
      }
    }
    return std::string(utf8_prefix(clean_line(text), kTextLimit));
  }

  const Document& document_;
  const BlockMap& map_;
  PageFacts facts_;
  NodeId h1_ = kNoNode;
  NodeId h2_ = kNoNode;
};

}  // namespace

PageFacts read_page_facts(const Document& document, const BlockMap& map) {
  return PageFactReader(document, map).read();
}

}  // namespace lycosa::inline extract
