#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/kept_settings.h"
#include "cli/live.h"
#include "cli/read_file.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "serve/serve.h"

namespace lycosa::cli {
namespace {

constexpr size_t kShortestToken = 16;

class ServeVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("--listen", options_.listen, "Where to listen; port 0 takes a free one")
        ->type_name("ADDR:PORT")
        ->capture_default_str();
    app.add_option("--allow-host", options_.hosts, "Another name under which the server may be asked. Repeatable")
        ->type_name("NAME");
    app.add_flag("--live", live_,
                 "Allow live tests to clients that have the token of --token-file, or of the variable LYCOSA_TOKEN");
    app.add_option("--token-file", token_file_, "The file with the token for live tests")->type_name("FILE");
    flags_.declare(app);
  }

  int run() override {
    auto config = flags_.read(live_ ? kServeVerb | kServeLive : kServeVerb);
    if (!config) return complain(config.error().message);
    options_.config = std::move(*config);
    const SystemClock clock;
    std::unique_ptr<LiveTest> live;
    std::vector<std::string> told;
    if (live_) {
      if (auto token = read_token(); !token) return complain(token.error().message);
      Config config_of_live = options_.config;
      told = keep_settings_of_last_crawl(config_of_live, kServeLive);
      live = std::make_unique<LiveTest>(config_of_live, clock);
      options_.live = [&live](StoreReader& store, const std::string& url) { return live->inspect(store, url); };
    }
    auto server = Server::open(std::move(options_), clock);
    if (!server) return complain(server.error().message);
    std::cerr << "lycosa: serving on http://" << (*server)->address() << "/ (Ctrl-C ends it)\n";
    for (const std::string& line : told) complain("live tests: " + line);
    (*server)->run();
    return kYes;
  }

 private:
  Result<void> read_token() {
    if (!token_file_.empty()) {
      const auto text = read_file(token_file_);
      if (!text) return text.unexpected();
      options_.token = std::string(trim(*text));
    } else if (const char* token = std::getenv("LYCOSA_TOKEN")) {
      options_.token = std::string(trim(token));
    }
    if (options_.token.size() < kShortestToken) {
      return fail(ErrorKind::invalid,
                  "--live needs a token of at least 16 characters; put one in a file and name it with --token-file, or "
                  "set LYCOSA_TOKEN");
    }
    return {};
  }

  ServeOptions options_;
  bool live_ = false;
  std::string token_file_;
  SettingsFlags flags_{kServeVerb | kServeLive};
};

}  // namespace

std::unique_ptr<Verb> make_serve_verb() {
  return std::make_unique<ServeVerb>();
}

}  // namespace lycosa::cli
