#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/settings_flags.h"
#include "cli/system_clock.h"
#include "cli/verb.h"
#include "crawl/requeue.h"
#include "inspect/overview.h"
#include "reason/reason.h"

namespace lycosa::cli {
namespace {

class RequeueVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("url", urls_, "URLs to queue again")->type_name("URL");
    app.add_option("--host", host_, "Only this host")->type_name("HOST");
    app.add_option("--root", root_, "Only this registrable domain")->type_name("DOMAIN");
    app.add_option("--reason", reason_, "Only URLs that have this reason, such as network.reset or http.404")
        ->type_name("CODE");
    app.add_option("--http-status", http_status_, "Only pages whose last answer had this status")->type_name("CODE");
    app.add_option("--state", state_, "Only crawled, refused, failed or retry")->type_name("STATE");
    app.add_option("--age", age_, "Only URLs whose last answer or failure is older than this, such as 7d")
        ->type_name("DURATION");
    app.add_flag("--json", json_, "Print what was done as a JSON object");
    flags_.declare(app);
  }

  int run() override {
    const auto config = flags_.read();
    if (!config) return complain(config.error().message);
    // What writes makes a store where there is none; a reader says so.
    if (auto there = open_store_reader(config->store); !there) return complain(there.error().message);
    StoreOptions options;
    options.leave_out_damaged = true;
    auto writer = open_store_writer(config->store, options);
    if (!writer) return complain(writer.error().message);
    auto reader = open_store_reader(config->store, (*writer)->left_out());
    if (!reader) return complain(reader.error().message);
    const auto choice = read_choice((*reader)->info().rules);
    if (!choice) return complain(choice.error().message);
    const auto done = requeue(*choice, **reader, **writer, SystemClock().now());
    if (!done) return complain(done.error().message);
    return print(*done);
  }

 private:
  Result<RequeueChoice> read_choice(const CanonicalOptions& rules) const {
    RequeueChoice choice;
    const bool chosen = !urls_.empty() || !host_.empty() || !root_.empty() || !reason_.empty() || http_status_ != 0 ||
                        !state_.empty() || !age_.empty();
    if (!chosen) {
      return fail(ErrorKind::invalid,
                  "say what is to be queued again: URLs, --host, --root, --reason, --http-status, --state or --age");
    }
    for (const std::string& text : urls_) {
      const auto url = Url::parse(text);
      if (!url || !url->is_http()) return fail(ErrorKind::invalid, "\"" + text + "\" is no URL that is crawled");
      choice.keys.push_back(key_of(canonical(*url, rules)));
    }
    if (!host_.empty() || !root_.empty()) {
      if (!host_.empty() && !root_.empty()) return fail(ErrorKind::invalid, "--host and --root were given; give one");
      auto part = host_.empty() ? root_from_text(root_, rules) : host_from_text(host_, rules);
      if (!part) return part.unexpected();
      choice.part = std::move(*part);
    }
    if (!reason_.empty() && !reason_from_code(reason_)) {
      return fail(ErrorKind::invalid, "there is no reason \"" + reason_ + "\"; docs/reference/reasons.md has them all");
    }
    choice.reason = reason_;
    if (http_status_ != 0) choice.http_status = http_status_;
    if (!state_.empty()) {
      choice.state = seen_state_from_name(state_);
      if (!choice.state || *choice.state == SeenState::queued || *choice.state == SeenState::leased) {
        return fail(ErrorKind::invalid, "--state cannot be \"" + state_ + "\": give crawled, refused, failed or retry");
      }
    }
    if (age_.empty()) return choice;
    const auto age = parse_duration("--age", age_);
    if (!age) return age.unexpected();
    choice.older_than_ms = *age;
    return choice;
  }

  int print(const Requeued& done) const {
    const nlohmann::ordered_json object = {
        {"queued", done.count}, {"unknown", done.unknown}, {"unavailable", unavailable_json(done.left_out)}};
    if (json_) {
      std::cout << json_line(object) << "\n";
    } else {
      std::cout << done.count << (done.count == 1 ? " URL is" : " URLs are")
                << " queued again; the next crawl fetches them.\n";
      if (done.unknown > 0) std::cout << done.unknown << " of the URLs given are not in the store.\n";
    }
    std::cout.flush();
    if (complain_of_shards(object)) return kNotDone;
    return done.count > 0 ? kYes : kNo;
  }

  std::vector<std::string> urls_;
  std::string host_, root_, reason_, state_, age_;
  int64_t http_status_ = 0;
  bool json_ = false;
  SettingsFlags flags_{kRequeueVerb};
};

}  // namespace

std::unique_ptr<Verb> make_requeue_verb() {
  return std::make_unique<RequeueVerb>();
}

}  // namespace lycosa::cli
