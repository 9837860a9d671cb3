#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "url/url.h"

namespace lycosa::inline frontier {

// What seeds put in scope: their hosts, their registrable domains, or the folders that they stand in. A question costs
// the same however many hosts the seeds have, and so does a seed.
class Scope {
 public:
  // `kind`: "host", "root", "prefix" or "any", as the setting scope.
  explicit Scope(std::string kind) : kind_(std::move(kind)) {}

  void add(const Url& seed);
  // `root`: of the URL.
  bool has(const Url& url, const std::string& root) const;
  // Whether it has anything of the URL's host.
  bool has_host(const Url& url) const;
  const std::string& kind() const { return kind_; }

 private:
  // Folders of one host, none of them inside another.
  using Folders = std::set<std::string, std::less<>>;

  bool has_folder(const Url& url) const;

  std::string kind_;
  std::unordered_set<std::string> roots_;
  std::unordered_map<std::string, Folders> hosts_;  // by host, with a port that is not the default
};

}  // namespace lycosa::inline frontier
