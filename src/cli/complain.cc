#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.h"
#include "cli/verb.h"

namespace lycosa::cli {

int complain(std::string_view message) {
  std::cerr << "lycosa: " << visible(message) << "\n";
  return kNotDone;
}

bool complain_of_shards(const nlohmann::ordered_json& answer) {
  const auto shards = answer.find("unavailable");
  if (shards == answer.end()) return false;
  for (const auto& shard : *shards) complain(shard["error"].get<std::string>());
  return !shards->empty();
}

}  // namespace lycosa::cli
