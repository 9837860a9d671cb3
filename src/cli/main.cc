#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "cli/standard_output.h"
#include "cli/verb.h"

namespace lycosa::cli {
namespace {

struct VerbRow {
  const char* name;
  const char* summary;
  const char* example;
  std::unique_ptr<Verb> (*make)();
};

// clang-format off
constexpr std::array kVerbs = {
    VerbRow{"crawl", "Crawl sites into a store", "lycosa crawl https://example.com/ --store ./crawl --max-pages 1000",
            make_crawl_verb},
    VerbRow{"inspect", "Show why a URL was or was not crawled, and is or is not indexable",
            "lycosa inspect https://example.com/about --store ./crawl", make_inspect_verb},
    VerbRow{"stats", "Count a store: URLs by state, pages by status, verdict and reason, hosts, sizes",
            "lycosa stats --store ./crawl", make_stats_verb},
    VerbRow{"urls", "List URLs of a store by reason, state, verdict or host",
            "lycosa urls --reason robots.disallowed --store ./crawl --csv", make_urls_verb},
    VerbRow{"serve", "Serve the inspector as a web page and an HTTP API",
            "lycosa serve --store ./crawl --listen 127.0.0.1:8080", make_serve_verb},
    VerbRow{"url", "Show the canonical form and the keys of a URL", "lycosa url https://example.com/a?b=c", make_url_verb},
    VerbRow{"robots", "Say whether a robots.txt allows a URL, and which line decides",
            "lycosa robots --user-agent lycosa --url https://example.com/private/ robots.txt", make_robots_verb},
    VerbRow{"html", "Show how a browser would parse a page", "lycosa html page.html --select 'article h1'", make_html_verb},
    VerbRow{"extract", "Show what the pipeline makes of a page",
            "lycosa extract page.html --url https://example.com/page --format readable", make_extract_verb},
    VerbRow{"ingest", "Put a page from disk into a store, through the same pipeline",
            "lycosa ingest --html page.html --url https://example.com/page --store ./crawl", make_ingest_verb},
    VerbRow{"replay", "Make a store again from a crawl's archive", "lycosa replay ./crawl/archive --store ./again",
            make_replay_verb},
    VerbRow{"limits", "Print every limit with its value", "lycosa limits", make_limits_verb},
    VerbRow{"version", "Print the version and what it was built with", "lycosa version", make_version_verb},
};
// clang-format on

// CLI11 would say only that a verb is missing.
bool is_unknown_verb(std::string_view word) {
  if (word.empty() || word[0] == '-') return false;
  return std::none_of(kVerbs.begin(), kVerbs.end(), [&](const VerbRow& row) { return word == row.name; });
}

int run(int argc, char** argv) {
  if (argc > 1 && is_unknown_verb(argv[1])) {
    return complain("there is no verb \"" + std::string(argv[1]) + "\"; lycosa --help lists them");
  }
  CLI::App app{"Lycosa: a web crawler with eyes", "lycosa"};
  app.require_subcommand(1);
  std::vector<std::pair<CLI::App*, std::unique_ptr<Verb>>> verbs;
  for (const VerbRow& row : kVerbs) {
    CLI::App* sub = app.add_subcommand(row.name, row.summary);
    sub->footer(std::string("Example:\n  ") + row.example);
    verbs.emplace_back(sub, row.make());
    verbs.back().second->declare(*sub);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return complain(std::string(error.what()) + "; see lycosa --help");
  }
  for (auto& [sub, verb] : verbs) {
    if (sub->parsed()) return verb->run();
  }
  return kNotDone;
}

// Each library that throws is wrapped where it is called. What slips through ends the work with a message all the same.
int complain_of_exception() {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return complain("there is not enough memory; nothing that was stored is lost");
  } catch (const std::exception& exception) {
    return complain(std::string("something that should not happen stopped the work: ") + exception.what() +
                    "; please report it");
  } catch (...) {
    return complain("something that should not happen stopped the work; please report it");
  }
}

// An exception that leaves a thread cannot be taken up by main().
[[noreturn]] void end_of_thread() {
  if (!std::current_exception()) std::abort();
  std::_Exit(complain_of_exception());
}

int run_and_check_output(int argc, char** argv) {
  StandardOutput output(std::cout, STDOUT_FILENO);
  int code = kNotDone;
  try {
    code = run(argc, argv);
  } catch (...) {
    code = complain_of_exception();
  }
  // A reader that went away has what it wanted.
  const int error = output.finish();
  if (error == 0 || error == EPIPE) return code;
  return complain(std::string("the output could not be written whole: ") + std::strerror(error));
}

}  // namespace
}  // namespace lycosa::cli

int main(int argc, char** argv) {
  lycosa::cli::hold_standard_files();
  // A reader that goes away (`| head`) shows as a failed write, not as a signal.
  std::signal(SIGPIPE, SIG_IGN);
  std::set_terminate(lycosa::cli::end_of_thread);
  return lycosa::cli::run_and_check_output(argc, argv);
}
