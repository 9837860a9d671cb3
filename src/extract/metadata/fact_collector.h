#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/metadata/fact_candidate.h"
#include "html/document.h"

namespace lycosa::inline extract {

// Gathers what a page says about itself, in whatever way, as candidates. Shown every node of one walk in document
// order. Bounded: of each kind of place the first few hundred count, and of each text the first few hundred bytes.
class FactCollector {
 public:
  explicit FactCollector(const html::Document& document) : document_(document) {}

  // Whether the walk is to go on with the node's children.
  bool visit(html::NodeId node);

  std::vector<FactCandidate> take() { return std::move(candidates_); }

 private:
  void element(html::NodeId node, html::Tag tag);
  void text(html::NodeId node, std::string_view line);
  void dateline(html::NodeId node, std::string_view paragraph);
  void begin_zone(html::NodeId element);
  void meta(html::NodeId node);
  void labelled(html::NodeId node, std::string_view name, std::string_view content);
  void script(html::NodeId node);
  void properties(html::NodeId node, html::Tag tag);
  void property(html::NodeId node, html::Tag tag, std::string_view names, FactSource source);
  void item(html::NodeId node, html::Tag tag, std::string_view name, FactSource source);
  void relations(html::NodeId node, std::string_view rel);
  void classes(html::NodeId node, html::Tag tag, std::string_view value);
  void time_element(html::NodeId node);
  void heading(html::NodeId node);
  void by_line(html::NodeId node, std::string_view text);
  std::string value_of(html::NodeId node, html::Tag tag) const;
  std::string subtree_text(html::NodeId node, size_t limit) const;
  void add(MetadataField field, FactSource source, int rank, html::NodeId node, std::string value,
           std::string_view property);

  const html::Document& document_;
  std::vector<FactCandidate> candidates_;
  std::string label_;                      // of twitter:label1, whose value comes in twitter:data1
  bool in_zone_ = false;                   // in an element that is not about the page
  html::NodeId zone_end_ = html::kNoNode;  // what follows the outermost such element
  html::NodeId by_node_ = html::kNoNode;
  size_t behind_heading_ = SIZE_MAX;  // bytes of text since the last heading of the first level
  int markup_places_ = 0;
  int date_texts_ = 0;
  bool after_heading_ = false;
  bool by_ = false;  // the text before was «By»
};

}  // namespace lycosa::inline extract
