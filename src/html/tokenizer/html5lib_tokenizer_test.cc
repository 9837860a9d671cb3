// The tokenizer tests of html5lib, whole, at every level of SIMD, with their errors.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/text.h"
#include "conformance/suite.h"
#include "html/dom/document_builder.h"
#include "html/test_data.h"
#include "html/tokenizer/input_stream.h"
#include "html/tokenizer/tokenizer.h"

namespace lycosa::html {
namespace {

using nlohmann::json;

// Lone surrogates are written as UTF-8 would write them, which the tokenizer lets pass.
void append_code(std::string& out, char32_t c) {
  if (c < 0xD800 || c > 0xDFFF) return append_utf8(out, c);
  out += static_cast<char>(0xE0 | (c >> 12));
  out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  out += static_cast<char>(0x80 | (c & 0x3F));
}

// Undoes the second escaping of a «doubleEscaped» test.
std::string unescape(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '\\' || i + 6 > text.size() || text[i + 1] != 'u') {
      out += text[i++];
      continue;
    }
    auto code = static_cast<char32_t>(std::stoul(text.substr(i + 2, 4), nullptr, 16));
    i += 6;
    if (code >= 0xD800 && code < 0xDC00 && i + 6 <= text.size() && text[i] == '\\' && text[i + 1] == 'u') {
      const auto low = static_cast<char32_t>(std::stoul(text.substr(i + 2, 4), nullptr, 16));
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        i += 6;
      }
    }
    append_code(out, code);
  }
  return out;
}

struct Expectation {
  std::vector<std::string> tokens;
  std::vector<std::string> errors;
};

std::string in_brackets(std::string_view text) {
  return "[" + std::string(text) + "]";
}

class TokenText {
 public:
  // The input is read where it lies, so that the test chooses its alignment.
  TokenText(std::string_view input, ContentModel model, const std::string& last_start_tag, SimdLevel level)
      : builder_(std::string()), tokenizer_(reading(builder_, input), level, kMaxAttributes) {
    builder_.data().errors.keep_list = true;
    find_input_errors(builder_.source(),
                      [&](ParseErrorKind kind, size_t) { result_.errors.emplace_back(parse_error_name(kind)); });
    tokenizer_.switch_to(model);
    if (!last_start_tag.empty()) tokenizer_.set_last_start_tag(last_start_tag);
  }

  Expectation run() {
    Token token;
    for (tokenizer_.next(token, false); token.kind != TokenKind::end_of_file; tokenizer_.next(token, false)) {
      if (token.kind == TokenKind::characters) {
        text_ += builder_.view(token.text);
        continue;
      }
      flush();
      result_.tokens.push_back(written(token));
    }
    flush();
    for (const ParseError& error : builder_.data().errors.list) {
      result_.errors.emplace_back(parse_error_name(error.kind));
    }
    std::sort(result_.errors.begin(), result_.errors.end());
    return result_;
  }

 private:
  static DocumentBuilder& reading(DocumentBuilder& builder, std::string_view input) {
    builder.data().source = input;
    return builder;
  }

  void flush() {
    if (!text_.empty()) result_.tokens.push_back("Character" + in_brackets(text_));
    text_.clear();
  }

  std::string written(const Token& token) {
    const auto view = [&](Slice s) { return builder_.view(s); };
    switch (token.kind) {
      case TokenKind::comment:
        return "Comment" + in_brackets(view(token.text));
      case TokenKind::end_tag:
        return "EndTag" + in_brackets(view(token.text));
      case TokenKind::start_tag: {
        std::vector<std::string> attributes;
        for (size_t i = 0; i < token.attribute_count; ++i) {
          const Attribute& a = builder_.data().attributes[token.attributes + i];
          attributes.push_back(in_brackets(view(a.name)) + "=" + in_brackets(view(a.value)));
        }
        std::sort(attributes.begin(), attributes.end());
        std::string all = "StartTag" + in_brackets(view(token.text));
        for (const std::string& a : attributes) all += a;
        EXPECT_EQ(token.tag, tag_from_name(view(token.text)));
        return all + (token.self_closing ? "/" : "");
      }
      case TokenKind::doctype:
        return "DOCTYPE" + (token.has_name ? in_brackets(view(token.text)) : "-") +
               (token.has_public_id ? in_brackets(view(token.public_id)) : "-") +
               (token.has_system_id ? in_brackets(view(token.system_id)) : "-") + (token.force_quirks ? "quirks" : "");
      default:
        return "";
    }
  }

  DocumentBuilder builder_;
  Tokenizer tokenizer_;
  Expectation result_;
  std::string text_;
};

