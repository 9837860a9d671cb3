#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/read_file.h"
#include "cli/verb.h"
#include "html/encoding.h"
#include "html/html.h"
#include "html/selector.h"

namespace lycosa::cli {
namespace {

using nlohmann::ordered_json;

// "td", "svg path" or "math mi", as html5lib's tests write it.
html::FragmentContext context_named(std::string_view name) {
  if (name.starts_with("svg ")) return {name.substr(4), html::Namespace::svg};
  if (name.starts_with("math ")) return {name.substr(5), html::Namespace::mathml};
  return {name, html::Namespace::html};
}

html::Document parse(std::string utf8, const std::optional<std::string>& fragment, const html::ParseOptions& options) {
  if (!fragment) return html::parse(std::move(utf8), options);
  return html::parse_fragment(std::move(utf8), context_named(*fragment), options);
}

std::string tree_of(const html::Document& document) {
  std::string tree = html::tree_text(document);
  if (tree.ends_with('\n')) tree.pop_back();
  return tree;
}

// Places in a source as lines and columns of characters, both from 1.
class Places {
 public:
  explicit Places(std::string_view source) : source_(source), lines_{0} {
    for (size_t i = 0; i < source.size(); ++i) {
      if (source[i] == '\n') lines_.push_back(i + 1);
    }
  }
  std::pair<size_t, size_t> at(size_t offset) const {
    const auto line = std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin();
    const std::string_view before =
        source_.substr(lines_[static_cast<size_t>(line) - 1]).substr(0, offset - lines_[static_cast<size_t>(line) - 1]);
    const auto characters = std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) != 0x80; });
    return {static_cast<size_t>(line), static_cast<size_t>(characters) + 1};
  }

 private:
  std::string_view source_;
  std::vector<size_t> lines_;
};

std::vector<html::ParseError> errors_in_order(const html::Document& document) {
  std::vector<html::ParseError> errors(document.errors().begin(), document.errors().end());
  std::stable_sort(errors.begin(), errors.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
  return errors;
}

ordered_json errors_json(const html::Document& document) {
  const Places places(document.source());
  ordered_json list = ordered_json::array();
  for (const html::ParseError& error : errors_in_order(document)) {
    const auto [line, column] = places.at(error.offset);
    list.push_back({{"kind", html::parse_error_name(error.kind)}, {"line", line}, {"column", column}});
  }
  return list;
}

class HtmlVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    auto* file = app.add_option("file", file_, "The page; - reads it from stdin");
    app.add_flag("--tree", tree_, "Print the tree in the format of html5lib's tests (the default)");
    app.add_option("--select", selector_, "Print the text of each element that a CSS selector matches")
        ->type_name("SELECTOR");
    app.add_flag("--errors", errors_, "Print the parse errors with their places, and how many there are of each kind");
    app.add_option("--fragment", fragment_, "Parse the inside of this element, such as td or \"svg path\"")
        ->type_name("CONTEXT");
    app.add_flag("--scripting", scripting_, "Parse as if scripts ran: noscript holds text");
    app.add_option("--charset", charset_, "The charset that the server's Content-Type named")->type_name("LABEL");
    app.add_option("--batch", batch_,
                   "Read lines of {\"data\", \"fragment\", \"scripting\"} from a file or -, write lines of {\"tree\"}")
        ->type_name("FILE")
        ->excludes(file);
  }

  int run() override {
    if (!batch_.empty()) return run_batch();
    if (file_.empty()) return complain("no page is named; give a file, or - for stdin");
    std::optional<html::Selector> selector;
    if (selector_) {
      auto compiled = html::Selector::compile(*selector_);
      if (!compiled) return complain(compiled.error().message);
      selector = std::move(*compiled);
    }
    auto bytes = read_file(file_);
    if (!bytes) return complain(bytes.error().message);
    const html::Document document = parse(html::decode(std::move(*bytes), charset_).utf8, fragment_,
                                          {.scripting = scripting_, .list_errors = errors_});
    if (document.flags().refused) return complain(file_ + " has more than 128 MiB; parse a part of it");
    if (errors_) print_errors(document);
    if (selector) return print_selected(document, *selector);
    if (tree_ || !errors_) print_tree(document);
    std::cout.flush();
    return kYes;
  }

 private:
  // To a terminal, without what a page could do to it; elsewhere every byte as it is.
  static void print(std::string_view text) {
    static const bool terminal = isatty(STDOUT_FILENO) != 0;
    std::cout << (terminal ? visible(text, true) : text);
  }

  void print_errors(const html::Document& document) const {
    if (tree_) print("#errors\n");
    const Places places(document.source());
    for (const html::ParseError& error : errors_in_order(document)) {
      const auto [line, column] = places.at(error.offset);
      std::cout << "(" << line << "," << column << "): " << html::parse_error_name(error.kind) << "\n";
    }
    if (tree_) return;
    const auto counts = document.error_counts();
    for (size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) continue;
      std::cout << counts[i] << "\t" << html::parse_error_name(static_cast<html::ParseErrorKind>(i)) << "\n";
    }
  }

  void print_tree(const html::Document& document) const {
    if (errors_) print("#document\n");
    html::write_tree_text(document, print);
  }

  static int print_selected(const html::Document& document, const html::Selector& selector) {
    const auto found = selector.select(document, document.root());
    for (const html::NodeId n : found) print(collapse_whitespace(document.text_of_subtree(n)) + "\n");
    std::cout.flush();
    return found.empty() ? kNo : kYes;
  }

  int run_batch() {
    std::ifstream file;
    if (batch_ != "-") {
      file.open(batch_, std::ios::binary);
      if (!file) return complain(batch_ + " cannot be read; check its name and permissions");
    }
    std::istream& in = batch_ == "-" ? std::cin : file;
    std::string line;
    while (in && std::cout && std::getline(in, line)) std::cout << json_line(answer(line)) << "\n";
    std::cout.flush();
    return kYes;
  }

  ordered_json answer(const std::string& line) const {
    const auto value = read_json_line(line);
    if (!value || !value->is_object() || !value->contains("data") || !(*value)["data"].is_string()) {
      return {{"error", "the line is no JSON object with a text \"data\""}};
    }
    html::ParseOptions options{.scripting = scripting_, .list_errors = errors_};
    if (const auto flag = value->find("scripting"); flag != value->end() && flag->is_boolean())
      options.scripting = *flag;
    std::optional<std::string> fragment = fragment_;
    if (const auto name = value->find("fragment"); name != value->end() && name->is_string()) fragment = *name;
    if (fragment && fragment->empty()) fragment.reset();
    const html::Document document = parse((*value)["data"].get<std::string>(), fragment, options);
    if (document.flags().refused) return {{"error", "\"data\" has more than 128 MiB; parse a part of it"}};
    ordered_json object = {{"tree", tree_of(document)}};
    if (errors_) object["errors"] = errors_json(document);
    return object;
  }

  std::string file_, batch_, charset_;
  std::optional<std::string> selector_, fragment_;
  bool tree_ = false;
  bool errors_ = false;
  bool scripting_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_html_verb() {
  return std::make_unique<HtmlVerb>();
}

}  // namespace lycosa::cli
