// Writes a page's tree as the events that BoilerpipeOracle.java feeds to boilerpipe, and what we make of the page.
//
// Frames are those of extract_batch. For each page: lines «S NAME», «E NAME», «T TEXT» (text in one line, percent-coded
// line feeds, returns and per cents) from body on, then «. TEXT», our boilerpipe text in the same coding.

#include <cstdlib>
#include <iostream>
#include <string>

#include "base/text.h"
#include "extract/boilerpipe/boilerpipe.h"
#include "extract/tree_walk.h"
#include "html/encoding.h"
#include "html/html.h"

using namespace lycosa;

namespace {

std::string coded(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c == '\n') {
      line += "%0A";
    } else if (c == '\r') {
      line += "%0D";
    } else if (c == '%') {
      line += "%25";
    } else {
      line += c;
    }
  }
  return line;
}

// Elements at whose edges boilerpipe puts no space of its own.
bool is_inline(html::Tag tag) {
  using html::Tag;
  for (const Tag t : {Tag::strike, Tag::u, Tag::b, Tag::i, Tag::em, Tag::strong, Tag::span, Tag::sup, Tag::code,
                      Tag::tt, Tag::sub, Tag::var, Tag::font}) {
    if (t == tag) return true;
  }
  return false;
}

void write_events(const html::Document& document) {
  for (TreeWalk walk(document, document.body()); walk.step();) {
    const html::NodeId node = walk.node();
    if (document.kind(node) == html::NodeKind::text) std::cout << "T " << coded(document.text(node)) << "\n";
    if (document.kind(node) != html::NodeKind::element) continue;
    const bool edge = is_inline(document.tag(node)) && document.name_space(node) == html::Namespace::html;
    if (edge && walk.entering()) std::cout << "T  \n";
    std::cout << (walk.entering() ? "S " : "E ") << document.tag_name(node) << "\n";
    if (edge && !walk.entering()) std::cout << "T  \n";
  }
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::string head;
  while (std::getline(std::cin, head)) {
    std::string bytes(std::strtoull(head.c_str() + head.rfind('\t') + 1, nullptr, 10), '\0');
    if (!std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return 2;
    const html::Document document = html::parse(html::decode(std::move(bytes), "").utf8);
    write_events(document);
    std::cout << ". " << coded(boilerpipe_text(document)) << "\n";
  }
}
