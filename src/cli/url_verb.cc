#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/line_reader.h"
#include "cli/verb.h"
#include "html/encoding.h"
#include "store/store.h"
#include "url/url.h"

namespace lycosa::cli {
namespace {

using nlohmann::ordered_json;

// What one step of the way from the text to the canonical form did.
struct Step {
  std::string_view rule;
  std::string before, after;
};

CanonicalOptions only(std::string_view name) {
  return *CanonicalOptions::exactly(std::vector<std::string>{std::string(name)});
}

std::vector<Step> steps_of(std::string_view text, const Url& url, const CanonicalOptions& options) {
  std::vector<Step> steps;
  if (text != url.href()) steps.push_back({"standard", std::string(text), std::string(url.href())});
  std::vector<std::string_view> applied;
  const Url end = canonical(url, options, &applied);
  Url now = url;
  while (!(now == end)) {
    const size_t before = steps.size();
    for (const std::string_view name : applied) {
      Url next = canonical(now, only(name));
      if (next == now) continue;
      steps.push_back({name, std::string(now.href()), std::string(next.href())});
      now = std::move(next);
    }
    if (steps.size() == before) break;
  }
  return steps;
}

ordered_json parts_of(const Result<Url>& url) {
  if (!url) return {{"failure", true}};
  const auto text = [](std::string_view part) { return std::string(part); };
  return {{"href", text(url->href())},         {"protocol", text(url->protocol())}, {"username", text(url->username())},
          {"password", text(url->password())}, {"host", text(url->host())},         {"hostname", text(url->hostname())},
          {"port", text(url->port())},         {"pathname", text(url->pathname())}, {"search", text(url->search())},
          {"hash", text(url->hash())}};
}

// Writes queries in the encoding of a page.
class PageEncoding : public QueryEncoding {
 public:
  explicit PageEncoding(std::string_view name) : name_(name) {}
  std::string encode(std::string_view utf8, std::vector<size_t>& escaped) const override {
    return html::encode(utf8, name_, escaped);
  }

 private:
  std::string_view name_;
};

class UrlVerb : public Verb {
 public:
  void declare(CLI::App& app) override {
    app.add_option("urls", urls_, "URLs; - reads one a line from stdin")->required()->type_name("URL");
    app.add_option("--base", base_, "Resolve them against this URL")->type_name("URL");
    app.add_option("--shards", shards_, "How many shards the store has")
        ->check(CLI::Range(int64_t{1}, int64_t{1} << 20))
        ->capture_default_str();
    auto* on = app.add_option("--rule", on_, "Switch a rule of the canonical form on")->type_name("NAME")->expected(1);
    auto* off =
        app.add_option("--no-rule", off_, "Switch a rule of the canonical form off")->type_name("NAME")->expected(1);
    for (auto* option : {on, off}) option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--store", store_, "Take rules and shards as this store has them")
        ->type_name("DIR")
        ->excludes(on)
        ->excludes(off);
    app.add_option("--encoding", encoding_name_, "The encoding of the page that has the links, for their queries")
        ->type_name("LABEL");
    app.add_flag("--explain", explain_, "Show what each rule changed");
    app.add_flag("--json", json_, "One JSON object a line");
    app.add_flag("--parts", parts_,
                 "The attributes of the URL standard as JSON, or {\"failure\":true}; with -, lines of "
                 "{\"input\", \"base\"}");
  }

  int run() override {
    if (!encoding_name_.empty()) {
      encoding_.emplace(html::encoding_for_label(encoding_name_));
      if (html::encoding_for_label(encoding_name_).empty()) {
        return complain("\"" + encoding_name_ + "\" is no encoding; name one that pages use, such as windows-1252");
      }
    }
    if (auto chosen = choose(); !chosen) return complain(chosen.error().message);
    for (const std::string& url : urls_) {
      if (url == "-") {
        read_lines();
      } else {
        show(url, base_);
      }
    }
    std::cout.flush();
    return all_done_ ? kYes : kNotDone;
  }

 private:
  // The rules and shards: a store's, or those that were named.
  Result<void> choose() {
    if (store_.empty()) {
      const auto options = CanonicalOptions::make(on_, off_);
      if (options) options_ = *options;
      return options ? Result<void>() : options.unexpected();
    }
    const auto reader = open_store_reader(store_);
    if (!reader) return reader.unexpected();
    options_ = (*reader)->info().rules;
    shards_ = (*reader)->info().shard_count;
    return {};
  }

