// From bytes to the whole record: what a page costs, and where the time goes. The pages are every fifth of
// extraction-dev's trafilatura-eval and wcxb-dev; `share_` counters are parts of one.
#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "conformance/gzip_file.h"
#include "conformance/shared_data.h"
#include "extract/boilerpipe/boilerpipe.h"
#include "extract/extract.h"
#include "extract/language.h"
#include "extract/links.h"
#include "extract/main_content/block_map.h"
#include "extract/main_content/main_content.h"
#include "extract/markdown/markdown_writer.h"
#include "extract/markdown/plain_text.h"
#include "extract/markdown/references.h"
#include "extract/metadata/metadata.h"
#include "html/encoding.h"
#include "html/html.h"
#include "judge/judge.h"

namespace lycosa {
namespace {

const std::vector<std::string>& pages() {
  static const std::vector<std::string> all = [] {
    const std::filesystem::path data = lycosa::conformance::shared_folder() / "data/extraction-dev";
    std::vector<std::filesystem::path> paths;
    for (const char* set : {"trafilatura-eval", "wcxb-dev"}) {
      std::error_code missing;
      for (const auto& entry : std::filesystem::directory_iterator(data / set / "pages", missing))
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> bodies;
    for (size_t i = 0; i < paths.size(); i += 5) bodies.push_back(lycosa::conformance::read_gzip(paths[i]));
    return bodies;
  }();
  return all;
}

// Adds up the time of each step.
class Steps {
 public:
  enum Step { parse, heads, links, blocks, boilerpipe, markdown, main_content, readable, language, hashes, kSteps };
  void begin() { last_ = Clock::now(); }
  void end(Step step) {
    const auto now = Clock::now();
    seconds_[step] += std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }
  void report(benchmark::State& state) const {
    constexpr std::array<const char*, kSteps> kNames = {"parse",      "metadata", "links",        "blocks",
                                                        "boilerpipe", "markdown", "main_content", "readable",
                                                        "language",   "hashes"};
    double all = 0;
    for (const double seconds : seconds_) all += seconds;
    for (size_t i = 0; i < kSteps; ++i) state.counters[std::string("share_") + kNames[i]] = seconds_[i] / all;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point last_;
  std::array<double, kSteps> seconds_{};
};

// The steps of extract(), each by itself.
void one_page(const std::string& body, const Url& url, Steps& steps) {
  steps.begin();
  const html::Document document = html::parse(html::decode(std::string(body), "").utf8);
  steps.end(Steps::parse);
  Content content;
  References references(document, document_base(document, url));
  const std::vector<html::NodeId> anchors = read_metadata(document, url, references, content);
  steps.end(Steps::heads);
  read_links(document, anchors, references, content);
  steps.end(Steps::links);
  const BlockMap map(document);
  steps.end(Steps::blocks);
  content.boilerpipe_text = boilerpipe_text(document);
  steps.end(Steps::boilerpipe);
  content.markdown = write_markdown(document, references, BlockChoice(map));
  steps.end(Steps::markdown);
  const std::vector<uint8_t> main = find_main_content(document, map, content.title.value_or(""));
  steps.end(Steps::main_content);
  const BlockChoice choice(map, main);
  content.readable_markdown = write_markdown(document, references, choice);
  content.readable_text = write_plain_text(document, choice);
  steps.end(Steps::readable);
  content.detected_language = detect_language(content.readable_text, content.declared_language);
  steps.end(Steps::language);
  benchmark::DoNotOptimize(judge_text(content));
  steps.end(Steps::hashes);
}

template <class Each>
void over_pages(benchmark::State& state, Each each) {
  if (pages().empty()) {
    state.SkipWithError("the pages of extraction-dev are missing; set LYCOSA_SHARED");
    return;
  }
  int64_t bytes = 0;
  int64_t count = 0;
  for (auto _ : state) {
    for (const std::string& body : pages()) {
      each(body);
      bytes += static_cast<int64_t>(body.size());
      ++count;
    }
  }
  state.SetBytesProcessed(bytes);
  state.SetItemsProcessed(count);
}

void whole_record(benchmark::State& state) {
  const Url url = *Url::parse("https://example.com/a/page");
  Steps steps;
  over_pages(state, [&](const std::string& body) { one_page(body, url, steps); });
  steps.report(state);
}
BENCHMARK(whole_record)->Unit(benchmark::kMillisecond);

void parse_only(benchmark::State& state) {
  over_pages(state, [](const std::string& body) {
    benchmark::DoNotOptimize(html::parse(html::decode(std::string(body), "").utf8).node_count());
  });
}
BENCHMARK(parse_only)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lycosa

BENCHMARK_MAIN();
