// Learns the model of main content from described and labelled blocks (dump_blocks, label_blocks.py).
//
//   train_model check PREDICTIONS SET...   learns on each half of the pages, predicts the other; one float a block
//   train_model write FOLDER FOLD SET...   learns on fold 0 or 1 (or both: 2) and writes content_model.inc and
//                                          feature_borders.inc
//
// SET names files SET.bin and SET.lab. Boosted oblivious trees on logistic loss: at one depth all nodes ask the same
// question, which keeps the model small, quick and hard to overfit. Two rounds: the second sees the first one's answers
// for the blocks around (extract/main_content/score_context.h).

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "extract/main_content/score_context.h"

using namespace lycosa;

namespace {

int env(const char* name, int value) {
  return std::getenv(name) ? std::atoi(std::getenv(name)) : value;
}

const int kTrees = env("TREES", 200);
const float kRate = static_cast<float>(env("RATE", 8)) / 100;
const float kLambda = static_cast<float>(env("LAMBDA", 3));
const int kRowShare = env("ROWS", 50);  // of 100, seen by one tree
const int kColumnShare = env("COLUMNS", 25);
constexpr int kDepth = 6;
constexpr int kBins = 64;

struct Data {
  size_t rows = 0;
  std::vector<std::vector<float>> columns;
  std::vector<float> label, weight;
  std::vector<int> page, fold;
  std::vector<AncestorRanges> ancestors;
  std::vector<GroupNumbers> groups;
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
    constexpr size_t kWidth = kBlockFeatures + 2 + 2 * kAncestorLevels;
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
        const float* range = row + kBlockFeatures + 2 + 2 * l;
        ranges[l] = {static_cast<uint32_t>(range[0]), static_cast<uint32_t>(range[1])};
      }
      data.ancestors.push_back(ranges);
      data.groups.push_back(
          {static_cast<uint32_t>(row[kBlockFeatures]), static_cast<uint32_t>(row[kBlockFeatures + 1])});
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

float logistic(float x) {
  return 1 / (1 + std::exp(-x));
}

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

// The labelled rows of one learning, each feature cut into at most kBins values.
struct Binned {
  std::vector<std::vector<float>> borders;
  std::vector<std::vector<uint8_t>> bins;
  std::vector<float> label, weight;
};

Binned bin_rows(const std::vector<const std::vector<float>*>& columns, const Data& data,
                const std::vector<size_t>& rows) {
  Binned binned;
  for (const std::vector<float>* column : columns) {
    const std::vector<float> borders = borders_of(*column, rows);
    std::vector<uint8_t> bins(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      bins[i] =
          static_cast<uint8_t>(std::lower_bound(borders.begin(), borders.end(), (*column)[rows[i]]) - borders.begin());
    }
    binned.borders.push_back(borders);
    binned.bins.push_back(std::move(bins));
  }
  for (const size_t row : rows) {
    binned.label.push_back(data.label[row]);
    binned.weight.push_back(data.weight[row]);
  }
  return binned;
}

struct Slope {
  float gradient = 0;
  float hessian = 0;
};

// Adds to gain[b] what parting the rows of one leaf between bins b and b + 1 is worth.
void add_gain(const Slope* slopes, std::vector<double>& gain) {
  double all_g = 0, all_h = 0, left_g = 0, left_h = 0;
  for (int b = 0; b < kBins; ++b) all_g += slopes[b].gradient, all_h += slopes[b].hessian;
  for (size_t b = 0; b < gain.size(); ++b) {
    left_g += slopes[b].gradient;
    left_h += slopes[b].hessian;
    const double right_g = all_g - left_g;
    gain[b] += left_g * left_g / (left_h + kLambda) + right_g * right_g / (all_h - left_h + kLambda);
  }
}

// Learns one tree on a part of the rows with a part of the features.
class TreeLearner {
 public:
  TreeLearner(const Binned& binned, std::mt19937& random) : binned_(binned) {
    for (size_t f = 0; f < binned.bins.size(); ++f) {
      if (static_cast<int>(random() % 100) < kColumnShare) features_.push_back(f);
    }
    for (size_t i = 0; i < binned.label.size(); ++i) {
      if (static_cast<int>(random() % 100) < kRowShare) rows_.push_back(static_cast<uint32_t>(i));
    }
  }

  Tree learn(const std::vector<float>& score) {
    for (const uint32_t row : rows_) {
      const float p = logistic(score[row]);
      const float w = binned_.weight[row];
      slopes_.push_back({w * (binned_.label[row] - p), w * std::max(p * (1 - p), 1e-4f)});
    }
    for (const size_t f : features_) {
      std::vector<uint8_t> bins;
      bins.reserve(rows_.size());
      for (const uint32_t row : rows_) bins.push_back(binned_.bins[f][row]);
      bins_.push_back(std::move(bins));
    }
    leaf_.assign(rows_.size(), 0);
    Tree tree;
    for (int d = 0; d < kDepth; ++d) grow(tree, d);
    std::vector<Slope> sums(size_t{1} << kDepth);
    for (size_t i = 0; i < rows_.size(); ++i) add(sums[leaf_[i]], slopes_[i]);
    for (const Slope& sum : sums) tree.leaf.push_back(kRate * sum.gradient / (sum.hessian + kLambda));
    return tree;
  }

