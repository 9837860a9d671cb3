#pragma once

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/pipeline.h"
#include "record/members.h"

// For tests: exchanges in short, and rows as text, so that tables of cases can name a column and its value.
namespace lycosa::inline pipeline {

inline std::string field_text(const std::string& value) {
  return value;
}
inline std::string field_text(SeenState value) {
  return std::string(name(value));
}
inline std::string field_text(Discovery value) {
  return std::string(name(value));
}
inline std::string field_text(LinkSide value) {
  return value == LinkSide::out ? "out" : "in";
}
template <class Number>
std::string field_text(const Number& value) {
  return std::to_string(value);
}
template <class T>
std::string field_text(const std::optional<T>& value) {
  return value ? field_text(*value) : "null";
}

// Column to value; null columns are "null".
template <class Row>
std::map<std::string, std::string> fields(const Row& row) {
  std::map<std::string, std::string> found;
  each_member(
      row, [&found](std::string_view column, const auto& member) { found[std::string(column)] = field_text(member); });
  return found;
}

// Everything in a record, so that two can be compared.
inline std::string dump(const Record& record) {
  std::string out = record.key.unparsed + " " + std::string(record.url.href());
  const auto add = [&out](const std::map<std::string, std::string>& row) {
    out += "\n--";
    for (const auto& [column, value] : row) out += "\n" + column + "=" + value;
  };
  if (record.info) add(fields(*record.info));
  if (record.text) add(fields(*record.text));
  add(fields(record.history));
  for (const LinkRow& row : record.out_links) add(fields(row));
  for (const Discovered& found : record.discovered) {
    out +=
        "\n" + found.key.unparsed + " " + field_text(found.how) + (found.nofollow ? " " + found.nofollow_evidence : "");
  }
  return out + (record.replace_links ? "\nreplace" : "\n");
}

inline constexpr Timestamp kStamp{1775842628123};  // 2026-04-10T17:37:08.123Z
inline const std::string kPageUrl = "https://www.example.com/dir/page";
inline const std::string kKey = "com,example,www!/dir/page s443";

inline Exchange answer(int status, std::vector<Header> headers, std::string body = "") {
  Exchange exchange;
  exchange.url = kPageUrl;
  exchange.stamp = kStamp;
  exchange.protocol = "http/1.1";
  exchange.status = status;
  exchange.headers = std::move(headers);
  exchange.body = std::move(body);
  exchange.total_ms = 42;
  return exchange;
}

inline Exchange html_page(std::string body, std::vector<Header> headers = {}) {
  headers.insert(headers.begin(), {"Content-Type", "text/html; charset=utf-8"});
  return answer(200, std::move(headers), std::move(body));
}

inline Exchange no_answer(Reason why, std::string detail) {
  Exchange exchange;
  exchange.url = kPageUrl;
  exchange.stamp = kStamp;
  exchange.failure = why;
  exchange.failure_detail = std::move(detail);
  return exchange;
}

inline Record process(const Exchange& exchange) {
  return process_page(exchange, std::nullopt, PipelineOptions{});
}

// The page's targets: "how unparsed", and the evidence where they must not be followed.
inline std::vector<std::string> targets(const Record& record) {
  std::vector<std::string> found;
  for (const Discovered& target : record.discovered) {
    EXPECT_EQ(key_of(target.url), target.key);
    found.push_back(field_text(target.how) + " " + target.key.unparsed +
                    (target.nofollow ? " (" + target.nofollow_evidence + ")" : ""));
  }
  return found;
}

// A page of words enough to be read as an article that is no spam.
inline std::string article(const std::string& head = "", const std::string& body = "") {
  return "<!DOCTYPE html>\n<html lang=en>\n<head><title>The wolf spider</title>" + head +
         "</head>\n<body><p>A wolf spider hunts alone and on foot. It does not spin a web to catch its prey, but runs "
         "it down or "
         "waits near the mouth of a burrow, where two large eyes above a row of four small ones see very well in the "
         "dark.</p>\n" +
         body + "</body></html>\n";
}

struct PageCase {
  const char* claim;
  Exchange exchange;
  std::vector<std::pair<std::string, std::string>> info;     // columns of page_info; an empty list: no row
  std::vector<std::pair<std::string, std::string>> history;  // columns of page_history
};

template <class Row>
void expect_fields(const Row& row, const std::vector<std::pair<std::string, std::string>>& expected) {
  const auto found = fields(row);
  for (const auto& [column, value] : expected) {
    ASSERT_TRUE(found.contains(column)) << column;
    EXPECT_EQ(found.at(column), value) << column;
  }
}

inline void expect_cases(const std::vector<PageCase>& cases) {
  for (const PageCase& c : cases) {
    SCOPED_TRACE(c.claim);
    const Record record = process(c.exchange);
    EXPECT_EQ(record.info.has_value(), !c.info.empty());
    if (record.info) expect_fields(*record.info, c.info);
    expect_fields(record.history, c.history);
  }
}

}  // namespace lycosa::inline pipeline
