#pragma once

#include <span>
#include <string_view>

// The web page's files, as the build bundled them.
namespace lycosa::web {

struct Asset {
  std::string_view name;  // "app.js"
  std::string_view path;  // "/assets/app-1a2b3c4d.js": changes with the content
  std::string_view type;
  std::string_view content;
};

std::span<const Asset> assets();

}  // namespace lycosa::web
