// Extracts many pages in one process, for the quality tools.
//
// Reads frames from stdin: a line «URL<tab>LENGTH», then LENGTH bytes of page. Writes one JSON line for each.

#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "extract/extract.h"
#include "html/encoding.h"
#include "judge/judge.h"

using namespace lycosa;

int main() {
  std::ios::sync_with_stdio(false);
  std::string head;
  while (std::getline(std::cin, head)) {
    const size_t tab = head.rfind('\t');
    const std::string address = head.substr(0, tab);
    std::string bytes(std::strtoull(head.c_str() + tab + 1, nullptr, 10), '\0');
    if (!std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return 2;
    Result<Url> url = Url::parse(address);
    if (!url) url = Url::parse("http://page.invalid/");
    const html::Document document = html::parse(html::decode(std::move(bytes), "").utf8);
    const Content content = extract_content(document, *url);
    const SignalScore spam = score_spam(content);
    const SignalScore soft_404 = score_soft_404(content, *url);
    const SignalScore needs_js = score_needs_js(content);
    const nlohmann::json line = {{"spam", spam.score},
                                 {"spam_evidence", spam.evidence()},
                                 {"soft_404", soft_404.score},
                                 {"soft_404_sum", soft_404.raw},
                                 {"soft_404_evidence", soft_404.evidence()},
                                 {"needs_js", needs_js.score},
                                 {"needs_js_sum", needs_js.raw},
                                 {"needs_js_evidence", needs_js.evidence()},
                                 {"title", content.title.value_or("")},
                                 {"words", content.words},
                                 {"boilerpipe_text", content.boilerpipe_text},
                                 {"markdown", content.markdown},
                                 {"readable_markdown", content.readable_markdown},
                                 {"readable_text", content.readable_text}};
    std::cout << line.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << "\n" << std::flush;
  }
}
