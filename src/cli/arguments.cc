#include "cli/arguments.h"

#include <cctype>

#include "config/config.h"

namespace lycosa::cli {
namespace {

std::string see_help(const CLI::App& app) {
  return "see lycosa " + app.get_name() + " --help";
}

// An option that this verb does not have: another verb's, one with a slip in it, or none.
std::string unknown_option(const CLI::App& app, const std::string& word) {
  const std::string option = word.substr(0, word.find('='));
  const std::string name = option.substr(std::min(option.find_first_not_of('-'), option.size()));
  if (const Setting* setting = find_setting(name)) {
    return option + " is a setting that " + app.get_name() + " does not use (it is of use to " +
           verb_names(setting->verbs) + "); leave it out";
  }
  std::string message = app.get_name() + " has no option " + option;
  const std::string meant = "--" + std::string(similar_setting(name));
  if (meant != "--" && app.get_option_no_throw(meant) != nullptr) return message + "; perhaps " + meant + " was meant";
  return message + "; " + see_help(app);
}

// The option that was given more often than it can be; null when there is none.
const CLI::Option* given_twice(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_items_expected_max() == 1 && option->count() > 1 &&
        option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw) {
      return option;
    }
  }
  return nullptr;
}

// The option of the verb's own that was given an empty value, such as an unset variable of a shell; null when there is
// none. What an empty value does to a setting is the setting's own matter.
const CLI::Option* given_nothing(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() || option->get_lnames().empty() || find_setting(option->get_lnames().front()))
      continue;
    if (option->get_items_expected_max() == 0) continue;  // a flag
    for (const std::string& value : option->results()) {
      if (value.empty()) return option;
    }
  }
  return nullptr;
}

}  // namespace

void settle_arguments(CLI::App& app) {
  app.allow_extras();
  for (CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) option->allow_extra_args(false);
  }
}

std::string argument_mistake(const CLI::App& app, const CLI::ParseError* error) {
  for (const std::string& word : app.remaining()) {
    if (word.size() > 1 && word[0] == '-') return unknown_option(app, word);
    return "\"" + word + "\" is one argument too many; " + see_help(app);
  }
  if (error == nullptr) {
    const CLI::Option* option = given_nothing(app);
    return option ? option->get_name() + " was given an empty value; give it one, or leave it out" : "";
  }
  if (const CLI::Option* option = given_twice(app)) {
    return option->get_name() + " takes one value and was given " + std::to_string(option->count()) +
           " times; give it once";
  }
  return std::string(error->what()) + "; " + see_help(app);
}

}  // namespace lycosa::cli
