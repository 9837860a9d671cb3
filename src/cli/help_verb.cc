#include <iostream>
#include <string>

#include "cli/help.h"
#include "cli/verb.h"

namespace lycosa::cli {
namespace {

// The help of verbs is the parser's to write (main.cc); what is left are the pages of the reference.
class HelpVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("what", what_, "A verb, or a topic: settings, config-file, seeds-file, ban-file or exit-codes")
        ->type_name("VERB|TOPIC")
        ->required();
  }

  int run() override {
    for (const HelpTopic& topic : help_topics()) {
      if (what_ != topic.name) continue;
      std::cout << topic.page();
      return std::cout.flush() ? kYes : kNotDone;
    }
    return complain("there is no help on \"" + what_ + "\"; lycosa --help lists the verbs and the topics");
  }

 private:
  std::string what_;
};

}  // namespace

std::unique_ptr<Verb> make_help_verb() {
  return std::make_unique<HelpVerb>();
}

}  // namespace lycosa::cli
