// Learns the model of main content from described and labelled blocks (dump_blocks, label_blocks.py).
//
//   train_model check PREDICTIONS SET...   learns on each half of the pages, predicts the other; one float a block
//   train_model write MODEL FOLD SET...    learns on fold 0 or 1 (or both: 2) and writes the model's table
//
// SET names files SET.bin and SET.lab. Boosted oblivious trees on logistic loss: at one depth all nodes ask the same
// question, which keeps the model small, quick and hard to overfit. Two rounds: the second sees the first one's answers
// for the blocks around (extract/score_context.h).

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "extract/score_context.h"

using namespace lycosa;

namespace {

int env(const char* name, int value) { return std::getenv(name) ? std::atoi(std::getenv(name)) : value; }

const int kTrees = env("TREES", 160);
const int kDepth = env("DEPTH", 6);
const float kRate = static_cast<float>(env("RATE", 10)) / 100;
const float kLambda = static_cast<float>(env("LAMBDA", 3));
constexpr int kBins = 64;

struct Data {
  size_t rows = 0;
  std::vector<std::vector<float>> columns;
  std::vector<float> label, weight;
  std::vector<int> page, fold;
  std::vector<AncestorRanges> ancestors;
};

std::vector<float> read_floats(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  std::vector<float> values(static_cast<size_t>(in.tellg()) / sizeof(float));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
  return values;
}

Data load(const std::vector<std::string>& sets) {
  Data data;
  data.columns.resize(kBlockFeatures);
  int pages = 0;
  for (const std::string& set : sets) {
    constexpr size_t kWidth = kBlockFeatures + 2 * kAncestorLevels;
    const std::vector<float> x = read_floats(set + ".bin");
    const std::vector<float> y = read_floats(set + ".lab");
    const size_t rows = x.size() / kWidth;
    if (y.size() != rows * 4) std::exit(3);
    int last = 0;
    for (size_t i = 0; i < rows; ++i) {
      const float* row = &x[i * kWidth];
      for (size_t f = 0; f < kBlockFeatures; ++f) data.columns[f].push_back(row[f]);
      AncestorRanges ranges;
      for (size_t l = 0; l < ranges.size(); ++l) {
        ranges[l] = {static_cast<uint32_t>(row[kBlockFeatures + 2 * l]), static_cast<uint32_t>(row[kBlockFeatures + 2 * l + 1])};
      }
      data.ancestors.push_back(ranges);
      data.label.push_back(y[i * 4]);
      data.weight.push_back(y[i * 4 + 1]);
      last = static_cast<int>(y[i * 4 + 2]);
      data.page.push_back(pages + last);
      data.fold.push_back(static_cast<int>(y[i * 4 + 3]));
    }
    pages += last + 1;
  }
  data.rows = data.label.size();
  return data;
}

struct Tree {
  std::vector<int> feature;
  std::vector<float> border;  // a value above it sets the level's bit
  std::vector<float> leaf;
};
using Forest = std::vector<Tree>;

float logistic(float x) { return 1 / (1 + std::exp(-x)); }

// Borders between values that are about equally often.
std::vector<float> borders_of(const std::vector<float>& column, const std::vector<size_t>& rows) {
  std::vector<float> sample;
  for (size_t i = 0; i < rows.size(); i += std::max<size_t>(1, rows.size() / 20000)) sample.push_back(column[rows[i]]);
  std::sort(sample.begin(), sample.end());
  std::vector<float> borders;
  for (int b = 1; b < kBins; ++b) {
    const float value = sample[sample.size() * static_cast<size_t>(b) / kBins];
    const auto above = std::upper_bound(sample.begin(), sample.end(), value);
    if (above == sample.end()) break;
    const float border = (value + *above) / 2;
    if (borders.empty() || border > borders.back()) borders.push_back(border);
  }
  return borders;
}

struct Split {
  double gain = -1;
  int feature = 0;
  int bin = 0;
};

Forest learn(const std::vector<const std::vector<float>*>& columns, const std::vector<float>& label,
             const std::vector<float>& weight, const std::vector<size_t>& rows, unsigned seed) {
  const size_t n = rows.size();
  const int features = static_cast<int>(columns.size());
  std::vector<std::vector<float>> borders;
  std::vector<std::vector<uint8_t>> bins(columns.size(), std::vector<uint8_t>(n));
  for (int f = 0; f < features; ++f) {
    borders.push_back(borders_of(*columns[f], rows));
    for (size_t i = 0; i < n; ++i) {
      const auto& b = borders.back();
      bins[f][i] = static_cast<uint8_t>(std::lower_bound(b.begin(), b.end(), (*columns[f])[rows[i]]) - b.begin());
    }
  }
  std::mt19937 random(seed);
  std::vector<float> score(n, 0), gradient(n), hessian(n);
  std::vector<uint16_t> leaf(n);
  Forest forest;
  for (int t = 0; t < kTrees; ++t) {
    for (size_t i = 0; i < n; ++i) {
      const float p = logistic(score[i]);
      // Each tree sees a part of the rows.
      const float w = random() % 100 < 70 ? weight[rows[i]] : 0;
      gradient[i] = w * (label[rows[i]] - p);
      hessian[i] = w * std::max(p * (1 - p), 1e-4f);
    }
    std::fill(leaf.begin(), leaf.end(), 0);
    std::vector<int> chosen;
    for (int f = 0; f < features; ++f) {
      if (random() % 100 < 40) chosen.push_back(f);
    }
    Tree tree;
    for (int d = 0; d < kDepth; ++d) {
      const size_t leaves = size_t{1} << d;
      const auto best_of = [&](size_t begin, size_t end) {
        Split best;
        std::vector<float> g(leaves * kBins), h(leaves * kBins);
        for (size_t c = begin; c < end; ++c) {
          const int f = chosen[c];
          std::fill(g.begin(), g.end(), 0);
          std::fill(h.begin(), h.end(), 0);
          for (size_t i = 0; i < n; ++i) {
            const size_t slot = leaf[i] * kBins + bins[f][i];
            g[slot] += gradient[i];
            h[slot] += hessian[i];
          }
          std::vector<double> gain(borders[f].size(), 0);
          for (size_t l = 0; l < leaves; ++l) {
            double all_g = 0, all_h = 0, left_g = 0, left_h = 0;
            for (int b = 0; b < kBins; ++b) all_g += g[l * kBins + b], all_h += h[l * kBins + b];
            for (size_t b = 0; b < gain.size(); ++b) {
              left_g += g[l * kBins + b];
              left_h += h[l * kBins + b];
              gain[b] += left_g * left_g / (left_h + kLambda) + (all_g - left_g) * (all_g - left_g) / (all_h - left_h + kLambda);
            }
          }
          for (size_t b = 0; b < gain.size(); ++b) {
            if (gain[b] > best.gain) best = {gain[b], f, static_cast<int>(b)};
          }
        }
        return best;
      };
      Split left, right;
      std::thread half([&] { left = best_of(0, chosen.size() / 2); });
      right = best_of(chosen.size() / 2, chosen.size());
      half.join();
      const Split best = left.gain > right.gain ? left : right;
      tree.feature.push_back(best.feature);
      tree.border.push_back(borders[best.feature][best.bin]);
      for (size_t i = 0; i < n; ++i) leaf[i] |= static_cast<uint16_t>((bins[best.feature][i] > best.bin) << d);
    }
    const size_t leaves = size_t{1} << kDepth;
    std::vector<double> g(leaves), h(leaves);
    for (size_t i = 0; i < n; ++i) g[leaf[i]] += gradient[i], h[leaf[i]] += hessian[i];
    for (size_t l = 0; l < leaves; ++l) tree.leaf.push_back(static_cast<float>(kRate * g[l] / (h[l] + kLambda)));
    for (size_t i = 0; i < n; ++i) score[i] += tree.leaf[leaf[i]];
    forest.push_back(std::move(tree));
  }
  return forest;
}

std::vector<float> predict_all(const Forest& forest, const std::vector<const std::vector<float>*>& columns, size_t rows,
                               const std::function<bool(size_t)>& wanted) {
  std::vector<float> scores(rows, 0);
  std::vector<uint8_t> leaf(rows);
  for (const Tree& tree : forest) {
    std::fill(leaf.begin(), leaf.end(), 0);
    for (size_t d = 0; d < tree.feature.size(); ++d) {
      const float* column = columns[static_cast<size_t>(tree.feature[d])]->data();
      const float border = tree.border[d];
      for (size_t i = 0; i < rows; ++i) leaf[i] = static_cast<uint8_t>(leaf[i] | ((column[i] > border) << d));
    }
    for (size_t i = 0; i < rows; ++i) scores[i] += tree.leaf[leaf[i]];
  }
  for (size_t i = 0; i < rows; ++i) scores[i] = wanted(i) ? logistic(scores[i]) : 0;
  return scores;
}

std::vector<std::vector<float>> context_columns(const Data& data, const std::vector<float>& scores) {
  std::vector<std::vector<float>> columns(kContextFeatures);
  for (size_t begin = 0; begin < data.rows;) {
    size_t end = begin;
    while (end < data.rows && data.page[end] == data.page[begin]) ++end;
    std::vector<float> page(scores.begin() + static_cast<std::ptrdiff_t>(begin), scores.begin() + static_cast<std::ptrdiff_t>(end));
    std::vector<uint32_t> words;
    for (size_t i = begin; i < end; ++i) words.push_back(static_cast<uint32_t>(std::lround(std::expm1(data.columns[0][i]))));
    const std::vector<AncestorRanges> ranges(data.ancestors.begin() + static_cast<std::ptrdiff_t>(begin),
                                             data.ancestors.begin() + static_cast<std::ptrdiff_t>(end));
    for (const ContextFeatures& row : describe_scores(page, words, ranges)) {
      for (size_t f = 0; f < kContextFeatures; ++f) columns[f].push_back(row[f]);
    }
    begin = end;
  }
  return columns;
}

struct Model {
  Forest first, second;
};

std::vector<const std::vector<float>*> pointers(const std::vector<std::vector<float>>& a) {
  std::vector<const std::vector<float>*> all;
  for (const auto& column : a) all.push_back(&column);
  return all;
}

std::vector<size_t> labelled(const Data& data, const std::function<bool(size_t)>& wanted) {
  std::vector<size_t> rows;
  for (size_t i = 0; i < data.rows; ++i) {
    if (data.weight[i] > 0 && wanted(i)) rows.push_back(i);
  }
  return rows;
}

Model learn_model(const Data& data, const std::function<bool(size_t)>& in_training) {
  constexpr int kInner = 4;
  const auto columns = pointers(data.columns);
  std::vector<float> scores(data.rows, 0);
  for (int k = 0; k < kInner; ++k) {
    const auto out = [&](size_t i) { return in_training(i) && data.page[i] % kInner == k; };
    const Forest forest = learn(columns, data.label, data.weight,
                                labelled(data, [&](size_t i) { return in_training(i) && !out(i); }), 10u + static_cast<unsigned>(k));
    const auto part = predict_all(forest, columns, data.rows, out);
    for (size_t i = 0; i < data.rows; ++i) scores[i] += part[i];
  }
  const auto context = context_columns(data, scores);
  auto both = columns;
  for (const auto& column : context) both.push_back(&column);
  const auto rows = labelled(data, in_training);
  return {learn(columns, data.label, data.weight, rows, 1), learn(both, data.label, data.weight, rows, 2)};
}

std::vector<float> predict_model(const Model& model, const Data& data, const std::function<bool(size_t)>& wanted) {
  const auto columns = pointers(data.columns);
  const auto first = predict_all(model.first, columns, data.rows, wanted);
  const auto context = context_columns(data, first);
  auto both = columns;
  for (const auto& column : context) both.push_back(&column);
  return predict_all(model.second, both, data.rows, wanted);
}

void write_forest(std::FILE* out, const char* name, const Forest& forest) {
  std::fprintf(out, "constexpr ObliviousTree %s[] = {\n", name);
  for (const Tree& tree : forest) {
    std::fprintf(out, "{{");
    for (size_t d = 0; d < tree.feature.size(); ++d) std::fprintf(out, "%s%d", d ? "," : "", tree.feature[d]);
    std::fprintf(out, "},{");
    for (size_t d = 0; d < tree.border.size(); ++d) std::fprintf(out, "%s%.6gf", d ? "," : "", static_cast<double>(tree.border[d]) + 0.0);
    std::fprintf(out, "},{");
    for (size_t l = 0; l < tree.leaf.size(); ++l) {
      std::fprintf(out, "%s%ld", l ? "," : "", std::clamp(std::lround(tree.leaf[l] * 4096), -32767L, 32767L));
    }
    std::fprintf(out, "}},\n");
  }
  std::fprintf(out, "};\n");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string mode = argv[1];
  if (mode == "check") {
    const Data data = load({argv + 3, argv + argc});
    std::vector<float> scores(data.rows, 0);
    for (int fold = 0; fold < 2; ++fold) {
      const Model model = learn_model(data, [&](size_t i) { return data.fold[i] != fold; });
      const auto part = predict_model(model, data, [&](size_t i) { return data.fold[i] == fold; });
      for (size_t i = 0; i < data.rows; ++i) scores[i] += part[i];
    }
    std::ofstream(argv[2], std::ios::binary).write(reinterpret_cast<const char*>(scores.data()),
                                                   static_cast<std::streamsize>(scores.size() * sizeof(float)));
    return 0;
  }
  const int fold = std::atoi(argv[3]);
  const Data data = load({argv + 4, argv + argc});
  const Model model = learn_model(data, [&](size_t i) { return fold == 2 || data.fold[i] == fold; });
  std::FILE* out = std::fopen(argv[2], "w");
  std::fprintf(out, "// Learned by tools/quality/train_model.cc. Feature numbers, borders, leaves times 4096.\n");
  write_forest(out, "kFirstLook", model.first);
  write_forest(out, "kSecondLook", model.second);
  std::fclose(out);
}
