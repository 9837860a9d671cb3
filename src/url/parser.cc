#include "url/parser.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace lycosa::inline url {
namespace {

// Percent-encoding makes at most three bytes of one, and offsets have 32 bits.
constexpr size_t kLongestInput = size_t{1} << 28;

constexpr bool is_c0_or_space(char c) {
  return static_cast<unsigned char>(c) <= 0x20;
}
constexpr bool is_tab_or_newline(char c) {
  return c == '\t' || c == '\n' || c == '\r';
}
constexpr bool is_scheme_character(char c) {
  return is_ascii_alphanumeric(c) || c == '+' || c == '-' || c == '.';
}

// What a first look over the input finds.
struct Look {
  bool ascii = true;
  bool tab_or_newline = false;
};

// Eight bytes at a time: is one of them over 0x7F, is one of them below 0x20?
constexpr uint64_t kHighBits = 0x8080808080808080u;
constexpr bool has_high(uint64_t bytes) {
  return (bytes & kHighBits) != 0;
}
constexpr bool has_control(uint64_t bytes) {
  return ((bytes - 0x2020202020202020u) & ~bytes & kHighBits) != 0;
}

Look look_over(std::string_view input) {
  bool high = false, control = false;
  size_t i = 0;
  for (uint64_t bytes = 0; i + sizeof bytes <= input.size(); i += sizeof bytes) {
    std::memcpy(&bytes, input.data() + i, sizeof bytes);
    high |= has_high(bytes);
    control |= has_control(bytes);
  }
  if (i > 0 && i < input.size()) {
    // The last eight once more, rather than what is left one by one.
    uint64_t bytes = 0;
    std::memcpy(&bytes, input.data() + input.size() - sizeof bytes, sizeof bytes);
    high |= has_high(bytes);
    control |= has_control(bytes);
    i = input.size();
  }
  for (; i < input.size(); ++i) {
    high |= static_cast<unsigned char>(input[i]) >= 0x80;
    control |= is_c0_or_space(input[i]);
  }
  return {!high, control && std::any_of(input.begin(), input.end(), is_tab_or_newline)};
}

std::string_view without_edges(std::string_view input) {
  while (!input.empty() && is_c0_or_space(input.front())) input.remove_prefix(1);
  while (!input.empty() && is_c0_or_space(input.back())) input.remove_suffix(1);
  return input;
}

}  // namespace

UrlParser::UrlParser(std::string_view input, const Url* base, const QueryEncoding* encoding)
    : in_(without_edges(input)), base_(base), encoding_(encoding) {
  const Look look = look_over(in_);
  if (!look.ascii && !is_valid_utf8(in_)) {
    cleaned_ = to_valid_utf8(in_);
    in_ = cleaned_;
  }
  if (look.tab_or_newline) {
    std::string kept(in_);
    std::erase_if(kept, is_tab_or_newline);
    cleaned_ = std::move(kept);
    in_ = cleaned_;
  }
}

Result<Url> UrlParser::run() {
  State state = in_.size() > kLongestInput ? fail_with("it is too long") : State::scheme_start;
  while (state != State::done && state != State::failed) state = step(state);
  if (state == State::failed) {
    return fail(ErrorKind::invalid, "URL \"" + visible(utf8_prefix(in_, 200)) + "\" cannot be read: " + fault_ +
                                        "; write it as https://host/path");
  }
  return std::move(url_);
}

UrlParser::State UrlParser::fail_with(const char* fault) {
  fault_ = fault;
  return State::failed;
}

UrlParser::State UrlParser::step(State state) {
  switch (state) {
    case State::scheme_start:
      return scheme_start();
    case State::no_scheme:
      return no_scheme();
    case State::special_relative_or_authority:
      return special_relative_or_authority();
    case State::path_or_authority:
      return path_or_authority();
    case State::relative:
      return relative();
    case State::relative_slash:
      return relative_slash();
    case State::special_authority_slashes:
      return special_authority_slashes();
    case State::special_authority_ignore_slashes:
      return special_authority_ignore_slashes();
    case State::authority:
      return authority();
    case State::file:
      return file();
    case State::file_slash:
      return file_slash();
    case State::file_host:
      return file_host();
    case State::path_start:
      return path_start();
    case State::path:
      return path();
    case State::opaque_path:
      return opaque_path();
    case State::query:
      return query();
    case State::fragment:
      return fragment();
    case State::done:
    case State::failed:
      break;
  }
  return state;
}

// The scheme start and scheme states.
UrlParser::State UrlParser::scheme_start() {
  if (at_end() || !is_ascii_alpha(here())) return State::no_scheme;
  size_t end = 1;
  while (end < in_.size() && is_scheme_character(in_[end])) ++end;
  if (end == in_.size() || in_[end] != ':') return State::no_scheme;

  url_.href_.reserve(in_.size() + 4);
  url_.href_ += in_.substr(0, end);
  for (char& c : url_.href_) c = ascii_lower(c);
  scheme_ = scheme_of(url_.href_);
  url_.href_ += ':';
  url_.scheme_end_ = static_cast<uint32_t>(end);
  pos_ = end + 1;

  if (scheme_ == Scheme::file) return State::file;
  if (special()) {
    return base_ != nullptr && base_->scheme() == url_.scheme() ? State::special_relative_or_authority
                                                                : State::special_authority_slashes;
  }
  if (ahead(0, '/')) return State::path_or_authority;
  no_authority();
  return State::opaque_path;
}

UrlParser::State UrlParser::no_scheme() {
  if (base_ == nullptr) return fail_with("it has no scheme and there is no base to resolve it against");
  scheme_ = scheme_of(base_->scheme());
  const std::string_view base_path = base_->pathname();
  const bool opaque_base = !special() && base_->host_end_ <= base_->scheme_end_ + 1 && base_path.substr(0, 1) != "/";
  if (opaque_base) {
    if (!ahead(0, '#')) return fail_with("it is relative, and its base has no hierarchy to resolve it against");
    url_ = *base_;
    url_.href_.resize(url_.hash_start_);
    return State::fragment;
  }
  url_.href_.reserve(base_->path_start_ + base_path.size() + in_.size() + 4);
  return scheme_ == Scheme::file ? State::file : State::relative;
}

UrlParser::State UrlParser::special_relative_or_authority() {
  if (ahead(0, '/') && ahead(1, '/')) {
    pos_ += 2;
    return State::special_authority_ignore_slashes;
  }
  url_.href_.clear();  // the base brings the scheme
  return State::relative;
}

UrlParser::State UrlParser::path_or_authority() {
  if (ahead(1, '/')) {
    pos_ += 2;
    return State::authority;
  }
  no_authority();
  return State::path;
}

UrlParser::State UrlParser::relative() {
  if (slash_here()) return State::relative_slash;
  copy_base_origin();
  return after_relative_path();
}

UrlParser::State UrlParser::relative_slash() {
  const bool another = pos_ + 1 < in_.size() && is_slash(in_[pos_ + 1]);
  if (another) {
    url_.href_.assign(base_->href_, 0, base_->scheme_end_ + 1);
    url_.scheme_end_ = base_->scheme_end_;
    pos_ += 2;
    return special() ? State::special_authority_ignore_slashes : State::authority;
  }
  copy_base_origin();
  return State::path;
}

UrlParser::State UrlParser::special_authority_slashes() {
  if (ahead(0, '/') && ahead(1, '/')) pos_ += 2;
  return State::special_authority_ignore_slashes;
}

UrlParser::State UrlParser::special_authority_ignore_slashes() {
  while (slash_here()) ++pos_;
  return State::authority;
}

}  // namespace lycosa::inline url
