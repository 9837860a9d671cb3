#include "extract/markdown/references.h"

#include <utility>

#include "base/text.h"
#include "extract/tree_walk.h"
#include "html/encoding.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::Tag;

namespace {

// A longer base is no page's: every reference that is resolved against it would carry it along.
constexpr size_t kMaxBase = 2048;

// What all resolved addresses of a page may take, so that few bytes of page never make many of record.
size_t budget_for(const Document& document) {
  return (4u << 20) + 4 * document.source().size();
}

// The first address of a srcset: up to white space, or to a comma that ends it.
std::string_view first_candidate(std::string_view srcset) {
  srcset = trim(srcset);
  std::string_view url = srcset.substr(0, srcset.find_first_of(" \t\r\n\f"));
  while (!url.empty() && url.back() == ',') url.remove_suffix(1);
  return url;
}

// A data: image or a bare fragment shows nothing that can be linked to.
bool is_placeholder(std::string_view address) {
  address = trim(address);
  return address.empty() || starts_with_ignoring_case(address, "data:") ||
         starts_with_ignoring_case(address, "about:") || starts_with_ignoring_case(address, "blob:") ||
         address[0] == '#';
}

bool is_safe_link(const Url& url) {
  const std::string_view scheme = url.scheme();
  return url.is_http() || scheme == "mailto" || scheme == "tel" || scheme == "ftp";
}

// The attributes in which lazy loaders keep an image's address, most usual first.
constexpr std::string_view kLazySources[] = {"data-src",         "data-lazy-src", "data-original",   "data-url",
                                             "data-image",       "data-full-url", "data-hi-res-src", "data-srcset",
                                             "data-lazy-srcset", "srcset"};

std::string_view image_address(const Document& document, NodeId element) {
  const std::string_view source = document.attribute(element, "src").value_or("");
  if (!is_placeholder(source)) {
    // A loader that shows a blank picture first keeps the true one in its own attribute.
    const bool blank =
        source.find("blank.") != std::string_view::npos || source.find("placeholder") != std::string_view::npos;
    if (!blank) return source;
  }
  for (const std::string_view name : kLazySources) {
    const auto value = document.attribute(element, name);
    if (!value) continue;
    const std::string_view address = name.ends_with("srcset") ? first_candidate(*value) : trim(*value);
    if (!is_placeholder(address)) return address;
  }
  return is_placeholder(source) ? std::string_view() : source;
}

}  // namespace

Url document_base(const Document& document, const Url& page) {
  // Nearly no page has one, which is seen faster without regard to order.
  bool any = false;
  for (NodeId node = 0, end = static_cast<NodeId>(document.node_count()); node < end && !any; ++node) {
    any = document.tag(node) == Tag::base;
  }
  if (!any) return page;
  // The first base with an href counts, wherever the page has it.
  for (NodeId node = document.root(); node != html::kNoNode; node = document.next(node, document.root())) {
    if (!document.is(node, Tag::base) || document.name_space(node) != html::Namespace::html) continue;
    const auto href = document.attribute(node, "href");
    if (!href) continue;
    const Result<Url> base = Url::parse(*href, &page);
    // data: and javascript: bases are passed over, as the standard has it.
    const bool usable = base && base->href().size() <= kMaxBase;
    if (usable && base->scheme() != "data" && base->scheme() != "javascript") return *base;
    break;
  }
  return page;
}

std::string References::Encoding::encode(std::string_view utf8, std::vector<size_t>& escaped) const {
  return html::encode(utf8, name_, escaped);
}

References::References(const Document& document, Url base, std::string_view encoding)
    : document_(document),
      base_(std::move(base)),
      encoding_(encoding),
      index_(document.node_count(), 0),
      references_(1),
      budget_(budget_for(document)) {}

References::Reference References::resolve(std::string_view address) const {
  Result<Url> url = Url::parse(address, &base_, encoding_.is_utf8() ? nullptr : &encoding_);
  if (!url) return {Kind::invalid, std::nullopt, false};
  const Kind kind = url->is_http() ? Kind::http : Kind::other;
  const bool safe = is_safe_link(*url);
  return {kind, std::move(*url), safe};
}

const References::Reference& References::link(NodeId element) {
  if (const uint32_t known = index_[element]) return references_[known];
  const bool frame = document_.tag(element) == Tag::frame || document_.tag(element) == Tag::iframe;
  const auto address = document_.attribute(element, frame ? "src" : "href");
  if (!address) return references_[0];
  return remember(element, resolve(*address));
}

const References::Reference& References::image(NodeId element) {
  if (const uint32_t known = index_[element]) return references_[known];
  const std::string_view address = image_address(document_, element);
  if (address.empty()) return references_[0];
  return remember(element, resolve(address));
}

const References::Reference& References::remember(NodeId element, Reference reference) {
  const size_t bytes = reference.url ? reference.url->href().size() : 0;
  if (bytes > budget_) {
    reference = {Kind::invalid, std::nullopt, false};
  } else {
    budget_ -= bytes;
  }
  index_[element] = static_cast<uint32_t>(references_.size());
  references_.push_back(std::move(reference));
  return references_.back();
}

}  // namespace lycosa::inline extract
