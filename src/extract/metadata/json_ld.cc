#include "extract/metadata/json_ld.h"

#include <unordered_map>

#include "base/text.h"
#include "extract/metadata/json_tree.h"

namespace lycosa::inline extract {
namespace {

constexpr size_t kFactLimit = 500;

// How directly an entity of a type speaks of the page.
constexpr int kArticle = 0;
constexpr int kSubject = 1;  // the thing that the page shows
constexpr int kPage = 2;
constexpr int kUnknown = 3;
constexpr int kNothing = -1;

struct TypeRow {
  std::string_view suffix;  // of the type's name
  int distance;
};

// clang-format off
constexpr TypeRow kTypes[] = {
    {"Article", kArticle},      {"BlogPosting", kArticle},  {"Posting", kArticle},      {"Report", kArticle},
    {"LiveBlogPosting", kArticle}, {"Review", kSubject},    {"WebPage", kPage},         {"Page", kPage},
    {"WebSite", kNothing},      {"Organization", kNothing}, {"BreadcrumbList", kNothing}, {"ItemList", kNothing},
    {"ImageObject", kNothing},  {"Person", kNothing},       {"ListItem", kNothing},     {"Corporation", kNothing},
    {"SearchAction", kNothing}, {"SiteNavigationElement", kNothing}, {"LocalBusiness", kNothing}, {"Brand", kNothing},
    {"Offer", kNothing},        {"AggregateRating", kNothing}, {"WPHeader", kNothing},  {"WPFooter", kNothing},
    {"Comment", kNothing},      {"UserComments", kNothing}, {"Product", kSubject},      {"Recipe", kSubject},
    {"VideoObject", kSubject},  {"Event", kSubject},        {"Question", kSubject},     {"Book", kSubject},
    {"Movie", kSubject},        {"Course", kSubject},       {"PodcastEpisode", kSubject}, {"CreativeWork", kSubject},
    {"JobPosting", kSubject},
};
// clang-format on

int distance_of_type(std::string_view type) {
  // «http://schema.org/NewsArticle» and «schema:NewsArticle» name it too.
  const size_t slash = type.find_last_of("/:#");
  if (slash != std::string_view::npos) type = type.substr(slash + 1);
  int distance = kUnknown;
  size_t longest = 0;
  for (const TypeRow& row : kTypes) {
    if (row.suffix.size() > longest && type.ends_with(row.suffix)) {
      longest = row.suffix.size();
      distance = row.distance;
    }
  }
  return distance;
}

enum class Shape : uint8_t { text, list, person, thing, address };

struct PropertyRow {
  std::string_view name;
  MetadataField field;
  Shape shape;
  int more = 0;  // added to the distance
};

constexpr PropertyRow kProperties[] = {
    {"headline", MetadataField::title, Shape::text},
    {"name", MetadataField::title, Shape::text, 4},
    {"description", MetadataField::description, Shape::text},
    {"image", MetadataField::image, Shape::address},
    {"thumbnailUrl", MetadataField::image, Shape::address, 4},
    {"articleSection", MetadataField::section, Shape::text},
    {"keywords", MetadataField::tags, Shape::list},
    {"license", MetadataField::licence, Shape::address},
    {"author", MetadataField::authors, Shape::person},
    {"creator", MetadataField::authors, Shape::person, 4},
    {"datePublished", MetadataField::published, Shape::text},
    {"dateCreated", MetadataField::published, Shape::text, 4},
    {"uploadDate", MetadataField::published, Shape::text, 4},
    {"dateModified", MetadataField::modified, Shape::text},
    {"publisher", MetadataField::site_name, Shape::thing, 1},
    {"isPartOf", MetadataField::site_name, Shape::thing, 2},
};

class JsonLdReader {
 public:
  explicit JsonLdReader(const JsonTree& tree) : tree_(tree) {}

  std::vector<JsonLdFact> read() {
    if (tree_.empty()) return {};
    remember_names();
    for (uint32_t node = 0; node < tree_.size(); ++node) {
      if (tree_.kind(node) == JsonTree::Kind::object && speaks_of_page(node)) entity(node);
    }
    return std::move(facts_);
  }

 private:
  // {"@id": "#me", "name": "…"} names what others refer to as {"@id": "#me"}.
  void remember_names() {
    for (uint32_t node = 0; node < tree_.size(); ++node) {
      if (tree_.kind(node) != JsonTree::Kind::object) continue;
      const uint32_t id = tree_.member(node, "@id");
      if (id == JsonTree::kNone) continue;
      const uint32_t name = tree_.member(node, "name");
      if (name != JsonTree::kNone && tree_.kind(name) == JsonTree::Kind::text) names_.try_emplace(tree_.text(id), node);
    }
  }

