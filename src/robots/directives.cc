#include "robots/directives.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "robots/directive_date.h"
#include "robots/robots.h"

namespace lycosa::inline robots {
namespace {

enum class Directive {
  all,
  index,
  follow,
  noindex,
  nofollow,
  none,
  noarchive,
  nosnippet,
  notranslate,
  noimageindex,
  indexifembedded,
  max_snippet,
  max_image_preview,
  max_video_preview,
  unavailable_after,
  obsolete,
};

struct Row {
  std::string_view name;
  Directive directive;
  bool has_value = false;
};

// The directives of Google's and Bing's documentation, and those that they once had.
constexpr std::array kDirectives = {
    Row{"all", Directive::all},
    Row{"index", Directive::index},
    Row{"follow", Directive::follow},
    Row{"noindex", Directive::noindex},
    Row{"nofollow", Directive::nofollow},
    Row{"none", Directive::none},
    Row{"noarchive", Directive::noarchive},
    Row{"nocache", Directive::noarchive},
    Row{"nosnippet", Directive::nosnippet},
    Row{"notranslate", Directive::notranslate},
    Row{"noimageindex", Directive::noimageindex},
    Row{"indexifembedded", Directive::indexifembedded},
    Row{"max-snippet", Directive::max_snippet, true},
    Row{"max-image-preview", Directive::max_image_preview, true},
    Row{"max-video-preview", Directive::max_video_preview, true},
    Row{"unavailable_after", Directive::unavailable_after, true},
    Row{"nositelinkssearchbox", Directive::obsolete},
    Row{"nopagereadaloud", Directive::obsolete},
    Row{"noodp", Directive::obsolete},
    Row{"noydir", Directive::obsolete},
};

const Row* find_row(std::string_view name) {
  const auto row = std::find_if(kDirectives.begin(), kDirectives.end(),
                                [name](const Row& each) { return equals_ignoring_case(each.name, name); });
  return row == kDirectives.end() ? nullptr : &*row;
}

bool is_agent_name(std::string_view name) {
  return !name.empty() && find_row(name) == nullptr && std::all_of(name.begin(), name.end(), [](char c) {
    return is_ascii_alphanumeric(c) || c == '-' || c == '_' || c == '*' || c == '.' || c == '/';
  });
}

// "noindex, meta robots, line 12"
std::string evidence(std::string_view said, const DirectiveSource& source, std::string_view agent) {
  std::string text = visible(utf8_prefix(said, 100));
  if (source.kind == DirectiveSource::Kind::header) {
    text += ", X-Robots-Tag";
    if (!agent.empty()) text += " for " + visible(utf8_prefix(agent, 50));
    return text;
  }
  text += ", meta " + ascii_lower(visible(utf8_prefix(agent, 50)));
  if (source.line > 0) text += ", line " + std::to_string(source.line);
  return text;
}

// Of what nobody can read, as much as a person would look at: pages can be made of nothing else.
constexpr size_t kMostUnknown = 16;

// A directive with a value that was said, and what was said against it first.
struct Said {
  std::string first;     // with its source
  std::string conflict;  // empty when everybody says the same
};

// Joins all sources. The most restrictive wins, whatever the order and however specific the agent.
class DirectiveReader {
 public:
  explicit DirectiveReader(std::string_view agent) : agent_(product_token(agent)) {}

  void read(const DirectiveSource& source);
  PageDirectives take();

 private:
  bool is_for_us(std::string_view agent) const;
  void take_words(std::string_view item);
  void take(Directive directive, std::string_view said);
  void take_value(Directive directive, std::string_view said, std::string_view value);
  size_t take_date(const std::vector<std::string_view>& items, size_t at);
  void not_known(std::string_view said);
  void compare(Said& before, bool same, std::string_view said);
  void report(const std::string& allowed, const std::string& forbidden);
  void forbid_index(std::string_view said);
  void forbid_follow(std::string_view said);
  void take_limit(std::optional<int>& limit, Said& before, std::string_view said, std::string_view value);
  void take_image_preview(std::string_view said, std::string_view value);
  std::string here(std::string_view said) const { return evidence(said, *source_, for_agent_); }

