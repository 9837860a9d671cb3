#include <sys/resource.h>
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

#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/standard_output.h"
#include "cli/verb.h"
#include "crawl/crawl.h"

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
    VerbRow{"hosts", "List the hosts of a store that have URLs waiting or must be left alone, and why",
            "lycosa hosts --store ./crawl", make_hosts_verb},
    VerbRow{"requeue", "Queue URLs of a store again, for the next crawl to fetch",
            "lycosa requeue --reason network.reset --store ./crawl", make_requeue_verb},
    VerbRow{"rejudge", "Write verdicts and states of a store again, after a change of filters, bans or scope",
            "lycosa rejudge --store ./crawl --bans bans.txt --list", make_rejudge_verb},
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
    VerbRow{"help", "Show the help of a verb, or a page of the reference", "lycosa help seeds-file", make_help_verb},
    VerbRow{"version", "Print the version and what it was built with", "lycosa version", make_version_verb},
};
// clang-format on

const VerbRow* find_verb(std::string_view name) {
  const auto* row = std::find_if(kVerbs.begin(), kVerbs.end(), [&](const VerbRow& r) { return name == r.name; });
  return row == kVerbs.end() ? nullptr : row;
}

// `--version` and `-V` are the verb version, `help VERB` is `VERB --help`, and `help` alone is `--help`.
std::vector<std::string> as_verb(std::vector<std::string> words) {
  if (words.empty()) return words;
  if (words[0] == "--version" || words[0] == "-V") words[0] = "version";
  if (words[0] != "help") return words;
  if (words.size() == 1) return {"--help"};
  if (words.size() == 2 && find_verb(words[1]) != nullptr) return {words[1], "--help"};
  return words;
}

std::string topics_text() {
  std::string text = "Topics of lycosa help:\n";
  for (const HelpTopic& topic : help_topics()) {
    std::string line = "  " + std::string(topic.name);
    line.resize(std::max<size_t>(line.size() + 2, 30), ' ');
    text += line + std::string(topic.summary) + "\n";
  }
  return text;
}

int run(int argc, char** argv) {
  std::vector<std::string> words = as_verb({argv + 1, argv + argc});
  // CLI11 would say only that a verb is missing.
  if (words.empty()) return complain("no verb was given; lycosa --help lists them");
  if (words[0][0] != '-' && find_verb(words[0]) == nullptr) {
    return complain("there is no verb \"" + words[0] + "\"; lycosa --help lists them");
  }
  CLI::App app{"Lycosa: a web crawler with eyes", "lycosa"};
  app.require_subcommand(1);
  app.formatter(std::make_shared<HelpFormatter>(isatty(STDOUT_FILENO) != 0));
  app.footer(topics_text());
  std::vector<std::pair<CLI::App*, std::unique_ptr<Verb>>> verbs;
  for (const VerbRow& row : kVerbs) {
    CLI::App* sub = app.add_subcommand(row.name, row.summary);
    sub->footer(std::string("Example:\n  ") + row.example);
    verbs.emplace_back(sub, row.make());
    verbs.back().second->declare(*sub);
    settle_arguments(*sub);
  }
  const auto mistake = [&](const CLI::ParseError* error) {
    for (auto& [sub, verb] : verbs) {
      if (std::string text = argument_mistake(*sub, error); sub->get_name() == words[0] && !text.empty()) return text;
    }
    return error != nullptr ? std::string(error->what()) + "; see lycosa --help" : "";
  };
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return complain(mistake(&error));
    app.exit(error);
    return std::cout.flush() ? kYes : kNotDone;
  }
  if (const std::string text = mistake(nullptr); !text.empty()) return complain(text);
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
  note_crash();
  std::_Exit(complain_of_exception());
}

// Connections and shards take descriptors; the soft limit is often 1024.
void raise_limit_of_open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &limit);
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
  lycosa::cli::raise_limit_of_open_files();
  std::set_terminate(lycosa::cli::end_of_thread);
  return lycosa::cli::run_and_check_output(argc, argv);
}
