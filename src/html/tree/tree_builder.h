#pragma once

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "html/dom/document_builder.h"
#include "html/html.h"
#include "html/tokenizer/tokenizer.h"
#include "html/tree/formatting_list.h"
#include "html/tree/open_elements.h"

namespace lycosa::html {

// HTML standard, section 13.2.4.1. «In select» is not among them any more: the standard dropped it in 2025.
enum class InsertionMode : uint8_t {
  initial,
  before_html,
  before_head,
  in_head,
  in_head_noscript,
  after_head,
  in_body,
  text,
  in_table,
  in_table_text,
  in_caption,
  in_column_group,
  in_table_body,
  in_row,
  in_cell,
  in_template,
  after_body,
  in_frameset,
  after_frameset,
  after_after_body,
  after_after_frameset,
};

// The tree construction stage of the HTML standard, section 13.2.6: pulls tokens and builds the tree.
//
// There is a file for each insertion mode (or two that are one idea), named after it. A token that the standard
// reprocesses is given to process() again; that nests only as deep as modes can follow each other on one token.
class TreeBuilder {
 public:
  TreeBuilder(DocumentBuilder& builder, const ParseOptions& options, SimdLevel level);

  // Makes it a fragment parser (section 13.4). Before run().
  void set_context(const FragmentContext& context);
  // Reads the whole input.
  void run();

 private:
  struct Place {
    NodeId parent;
    NodeId before;  // kNoNode: at the end
  };

  // tree_builder.cc: the dispatcher and the ways to insert (section 13.2.6.1).
  void process(Token& token);
  void process_in_mode(Token& token);
  bool is_foreign_token(const Token& token) const;
  // Whether the adjusted current node is not an HTML element.
  bool in_foreign_content() const {
    if (open_.empty()) return false;
    const OpenElement& current = fragment_ && open_.size() == 1 ? context_ : open_.current();
    return current.space != Namespace::html;
  }
  Place appropriate_place() { return appropriate_place(open_.current()); }
  // «Appropriate place for inserting a node».
  Place appropriate_place(const OpenElement& target) {
    if (foster_parenting_ && (target.traits & kFosters) != 0) [[unlikely]]
      return foster_place();
    return {target.container, kNoNode};
  }
  Place foster_place();
  void insert_at(Place place, NodeId node) {
    if (place.before != kNoNode) [[unlikely]]
      return builder_.insert_before(place.before, node);
    builder_.append(place.parent, node);
  }
  NodeId create_element(const Token& token, Namespace space);
  bool holds_html(const Node& annotation) const;
  OpenElement open_element(NodeId node, Slice name) const;
  NodeId insert_element(const Token& token, Namespace space = Namespace::html);
  void insert_void_element(Token& token);
  NodeId insert_implied(Tag tag);
  void insert_text(Slice text);
  void insert_comment(const Token& token);
  void insert_comment_in(const Token& token, NodeId parent);
  void insert_raw_text_element(Token& token, ContentModel model);
  void merge_attributes(const Token& token, NodeId element);
  Slice without_nul(Slice text, std::string_view replacement);
  Slice take_leading_space(Token& token);
  Slice only_space(Slice text);
  bool is_space(Slice text) const;

  // rules.cc: what several modes share.
  void reset_insertion_mode();
  void generate_implied_end_tags(Tag except = Tag::unknown);
  void close_p();
  void close_p_in_button_scope() {
    if (open_.count(Tag::p) != 0 && open_.has_in_button_scope(Tag::p)) close_p();
  }
  void close_element(const Token& token, Tag tag);
  void close_cell();
  bool template_is_open() const { return open_.count(Tag::template_) != 0; }
  bool is_fragment_of(Tag tag) const { return fragment_ && context_.tag == tag; }

  // formatting.cc, adoption_agency.cc.
  void reconstruct_formatting() {
    if (formatting_.empty()) return;
    const FormattingList::Entry& last = formatting_[formatting_.size() - 1];
    if (!last.is_marker() && !open_.is_open(last.node)) reconstruct_closed_formatting();
  }
  void reconstruct_closed_formatting();
  bool may_clone();
  NodeId clone_element(NodeId of);
  void run_adoption_agency(Token& token);
  bool adopt_once(Token& token);
  size_t find_furthest_block(size_t formatting_place) const;
  NodeId adopt_nodes_between(size_t formatting_place, size_t& block_place, size_t& bookmark);