  std::string_view agent_;
  const DirectiveSource* source_ = nullptr;
  std::string_view for_agent_;  // whom the current items address
  std::string index_allowed_;   // evidence of the first "index" or "all"
  std::string follow_allowed_;
  std::string snippet_forbidden_, embedded_, archive_forbidden_, cache_forbidden_;
  Said snippet_, video_, image_, date_;
  PageDirectives found_;
};

bool DirectiveReader::is_for_us(std::string_view agent) const {
  return agent.empty() || agent == "*" || equals_ignoring_case(agent, "robots") || equals_ignoring_case(agent, agent_);
}

void DirectiveReader::read(const DirectiveSource& source) {
  source_ = &source;
  for_agent_ = source.agent;
  const auto items = split(source.value, ',');
  for (size_t i = 0; i < items.size(); ++i) {
    std::string_view item = trim(items[i]);
    if (item.empty()) continue;
    size_t colon = item.find(':');
    std::string_view name = trim(item.substr(0, colon));
    if (colon != std::string_view::npos && source.kind == DirectiveSource::Kind::header && is_agent_name(name)) {
      for_agent_ = name;
      item = trim(item.substr(colon + 1));
      colon = item.find(':');
      name = trim(item.substr(0, colon));
    }
    if (!is_for_us(for_agent_)) continue;
    const Row* row = colon == std::string_view::npos ? nullptr : find_row(name);
    if (row == nullptr || !row->has_value) {
      take_words(item);
    } else if (row->directive == Directive::unavailable_after) {
      i = take_date(items, i);
    } else {
      take_value(row->directive, item, trim(item.substr(colon + 1)));
    }
  }
}

// Some pages part directives by spaces only.
void DirectiveReader::take_words(std::string_view item) {
  const std::string words = collapse_whitespace(item);
  for (const std::string_view word : split(words, ' ')) {
    const Row* row = find_row(word);
    if (row != nullptr && !row->has_value) {
      take(row->directive, row->name);
    } else if (!word.empty()) {
      not_known(word);
    }
  }
}

void DirectiveReader::take(Directive directive, std::string_view said) {
  switch (directive) {
    case Directive::all:
    case Directive::index:
      if (index_allowed_.empty()) index_allowed_ = here(said);
      if (directive == Directive::index) return;
      [[fallthrough]];
    case Directive::follow:
      if (follow_allowed_.empty()) follow_allowed_ = here(said);
      return;
    case Directive::none:
      forbid_follow(said);
      [[fallthrough]];
    case Directive::noindex:
      return forbid_index(said);
    case Directive::nofollow:
      return forbid_follow(said);
    case Directive::noarchive: {
      std::string& first = said == "nocache" ? cache_forbidden_ : archive_forbidden_;
      if (first.empty()) first = here(said);
      found_.noarchive = true;
      return;
    }
    case Directive::nosnippet:
      if (snippet_forbidden_.empty()) snippet_forbidden_ = here(said);
      found_.nosnippet = true;
      return;
    case Directive::notranslate:
      found_.notranslate = true;
      return;
    case Directive::noimageindex:
      found_.noimageindex = true;
      return;
    case Directive::indexifembedded:
      if (embedded_.empty()) embedded_ = here(said);
      found_.indexifembedded = true;
      return;
    case Directive::max_snippet:
    case Directive::max_image_preview:
    case Directive::max_video_preview:
    case Directive::unavailable_after:
    case Directive::obsolete:
      return;
  }
}

void DirectiveReader::take_value(Directive directive, std::string_view said, std::string_view value) {
  if (directive == Directive::max_snippet) return take_limit(found_.max_snippet, snippet_, said, value);
  if (directive == Directive::max_video_preview) return take_limit(found_.max_video_preview, video_, said, value);
  take_image_preview(said, value);
}

// A date may hold a comma ("Friday, 25-Jun-10 15:00:00 GMT"), so the next item may belong to it. Returns the last item
// that was used.
size_t DirectiveReader::take_date(const std::vector<std::string_view>& items, size_t at) {
  const std::string_view first = items[at];
  const char* const begin = first.data() + first.find(':') + 1;
  for (size_t last = at; last < items.size() && last <= at + 1; ++last) {
    const std::string_view text(begin, static_cast<size_t>(items[last].data() + items[last].size() - begin));
    const auto time = robots::parse_directive_date(text);
    if (!time) continue;
    compare(date_, !found_.unavailable_after || *time == *found_.unavailable_after,
            "unavailable_after: " + std::string(trim(text)));
    if (!found_.unavailable_after || *time < *found_.unavailable_after) {
      found_.unavailable_after = time;
      found_.unavailable_after_evidence = here("unavailable_after: " + std::string(trim(text)));
    }
    return last;
  }
  not_known(trim(first));
  return at;
}

void DirectiveReader::forbid_index(std::string_view said) {
  if (found_.noindex) return;
  found_.noindex = true;
  found_.noindex_evidence = here(said);
  found_.noindex_kind = source_->kind;
}

void DirectiveReader::forbid_follow(std::string_view said) {
  if (found_.nofollow) return;
  found_.nofollow = true;
  found_.nofollow_evidence = here(said);
}

// -1 stands for no limit, so any other number is more restrictive.
void DirectiveReader::take_limit(std::optional<int>& limit, Said& before, std::string_view said,
                                 std::string_view value) {
  int number = 0;
  const auto end = std::from_chars(value.data(), value.data() + value.size(), number);
  if (end.ec != std::errc() || end.ptr != value.data() + value.size() || number < -1) {
    not_known(said);
    return;
  }
  compare(before, !limit || *limit == number, said);
  const bool stricter = !limit || *limit < 0 || (number >= 0 && number < *limit);
  if (stricter) limit = number;
}

void DirectiveReader::take_image_preview(std::string_view said, std::string_view value) {
  static constexpr std::array<std::string_view, 3> kByStrictness = {"none", "standard", "large"};
  const auto rank = [](std::string_view name) {
    return std::find_if(kByStrictness.begin(), kByStrictness.end(),
                        [name](std::string_view each) { return equals_ignoring_case(each, name); });
  };
  const auto asked = rank(value);
  if (asked == kByStrictness.end()) {
    not_known(said);
    return;
  }
  compare(image_, found_.max_image_preview.empty() || *asked == found_.max_image_preview, said);
  if (asked < rank(found_.max_image_preview)) {
    found_.max_image_preview = *asked;
  }
}

void DirectiveReader::not_known(std::string_view said) {
  if (found_.unknown.size() < kMostUnknown) found_.unknown.push_back(here(said));
}

// Keeps what was said first, and the first thing that says otherwise.
void DirectiveReader::compare(Said& before, bool same, std::string_view said) {
  if (before.first.empty()) {
    before.first = here(said);
  } else if (!same && before.conflict.empty()) {
    before.conflict = here(said);
  }
}

// Both were said; the second one holds.
void DirectiveReader::report(const std::string& said, const std::string& against) {
  if (!said.empty() && !against.empty()) found_.conflicts.push_back(said + ", against " + against);
}

PageDirectives DirectiveReader::take() {
  report(index_allowed_, found_.noindex_evidence);
  report(follow_allowed_, found_.nofollow_evidence);
  if (found_.max_snippet.value_or(0) != 0) report(snippet_.first, snippet_forbidden_);
  // Google's documentation: it means something beside noindex alone.
  if (!found_.noindex && !embedded_.empty()) found_.conflicts.push_back(embedded_ + ", without a noindex to lift");
  // Bing's: noarchive is the stricter of the two.
  report(cache_forbidden_, archive_forbidden_);
  for (const Said* said : {&snippet_, &video_, &image_, &date_}) report(said->first, said->conflict);
  return std::move(found_);
}

}  // namespace

PageDirectives read_directives(std::span<const DirectiveSource> sources, std::string_view agent) {
  DirectiveReader reader(agent);
  for (const DirectiveSource& source : sources) reader.read(source);
  return reader.take();
}

DirectiveSource x_robots_tag(std::string_view value) {
  DirectiveSource source;
  source.kind = DirectiveSource::Kind::header;
  const size_t colon = value.find(':');
  const std::string_view name = trim(value.substr(0, colon));
  const bool has_agent = colon != std::string_view::npos && is_agent_name(name);
  if (has_agent) source.agent = name;
  source.value = trim(has_agent ? value.substr(colon + 1) : value);
  return source;
}

}  // namespace lycosa::inline robots
