#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <string_view>

namespace lycosa::cli {

// A page of the reference that `lycosa help NAME` prints: docs/reference/NAME.md is the same bytes.
struct HelpTopic {
  std::string_view name;
  std::string_view summary;
  std::string (*page)();
};
std::span<const HelpTopic> help_topics();

// Writes the options of a verb: on a terminal in lines of 80 columns, elsewhere one option a line, whole.
class HelpFormatter : public CLI::Formatter {
 public:
  explicit HelpFormatter(bool terminal) : terminal_(terminal) { column_width(kColumn); }
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
  std::string make_option(const CLI::Option* option, bool is_positional) const override;
  std::string make_subcommand(const CLI::App* sub) const override;

 private:
  static constexpr size_t kColumn = 30;
  std::string row(const std::string& name, const std::string& description) const;
  const bool terminal_;
};

}  // namespace lycosa::cli