  // Roots, members of a graph, and what a page says it is about.
  bool speaks_of_page(uint32_t node) const {
    for (uint32_t at = node; at != JsonTree::kNone; at = tree_.parent(at)) {
      const std::string_view key = tree_.key(at);
      if (!key.empty() && key != "@graph" && key != "mainEntity" && key != "mainEntityOfPage") return false;
    }
    return true;
  }

  std::string_view type_of(uint32_t object) const {
    uint32_t type = tree_.member(object, "@type");
    if (type == JsonTree::kNone) return {};
    if (tree_.kind(type) == JsonTree::Kind::array) type = tree_.first_child(type);
    return type == JsonTree::kNone ? std::string_view() : tree_.text(type);
  }

  void entity(uint32_t object) {
    const std::string_view type = type_of(object);
    const int distance = distance_of_type(type);
    if (type == "WebSite" || type.ends_with("Organization")) {
      const uint32_t name = tree_.member(object, "name");
      const MetadataField field = MetadataField::site_name;
      if (name != JsonTree::kNone) add(field, tree_.text(name), type, "name", type == "WebSite" ? 0 : 4);
    }
    if (distance == kNothing) return;
    if (distance <= kSubject && !type.empty()) add(MetadataField::type, type, type, "@type", distance);
    for (uint32_t member = tree_.first_child(object); member != JsonTree::kNone; member = tree_.next_sibling(member)) {
      for (const PropertyRow& row : kProperties) {
        if (tree_.key(member) == row.name) property(row, member, type, distance + row.more);
      }
    }
  }

  void property(const PropertyRow& row, uint32_t member, std::string_view type, int distance) {
    if (tree_.kind(member) == JsonTree::Kind::array) {
      for (uint32_t item = tree_.first_child(member); item != JsonTree::kNone; item = tree_.next_sibling(item)) {
        value(row, item, type, distance);
        if (row.shape == Shape::text || row.shape == Shape::address) break;
      }
    } else {
      value(row, member, type, distance);
    }
  }

  void value(const PropertyRow& row, uint32_t node, std::string_view type, int distance) {
    if (tree_.kind(node) != JsonTree::Kind::object) {
      if (row.shape != Shape::thing) add(row.field, tree_.text(node), type, row.name, distance);
      return;
    }
    if (row.shape == Shape::text) return;
    // An author that is an organisation is often only the publisher again.
    if (row.shape == Shape::person && type_of(node).ends_with("Organization")) distance += 4;
    uint32_t name = tree_.member(node, row.shape == Shape::address ? "url" : "name");
    if (name == JsonTree::kNone && row.shape == Shape::address) name = tree_.member(node, "contentUrl");
    if (name == JsonTree::kNone) name = name_by_id(node);
    if (name == JsonTree::kNone) return;
    if (tree_.kind(name) == JsonTree::Kind::array) {
      for (uint32_t item = tree_.first_child(name); item != JsonTree::kNone; item = tree_.next_sibling(item)) {
        add(row.field, tree_.text(item), type, row.name, distance);
      }
    } else {
      add(row.field, tree_.text(name), type, row.name, distance);
    }
  }

  uint32_t name_by_id(uint32_t object) const {
    const uint32_t id = tree_.member(object, "@id");
    if (id == JsonTree::kNone) return JsonTree::kNone;
    const auto found = names_.find(tree_.text(id));
    return found == names_.end() ? JsonTree::kNone : tree_.member(found->second, "name");
  }

  void add(MetadataField field, std::string_view value, std::string_view type, std::string_view property,
           int distance) {
    value = trim(value);
    if (value.empty() || facts_.size() >= kFactLimit) return;
    std::string name(utf8_prefix(type, 60));
    name += name.empty() ? "" : ".";
    name += property;
    facts_.push_back({field, std::string(value), std::move(name), distance});
  }

  const JsonTree& tree_;
  std::unordered_map<std::string_view, uint32_t> names_;
  std::vector<JsonLdFact> facts_;
};

}  // namespace

std::vector<JsonLdFact> read_json_ld(std::string_view script) {
  const JsonTree tree(script);
  return JsonLdReader(tree).read();
}

}  // namespace lycosa::inline extract
