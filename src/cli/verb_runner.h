#pragma once

#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/verb.h"

namespace lycosa::cli {

// What a verb did with the given arguments and stdin; for tests only.
struct Ran {
  int code = kNotDone;
  std::string out, err;
};

inline Ran run_verb(std::unique_ptr<Verb> verb, std::vector<std::string> arguments, const std::string& input = {}) {
  std::istringstream in(input);
  std::ostringstream out, err;
  auto* const old_in = std::cin.rdbuf(in.rdbuf());
  auto* const old_out = std::cout.rdbuf(out.rdbuf());
  auto* const old_err = std::cerr.rdbuf(err.rdbuf());
  std::cin.clear();
  std::cout.clear();
  CLI::App app{"", "VERB"};
  verb->declare(app);
  settle_arguments(app);
  Ran ran;
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    const std::string mistake = argument_mistake(app, nullptr);
    ran.code = mistake.empty() ? verb->run() : complain(mistake);
  } catch (const CLI::ParseError& error) {
    err << argument_mistake(app, &error);
  }
  std::cin.rdbuf(old_in);
  std::cout.rdbuf(old_out);
  std::cerr.rdbuf(old_err);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

}  // namespace lycosa::cli
