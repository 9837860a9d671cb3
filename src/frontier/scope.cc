#include "frontier/scope.h"

#include <iterator>

namespace lycosa::inline frontier {
namespace {

// Of a path, up to the last "/".
std::string_view folder_of(std::string_view path) {
  return path.substr(0, path.rfind('/') + 1);
}

}  // namespace

void Scope::add(const Url& seed) {
  if (kind_ == "any") return;
  const auto [host, is_new] = hosts_.try_emplace(std::string(seed.host()));
  if (kind_ == "root" && is_new) roots_.insert(root_of(seed));
  if (kind_ != "prefix") return;
  Folders& folders = host->second;
  const std::string_view folder = folder_of(seed.pathname());
  auto place = folders.upper_bound(folder);
  if (place != folders.begin() && folder.starts_with(*std::prev(place))) return;
  // Folders inside the new one stand right behind its place.
  while (place != folders.end() && place->starts_with(folder)) place = folders.erase(place);
  folders.emplace_hint(place, folder);
}

// Since no folder is inside another, the one that a path is in can only be the greatest that does not sort behind it.
bool Scope::has_folder(const Url& url) const {
  const auto host = hosts_.find(std::string(url.host()));
  if (host == hosts_.end()) return false;
  const Folders& folders = host->second;
  const auto place = folders.upper_bound(url.pathname());
  return place != folders.begin() && url.pathname().starts_with(*std::prev(place));
}

bool Scope::has(const Url& url, const std::string& root) const {
  if (kind_ == "any") return true;
  if (kind_ == "root") return roots_.contains(root);
  if (kind_ == "prefix") return has_folder(url);
  return hosts_.contains(std::string(url.host()));
}

bool Scope::has_host(const Url& url) const {
  if (kind_ == "any") return true;
  return kind_ == "root" ? roots_.contains(root_of(url)) : hosts_.contains(std::string(url.host()));
}

}  // namespace lycosa::inline frontier
