// Our Markdown of many pages or fragments and what cmark-gfm makes of it, in one process, for the quality tools.
//
// Reads frames from stdin: a line «URL<tab>LENGTH», then LENGTH bytes. A URL of «fragment:» means a fragment without an
// address. Writes one JSON line for each: the Markdown, its rendering, and both trees in a form to compare.

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.h"
#include "extract/markdown/code_block.h"
#include "extract/markdown/markdown_writer.h"
#include "extract/markdown/plain_text.h"
#include "extract/markdown/table_shape.h"
#include "extract/tree_walk.h"
#include "html/encoding.h"
#include "html/html.h"

using namespace lycosa;
using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;
using nlohmann::json;

namespace {

std::string render(const std::string& markdown) {
  cmark_gfm_core_extensions_ensure_registered();
  std::unique_ptr<cmark_parser, void (*)(cmark_parser*)> parser(cmark_parser_new(CMARK_OPT_DEFAULT), cmark_parser_free);
  for (const char* name : {"table", "strikethrough", "tasklist"}) {
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
  }
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  std::unique_ptr<cmark_node, void (*)(cmark_node*)> root(cmark_parser_finish(parser.get()), cmark_node_free);
  std::unique_ptr<char, void (*)(void*)> html(
      cmark_render_html(root.get(), CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser.get())), std::free);
  return html.get();
}

std::string_view canonical_tag(std::string_view name) {
  if (name == "b") return "strong";
  if (name == "i") return "em";
  if (name == "s" || name == "strike") return "del";
  return name;
}

bool is_block(Tag tag) {
  switch (tag) {
    case Tag::p:
    case Tag::li:
    case Tag::ul:
    case Tag::ol:
    case Tag::blockquote:
    case Tag::pre:
    case Tag::table:
    case Tag::tr:
    case Tag::td:
    case Tag::th:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
    case Tag::hr:
    case Tag::div:
    case Tag::dl:
    case Tag::dt:
    case Tag::dd:
    case Tag::thead:
    case Tag::tbody:
    case Tag::html:
    case Tag::body:
      return true;
    default:
      return false;
  }
}

// A tree as a line of tags and texts: white space as a browser would show it, addresses resolved.
class Flattener {
 public:
  Flattener(const Document& document, const Url& base) : document_(document), base_(base) {}

  std::string flatten() {
    for (TreeWalk walk(document_, document_.root()); walk.step();) {
      const NodeId node = walk.node();
      if (document_.kind(node) == NodeKind::text) text(document_.text(node));
      if (document_.kind(node) != NodeKind::element) continue;
      const Tag tag = document_.tag(node);
      if (is_block(tag)) space_ = false, at_edge_ = true, trim_end();
      if (tag == Tag::tbody || tag == Tag::thead || tag == Tag::html || tag == Tag::head || tag == Tag::body) continue;
      if (tag == Tag::pre) in_pre_ = walk.entering();
      if (walk.entering())
        open(node);
      else
        out_ += "</" + std::string(canonical_tag(document_.tag_name(node))) + ">";
      if (tag == Tag::br) at_edge_ = true;
    }
    trim_end();
    return std::move(out_);
  }

 private:
  void trim_end() {
    while (!out_.empty() && out_.back() == ' ' && !in_pre_) out_.pop_back();
  }

  void open(NodeId node) {
    if (document_.tag(node) == Tag::br) trim_end();
    flush_space();
    out_ += "<" + std::string(canonical_tag(document_.tag_name(node)));
    for (const std::string_view name : {"href", "src", "alt", "title", "start", "checked", "class"}) {
      const auto value = document_.attribute(node, name);
      if (!value || (name == "class" && document_.tag(node) != Tag::code)) continue;
      if (name == "start" && *value == "1") continue;
      std::string shown(*value);
      if (name == "href" || name == "src") {
        if (const Result<Url> url = Url::parse(*value, &base_)) shown = url->href();
      }
      if (name == "alt" || name == "title") shown = collapse_whitespace(shown);
      if (name == "title" && shown.empty()) continue;
      out_ += " " + std::string(name) + "=\"" + shown + "\"";
    }
    out_ += ">";
  }

