#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "html/document.h"

namespace lycosa::inline extract {

// What the words of an element's class, id and role can say about it. The words are those that page authors and their
// frameworks use everywhere; what each of them means for main content is left to the model.
enum class NameHint : uint8_t {
  navigation,
  footer,
  header,
  sidebar,
  share,
  related,
  comment,
  consent,
  advert,
  newsletter,
  breadcrumb,
  pagination,
  widget,
  popup,
  byline,
  tag,
  legal,
  form,
  content,
  article,
  product,
  forum,
  caption,
  title,
  summary,
  listing,
  unseen,
  call_to_action,
  biography,
  table_of_contents,
};
inline constexpr int kNameHints = 30;

// One bit for each NameHint.
using NameHints = uint32_t;

// What an attribute's value says of its element.
struct NamesRead {
  NameHints hints = 0;
  uint64_t hash = 0;           // of the whole value
  uint64_t template_name = 0;  // of the letters of its first word: numbers differ from post to post of one template
};

// Reads the values of attributes that name elements; remembers them, as pages repeat them. Values must outlive the
// reader.
class NameHintReader {
 public:
  // Whether an attribute of that name holds names.
  static bool reads(std::string_view attribute);
  const NamesRead& read(std::string_view value);

 private:
  struct Known {
    std::string_view value;
    NamesRead read;
  };
  // Each value has one place, and takes it from the one that was there.
  static constexpr size_t kPlaces = 512;
  std::array<Known, kPlaces> known_{};
};

// The hints of one attribute's value: «post-content sideBar».
NameHints hints_of(std::string_view value);

}  // namespace lycosa::inline extract