  // depth_limit.cc: elements deeper than the limit.
  void start_too_deep(Token& token);
  bool end_too_deep(const Token& token);
  void forget_too_deep();

  // A file each.
  void initial(Token& token);
  void before_html(Token& token);
  void before_head(Token& token);
  void in_head(Token& token);
  bool in_head_start(Token& token);
  void end_template(Token& token);
  void start_template(Token& token);
  void in_head_noscript(Token& token);
  void after_head(Token& token);
  void in_body(Token& token);
  void in_body_text(Token& token);
  void in_body_start(Token& token);
  void in_body_start_form_part(Token& token);
  void start_html(Token& token);
  void start_body(Token& token);
  void start_frameset(Token& token);
  void start_list_item(Token& token);
  void start_link(Token& token);
  void start_foreign(Token& token, Namespace space);
  void start_select(Token& token);
  void start_option(Token& token);
  void start_input(Token& token);
  bool is_hidden_input(const Token& token) const;
  void start_hr(Token& token);
  void start_ruby_part(Token& token);
  void in_body_end(Token& token);
  bool end_body(Token& token);
  void end_form(Token& token);
  void end_heading(Token& token);
  void end_any_other(Token& token);
  void in_body_end_of_file(Token& token);
  void text(Token& token);
  void in_table(Token& token);
  bool in_table_start(Token& token);
  bool in_table_end(Token& token);
  void in_table_anything_else(Token& token);
  void in_table_text(Token& token);
  void flush_table_text();
  void in_caption(Token& token);
  bool end_caption(Token& token);
  void in_column_group(Token& token);
  void clear_to_table_body();
  bool end_table_body(Token& token);
  void in_table_body(Token& token);
  void clear_to_row();
  bool end_row(Token& token);
  void in_row(Token& token);
  void in_cell(Token& token);
  void in_template(Token& token);
  void in_template_start(Token& token);
  void after_body(Token& token);
  void in_frameset(Token& token);
  void after_frameset(Token& token);
  void after_after_body(Token& token);
  void after_after_frameset(Token& token);
  void foreign_content(Token& token);
  void foreign_start(Token& token);
  void foreign_end(Token& token);
  bool breaks_out_of_foreign(const Token& token) const;
  void adjust_svg_tag_name(Token& token);
  void adjust_foreign_attributes(Token& token, Namespace space);

  // selected_content.cc
  void fill_selected_contents();
  NodeId selected_option(NodeId select) const;
  void copy_children(NodeId from, NodeId to);
  void copy_tree(NodeId from, NodeId to, std::vector<std::pair<NodeId, NodeId>>& templates);
  NodeId copy_node(NodeId n);
  NodeId contents_of(NodeId n) const;
  Slice name_of(NodeId n) const;
  bool is_html(NodeId n, Tag tag) const;
  bool is_inside(NodeId n, NodeId ancestor) const;
  bool has_attribute(NodeId n, std::string_view name) const;

  void error(ParseErrorKind kind, const Token& token) { builder_.data().errors.add(kind, token.offset); }
  void unexpected(const Token& token);

  DocumentBuilder& builder_;
  Tokenizer tokenizer_;
  OpenElements open_;
  FormattingList formatting_;
  PodVector<InsertionMode> template_modes_;
  PodVector<Slice> table_text_;

  InsertionMode mode_ = InsertionMode::initial;
  InsertionMode original_mode_ = InsertionMode::initial;
  NodeId head_ = kNoNode;
  NodeId form_ = kNoNode;
  bool scripting_;
  bool fragment_ = false;
  bool frameset_ok_ = true;
  bool foster_parenting_ = false;
  bool skip_line_feed_ = false;
  bool attributes_taken_ = false;
  bool has_selected_content_ = false;
  OpenElement context_;  // of a fragment
  Slice context_encoding_;

  size_t max_depth_;
  struct TooDeep {
    Tag tag;
    Slice name;
  };
  PodVector<TooDeep> too_deep_;  // elements that are open, but have no place on the stack
  std::array<uint32_t, 256> too_deep_counts_{};
  size_t clones_left_;  // formatting elements that may still be made again
};

}  // namespace lycosa::html