 private:
  static void add(Slope& to, const Slope& slope) {
    to.gradient += slope.gradient;
    to.hessian += slope.hessian;
  }

  void grow(Tree& tree, int depth) {
    const size_t leaves = size_t{1} << depth;
    Split best;
    std::vector<Slope> sums(leaves * kBins);
    for (size_t c = 0; c < features_.size(); ++c) {
      std::fill(sums.begin(), sums.end(), Slope{});
      const uint8_t* bins = bins_[c].data();
      for (size_t i = 0; i < rows_.size(); ++i) add(sums[leaf_[i] * size_t{kBins} + bins[i]], slopes_[i]);
      std::vector<double> gain(binned_.borders[features_[c]].size(), 0);
      for (size_t l = 0; l < leaves; ++l) add_gain(&sums[l * kBins], gain);
      for (size_t b = 0; b < gain.size(); ++b) {
        if (gain[b] > best.gain) best = {gain[b], static_cast<int>(c), static_cast<int>(b)};
      }
    }
    const size_t chosen = static_cast<size_t>(best.feature);
    tree.feature.push_back(static_cast<int>(features_[chosen]));
    tree.border.push_back(binned_.borders[features_[chosen]][static_cast<size_t>(best.bin)]);
    for (size_t i = 0; i < rows_.size(); ++i) {
      leaf_[i] = static_cast<uint8_t>(leaf_[i] | ((bins_[chosen][i] > best.bin) << depth));
    }
  }

