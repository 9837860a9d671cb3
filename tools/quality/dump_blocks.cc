// Describes the blocks of many pages for learning: dump_blocks FEATURES < frames > texts
//
// Frames are those of extract_batch. Each page gives one JSON line with its blocks' texts and words, and in FEATURES
// one row of 32-bit floats a block: the features, its groups' numbers, then begin and end of each ancestor's range.

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "extract/extract.h"
#include "extract/main_content/block_features.h"
#include "html/encoding.h"

using namespace lycosa;

int main(int, char** argv) {
  std::ios::sync_with_stdio(false);
  std::FILE* rows = std::fopen(argv[1], "wb");
  std::string head;
  while (std::getline(std::cin, head)) {
    std::string bytes(std::strtoull(head.c_str() + head.rfind('\t') + 1, nullptr, 10), '\0');
    if (!std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return 2;
    const html::Document document = html::parse(html::decode(std::move(bytes), "").utf8);
    const Content content = extract_content(document, *Url::parse("http://page.invalid/"));
    const BlockMap map(document);
    std::vector<float> numbers;
    const PageDescription page = describe_blocks(document, map, content.title.value_or(""), &numbers);
    std::vector<std::string> texts(map.blocks().size());
    for (html::NodeId n = 0; n != html::kNoNode; n = document.next(n, document.root())) {
      if (document.kind(n) == html::NodeKind::text && map.block_of(n) != kNoBlock)
        texts[map.block_of(n)] += document.text(n);
    }
    std::vector<uint32_t> words;
    for (const TextBlock& block : map.blocks()) words.push_back(block.words);
    for (size_t i = 0; i < texts.size(); ++i) {
      std::fwrite(&numbers[i * kBlockFeatures], sizeof(float), kBlockFeatures, rows);
      const float groups[] = {static_cast<float>(page.groups[i][0]), static_cast<float>(page.groups[i][1])};
      std::fwrite(groups, sizeof(float), 2, rows);
      for (const BlockRange& range : page.ancestors[i]) {
        const float ends[] = {static_cast<float>(range.begin), static_cast<float>(range.end)};
        std::fwrite(ends, sizeof(float), 2, rows);
      }
    }
    std::cout << nlohmann::json{{"texts", texts}, {"words", words}}.dump(-1, ' ', true,
                                                                         nlohmann::json::error_handler_t::replace)
              << "\n"
              << std::flush;
  }
  std::fclose(rows);
}
