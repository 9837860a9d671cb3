#include "inspect/properties.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

#include "inspect/shown_columns.h"

namespace lycosa::inline inspect {
namespace {

std::string two_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::optional<std::string> for_person(const Column& column, int64_t value, Timestamp now) {
  switch (column.face.form) {
    case Form::stamp:
      return at_and_age(Timestamp::from_seconds(value), now);
    case Form::stamp_ms:
      return at_and_age(Timestamp{value}, now);
    case Form::duration:
      return duration(value);
    case Form::bytes:
      return size_text(value);
    default:
      return std::to_string(value);
  }
}

std::optional<std::string> for_person(const Column& column, double value, Timestamp) {
  return column.face.form == Form::share ? std::to_string(std::lround(value * 100)) + " %" : two_digits(value);
}

std::optional<std::string> for_person(const Column& column, const std::string& value, Timestamp) {
  // A value that may be NULL and is empty was set so.
  if (value.empty())
    return column.nullable && !column.face.absent.empty() ? std::optional<std::string>("set, and empty") : std::nullopt;
  return column.face.form == Form::url ? url_of_unparsed(value) : value;
}

template <class T>
std::optional<std::string> for_person(const Column& column, const std::optional<T>& value, Timestamp now) {
  return value ? for_person(column, *value, now) : std::nullopt;
}

// A row being put together: a column without a label joins the row of the column before it.
struct Line {
  const Column* first = nullptr;
  std::string value;

  void add(const Column& column, const std::optional<std::string>& text) {
    if (!text) return;
    std::string_view before = column.face.before;
    // Where nothing stands before it, what would divide them falls away.
    if (value.empty() && &column != first)
      before.remove_prefix(std::min(before.find_first_not_of(",: "), before.size()));
    value += std::string(before) + *text + std::string(column.face.after);
  }
};

std::vector<Line> lines_of(const Report& report, unsigned place) {
  std::vector<Line> lines;
  each_shown("page_info", report.page->row, place, [&](const Column& column, const auto& value) {
    if (!column.face.label.empty() || lines.empty()) lines.push_back({&column, ""});
    if constexpr (requires { for_person(column, value, report.now); }) {
      lines.back().add(column, for_person(column, value, report.now));
    }
  });
  return lines;
}

}  // namespace

std::string at_and_age(Timestamp t, Timestamp now) {
  return date_and_time(t) + " (" + age(t, now) + ")";
}

std::string size_text(int64_t bytes) {
  constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  size_t unit = 0;
  for (; value >= 1000 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
  return text;
}

std::vector<Property> labelled_properties(const Report& report, unsigned place) {
  const std::string unknown = report.verdict.status == VerdictStatus::store_unavailable ? "unknown" : "not crawled";
  std::vector<const Column*> columns;
  for (const Column& column : table("page_info").columns) {
    if (column.face.rank > 0 && (column.face.shown & place)) columns.push_back(&column);
  }
  std::sort(columns.begin(), columns.end(),
            [](const Column* a, const Column* b) { return a->face.rank < b->face.rank; });
  const std::vector<Line> lines = report.page ? lines_of(report, place) : std::vector<Line>();
  std::vector<Property> out;
  for (const Column* column : columns) {
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const Line& each) { return each.first == column; });
    const bool known = line != lines.end() && !line->value.empty();
    const std::string absent = report.page ? std::string(column->face.absent) : unknown;
    out.push_back(
        {std::string(column->face.label), known ? line->value : absent, known && column->face.form == Form::url});
  }
  return out;
}

std::vector<Property> more_properties(const Report& report, unsigned place) {
  std::vector<Property> out;
  if (!report.page) return out;
  for (const Line& line : lines_of(report, place)) {
    if (line.first->face.rank > 0 || line.value.empty()) continue;
    out.push_back({std::string(line.first->face.label), line.value, line.first->face.form == Form::url});
  }
  return out;
}

}  // namespace lycosa::inline inspect
