#include "extract/markdown/plain_text.h"

#include "base/text.h"
#include "extract/main_content/element_role.h"
#include "extract/main_content/text_runs.h"
#include "extract/markdown/code_block.h"
#include "extract/markdown/formula.h"
#include "extract/markdown/table_shape.h"
#include "extract/tree_walk.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

bool is_code(Tag tag) {
  return tag == Tag::pre || tag == Tag::listing || tag == Tag::xmp || tag == Tag::plaintext;
}

class PlainTextWriter {
 public:
  PlainTextWriter(const Document& document, const BlockChoice& choice)
      : document_(document), choice_(choice), formulas_(document) {}

  std::string write() {
    for (TreeWalk walk(document_, document_.root()); walk.step();) {
      const NodeId node = walk.node();
      if (document_.kind(node) == NodeKind::text) {
        if (choice_.keeps(choice_.map().block_of(node))) append(document_.text(node));
      } else if (document_.kind(node) == NodeKind::element) {
        if (!walk.entering()) {
          leave(node);
        } else if (!enter(node)) {
          walk.skip();
        }
      }
    }
    end_line();
    while (!out_.empty() && (out_.back() == '\n' || out_.back() == '\t')) out_.pop_back();
    return std::move(out_);
  }

 private:
  bool enter(NodeId node) {
    if (formulas_.any() && formula(node)) return false;
    if (choice_.map().skipped(node)) return false;
    const Tag tag = document_.tag(node);
    if (tag == Tag::br) edge();
    if (role_of(tag) != Role::block) return true;
    if (!choice_.keeps_any(node)) return false;
    edge();
    if (is_code(tag)) {
      const std::string code = code_text(document_, node);
      out_ += std::string_view(code).substr(0, code.find_last_not_of("\n ") + 1);
      in_line_ = true;
      end_line();
      return false;
    }
    if (tag == Tag::table && table_ == html::kNoNode && is_data_table(document_, node)) table_ = node;
    return true;
  }

  // Whether an element is a formula, whose source is written, or shows one again.
  bool formula(NodeId node) {
    const std::optional<Formula> found = formulas_.at(node);
    if (found) put(found->tex);
    return found || formulas_.repeats(node);
  }

  void leave(NodeId node) {
    const Tag tag = document_.tag(node);
    if (role_of(tag) != Role::block) return;
    if (table_ != html::kNoNode) {
      if (tag == Tag::td || tag == Tag::th) {
        space_ = false;
        out_ += '\t';
        return;
      }
      if (tag == Tag::tr) {
        while (!out_.empty() && out_.back() == '\t') out_.pop_back();
        end_line();
        return;
      }
      if (node == table_) table_ = html::kNoNode;
    }
    edge();
  }

  // A block's edge: a new line, or inside of a table's row only a space.
  void edge() {
    if (table_ != html::kNoNode) {
      space_ = true;
    } else {
      end_line();
    }
  }

  void end_line() {
    if (in_line_) out_ += '\n';
    in_line_ = false;
    space_ = false;
  }

  void append(std::string_view data) {
    for (size_t at = 0; at < data.size();) {
      if (const size_t run = settled_run(data, at); run > 0) {
        put(data.substr(at, run));
        at += run;
      } else if (is_ascii_whitespace(data[at])) {
        space_ = true;
        ++at;
      } else {
        const Character c = character_at(data, at);
        if (!is_control(c.code)) put(data.substr(at, c.size));
        at += c.size;
      }
    }
  }

  void put(std::string_view text) {
    if (space_ && in_line_ && out_.back() != '\t') out_ += ' ';
    space_ = false;
    in_line_ = true;
    out_ += text;
  }

  const Document& document_;
  const BlockChoice& choice_;
  Formulas formulas_;
  std::string out_;
  NodeId table_ = html::kNoNode;  // the data table that is open
  bool in_line_ = false;
  bool space_ = false;
};

}  // namespace

std::string write_plain_text(const Document& document, const BlockChoice& choice) {
  return PlainTextWriter(document, choice).write();
}

}  // namespace lycosa::inline extract
