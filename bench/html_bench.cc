// Bytes to a tree: the pages of the development set, one after the other, by this parser and by those that a crawler
// could have instead. All get the same UTF-8 text; «Bytes» also sniffs and decodes.
//
//   html_bench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "conformance/gzip_file.h"
#include "conformance/shared_data.h"
#include "html/encoding.h"
#include "html/html.h"

#ifdef LYCOSA_BENCH_GUMBO
#include <gumbo.h>
#endif
#ifdef LYCOSA_BENCH_LIBXML2
#include <libxml/HTMLparser.h>
#endif

namespace {

using lycosa::html::Document;

struct Pages {
  std::vector<std::string> bytes, text;
  int64_t byte_count = 0, text_count = 0;
};

const Pages& pages() {
  static const Pages all = [] {
    const std::filesystem::path data = lycosa::conformance::shared_folder();
    Pages loaded;
    for (const char* set : {"trafilatura-eval", "wcxb-dev"}) {
      std::error_code missing;
      for (const auto& entry :
           std::filesystem::directory_iterator(data / "data/extraction-dev" / set / "pages", missing)) {
        loaded.bytes.push_back(lycosa::conformance::read_gzip(entry.path()));
        loaded.text.push_back(lycosa::html::decode(loaded.bytes.back(), "").utf8);
        loaded.byte_count += static_cast<int64_t>(loaded.bytes.back().size());
        loaded.text_count += static_cast<int64_t>(loaded.text.back().size());
      }
    }
    return loaded;
  }();
  return all;
}

template <class Parse>
void run(benchmark::State& state, const std::vector<std::string>& inputs, int64_t byte_count, Parse parse) {
  if (inputs.empty()) return state.SkipWithError("no pages: set LYCOSA_SHARED to the shared data");
  for (auto _ : state) {
    for (const std::string& input : inputs) parse(input);
  }
  state.SetBytesProcessed(state.iterations() * byte_count);
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(inputs.size()));
}

void BM_Lycosa(benchmark::State& state) {
  run(state, pages().text, pages().text_count,
      [](const std::string& text) { benchmark::DoNotOptimize(lycosa::html::parse(text)); });
}
BENCHMARK(BM_Lycosa)->Unit(benchmark::kMillisecond);

void BM_LycosaBytes(benchmark::State& state) {
  run(state, pages().bytes, pages().byte_count, [](const std::string& bytes) {
    benchmark::DoNotOptimize(lycosa::html::parse(lycosa::html::decode(bytes, "").utf8));
  });
}
BENCHMARK(BM_LycosaBytes)->Unit(benchmark::kMillisecond);

#ifdef LYCOSA_BENCH_LIBXML2
void BM_Libxml2(benchmark::State& state) {
  run(state, pages().text, pages().text_count, [](const std::string& text) {
    constexpr int kOptions = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    xmlFreeDoc(htmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", kOptions));
  });
}
BENCHMARK(BM_Libxml2)->Unit(benchmark::kMillisecond);
#endif

#ifdef LYCOSA_BENCH_GUMBO
void BM_Gumbo(benchmark::State& state) {
  run(state, pages().text, pages().text_count, [](const std::string& text) {
    GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, text.data(), text.size());
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  });
}
BENCHMARK(BM_Gumbo)->Unit(benchmark::kMillisecond);
#endif

// What a Document takes, as a share of its page: the median and the ninth decile.
void BM_Memory(benchmark::State& state) {
  std::vector<double> shares;
  for (auto _ : state) {
    shares.clear();
    for (const std::string& text : pages().text) {
      shares.push_back(static_cast<double>(lycosa::html::parse(text).memory()) / static_cast<double>(text.size() + 1));
    }
  }
  if (shares.empty()) return state.SkipWithError("no pages: set LYCOSA_SHARED to the shared data");
  std::sort(shares.begin(), shares.end());
  state.counters["median"] = shares[shares.size() / 2];
  state.counters["p90"] = shares[shares.size() * 9 / 10];
}
BENCHMARK(BM_Memory)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
