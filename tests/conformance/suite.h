#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// A published suite as a test runs it: which cases fail and may, and its lines in docs/conformance.md.
namespace lycosa::conformance {

// The lines of a text, without their ends.
inline std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// A cell of a Markdown table, as code.
inline std::string cell(std::string_view text) {
  std::string out = "`";
  for (const char c : text) out += c == '|' ? std::string("\\|") : c == '`' ? std::string("'") : std::string(1, c);
  return out + "`";
}

// One suite. Make it, check() each case, then finish().
//
// The cases that may fail stand in a file beside the test, one a line: suite, tab, case, tab, the reason. A case of
// that file that passes is a failure too. docs/conformance.md has a row a suite and a row for each expected failure;
// finish() compares them, and rewrites them when LYCOSA_UPDATE_DOCS is set.
class Suite {
 public:
  // `name` is the file of the suite and perhaps a class within it, `of` whose it is, both for people.
  Suite(std::string name, std::string of, const std::string& expected_failures)
      : name_(std::move(name)), of_(std::move(of)) {
    for (const std::string& line : lines_of(expected_failures)) {
      const size_t first = line.find('\t'), second = line.find('\t', first + 1);
      if (line.empty() || line[0] == '#' || line.substr(0, first) != name_) continue;
      EXPECT_NE(second, std::string::npos) << expected_failures << ": a line without its reason: " << line;
      expected_[line.substr(first + 1, second - first - 1)] = line.substr(std::min(second, line.size() - 1) + 1);
    }
  }

  // `id` names the case within the suite; `got` is what came instead, for the message.
  void check(const std::string& id, bool passed, const std::string& got) {
    ++cases_;
    passed_ += passed ? 1 : 0;
    if (passed) return;
    const auto expected = expected_.find(id);
    if (expected == expected_.end()) {
      ADD_FAILURE() << name_ << ": " << id << " gave " << got;
    } else {
      failed_.insert(*expected);
    }
  }

  void finish() const {
    for (const auto& [id, reason] : expected_) {
      EXPECT_TRUE(failed_.count(id) > 0) << name_ << ": " << id << " passes now; take it off the expected failures";
    }
    const std::string path = LYCOSA_SOURCE_DIR "/docs/conformance.md";
    if (std::getenv("LYCOSA_UPDATE_DOCS") != nullptr) update(path);
    std::vector<std::string> shown;
    for (const std::string& line : lines_of(path)) {
      if (is_mine(line)) shown.push_back(line);
    }
    EXPECT_EQ(shown, rows()) << "run this test with LYCOSA_UPDATE_DOCS=1 to bring docs/conformance.md up to date";
  }

 private:
  bool is_mine(const std::string& line) const { return line.starts_with("| " + cell(name_) + " |"); }

  // The suite's own row, then one for each expected failure.
  std::vector<std::string> rows() const {
    std::vector<std::string> rows = {"| " + cell(name_) + " | " + of_ + " | " + std::to_string(cases_) + " | " +
                                     std::to_string(passed_) + " | " + std::to_string(cases_ - passed_) + " |"};
    for (const auto& [id, reason] : failed_)
      rows.push_back("| " + cell(name_) + " | " + cell(id) + " | " + reason + " |");
    return rows;
  }

  // Each of the two tables of the document is sorted by its rows.
  void update(const std::string& path) const {
    std::vector<std::string> lines = lines_of(path);
    std::erase_if(lines, [&](const std::string& line) { return is_mine(line); });
    const std::vector<std::string> mine = rows();
    int table = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
      if (!lines[i].starts_with("|---")) continue;
      const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(i) + 1;
      const auto end = std::find_if(begin, lines.end(), [](const std::string& line) { return !line.starts_with("|"); });
      std::vector<std::string> body(begin, end);
      if (table == 0) body.push_back(mine.front());
      if (table == 1) body.insert(body.end(), mine.begin() + 1, mine.end());
      ++table;
      std::sort(body.begin(), body.end());
      const auto at = lines.erase(begin, end);
      lines.insert(at, body.begin(), body.end());
    }
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    for (const std::string& line : lines) out << line << "\n";
  }

  std::string name_, of_;
  std::map<std::string, std::string> expected_;  // case to reason
  std::map<std::string, std::string> failed_;    // of those, the ones that did fail
  int cases_ = 0, passed_ = 0;
};

}  // namespace lycosa::conformance
