// Metadata of many pages in one process, for the quality tools; with --candidates everything that was chosen from.
//
// Reads frames from stdin: a line «URL<tab>LENGTH», then LENGTH bytes of page. Writes one JSON line for each.

#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "extract/metadata/dates.h"
#include "extract/metadata/fact_collector.h"
#include "extract/metadata/metadata.h"
#include "html/encoding.h"

using namespace lycosa;
using nlohmann::json;

namespace {

json place_json(const std::optional<Fact>& fact) {
  if (!fact) return {};
  return {{"value", fact->value}, {"source", name(fact->source)}, {"property", fact->property}, {"line", fact->line}};
}

json list_json(const std::vector<Fact>& facts) {
  json list = json::array();
  for (const Fact& fact : facts) list.push_back(place_json(fact));
  return list;
}

json candidates_json(const html::Document& document, DayOrder order) {
  FactCollector collector(document);
  const html::NodeId root = document.root();
  for (html::NodeId node = root; node != html::kNoNode;) {
    node = collector.visit(node) ? document.next(node, root) : document.next_skipping(node, root);
  }
  json list = json::array();
  for (const FactCandidate& c : collector.take()) {
    const auto date = c.field == MetadataField::published ? read_date(c.value, order) : std::nullopt;
    list.push_back({static_cast<int>(c.field), name(c.source), c.rank, c.property, c.value, date ? date->iso() : ""});
  }
  return list;
}

}  // namespace

int main(int argc, char** argv) {
  const bool candidates = argc > 1 && std::string_view(argv[1]) == "--candidates";
  std::ios::sync_with_stdio(false);
  std::string head;
  while (std::getline(std::cin, head)) {
    const size_t tab = head.rfind('\t');
    std::string bytes(std::strtoull(head.c_str() + tab + 1, nullptr, 10), '\0');
    if (!std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return 2;
    Result<Url> url = Url::parse(head.substr(0, tab));
    if (!url) url = Url::parse("http://page.invalid/");
    const html::Document document = html::parse(html::decode(std::move(bytes), "").utf8);
    const References references(document, document_base(document, *url));
    Content content;
    read_metadata(document, *url, references, content);
    const PageMetadata& m = content.metadata;
    json line = {{"title_element", content.title.value_or("")},
                 {"title", place_json(m.title)},
                 {"description", place_json(m.description)},
                 {"site_name", place_json(m.site_name)},
                 {"published", place_json(m.published)},
                 {"modified", place_json(m.modified)},
                 {"section", place_json(m.section)},
                 {"authors", list_json(m.authors)},
                 {"tags", list_json(m.tags)}};
    if (candidates) line["candidates"] = candidates_json(document, day_order_of(content.declared_language));
    std::cout << line.dump(-1, ' ', true, json::error_handler_t::replace) << "\n" << std::flush;
  }
}