  const Binned& binned_;
  std::vector<size_t> features_;
  std::vector<uint32_t> rows_;
  std::vector<Slope> slopes_;               // by row of rows_
  std::vector<std::vector<uint8_t>> bins_;  // by feature of features_ and row of rows_
  std::vector<uint8_t> leaf_;
};

Forest learn(const std::vector<const std::vector<float>*>& columns, const Data& data, const std::vector<size_t>& rows,
             unsigned seed) {
  const Binned binned = bin_rows(columns, data, rows);
  std::mt19937 random(seed);
  std::vector<float> score(rows.size(), 0);
  Forest forest;
  for (int t = 0; t < kTrees; ++t) {
    forest.push_back(TreeLearner(binned, random).learn(score));
    const Tree& tree = forest.back();
    std::vector<uint8_t> leaf(rows.size(), 0);
    for (size_t d = 0; d < tree.feature.size(); ++d) {
      const auto& bins = binned.bins[static_cast<size_t>(tree.feature[d])];
      const auto& borders = binned.borders[static_cast<size_t>(tree.feature[d])];
      const auto bin =
          static_cast<uint8_t>(std::lower_bound(borders.begin(), borders.end(), tree.border[d]) - borders.begin());
      for (size_t i = 0; i < rows.size(); ++i) leaf[i] = static_cast<uint8_t>(leaf[i] | ((bins[i] > bin) << d));
    }
    for (size_t i = 0; i < rows.size(); ++i) score[i] += tree.leaf[leaf[i]];
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
    std::vector<float> page(scores.begin() + static_cast<std::ptrdiff_t>(begin),
                            scores.begin() + static_cast<std::ptrdiff_t>(end));
    std::vector<uint32_t> words;
    for (size_t i = begin; i < end; ++i)
      words.push_back(static_cast<uint32_t>(std::lround(std::expm1(data.columns[0][i]))));
    PageDescription around;
    around.ancestors.assign(&data.ancestors[begin], &data.ancestors[begin] + (end - begin));
    around.groups.assign(&data.groups[begin], &data.groups[begin] + (end - begin));
    ScoreContext context(page, words, around);
    for (size_t i = 0; i < page.size(); i += kTileBlocks) {
      ContextTile tile;
      context.describe(i, tile);
      const size_t blocks = std::min(kTileBlocks, page.size() - i);
      for (size_t f = 0; f < kContextFeatures; ++f)
        columns[f].insert(columns[f].end(), tile.of(f), tile.of(f) + blocks);
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
    const auto rows = labelled(data, [&](size_t i) { return in_training(i) && !out(i); });
    const Forest forest = learn(columns, data, rows, 10u + static_cast<unsigned>(k));
    const auto part = predict_all(forest, columns, data.rows, out);
    for (size_t i = 0; i < data.rows; ++i) scores[i] += part[i];
  }
  const auto context = context_columns(data, scores);
  auto both = columns;
  for (const auto& column : context) both.push_back(&column);
  const auto rows = labelled(data, in_training);
  return {learn(columns, data, rows, 1), learn(both, data, rows, 2)};
}

std::vector<float> predict_model(const Model& model, const Data& data, const std::function<bool(size_t)>& wanted) {
  const auto columns = pointers(data.columns);
  const auto first = predict_all(model.first, columns, data.rows, wanted);
  const auto context = context_columns(data, first);
  auto both = columns;
  for (const auto& column : context) both.push_back(&column);
  return predict_all(model.second, both, data.rows, wanted);
}

// A border as it will be read back.
std::string border_text(float border) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", static_cast<double>(border) + 0.0);
  return std::string(text) + (std::strpbrk(text, ".e") ? "f" : ".0f");
}
float rounded(float border) {
  return std::strtof(border_text(border).c_str(), nullptr);
}

// The borders of each feature that some tree asks about.
using Borders = std::vector<std::set<float>>;

Borders asked_borders(const Model& model) {
  Borders borders(kAllFeatures);
  for (const Forest* forest : {&model.first, &model.second}) {
    for (const Tree& tree : *forest) {
      for (size_t d = 0; d < tree.feature.size(); ++d)
        borders[static_cast<size_t>(tree.feature[d])].insert(rounded(tree.border[d]));
    }
  }
  return borders;
}

void write_borders(std::FILE* out, const Borders& borders) {
  std::fprintf(
      out, "// Learned by tools/quality/train_model.cc. The borders of each feature, and where those of each begin.\n");
  std::fprintf(out, "constexpr uint16_t kBorderStart[] = {\n0");
  size_t start = 0;
  for (const auto& of_feature : borders) std::fprintf(out, ",%zu", start += of_feature.size());
  std::fprintf(out, "};\nconstexpr float kBorders[] = {\n");
  for (const auto& of_feature : borders) {
    for (const float border : of_feature) std::fprintf(out, "%s,", border_text(border).c_str());
    if (!of_feature.empty()) std::fprintf(out, "\n");
  }
  std::fprintf(out, "};\n");
}

void write_forest(std::FILE* out, const char* name, const Forest& forest, const Borders& borders) {
  std::fprintf(out, "constexpr ObliviousTree %s[] = {\n", name);
  for (const Tree& tree : forest) {
    std::fprintf(out, "{{");
    for (size_t d = 0; d < tree.feature.size(); ++d) std::fprintf(out, "%s%d", d ? "," : "", tree.feature[d]);
    std::fprintf(out, "},{");
    for (size_t d = 0; d < tree.border.size(); ++d) {
      const auto& of_feature = borders[static_cast<size_t>(tree.feature[d])];
      std::fprintf(out, "%s%td", d ? "," : "",
                   std::distance(of_feature.begin(), of_feature.find(rounded(tree.border[d]))));
    }
    for (const int shift : {0, 8}) {
      std::fprintf(out, "},{");
      for (size_t l = 0; l < tree.leaf.size(); ++l) {
        const long leaf = std::clamp(std::lround(tree.leaf[l] * 4096), -32767L, 32767L);
        std::fprintf(out, "%s%d", l ? "," : "", static_cast<int>(leaf >> shift & 0xff));
      }
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
    std::vector<float> parts[2];
    const auto check = [&](int fold) {
      const Model model = learn_model(data, [&](size_t i) { return data.fold[i] != fold; });
      parts[fold] = predict_model(model, data, [&](size_t i) { return data.fold[i] == fold; });
    };
    std::thread other([&] { check(1); });
    check(0);
    other.join();
    std::vector<float> scores(data.rows, 0);
    for (size_t i = 0; i < data.rows; ++i) scores[i] = parts[0][i] + parts[1][i];
    std::ofstream(argv[2], std::ios::binary)
        .write(reinterpret_cast<const char*>(scores.data()),
               static_cast<std::streamsize>(scores.size() * sizeof(float)));
    return 0;
  }
  const int fold = std::atoi(argv[3]);
  const Data data = load({argv + 4, argv + argc});
  const Model model = learn_model(data, [&](size_t i) { return fold == 2 || data.fold[i] == fold; });
  const Borders borders = asked_borders(model);
  std::FILE* out = std::fopen((std::string(argv[2]) + "/content_model.inc").c_str(), "w");
  std::fprintf(out,
               "// Learned by tools/quality/train_model.cc. Feature numbers, border numbers, leaves times 4096 in two "
               "halves.\n");
  write_forest(out, "kFirstLook", model.first, borders);
  write_forest(out, "kSecondLook", model.second, borders);
  std::fclose(out);
  out = std::fopen((std::string(argv[2]) + "/feature_borders.inc").c_str(), "w");
  write_borders(out, borders);
  std::fclose(out);
}
