#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace lycosa::cli {

// Exit codes of every verb.
inline constexpr int kYes = 0;      // done, or the answer is yes
inline constexpr int kNo = 1;       // done, and the answer is no
inline constexpr int kNotDone = 2;  // the work could not be done: a message on stderr says why

// One verb of the program: `lycosa <verb> [flags] <what>`. Data goes to stdout, everything else to stderr.
class Verb {
 public:
  virtual ~Verb() = default;
  // Declares flags and arguments; the values are kept in the object.
  virtual void declare(CLI::App& app) = 0;
  virtual int run() = 0;
};

// The verbs, one file each: url_verb.cc, crawl_verb.cc, ...
std::unique_ptr<Verb> make_crawl_verb();
std::unique_ptr<Verb> make_inspect_verb();
std::unique_ptr<Verb> make_stats_verb();
std::unique_ptr<Verb> make_urls_verb();
std::unique_ptr<Verb> make_hosts_verb();
std::unique_ptr<Verb> make_requeue_verb();
std::unique_ptr<Verb> make_rejudge_verb();
std::unique_ptr<Verb> make_serve_verb();
std::unique_ptr<Verb> make_url_verb();
std::unique_ptr<Verb> make_robots_verb();
std::unique_ptr<Verb> make_html_verb();
std::unique_ptr<Verb> make_extract_verb();
std::unique_ptr<Verb> make_ingest_verb();
std::unique_ptr<Verb> make_replay_verb();
std::unique_ptr<Verb> make_limits_verb();
std::unique_ptr<Verb> make_help_verb();
std::unique_ptr<Verb> make_version_verb();

// "lycosa: MESSAGE" on stderr, made visible; returns kNotDone.
int complain(std::string_view message);
// Complains of each shard that an answer about a whole store had to leave out (its member `unavailable`). Whether there
// was any.
bool complain_of_shards(const nlohmann::ordered_json& answer);

}  // namespace lycosa::cli