std::string expected_token(const json& token, const auto& plain) {
  const std::string kind = token[0];
  if (kind == "DOCTYPE") {
    const auto id = [&](const json& value) { return value.is_null() ? "-" : in_brackets(plain(value)); };
    return kind + id(token[1]) + id(token[2]) + id(token[3]) + (token[4].get<bool>() ? "" : "quirks");
  }
  std::string all = kind + in_brackets(plain(token[1]));
  if (kind != "StartTag") return all;
  std::vector<std::string> attributes;
  for (const auto& [name, value] : token[2].items()) {
    attributes.push_back(in_brackets(plain(json(name))) + "=" + in_brackets(plain(value)));
  }
  std::sort(attributes.begin(), attributes.end());
  for (const std::string& a : attributes) all += a;
  return all + (token.size() > 3 && token[3].get<bool>() ? "/" : "");
}

Expectation expectation(const json& test) {
  const bool escaped = test.value("doubleEscaped", false);
  const auto plain = [&](const json& text) {
    return escaped ? unescape(text.get<std::string>()) : text.get<std::string>();
  };
  Expectation expected;
  for (const json& token : test["output"]) expected.tokens.push_back(expected_token(token, plain));
  for (const json& error : test.value("errors", json::array())) expected.errors.push_back(error["code"]);
  std::sort(expected.errors.begin(), expected.errors.end());
  return expected;
}

ContentModel model_named(const std::string& state) {
  if (state == "RCDATA state") return ContentModel::rcdata;
  if (state == "RAWTEXT state") return ContentModel::rawtext;
  if (state == "Script data state") return ContentModel::script_data;
  if (state == "PLAINTEXT state") return ContentModel::plaintext;
  if (state == "CDATA section state") return ContentModel::cdata;
  return ContentModel::data;
}

// What xmlViolation.test asks for: «coercing an HTML DOM into an infoset», which is not the tokenizer's affair.
std::string coerced(std::string token) {
  const auto replace_all = [&](const std::string& from, const std::string& to) {
    for (size_t at = token.find(from); at != std::string::npos; at = token.find(from, at + to.size())) {
      token.replace(at, from.size(), to);
    }
  };
  replace_all("\uFFFF", "\uFFFD");
  replace_all("\f", " ");
  if (token.starts_with("Comment")) replace_all("--", "- -");
  return token;
}

// A text whose first byte stands at an address that is `alignment` modulo 64, and ends where its memory does.
class AlignedCopy {
 public:
  AlignedCopy(std::string_view text, size_t alignment) : size_(text.size()) {
    void* memory = nullptr;
    if (posix_memalign(&memory, 64, alignment + text.size() + 1) != 0) throw std::bad_alloc();
    memory_ = static_cast<char*>(memory);
    text_ = memory_ + alignment;
    std::memcpy(text_, text.data(), text.size());
  }
  ~AlignedCopy() { std::free(memory_); }
  AlignedCopy(const AlignedCopy&) = delete;
  AlignedCopy& operator=(const AlignedCopy&) = delete;
  std::string_view view() const { return {text_, size_}; }

 private:
  char* memory_;
  char* text_;
  size_t size_;
};

class Html5libTokenizer : public testing::TestWithParam<SimdLevel> {
 protected:
  // Whether a case gives what it should from each of its states, wherever its input lies.
  static bool passes(const json& test, bool xml) {
    const Expectation expected = expectation(test);
    const bool errors_known = !xml && test.contains("errors");
    std::string input = test["input"];
    if (test.value("doubleEscaped", false)) input = unescape(input);
    const DocumentBuilder normalised(input);
    bool passed = true;
    for (const json& state : test.value("initialStates", json::array({"Data state"}))) {
      for (size_t alignment = 0; alignment < 64; ++alignment) {
        const AlignedCopy copy(normalised.source(), alignment);
        Expectation got = TokenText(copy.view(), model_named(state), test.value("lastStartTag", ""), GetParam()).run();
        if (xml) std::transform(got.tokens.begin(), got.tokens.end(), got.tokens.begin(), coerced);
        passed = passed && got.tokens == expected.tokens && (!errors_known || got.errors == expected.errors);
      }
    }
    return passed;
  }
};

TEST_P(Html5libTokenizer, PassesEveryCase) {
  const auto folder = shared_data() / "html5lib-tests/tokenizer";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there; set LYCOSA_SHARED";
  if (GetParam() > best_simd_level()) GTEST_SKIP() << "this processor does not have it";
  conformance::Suite suite("html5lib-tests/tokenizer", "html5lib, at 64 alignments and every SIMD level",
                           kExpectedFailures);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".test") continue;
    const json file = json::parse(read_file(entry.path()));
    const bool xml = file.contains("xmlViolationTests");
    for (const json& test : file[xml ? "xmlViolationTests" : "tests"]) {
      suite.check(entry.path().filename().string() + ": " + test.dump(), passes(test, xml), "other tokens or errors");
    }
  }
  suite.finish();
}

INSTANTIATE_TEST_SUITE_P(EveryLevel, Html5libTokenizer,
                         testing::Values(SimdLevel::scalar, SimdLevel::sse2, SimdLevel::avx2));

}  // namespace
}  // namespace lycosa::html
