#include <iostream>

#include "base/text.h"
#include "cli/verb.h"

namespace lycosa::cli {

int complain(std::string_view message) {
  std::cerr << "lycosa: " << visible(message) << "\n";
  return kNotDone;
}

}  // namespace lycosa::cli
