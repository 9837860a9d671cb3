#include "store/condition.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/text.h"
#include "store/filter.h"

namespace lycosa::inline store {
namespace {

using Kind = ConditionToken::Kind;

// The unit's function: addMonths for MONTH.
struct Unit {
  std::string_view word;
  std::string_view plural;
  std::string_view suffix;
};

constexpr Unit kUnits[] = {
    {"second", "seconds", "Seconds"}, {"minute", "minutes", "Minutes"}, {"hour", "hours", "Hours"},
    {"day", "days", "Days"},          {"week", "weeks", "Weeks"},       {"month", "months", "Months"},
    {"year", "years", "Years"},
};

// Operators that want an operand on their left, each begun by one of these. NOT is one only before IN, LIKE, BETWEEN.
constexpr std::string_view kComparisons[] = {
    "=", "==", "!=", "<>", "<", "<=", ">", ">=", "is", "in", "like", "between"};
// Words at which an operand of + and - ends.
constexpr std::string_view kOperandEnds[] = {"and", "or", "not", "case", "when", "then", "else", "end", "interval"};

template <class List>
bool is_one_of(const List& list, std::string_view text) {
  return std::any_of(std::begin(list), std::end(list),
                     [&](std::string_view each) { return equals_ignoring_case(each, text); });
}

const Unit* find_unit(const ConditionToken& token) {
  if (token.kind != Kind::word) return nullptr;
  for (const Unit& unit : kUnits) {
    if (equals_ignoring_case(token.text, unit.word) || equals_ignoring_case(token.text, unit.plural)) return &unit;
  }
  return nullptr;
}

bool is_word(const ConditionToken& token, std::string_view word) {
  return token.kind == Kind::word && equals_ignoring_case(token.text, word);
}
bool is_symbol(const ConditionToken& token, std::string_view symbol) {
  return token.kind == Kind::symbol && token.text == symbol;
}
bool is_comparison(const ConditionToken& token) {
  return (token.kind == Kind::word || token.kind == Kind::symbol) && is_one_of(kComparisons, token.text);
}

// Goes over the tokens once and writes the portable condition. For each open bracket it keeps where the operand of a
// `-` and the operand of a comparison began in the output, so that both rules look back without searching.
class Rewriter {
 public:
  Rewriter(std::vector<ConditionToken> tokens, std::string_view now_sql) : in_(std::move(tokens)), now_sql_(now_sql) {}

  Result<std::string> rewrite() {
    while (i_ < in_.size()) {
      if (auto written = write_next(); !written) return written.unexpected();
    }
    std::string text;
    for (const Piece& piece : out_) {
      if (piece.space_before && !text.empty()) text += ' ';
      text += piece.text;
    }
    return text;
  }

 private:
  struct Piece {
    std::string text;
    bool space_before;
  };
  struct Level {
    size_t term = 0;     // where in the output the operand of + and - begins
    size_t operand = 0;  // where the left side of a comparison begins
  };

  const ConditionToken* peek(size_t ahead) const { return i_ + ahead < in_.size() ? &in_[i_ + ahead] : nullptr; }
  bool next_is_symbol(size_t ahead, std::string_view symbol) const {
    const ConditionToken* token = peek(ahead);
    return token && is_symbol(*token, symbol);
  }

  Result<void> write_next() {
    const ConditionToken& token = in_[i_];
    if (token.kind == Kind::symbol && (token.text == "+" || token.text == "-")) return write_plus_or_minus(token);
    if (starts_comparison()) return write_comparison(token);
    if (token.kind == Kind::symbol) {
      write_symbol(token);
    } else if (is_word(token, "now") && next_is_symbol(1, "(") && next_is_symbol(2, ")")) {
      out_.push_back({std::string(now_sql_), token.space_before});
      i_ += 2;
    } else if (next_is_symbol(1, "(") && (is_word(token, "isNull") || is_word(token, "isNotNull"))) {
      // SQLite has ISNULL as a keyword; in double quotes both engines read a name.
      out_.push_back({is_word(token, "isNull") ? "\"isNull\"" : "\"isNotNull\"", token.space_before});
    } else if (token.kind == Kind::word && is_one_of(kOperandEnds, token.text)) {
      if (auto joined = write_word(token); !joined) return joined;
    } else {
      if (out_of_place(token)) return no_time_before(token);
      out_.push_back({token.text, token.space_before});
    }
    ++i_;
    return {};
  }

  // 6 MONTH where rule 2 did not take it: SQLite and ClickHouse would read MONTH as the name of a column.
  bool out_of_place(const ConditionToken& token) const {
    return find_unit(token) && i_ > 0 && in_[i_ - 1].kind == Kind::number;
  }
  static Unexpected no_time_before(const ConditionToken& token) {
    return fail(ErrorKind::invalid,
                "the condition has " + token.text + " without a time and + or - before it; write now() - 6 MONTH");
  }

  void write_symbol(const ConditionToken& token) {
    out_.push_back({token.text, token.space_before});
    if (token.text == "(") {
      enter();
    } else if (token.text == ")") {
      leave();
    } else if (token.text == ",") {
      levels_.back() = {out_.size(), out_.size()};
    }
  }