  void read_lines() {
    LineReader lines(std::cin);
    for (std::string line; std::cout && lines.next(line);) {
      if (parts_) {
        show_parts_of_line(line);
      } else if (!line.empty() || json_) {
        show(line, base_);
      }
    }
  }

  void show_parts_of_line(const std::string& line) {
    const auto value = read_json_line(line);
    if (!value || !value->is_object() || !value->contains("input") || !(*value)["input"].is_string()) {
      std::cout << json_line({{"error", "the line is no JSON object with a text \"input\""}}) << "\n";
      return;
    }
    std::optional<std::string> base = base_;
    if (value->contains("base") && (*value)["base"].is_string()) base = (*value)["base"].get<std::string>();
    std::cout << json_line(parts_of(resolve((*value)["input"].get<std::string>(), base))) << "\n";
  }

  // Against `base`, when it is given: a base that is no URL makes nothing of any input.
  Result<Url> resolve(std::string_view input, const std::optional<std::string>& base) const {
    const QueryEncoding* encoding = encoding_ ? &*encoding_ : nullptr;
    if (!base) return Url::parse(input, nullptr, encoding);
    const auto parsed = Url::parse(*base);
    return parsed ? Url::parse(input, &*parsed, encoding) : parsed;
  }

  void show(const std::string& text, const std::optional<std::string>& base) {
    const auto url = resolve(text, base);
    if (parts_) {
      std::cout << json_line(parts_of(url)) << "\n";
    } else if (!url) {
      refuse(text, url.error().message);
    } else if (!url->is_http()) {
      refuse(text, "URL \"" + std::string(url->href()) + "\" has no key: its scheme is neither http nor https");
    } else {
      show_key(text, *url);
    }
  }

  void refuse(const std::string& text, const std::string& message) {
    all_done_ = false;
    if (json_) {
      std::cout << json_line({{"url", to_valid_utf8(text)}, {"error", message}}) << "\n";
    } else {
      complain(message);
    }
  }

  void show_key(const std::string& text, const Url& url) {
    const Url found = canonical(url, options_);
    const UrlKey key = key_of(found);
    const std::string root = root_of(found);
    const uint32_t shard = shard_of(key.root_hash, static_cast<uint32_t>(shards_));
    const auto steps = explain_ ? steps_of(text, url, options_) : std::vector<Step>();
    if (json_) {
      ordered_json object = {{"url", to_valid_utf8(text)},
                             {"canonical_url", std::string(found.href())},
                             {"unparsed", key.unparsed},
                             {"root", root},
                             {"root_hash", std::to_string(key.root_hash)},
                             {"shard", shard},
                             {"shard_count", shards_}};
      if (explain_) object["steps"] = json_of(steps);
      std::cout << json_line(object) << "\n";
      return;
    }
    if (shown_++ > 0) std::cout << "\n";
    std::cout << "canonical  " << found.href() << "\n"
              << "unparsed   " << key.unparsed << "\n"
              << "root       " << root << "\n"
              << "root hash  " << key.root_hash << "\n"
              << "shard      " << shard << " of " << shards_ << "\n";
    for (const Step& step : steps) {
      std::cout << step.rule << "\n  from " << visible(step.before) << "\n  to   " << visible(step.after) << "\n";
    }
  }

  static ordered_json json_of(const std::vector<Step>& steps) {
    ordered_json list = ordered_json::array();
    for (const Step& step : steps) {
      list.push_back({{"rule", std::string(step.rule)}, {"before", to_valid_utf8(step.before)}, {"after", step.after}});
    }
    return list;
  }

  std::vector<std::string> urls_;
  std::optional<std::string> base_;
  int64_t shards_ = 16;
  std::vector<std::string> on_, off_;
  std::string store_;
  std::string encoding_name_;
  std::optional<PageEncoding> encoding_;
  CanonicalOptions options_;
  bool explain_ = false;
  bool json_ = false;
  bool parts_ = false;
  bool all_done_ = true;
  int shown_ = 0;
};

}  // namespace

std::unique_ptr<Verb> make_url_verb() {
  return std::make_unique<UrlVerb>();
}

}  // namespace lycosa::cli