  void flush_space() {
    if (space_ && !at_edge_) out_ += ' ';
    space_ = false;
  }

  void text(std::string_view data) {
    if (in_pre_) {
      out_ += data;
      return;
    }
    for (const char c : data) {
      if (is_ascii_whitespace(c)) {
        space_ = true;
        continue;
      }
      flush_space();
      at_edge_ = false;
      out_ += c;
    }
  }

  const Document& document_;
  const Url& base_;
  std::string out_;
  bool space_ = false;
  bool at_edge_ = true;
  bool in_pre_ = false;
};

std::string cell_text(const Document& document, NodeId cell) {
  return collapse_whitespace(document.text_of_subtree(cell));
}

// Addresses, code and tables of a tree; of a page only what is shown.
json parts_of(const Document& document, const Url& base, const BlockMap* map) {
  json hrefs = json::array(), codes = json::array(), tables = json::array();
  References references(document, base);
  NodeId table = html::kNoNode;
  for (TreeWalk walk(document, document.root()); walk.step();) {
    const NodeId node = walk.node();
    if (document.kind(node) != NodeKind::element) continue;
    const Tag tag = document.tag(node);
    if (!walk.entering()) {
      if (node == table) table = html::kNoNode;
      continue;
    }
    if (map != nullptr && map->skipped(node)) {
      walk.skip();
      continue;
    }
    if (tag == Tag::a) {
      const References::Reference& reference = references.link(node);
      if (reference.kind == References::Kind::http) hrefs.push_back(std::string(reference.url->href()));
    } else if (tag == Tag::pre && table == html::kNoNode) {
      const std::string code = code_text(document, node);
      if (!code.empty()) codes.push_back(code);
    } else if (tag == Tag::table && table == html::kNoNode && (map == nullptr || is_data_table(document, node))) {
      table = node;
      tables.push_back(json::array());
    } else if (tag == Tag::tr && table != html::kNoNode) {
      tables.back().push_back(json::array());
    } else if ((tag == Tag::td || tag == Tag::th) && table != html::kNoNode && !tables.back().empty()) {
      tables.back().back().push_back(cell_text(document, node));
    }
  }
  return {{"hrefs", hrefs}, {"codes", codes}, {"tables", tables}};
}

json convert(const Document& document, const Url& url) {
  const Url base = document_base(document, url);
  References references(document, base);
  const BlockMap map(document);
  const std::string markdown = write_markdown(document, references, BlockChoice(map));
  const std::string rendered = render(markdown);
  const Document again = html::parse(rendered);
  const BlockMap again_map(again);
  return {{"markdown", markdown},
          {"html", rendered},
          {"before", Flattener(document, base).flatten()},
          {"after", Flattener(again, base).flatten()},
          {"text_before", write_plain_text(document, BlockChoice(map))},
          {"text_after", write_plain_text(again, BlockChoice(again_map))},
          {"parts_before", parts_of(document, base, &map)},
          {"parts_after", parts_of(again, base, nullptr)}};
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::string head;
  while (std::getline(std::cin, head)) {
    const size_t tab = head.rfind('\t');
    const std::string address = head.substr(0, tab);
    std::string bytes(std::strtoull(head.c_str() + tab + 1, nullptr, 10), '\0');
    if (!std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return 2;
    const bool fragment = address == "fragment:";
    Result<Url> url = Url::parse(address);
    if (!url || fragment) url = Url::parse("http://page.invalid/");
    std::string utf8 = fragment ? std::move(bytes) : html::decode(std::move(bytes), "").utf8;
    std::cout << convert(html::parse(std::move(utf8)), *url).dump(-1, ' ', true, json::error_handler_t::replace) << "\n"
              << std::flush;
  }
}
