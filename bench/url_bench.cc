// What a link of a page costs: resolved against the page, brought to its canonical form and keyed. The links are those
// of the pages of extraction-dev/readability-testpages (an href in quotes, as written), libcurl's parser is beside
// ours.
#include <benchmark/benchmark.h>
#include <curl/curl.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/gzip_file.h"
#include "conformance/shared_data.h"
#include "url/url.h"

namespace {

constexpr const char* kBase = "https://www.example.co.uk/blog/2024/05/a-post-about-things.html?page=2";

void append_links(std::string_view page, std::vector<std::string>& links) {
  constexpr std::string_view kStart = "href=\"";
  for (size_t at = page.find(kStart); at != std::string_view::npos; at = page.find(kStart, at)) {
    at += kStart.size();
    const size_t end = page.find('"', at);
    if (end == std::string_view::npos) return;
    links.emplace_back(page.substr(at, end - at));
  }
}

const std::vector<std::string>& links() {
  static const std::vector<std::string> found = [] {
    const std::filesystem::path pages =
        lycosa::conformance::shared_folder() / "data/extraction-dev/readability-testpages/pages";
    std::vector<std::string> all;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(pages, missing))
      append_links(lycosa::conformance::read_gzip(entry.path()), all);
    return all;
  }();
  return found;
}

// Runs `each` over the links, one an iteration.
template <class Each>
void over_links(benchmark::State& state, Each each) {
  if (links().empty()) {
    state.SkipWithError("the pages of extraction-dev are missing; set LYCOSA_SHARED");
    return;
  }
  size_t i = 0, bytes = 0;
  for (auto _ : state) {
    const std::string& link = links()[i];
    each(link);
    bytes += link.size();
    if (++i == links().size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(static_cast<int64_t>(bytes));
}

void BM_ResolveCanonicalKey(benchmark::State& state) {
  const auto base = lycosa::Url::parse(kBase);
  over_links(state, [&](const std::string& link) {
    auto url = lycosa::Url::parse(link, &*base);
    if (!url || !url->is_http()) return;
    const lycosa::Url canonical = lycosa::canonical(*std::move(url), lycosa::CanonicalOptions());
    benchmark::DoNotOptimize(lycosa::key_of(canonical));
  });
}
BENCHMARK(BM_ResolveCanonicalKey);

void BM_Resolve(benchmark::State& state) {
  const auto base = lycosa::Url::parse(kBase);
  over_links(state, [&](const std::string& link) { benchmark::DoNotOptimize(lycosa::Url::parse(link, &*base)); });
}
BENCHMARK(BM_Resolve);

// curl_url holds one URL and resolves the next one against it, so the base is copied first.
void BM_CurlResolve(benchmark::State& state) {
  CURLU* const base = curl_url();
  curl_url_set(base, CURLUPART_URL, kBase, 0);
  over_links(state, [&](const std::string& link) {
    CURLU* const url = curl_url_dup(base);
    char* href = nullptr;
    if (curl_url_set(url, CURLUPART_URL, link.c_str(), CURLU_URLENCODE) == CURLUE_OK) {
      curl_url_get(url, CURLUPART_URL, &href, 0);
    }
    benchmark::DoNotOptimize(href);
    curl_free(href);
    curl_url_cleanup(url);
  });
  curl_url_cleanup(base);
}
BENCHMARK(BM_CurlResolve);

void BM_ParseUnparsed(benchmark::State& state) {
  const auto base = lycosa::Url::parse(kBase);
  std::vector<std::string> keys;
  for (const std::string& link : links()) {
    auto url = lycosa::Url::parse(link, &*base);
    if (url && url->is_http())
      keys.push_back(lycosa::unparse(lycosa::canonical(*std::move(url), lycosa::CanonicalOptions())));
  }
  size_t i = 0;
  for (auto _ : state) {
    if (keys.empty()) break;
    benchmark::DoNotOptimize(lycosa::parse_unparsed(keys[i]));
    if (++i == keys.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ParseUnparsed);

}  // namespace

BENCHMARK_MAIN();