  Result<void> write_word(const ConditionToken& token) {
    if (is_word(token, "interval")) {
      return fail(ErrorKind::invalid,
                  "the condition has INTERVAL without a time and + or - before it; write "
                  "now() - INTERVAL 6 MONTH");
    }
    out_.push_back({token.text, token.space_before});
    if (is_word(token, "case")) {
      enter();
    } else if (is_word(token, "end")) {
      leave();
    } else {
      levels_.back() = {out_.size(), out_.size()};
    }
    return {};
  }

  // CASE ... END is one operand for what stands around it, as brackets are.
  void enter() { levels_.push_back({out_.size(), out_.size()}); }
  // Brackets match, but an END may stand where no CASE was; SQLite then refuses the result.
  void leave() {
    if (levels_.size() > 1) levels_.pop_back();
  }

  bool starts_comparison() const {
    const ConditionToken& token = in_[i_];
    if (is_comparison(token)) return true;
    const ConditionToken* next = peek(1);
    return is_word(token, "not") && next &&
           (is_word(*next, "in") || is_word(*next, "like") || is_word(*next, "between"));
  }

  // Rule 3. A comparison straight after AND or OR takes the first left side of the condition.
  Result<void> write_comparison(const ConditionToken& token) {
    Level& level = levels_.back();
    const bool lacks_operand = level.operand == out_.size();
    if (lacks_operand && !first_operand_) {
      return fail(ErrorKind::invalid, "the condition has " + token.text + " with nothing on its left");
    }
    if (lacks_operand) {
      if (!follows_and_or()) {
        return fail(ErrorKind::invalid, "the condition has " + token.text +
                                            " with nothing on its left; only after AND "
                                            "or OR may that be left out");
      }
      out_.push_back({*first_operand_, true});
    } else if (!first_operand_) {
      first_operand_ = text_since(level.operand);
    }
    return write_operator();
  }

  bool follows_and_or() const { return i_ > 0 && (is_word(in_[i_ - 1], "and") || is_word(in_[i_ - 1], "or")); }

  std::string text_since(size_t start) const {
    std::string text;
    for (size_t i = start; i < out_.size(); ++i) {
      if (i > start && out_[i].space_before) text += ' ';
      text += out_[i].text;
    }
    return text;
  }

  // The operator with all its words (IS NOT, NOT IN): what follows them is an operand again.
  Result<void> write_operator() {
    bool is_in = false;
    do {
      is_in = is_word(in_[i_], "in");
      out_.push_back({in_[i_].text, in_[i_].space_before});
      ++i_;
    } while (i_ < in_.size() && in_[i_].kind == Kind::word &&
             (is_word(in_[i_], "not") || (is_word(in_[i_ - 1], "not") && is_comparison(in_[i_]))));
    if (is_in && !next_is_symbol(0, "(")) {
      return fail(ErrorKind::invalid, "the condition has IN without a list in brackets behind it");
    }
    levels_.back().term = out_.size();
    levels_.back().operand = kNotLeft;
    return {};
  }

  // Rule 2. `E - 6 MONTH` becomes subtractMonths(E, 6), where E is all that - would apply to.
  Result<void> write_plus_or_minus(const ConditionToken& token) {
    const size_t skipped = peek(1) && is_word(*peek(1), "interval") ? 1 : 0;
    const ConditionToken* count = peek(1 + skipped);
    const ConditionToken* word = peek(2 + skipped);
    const Unit* unit = count && count->kind == Kind::number && word ? find_unit(*word) : nullptr;
    if (!unit) {
      out_.push_back({token.text, token.space_before});
      ++i_;
      return {};
    }
    const size_t start = levels_.back().term;
    if (start >= out_.size()) return no_time_before(*word);
    if (count->text.size() > 9 || !parse_uint(count->text)) {
      return fail(ErrorKind::invalid,
                  "the condition has " + count->text + " " + word->text + "; write a whole number of at most 9 digits");
    }
    std::string call(token.text == "+" ? "add" : "subtract");
    out_[start].text.insert(0, call.append(unit->suffix).append("("));
    out_.push_back({", " + count->text + ")", false});
    i_ += 3 + skipped;
    return {};
  }

  // Stands for the right side of a comparison: whatever is there, it is no left side that is missing.
  static constexpr size_t kNotLeft = static_cast<size_t>(-1);

  std::vector<ConditionToken> in_;
  std::string_view now_sql_;
  size_t i_ = 0;
  std::vector<Piece> out_;
  std::vector<Level> levels_{Level{}};
  std::optional<std::string> first_operand_;
};

}  // namespace

Result<std::string> rewrite_condition(std::string_view condition, std::string_view now_sql) {
  auto tokens = condition_tokens(condition);
  if (!tokens) return tokens.unexpected();
  return Rewriter(std::move(*tokens), now_sql).rewrite();
}

Result<std::string> portable_condition(std::string_view condition, Timestamp now) {
  return rewrite_condition(condition, "toDateTime('" + date_and_time(now) + "')");
}

}  // namespace lycosa::inline store
