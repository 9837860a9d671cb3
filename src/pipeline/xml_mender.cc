#include "pipeline/xml_mender.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "html/references.h"

namespace lycosa::inline pipeline {
namespace {

constexpr size_t kPiece = 64u << 10;
constexpr size_t kLongestReference = 40;

bool is_control(char c) {
  const auto code = static_cast<unsigned char>(c);
  return (code < 0x20 && c != '\t' && c != '\n' && c != '\r') || code == 0x7f;
}

bool begins_name(char c) {
  return is_ascii_alpha(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_plain(char c) {
  return c != '<' && c != '&' && c != '>' && !is_control(c);
}

// The character of "#233" or "#xE9": one that XML has (XML 1.0, section 2.2).
std::optional<char32_t> numeric_reference(std::string_view name) {
  const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  name.remove_prefix(hex ? 2 : 1);
  if (name.empty() || name.size() > 8) return std::nullopt;
  char32_t code = 0;
  for (const char c : name) {
    const char lower = ascii_lower(c);
    const bool digit = is_ascii_digit(c);
    if (!digit && !(hex && lower >= 'a' && lower <= 'f')) return std::nullopt;
    code = code * (hex ? 16 : 10) + static_cast<char32_t>(digit ? c - '0' : lower - 'a' + 10);
  }
  const bool is_character = code == 0x9 || code == 0xa || code == 0xd || (code >= 0x20 && code <= 0xd7ff) ||
                            (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
  return is_character ? std::optional(code) : std::nullopt;
}

}  // namespace

std::string_view XmlMender::next() {
  piece_.clear();
  while (p_ != end_ && piece_.size() < kPiece) {
    if (p_ < cdata_end_ || (*p_ != '<' && *p_ != '&')) {
      text();
    } else if (*p_ == '&') {
      reference();
    } else {
      markup();
    }
  }
  return piece_;
}

// At least one character, at most about a piece.
void XmlMender::text() {
  const char* stop = p_ < cdata_end_ ? cdata_end_ : end_;
  stop = std::min(stop, p_ + std::min(kPiece, static_cast<size_t>(stop - p_)));
  const char* plain = std::find_if_not(p_, stop, is_plain);
  piece_.append(p_, plain);
  p_ = plain;
  if (p_ == stop) {
    if (p_ == cdata_end_) p_ += std::min<size_t>(3, static_cast<size_t>(end_ - p_));
  } else if (is_control(*p_)) {
    note("a control character");
    append_utf8(piece_, 0xfffd);
    ++p_;
  } else if (*p_ == '>' || p_ < cdata_end_) {
    literal(*p_++);
  }
}

void XmlMender::literal(char c) {
  piece_.append("&#").append(std::to_string(static_cast<unsigned char>(c))).append(";");
}

void XmlMender::reference() {
  const std::string_view rest(p_ + 1, std::min(kLongestReference, static_cast<size_t>(end_ - p_ - 1)));
  const size_t length = rest.find(';');
  const std::string_view name = length == std::string_view::npos ? std::string_view() : rest.substr(0, length);
  std::string value;
  if (name.starts_with('#')) {
    if (const auto code = numeric_reference(name)) append_utf8(value, *code);
  } else if (name == "apos") {
    value = "'";
  } else if (!name.empty()) {
    value = html::named_reference(rest.substr(0, length + 1));
  }
  if (value.empty() && declares_ && !name.empty() && std::all_of(name.begin(), name.end(), is_ascii_alphanumeric)) {
    piece_ += kUnknown;
    p_ += name.size() + 2;
    return;
  }
  if (value.empty()) {
    note("an & that begins no reference");
    literal(*p_++);
    return;
  }
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < 0x80) {
      literal(c);
    } else {
      piece_ += c;
    }
  }
  p_ += name.size() + 2;
}

void XmlMender::markup() {
  if (begins_with("<!--")) return leave_out(find("-->", p_ + 4), "a comment");
  if (begins_with("<![CDATA[")) {
    p_ += 9;
    cdata_end_ = find("]]>", p_);
    if (cdata_end_ == nullptr) {
      note("a CDATA section that does not end");
      cdata_end_ = end_;
    } else {
      cdata_end_ -= 3;
      if (p_ == cdata_end_) p_ += 3;
    }
    return;
  }
  if (begins_with("<!")) return leave_out(end_of_declaration(), "a declaration");
  if (begins_with("<?")) return leave_out(find("?>", p_ + 2), "a processing instruction");
  const bool is_end = begins_with("</");
  const char* name = p_ + (is_end ? 2 : 1);
  if (name < end_ && begins_name(*name)) return tag(is_end);
  note("a < that begins no tag");
  literal(*p_++);
}

// Behind the first of `what`; null when there is none.
const char* XmlMender::find(std::string_view what, const char* from) const {
  if (from > end_) return nullptr;
  const size_t at = std::string_view(from, end_).find(what);
  return at == std::string_view::npos ? nullptr : from + at + what.size();
}

// Behind the «>» that ends a DOCTYPE with all that it declares.
const char* XmlMender::end_of_declaration() {
  int brackets = 0;
  for (const char* at = p_ + 2; at != end_; ++at) {
    if (*at == '[') {
      if (brackets++ == 0) note("a DOCTYPE that declares something, which is not read");
      declares_ = true;
    } else if (*at == ']') {
      --brackets;
    } else if (*at == '"' || *at == '\'') {
      at = std::find(at + 1, end_, *at);
      if (at == end_) return nullptr;
    } else if (*at == '>' && brackets <= 0) {
      return at + 1;
    }
  }
  return nullptr;
}

void XmlMender::leave_out(const char* end, std::string_view what) {
  if (end == nullptr) note(std::string(what) + " that does not end");
  const char* stop = end == nullptr ? end_ : end;
  piece_.append(static_cast<size_t>(std::count(p_, stop, '\n')), '\n');
  p_ = stop;
}

void XmlMender::tag(bool is_end) {
  const char* const limit = p_ + std::min(kMaxTag, static_cast<size_t>(end_ - p_));
  const size_t before = piece_.size();
  char quote = 0;
  piece_ += *p_++;
  while (p_ != limit && *p_ != '<' && (quote != 0 || *p_ != '>')) {
    const char c = *p_;
    if (!is_end && (c == '"' || c == '\'')) {
      if (quote == 0 || quote == c) quote = quote == 0 ? c : 0;
    }
    if (c == '&') {
      reference();
    } else if (is_control(c)) {
      note("a control character");
      append_utf8(piece_, 0xfffd);
      ++p_;
    } else {
      piece_ += c;
      ++p_;
    }
    if (p_ > limit) break;  // a reference that went beyond it
  }
  if (p_ < limit && *p_ == '>') {
    const bool is_empty = p_[-1] == '/';
    piece_ += *p_++;
    if (is_end && open_ == 0) {
      note("an end tag of an element that is not open");
      piece_.resize(before);
    } else if (is_end) {
      --open_;
    } else if (!is_empty) {
      ++open_;
    }
    return;
  }
  piece_.resize(before);
  if (p_ >= end_) {
    note("the file ends inside a tag");
    ended_in_tag_ = true;
  } else if (*p_ == '<' && p_ < limit) {
    note("a tag that does not end");
  } else {
    note("a tag of more than " + std::to_string(kMaxTag) + " bytes");
    const char* stop = std::find(p_, end_, '>');
    p_ = stop == end_ ? end_ : stop + 1;
  }
}

void XmlMender::note(std::string_view what) {
  if (!fault_.empty()) return;
  fault_ = what;
  fault_line_ = lines();
}

size_t XmlMender::lines() const {
  return 1 + static_cast<size_t>(std::count(begin_, p_, '\n'));
}

}  // namespace lycosa::inline pipeline
