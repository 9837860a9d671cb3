#include "extract/metadata/script_dates.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline extract {

using html::Document;
using html::NodeId;

namespace {

constexpr size_t kScriptBytes = 1 << 20;
constexpr size_t kLongestKey = 40;

// Keys in small letters, without what parts their words.
constexpr std::string_view kPublished[] = {"published",     "publishedat",    "publisheddate",    "publishedon",
                                           "publishdate",   "publishedtime",  "publishtime",      "publicationdate",
                                           "datepublished", "firstpublished", "firstpublishedat", "pubdate"};
constexpr std::string_view kCreated[] = {"created",   "createdat",   "createddate",
                                         "createdon", "datecreated", "createddatetime"};

bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '\\';
}

// The name of the member whose value begins at `value`, or nothing: «"publishedAt":"», in JSON within a string too.
std::string_view key_before(std::string_view script, size_t value) {
  size_t end = value;
  while (end > 0 && (is_quote(script[end - 1]) || script[end - 1] == ' ')) --end;
  if (end == 0 || end == value || script[end - 1] != ':') return {};
  --end;
  while (end > 0 && (is_quote(script[end - 1]) || script[end - 1] == ' ')) --end;
  size_t begin = end;
  while (begin > 0 && end - begin <= kLongestKey &&
         (is_ascii_alphanumeric(script[begin - 1]) || script[begin - 1] == '_' || script[begin - 1] == '-')) {
    --begin;
  }
  return script.substr(begin, end - begin);
}

bool is_among(std::string_view key, const auto& keys) {
  std::string plain;
  for (const char c : key) {
    if (is_ascii_alphanumeric(c)) plain += ascii_lower(c);
  }
  return std::find(std::begin(keys), std::end(keys), plain) != std::end(keys);
}

// 2021-03-04, alone or before a time.
bool is_iso_date(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (text.size() <= kShape.size()) return false;
  for (size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !is_ascii_digit(text[i]) : text[i] != kShape[i]) return false;
  }
  return !is_ascii_digit(text[kShape.size()]);
}

class ScriptReader {
 public:
  // False once there is nothing more to look for.
  bool read(NodeId node, std::string_view script) {
    // Years of this century are what is looked for, and few other strings begin so.
    for (size_t at = script.find("20"); at != std::string_view::npos; at = script.find("20", at + 2)) {
      if (at == 0 || !is_quote(script[at - 1]) || !is_iso_date(script.substr(at, 11))) continue;
      const std::string_view key = key_before(script, at);
      if (key.empty() || key.size() > kLongestKey) continue;
      if (is_among(key, kPublished) && found(published, node, key, script.substr(at, 30))) return false;
      if (!created && is_among(key, kCreated)) found(created, node, key, script.substr(at, 30));
    }
    return true;
  }

  std::optional<ScriptDate> published;
  std::optional<ScriptDate> created;

 private:
  static bool found(std::optional<ScriptDate>& date, NodeId node, std::string_view key, std::string_view value) {
    value = value.substr(0, value.find_first_of("\"'\\"));
    if (const auto read = read_date(value, DayOrder::day_first)) date = ScriptDate{*read, std::string(key), node};
    return date.has_value();
  }
};

}  // namespace

std::optional<ScriptDate> date_in_scripts(const Document& document) {
  ScriptReader reader;
  size_t left = kScriptBytes;
  for (NodeId node = document.root(); node != html::kNoNode && left > 0; node = document.next(node, document.root())) {
    if (!document.is(node, html::Tag::script)) continue;
    const NodeId text = document.first_child(node);
    if (text == html::kNoNode) continue;
    const std::string_view script = utf8_prefix(document.text(text), left);
    left -= script.size();
    if (!reader.read(node, script)) break;
  }
  return reader.published ? std::move(reader.published) : std::move(reader.created);
}

}  // namespace lycosa::inline extract
