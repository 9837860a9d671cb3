#pragma once

#include <cstdint>

namespace lycosa::inline extract {

// What pages say about themselves in many ways, each of which gives candidates for one of these.
enum class MetadataField : uint8_t {
  title,
  description,
  site_name,
  image,
  type,
  section,
  tags,
  licence,
  authors,
  published,
  modified,
};
inline constexpr int kMetadataFields = 11;

}  // namespace lycosa::inline extract
