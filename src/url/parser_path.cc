#include <algorithm>
#include <array>

#include "base/text.h"
#include "url/parser.h"

namespace lycosa::inline url {
namespace {

// Takes one dot, plain or escaped, off the front.
bool take_dot(std::string_view& segment) {
  if (segment.substr(0, 1) == ".") {
    segment.remove_prefix(1);
    return true;
  }
  if (!starts_with_ignoring_case(segment, "%2e")) return false;
  segment.remove_prefix(3);
  return true;
}

// 1 for a single-dot segment, 2 for a double-dot segment, else 0.
int dots_of(std::string_view segment) {
  if (segment.empty() || (segment[0] != '.' && segment[0] != '%')) return 0;
  int dots = 0;
  while (!segment.empty()) {
    if (dots == 2 || !take_dot(segment)) return 0;
    ++dots;
  }
  return dots;
}

// What a byte means to a path that is to be copied.
enum class PathByte : uint8_t {
  plain,
  end,   // the query or the fragment begins
  dot,   // of no meaning but at the start of a segment
  care,  // has to be encoded, or is a slash in a special URL
};

constexpr std::array<PathByte, 256> kPathBytes = [] {
  std::array<PathByte, 256> table{};
  for (size_t i = 0; i < table.size(); ++i) {
    const char c = static_cast<char>(i);
    const bool dot = c == '.' || c == '%';
    table[i] = c == '?' || c == '#'                               ? PathByte::end
               : dot                                              ? PathByte::dot
               : c == '\\' || percent::contains(percent::path, c) ? PathByte::care
                                                                  : PathByte::plain;
  }
  return table;
}();

bool is_normalized_drive_path(std::string_view path) {
  return path.size() == 3 && is_ascii_alpha(path[1]) && path[2] == ':';
}

bool is_drive_letter(std::string_view segment) {
  return segment.size() == 2 && is_ascii_alpha(segment[0]) && (segment[1] == ':' || segment[1] == '|');
}

}  // namespace

// Scheme, credentials, host and port of the base, with its offsets.
void UrlParser::copy_base_origin() {
  const Url& base = *base_;
  // A "/." before the path of a URL without a host is not part of the origin.
  const bool no_host = base.host_end_ == base.scheme_end_ + 1;
  const uint32_t end = no_host ? base.host_end_ : base.path_start_;
  url_.href_.assign(base.href_, 0, end);
  url_.scheme_end_ = base.scheme_end_;
  url_.username_end_ = base.username_end_;
  url_.host_start_ = base.host_start_;
  url_.host_end_ = base.host_end_;
  url_.port_ = base.port_;
  url_.path_start_ = end;
}

// The end of the relative and file states, at what is no slash: the base's path and query hold as far as the input does
// not bring its own.
UrlParser::State UrlParser::after_relative_path() {
  if (at_end() || here() == '#' || here() == '?') {
    url_.href_ += base_->pathname();
    if (!at_end() && here() == '?') return path_end();
    keep_path_from_looking_like_a_host();
    url_.search_start_ = here_in_href();
    url_.href_.append(base_->href_, base_->search_start_, base_->hash_start_ - base_->search_start_);
    url_.hash_start_ = here_in_href();
    return at_end() ? State::done : State::fragment;
  }
  if (scheme_ == Scheme::file && drive_letter_ahead()) return State::path;
  url_.href_ += base_->pathname();
  shorten_path();
  return State::path;
}

UrlParser::State UrlParser::path_start() {
  if (special() || (!at_end() && here() != '?' && here() != '#')) return State::path;
  return path_end();
}

// Each segment starts after a slash, which the first one may lack.
UrlParser::State UrlParser::path() {
  if (slash_here()) ++pos_;
  if (take_plain_path()) return path_end();
  for (bool more = true; more;) {
    size_t end = pos_;
    while (end < in_.size() && !is_slash(in_[end]) && in_[end] != '?' && in_[end] != '#') ++end;
    more = end < in_.size() && is_slash(in_[end]);
    write_segment(in_.substr(pos_, end - pos_), more);
    pos_ = end + (more ? 1 : 0);
  }
  return path_end();
}

// Most paths are to be copied as they stand: nothing to encode and no segment that may be dots. False, with nothing
// taken, for the others.
bool UrlParser::take_plain_path() {
  if (scheme_ == Scheme::file) return false;
  size_t end = pos_;
  for (; end < in_.size(); ++end) {
    const PathByte kind = kPathBytes[static_cast<unsigned char>(in_[end])];
    if (kind == PathByte::plain) continue;
    if (kind == PathByte::end) break;
    if (kind == PathByte::care || end == pos_ || in_[end - 1] == '/') return false;
  }
  url_.href_ += '/';
  url_.href_.append(in_, pos_, end - pos_);
  pos_ = end;
  return true;
}

void UrlParser::write_segment(std::string_view segment, bool slash_follows) {
  const int dots = dots_of(segment);
  if (dots == 2) shorten_path();
  if (dots > 0) {
    if (!slash_follows) url_.href_ += '/';
    return;
  }
  const bool drive = scheme_ == Scheme::file && written_path().empty() && is_drive_letter(segment);
  url_.href_ += '/';
  percent::append_encoded(url_.href_, segment, percent::path);
  if (drive) url_.href_.back() = ':';
}

// «Shorten a URL's path».
void UrlParser::shorten_path() {
  const std::string_view path = written_path();
  if (path.empty() || (scheme_ == Scheme::file && is_normalized_drive_path(path))) return;
  url_.href_.resize(url_.path_start_ + path.rfind('/'));
}

UrlParser::State UrlParser::path_end() {
  keep_path_from_looking_like_a_host();
  url_.search_start_ = url_.hash_start_ = here_in_href();
  if (at_end()) return State::done;
  return here() == '?' ? State::query : State::fragment;
}

// The URL serialiser, section 4.5: without a host, a path that begins with two slashes gets a "/." before it.
void UrlParser::keep_path_from_looking_like_a_host() {
  if (url_.host_end_ != url_.scheme_end_ + 1 || !written_path().starts_with("//")) return;
  url_.href_.insert(url_.path_start_, "/.");
  url_.path_start_ += 2;
}

UrlParser::State UrlParser::opaque_path() {
  size_t end = pos_;
  while (end < in_.size() && in_[end] != '?' && in_[end] != '#') ++end;
  const std::string_view path = in_.substr(pos_, end - pos_);
  const bool final_space = end < in_.size() && !path.empty() && path.back() == ' ';
  percent::append_encoded(url_.href_, path.substr(0, path.size() - (final_space ? 1 : 0)), percent::c0_control);
  if (final_space) url_.href_ += "%20";
  pos_ = end;
  return path_end();
}

UrlParser::State UrlParser::query() {
  const size_t end = std::min(in_.find('#', pos_), in_.size());
  url_.href_ += '?';
  const std::string_view query = in_.substr(pos_ + 1, end - pos_ - 1);
  const bool encodes = encoding_ != nullptr && special() && scheme_ != Scheme::ws && scheme_ != Scheme::wss;
  if (encodes) {
    write_encoded_query(query);
  } else {
    percent::append_encoded(url_.href_, query, special() ? percent::special_query : percent::query);
  }
  url_.hash_start_ = here_in_href();
  pos_ = end;
  return at_end() ? State::done : State::fragment;
}

// «Percent-encode after encoding», with the special-query percent-encode set. The "&#...;" of a character that the
// encoding lacks is escaped whole.
void UrlParser::write_encoded_query(std::string_view query) {
  std::vector<size_t> escaped;
  const std::string bytes = encoding_->encode(query, escaped);
  size_t done = 0;
  for (const size_t start : escaped) {
    percent::append_encoded(url_.href_, std::string_view(bytes).substr(done, start - done), percent::special_query);
    const size_t end = std::min(bytes.find(';', start), bytes.size());
    url_.href_ += "%26%23";
    url_.href_.append(bytes, start + 2, end - start - 2);
    url_.href_ += "%3B";
    done = std::min(end + 1, bytes.size());
  }
  percent::append_encoded(url_.href_, std::string_view(bytes).substr(done), percent::special_query);
}

UrlParser::State UrlParser::fragment() {
  url_.hash_start_ = here_in_href();
  url_.href_ += '#';
  percent::append_encoded(url_.href_, in_.substr(pos_ + 1), percent::fragment);
  return State::done;
}

}  // namespace lycosa::inline url
