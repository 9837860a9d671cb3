#include "html/tag.h"

#include <algorithm>
#include <array>

namespace lycosa::html {
namespace {

constexpr std::string_view kNames[] = {
    "",
#define LYCOSA_TAG(enumerator, name) name,
    LYCOSA_HTML_TAGS(LYCOSA_TAG)
#undef LYCOSA_TAG
};
constexpr size_t kTagCount = std::size(kNames);

struct Entry {
  std::string_view name;
  Tag tag;
};

// By name; the one name that is not lower case stands as the tokenizer gives it.
constexpr auto kByName = [] {
  std::array<Entry, kTagCount - 1> all{};
  for (size_t i = 1; i < kTagCount; ++i) all[i - 1] = {kNames[i], static_cast<Tag>(i)};
  for (Entry& e : all) {
    if (e.tag == Tag::foreignObject) e.name = "foreignobject";
  }
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return all;
}();

}  // namespace

Tag tag_from_name(std::string_view name) {
  const auto found =
      std::lower_bound(kByName.begin(), kByName.end(), name, [](const Entry& e, std::string_view n) { return e.name < n; });
  return found != kByName.end() && found->name == name ? found->tag : Tag::unknown;
}

std::string_view tag_name(Tag tag) { return kNames[static_cast<size_t>(tag)]; }

}  // namespace lycosa::html
