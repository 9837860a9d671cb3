#include "store/questions.h"

#include <array>
#include <map>

#include "store/table_sql.h"

namespace lycosa::inline store {
namespace {

std::string parameter(int number) {
  return "?" + std::to_string(number);
}

std::string text_of(const Term& term) {
  const std::string column(term.column);
  switch (term.comparison) {
    case Comparison::equal:
      return column + " = " + parameter(term.parameter);
    case Comparison::less:
      return column + " < " + parameter(term.parameter);
    case Comparison::greater:
      return column + " > " + parameter(term.parameter);
    case Comparison::either:
      return column + " IN (" + parameter(term.parameter) + ", " + parameter(term.parameter + 1) + ")";
  }
  return {};
}

// Where the version of the current links is not known, every link is one. The source of outgoing links is the page that
// the parameters name.
std::string current(LinkSide side) {
  const bool out = side == LinkSide::out;
  return std::string("ver >= coalesce((SELECT links_ver FROM page_info WHERE page_info.root_hash = ")
      .append(out ? "?1" : "other_root_hash")
      .append(" AND src_unparsed = ")
      .append(out ? "?3" : "other_unparsed")
      .append("), -9223372036854775808)");
}

std::string make_sql(const Question& question) {
  std::string sql = select_all(*question.table);
  std::string_view joint = " WHERE ";
  const auto add = [&](const std::string& text) {
    sql.append(joint).append(text);
    joint = " AND ";
  };
  for (const Term& term : question.terms) add(text_of(term));
  if (question.current_of) add(current(*question.current_of));
  joint = " ORDER BY ";
  for (const Order& order : question.order) {
    sql.append(joint).append(order.column).append(order.descending ? " DESC" : "");
    joint = ", ";
  }
  if (question.limit > 0) sql += " LIMIT " + parameter(question.limit);
  return sql;
}

Question make(std::string_view of, std::vector<Term> terms, std::vector<Order> order, int limit) {
  Question question{&table(of), std::move(terms), std::nullopt, std::move(order), limit, {}};
  question.sql = make_sql(question);
  return question;
}

// The first `count` columns of the key are parameters 1, 2, ...
std::vector<Term> by_key(std::string_view of, size_t count) {
  std::vector<Term> terms;
  for (size_t i = 0; i < count; ++i) terms.push_back({table(of).key[i], Comparison::equal, static_cast<int>(i) + 1});
  return terms;
}

std::vector<Term> with(std::vector<Term> terms, std::vector<Term> more) {
  terms.insert(terms.end(), more.begin(), more.end());
  return terms;
}

std::vector<Order> in_key_order(std::string_view of) {
  std::vector<Order> order;
  for (const std::string_view column : table(of).key) order.push_back({column});
  return order;
}

Question make_links_question(LinkSide side, bool after) {
  std::vector<Term> terms = by_key("link", 3);
  if (after) terms.push_back({"other_unparsed", Comparison::greater, 5});
  Question question = make("link", std::move(terms), {{"other_unparsed"}}, 4);
  question.current_of = side;
  question.sql = make_sql(question);
  return question;
}

std::map<std::string_view, Question> of_tables(std::initializer_list<std::string_view> names,
                                               Question (*make_one)(std::string_view)) {
  std::map<std::string_view, Question> questions;
  for (const std::string_view of : names) questions.emplace(of, make_one(of));
  return questions;
}

std::string literal(const KeyValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  std::string text = "'";
  for (const char c : std::get<std::string>(value)) text.append(c == '\'' ? 2 : 1, c);
  return text + "'";
}

}  // namespace

std::string expanded(std::string_view sql, const Parameters& parameters) {
  std::string out;
  char quote = 0;
  for (size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote != 0 || c != '?') {
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      out += c;
      continue;
    }
    size_t number = 0;
    while (i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9') {
      number = number * 10 + static_cast<size_t>(sql[++i] - '0');
    }
    out += literal(parameters.at(number - 1));
  }
  return out;
}

const Question& by_key_question(std::string_view table) {
  static const auto all =
      of_tables({"page_info", "page_text", "seen"}, [](std::string_view of) { return make(of, by_key(of, 2), {}, 0); });
  return all.at(table);
}

const Question& all_question(std::string_view table) {
  static const auto all = of_tables({"seen", "page_info", "ban", "host", "sitemap"},
                                    [](std::string_view of) { return make(of, {}, in_key_order(of), 0); });
  return all.at(table);
}

const Question& history_question(bool before) {
  static const std::vector<Order> order = {{"event_stamp_ms", true}};
  static const Question all = make("page_history", by_key("page_history", 2), order, 3);
  static const Question with_before =
      make("page_history", with(by_key("page_history", 2), {{"event_stamp_ms", Comparison::less, 4}}), order, 3);
  return before ? with_before : all;
}

const Question& robots_question() {
  static const Question question = make("robots", by_key("robots", 2), {{"fetch_stamp_ms", true}}, 3);
  return question;
}

const Question& robots_of_host_question() {
  static const Question question =
      make("robots", with(by_key("robots", 1), {{"host", Comparison::greater, 2}, {"host", Comparison::less, 3}}),
           {{"fetch_stamp_ms", true}, {"host"}}, 4);
  return question;
}

const Question& bans_question() {
  static const Question question =
      make("ban", with(by_key("ban", 1), {{"host", Comparison::either, 2}, {"active", Comparison::equal, 4}}),
           {{"host"}}, 0);
  return question;
}

const Question& sitemaps_question(bool not_whole) {
  static const std::vector<Term> terms =
      with(by_key("sitemap", 1), {{"host", Comparison::greater, 2}, {"host", Comparison::less, 3}});
  static const std::vector<Order> order = {{"host"}, {"src_unparsed"}};
  static const Question all = make("sitemap", terms, order, 4);
  static const Question some = make("sitemap", with(terms, {{"whole", Comparison::equal, 5}}), order, 4);
  return not_whole ? some : all;
}

const Question& discoveries_question() {
  static const Question question = make("discovery", by_key("discovery", 2), {{"stamp_ms"}, {"how"}, {"source"}}, 3);
  return question;
}

const Question& discoveries_of_kind_question() {
  static const Question question = make("discovery", {{"how", Comparison::equal, 1}}, in_key_order("discovery"), 0);
  return question;
}

const Question& runs_question() {
  static const Question question = make("run", {}, {{"run", true}}, 1);
  return question;
}

const Question& links_question(LinkSide side, bool after) {
  static const std::array<Question, 4> questions = {
      make_links_question(LinkSide::out, false), make_links_question(LinkSide::out, true),
      make_links_question(LinkSide::in, false), make_links_question(LinkSide::in, true)};
  return questions[(side == LinkSide::in ? 2 : 0) + (after ? 1 : 0)];
}

}  // namespace lycosa::inline store
