#include "extract/markdown/code_block.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "extract/main_content/element_role.h"
#include "extract/tree_walk.h"
#include "extract/unicode.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;
using html::NodeKind;
using html::Tag;

namespace {

// Names a class can give a language after: language-python, lang-js, highlight-source-c, brush: php.
constexpr std::array<std::string_view, 6> kLanguagePrefixes = {"language-",  "lang-",  "highlight-source-",
                                                               "highlight-", "brush:", "syntax-"};

bool is_language_name(std::string_view name) {
  if (name.empty() || name.size() > 24) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    // Whatever an info string can hold; a name can be in any script.
    return is_ascii_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("+#-._;:!*/").find(c) != std::string_view::npos;
  });
}

std::string language_in_class(std::string_view classes) {
  std::string lower = ascii_lower(utf8_prefix(classes, 1000));
  std::replace_if(lower.begin(), lower.end(), is_ascii_whitespace, ' ');
  const auto tokens = split(lower, ' ');
  for (size_t i = 0; i < tokens.size(); ++i) {
    for (const std::string_view prefix : kLanguagePrefixes) {
      if (!tokens[i].starts_with(prefix)) continue;
      std::string_view name = tokens[i].substr(prefix.size());
      if (prefix == "brush:") {
        if (name.empty() && i + 1 < tokens.size()) name = tokens[i + 1];
        while (!name.empty() && name.back() == ';') name.remove_suffix(1);
      }
      if (is_language_name(name) && name != "none" && name != "default") return std::string(name);
    }
    if (tokens[i] == "sourcecode" && i + 1 < tokens.size() && is_language_name(tokens[i + 1])) {
      return std::string(tokens[i + 1]);
    }
  }
  return {};
}

std::string language_of(const Document& document, NodeId element) {
  if (element == html::kNoNode || document.kind(element) != NodeKind::element) return {};
  for (const std::string_view name : {"data-lang", "data-language"}) {
    const auto value = document.attribute(element, name);
    if (value && is_language_name(trim(*value))) return ascii_lower(trim(*value));
  }
  return language_in_class(document.attribute(element, "class").value_or(""));
}

// Gutters and copy buttons, which a reader does not take for code.
bool is_furniture(const Document& document, NodeId element) {
  if (document.tag(element) == Tag::button) return true;
  const std::string_view classes = document.attribute(element, "class").value_or("");
  for (const std::string_view name : {"lineno", "line-number", "linenumber", "gutter"}) {
    const size_t at = classes.find(name);
    if (at == std::string_view::npos) continue;
    // Not the box around all the lines («line-numbers» marks a whole listing in Prism).
    if (document.tag(element) == Tag::span || document.tag(element) == Tag::a || document.tag(element) == Tag::td) {
      return true;
    }
  }
  return false;
}

void append_code(std::string& out, std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    if (!is_control(c.code)) out.append(text, at, c.size);
    at += c.size;
  }
}

}  // namespace

std::string code_text(const Document& document, NodeId pre) {
  std::string code;
  for (TreeWalk walk(document, pre); walk.step();) {
    const NodeId node = walk.node();
    if (document.kind(node) == NodeKind::text) {
      append_code(code, document.text(node));
      continue;
    }
    if (document.kind(node) != NodeKind::element || node == pre) continue;
    const Tag tag = document.tag(node);
    if (walk.entering()) {
      if (role_of(tag) == Role::dropped || is_hidden(document, node) || is_furniture(document, node)) {
        walk.skip();
      } else if (tag == Tag::br) {
        code += '\n';
      } else if (role_of(tag) == Role::block && !code.empty() && code.back() != '\n') {
        code += '\n';
      }
    } else if (role_of(tag) == Role::block && !code.empty() && code.back() != '\n') {
      code += '\n';
    }
  }
  if (!code.empty() && code.back() == '\n') code.pop_back();
  return code;
}

std::string code_language(const Document& document, NodeId pre) {
  std::string language = language_of(document, pre);
  for (NodeId child = document.first_child(pre); language.empty() && child != html::kNoNode;
       child = document.next_sibling(child)) {
    if (document.is(child, Tag::code)) language = language_of(document, child);
  }
  NodeId around = document.parent(pre);
  for (int level = 0; level < 2 && language.empty() && around != html::kNoNode; ++level) {
    language = language_of(document, around);
    around = document.parent(around);
  }
  return language;
}

std::string code_block(const Document& document, NodeId pre) {
  const std::string code = code_text(document, pre);
  size_t longest = 2;
  size_t run = 0;
  for (const char c : code) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  std::string block = fence;
  block += code_language(document, pre);
  block += '\n';
  block += code;
  if (!code.empty()) block += '\n';
  block += fence;
  return block;
}

}  // namespace lycosa::inline extract
