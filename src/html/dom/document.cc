#include "html/document.h"

#include <algorithm>
#include <cstring>

#include "html/dom/document_data.h"
#include "html/tokenizer/input_stream.h"

namespace lycosa::html {
namespace {

// Lines are counted a chunk at a time: the compiler makes a few vector instructions of a loop that is always as long.
// As many as fit a byte.
constexpr size_t kLineChunk = 240;

uint32_t line_feeds_in(const char* chunk) {
  uint8_t count = 0;
  for (size_t i = 0; i < kLineChunk; ++i) count = static_cast<uint8_t>(count + (chunk[i] == '\n'));
  return count;
}

std::vector<uint32_t> lines_before_chunks(std::string_view source) {
  std::vector<uint32_t> before(source.size() / kLineChunk + 1);
  for (size_t i = 1; i < before.size(); ++i)
    before[i] = before[i - 1] + line_feeds_in(source.data() + (i - 1) * kLineChunk);
  return before;
}

}  // namespace

Document::Document() : data_(std::make_unique<Data>()) {
  data_->nodes.push(Node{});
  settle();
}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

void Document::settle() {
  nodes_ = data_->nodes.data();
  attributes_ = data_->attributes.data();
  source_ = data_->source.data();
  arena_ = data_->arena.data();
}

size_t Document::node_count() const {
  return data_->nodes.size();
}
NodeId Document::template_contents(NodeId n) const {
  const auto& all = data_->templates;
  const auto* found =
      std::lower_bound(all.begin(), all.end(), n, [](const TemplateContents& t, NodeId id) { return t.element < id; });
  return found != all.end() && found->element == n ? found->contents : kNoNode;
}

std::string_view Document::tag_name(NodeId n) const {
  const Node& node = data_->nodes[n];
  if (node.node_kind() != NodeKind::element) return {};
  if (node.tag != Tag::unknown) return html::tag_name(node.tag);
  const auto& all = data_->names;
  const auto* found =
      std::lower_bound(all.begin(), all.end(), n, [](const NamedElement& e, NodeId id) { return e.node < id; });
  return found != all.end() && found->node == n ? data_->view(found->name) : std::string_view{};
}

std::optional<DoctypeView> Document::doctype() const {
  if (data_->doctype == kNoNode) return std::nullopt;
  return DoctypeView{data_->view(data_->nodes[data_->doctype].slice()), data_->view(data_->doctype_public),
                     data_->view(data_->doctype_system)};
}

std::string Document::text_of_subtree(NodeId n) const {
  std::string joined;
  for (NodeId node = n; node != kNoNode; node = next(node, n)) {
    if (kind(node) == NodeKind::text) joined += text(node);
  }
  return joined;
}

std::optional<size_t> Document::source_offset(NodeId n) const {
  const Node& node = data_->nodes[n];
  if (node.node_kind() != NodeKind::element || node.extent == kNoOffset) return std::nullopt;
  return node.extent;
}

int Document::source_line(NodeId n) const {
  const std::optional<size_t> offset = source_offset(n);
  if (!offset) return 0;
  std::call_once(data_->lines_once, [this] { data_->lines = lines_before_chunks(data_->source); });
  const size_t chunk = *offset / kLineChunk;
  char begin[kLineChunk] = {};
  std::memcpy(begin, data_->source.data() + chunk * kLineChunk, *offset % kLineChunk);
  return static_cast<int>(data_->lines[chunk] + line_feeds_in(begin)) + 1;
}

std::array<size_t, kParseErrorKinds> Document::error_counts() const {
  std::array<size_t, kParseErrorKinds> counts{};
  std::copy(data_->errors.counts.begin(), data_->errors.counts.end(), counts.begin());
  find_input_errors(data_->source, [&](ParseErrorKind kind, size_t) { ++counts[static_cast<size_t>(kind)]; });
  return counts;
}
std::span<const ParseError> Document::errors() const {
  return {data_->errors.list.data(), data_->errors.list.size()};
}
std::string_view Document::source() const {
  return data_->source;
}
QuirksMode Document::quirks_mode() const {
  return data_->quirks;
}
const ParseFlags& Document::flags() const {
  return data_->flags;
}
NodeId Document::html_element() const {
  return data_->html;
}
NodeId Document::head() const {
  return data_->head;
}
NodeId Document::body() const {
  return data_->body;
}

uint64_t Document::work() const {
  return data_->work;
}

size_t Document::memory() const {
  const Data& d = *data_;
  return sizeof(Data) + d.input.capacity() + d.normalised.capacity() + d.nodes.capacity() * sizeof(Node) +
         d.attributes.capacity() * sizeof(Attribute) + d.arena.capacity() + d.names.capacity() * sizeof(NamedElement) +
         d.templates.capacity() * sizeof(TemplateContents) + d.lines.capacity() * sizeof(uint32_t);
}

}  // namespace lycosa::html
