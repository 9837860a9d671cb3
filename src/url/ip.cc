#include "url/ip.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "url/percent.h"

namespace lycosa::inline url::ip {
namespace {

constexpr uint64_t kTooLarge = uint64_t{1} << 32;

// The IPv4 number parser. Numbers past 32 bits come back as kTooLarge, so that any length of digits is safe.
std::optional<uint64_t> parse_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  int base = 10;
  if (text.size() >= 2 && text[0] == '0') {
    const bool hexadecimal = ascii_lower(text[1]) == 'x';
    base = hexadecimal ? 16 : 8;
    text.remove_prefix(hexadecimal ? 2 : 1);
  }
  uint64_t value = 0;
  for (const char c : text) {
    const int digit = percent::hex_value(c);
    if (digit < 0 || digit >= base) return std::nullopt;
    value = std::min(value * static_cast<unsigned>(base) + static_cast<unsigned>(digit), kTooLarge);
  }
  return value;
}

std::string_view without_final_dot(std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  return host;
}

void append_number(std::string& out, uint32_t value, int base) {
  char digits[10];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value, base).ptr);
}

// Reads an IPv6 address piece by piece (section 3.5, «IPv6 parser»).
class V6Reader {
 public:
  explicit V6Reader(std::string_view text) : text_(text) {}

  std::optional<V6> read() {
    if (text_.substr(0, 1) == ":") {
      if (text_.substr(0, 2) != "::") return std::nullopt;
      at_ = 2;
      compress_ = ++piece_;
    }
    while (at_ < text_.size()) {
      if (piece_ == 8 || !read_piece()) return std::nullopt;
    }
    return expand();
  }

 private:
  bool read_piece() {
    if (text_[at_] == ':') {
      if (compress_ >= 0) return false;
      ++at_;
      compress_ = ++piece_;
      return true;
    }
    const size_t start = at_;
    unsigned value = 0;
    for (; at_ < text_.size() && at_ - start < 4 && percent::hex_value(text_[at_]) >= 0; ++at_) {
      value = value * 16 + static_cast<unsigned>(percent::hex_value(text_[at_]));
    }
    if (at_ < text_.size() && text_[at_] == '.') {
      at_ = start;
      return read_v4_tail();
    }
    if (at_ < text_.size() && text_[at_] == ':') {
      if (++at_ == text_.size()) return false;
    } else if (at_ < text_.size()) {
      return false;
    }
    pieces_[static_cast<size_t>(piece_++)] = static_cast<uint16_t>(value);
    return true;
  }

  // The last 32 bits as "127.0.0.1": exactly four decimal numbers without leading zeros.
  bool read_v4_tail() {
    if (piece_ > 6) return false;
    uint32_t address = 0;
    for (int seen = 0; seen < 4; ++seen) {
      if (seen > 0 && (at_ >= text_.size() || text_[at_++] != '.')) return false;
      const size_t start = at_;
      unsigned value = 0;
      for (; at_ < text_.size() && is_ascii_digit(text_[at_]); ++at_) {
        if (at_ > start && value == 0) return false;
        value = value * 10 + static_cast<unsigned>(text_[at_] - '0');
        if (value > 255) return false;
      }
      if (at_ == start) return false;
      address = address << 8 | value;
    }
    pieces_[static_cast<size_t>(piece_++)] = static_cast<uint16_t>(address >> 16);
    pieces_[static_cast<size_t>(piece_++)] = static_cast<uint16_t>(address);
    return at_ == text_.size();
  }

  // Moves the pieces after "::" to the end.
  std::optional<V6> expand() {
    if (compress_ < 0) return piece_ == 8 ? std::optional(pieces_) : std::nullopt;
    std::rotate(pieces_.begin() + compress_, pieces_.begin() + piece_, pieces_.end());
    return pieces_;
  }

  std::string_view text_;
  size_t at_ = 0;
  V6 pieces_{};
  int piece_ = 0;
  int compress_ = -1;
};

struct Run {
  size_t start = 8;
  size_t length = 0;
};

Run longest_zeros(const V6& address) {
  Run best;
  for (size_t i = 0; i < 8;) {
    size_t end = i;
    while (end < 8 && address[end] == 0) ++end;
    if (end - i > best.length && end - i > 1) best = {i, end - i};
    i = std::max(end, i + 1);
  }
  return best;
}

}  // namespace

bool ends_in_number(std::string_view host) {
  host = without_final_dot(host);
  // "0x" and hexadecimal digits are all that a number can end with: most domains are none at the first look.
  if (host.empty() || (percent::hex_value(host.back()) < 0 && ascii_lower(host.back()) != 'x')) return false;
  const size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (last.empty() || !is_ascii_digit(last.front())) return false;
  return std::all_of(last.begin(), last.end(), is_ascii_digit) || parse_number(last).has_value();
}

std::optional<uint32_t> parse_v4(std::string_view text) {
  text = without_final_dot(text);
  uint64_t address = 0;
  for (int part = 0; part < 4; ++part) {
    const size_t dot = text.find('.');
    const auto number = parse_number(text.substr(0, dot));
    if (!number) return std::nullopt;
    if (dot == std::string_view::npos) {
      // The last number fills all bytes that are left.
      if (*number >= uint64_t{1} << (8 * (4 - part))) return std::nullopt;
      return static_cast<uint32_t>(address + *number);
    }
    if (*number > 255) return std::nullopt;
    address += *number << (8 * (3 - part));
    text.remove_prefix(dot + 1);
  }
  return std::nullopt;
}

void append_v4(std::string& out, uint32_t address) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    append_number(out, address >> shift & 255, 10);
    if (shift > 0) out += '.';
  }
}

std::optional<V6> parse_v6(std::string_view text) {
  return V6Reader(text).read();
}

void append_v6(std::string& out, const V6& address) {
  const Run zeros = longest_zeros(address);
  for (size_t i = 0; i < 8; ++i) {
    if (i == zeros.start) {
      out += i == 0 ? "::" : ":";
      i += zeros.length - 1;
      continue;
    }
    append_number(out, address[i], 16);
    if (i < 7) out += ':';
  }
}

}  // namespace lycosa::inline url::ip
