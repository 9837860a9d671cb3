#pragma once

#include <string>
#include <string_view>

namespace lycosa::inline archive {

enum class Packing {
  stored,    // for what is compressed already: framed and summed, not made smaller
  deflated,  // quickly rather than well
};

// Appends `bytes` to `out` as one gzip member.
void append_gzip_member(std::string& out, std::string_view bytes, Packing packing);

}  // namespace lycosa::inline archive
