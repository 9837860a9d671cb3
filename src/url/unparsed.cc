#include "url/unparsed.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "url/ip.h"
#include "url/percent.h"
#include "url/root.h"

namespace lycosa::inline url {
namespace unparsed {
namespace {

constexpr char kEscape = '~';

constexpr std::array<bool, 256> kLabelBytes = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789_-"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

constexpr bool is_label_byte(char c) {
  return kLabelBytes[static_cast<unsigned char>(c)];
}

void append_label(std::string& out, std::string_view label) {
  constexpr char kDigits[] = "0123456789abcdef";
  size_t done = 0;
  for (size_t i = 0; i < label.size(); ++i) {
    if (is_label_byte(label[i])) continue;
    const auto byte = static_cast<unsigned char>(label[i]);
    out.append(label, done, i - done);
    out += kEscape;
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
    done = i + 1;
  }
  out.append(label, done);
}

// One walk from the end: a label goes out when its start is met, as it stands if nothing in it has to be escaped.
void append_reversed(std::string& out, std::string_view hostname) {
  size_t end = hostname.size();
  bool plain = true;
  const auto finish = [&](size_t start) {
    const std::string_view label = hostname.substr(start, end - start);
    if (plain) {
      out += label;
    } else {
      append_label(out, label);
    }
  };
  for (size_t i = end; i > 0; --i) {
    const char c = hostname[i - 1];
    plain &= c == '.' || is_label_byte(c);
    if (c != '.') continue;
    finish(i);
    out += ',';
    end = i - 1;
    plain = true;
  }
  finish(0);
}

void append_host(std::string& out, const Url& url) {
  const std::string_view hostname = url.hostname();
  if (!url.host_is_ip()) return append_reversed(out, hostname);
  if (hostname.front() == '[') {
    out += hostname;
    return;
  }
  out += '[';
  out += hostname;
  out += ']';
}

// Back from one label. An escape that is none is left out: whoever reads an unparsed URL compares what comes of it.
void append_plain_label(std::string& out, std::string_view label) {
  for (size_t i = 0; i < label.size(); ++i) {
    if (label[i] != kEscape) {
      out += label[i];
      continue;
    }
    const int high = i + 2 < label.size() ? percent::hex_value(label[i + 1]) : -1;
    const int low = high < 0 ? -1 : percent::hex_value(label[i + 2]);
    if (low >= 0) out += static_cast<char>(high * 16 + low);
    i += 2;
  }
}

// "bnikolic.co.uk" of "uk,co,bnikolic"; an address as a URL has it.
std::string plain_host(std::string_view host) {
  if (!host.empty() && host.front() == '[') {
    const bool v6 = host.find(':') != std::string_view::npos;
    return std::string(v6 || host.size() < 2 ? host : host.substr(1, host.size() - 2));
  }
  std::string out;
  out.reserve(host.size());
  for (size_t end = host.size();;) {
    const size_t comma = end == 0 ? std::string_view::npos : host.rfind(',', end - 1);
    const size_t start = comma == std::string_view::npos ? 0 : comma + 1;
    append_plain_label(out, host.substr(start, end - start));
    if (comma == std::string_view::npos) return out;
    out += '.';
    end = comma;
  }
}

std::string_view first_labels(std::string_view host, size_t labels) {
  size_t end = 0;
  for (; labels > 1; --labels) {
    end = host.find(',', end);
    if (end == std::string_view::npos) return host;
    ++end;
  }
  return host.substr(0, host.find(',', end));
}

}  // namespace

std::string host_of(const Url& url) {
  std::string out;
  append_host(out, url);
  return out;
}

std::string with_host(std::string_view host, const Url& url) {
  const std::string_view target = url.target(), port = url.port();
  const bool secure = url.scheme() == "https";
  std::string out;
  out.reserve(host.size() + target.size() + 8);
  out += host;
  out += '!';
  out += target;
  if (port.empty()) {
    out += secure ? " s443" : " h80";
  } else {
    out += secure ? " s" : " h";
    out += port;
  }
  return out;
}

std::string_view root_part(std::string_view host, const Url& url) {
  return url.host_is_ip() ? host : first_labels(host, root_labels(url.hostname()));
}

std::string_view root_part(std::string_view host) {
  if (!host.empty() && host.front() == '[') return host;
  return first_labels(host, root_labels(plain_host(host)));
}

}  // namespace unparsed

namespace {

struct Fault {
  size_t offset;
  const char* cause;
};

Unexpected grammar_fault(std::string_view text, Fault fault) {
  return fail(ErrorKind::invalid, "unparsed URL \"" + visible(utf8_prefix(text, 200)) +
                                      "\" breaks the grammar at offset " + std::to_string(fault.offset) + ": " +
                                      fault.cause + "; write it as uk,co,bnikolic!/path?query s443");
}

constexpr bool is_lower_hex(char c) {
  return is_ascii_digit(c) || (c >= 'a' && c <= 'f');
}

std::optional<Fault> host_fault(std::string_view host) {
  if (!host.empty() && host.front() == '[') {
    return host.back() == ']' ? std::nullopt : std::optional(Fault{host.size(), "the address has no closing bracket"});
  }
  for (size_t i = 0; i < host.size(); ++i) {
    if (host[i] == unparsed::kEscape) {
      if (i + 2 >= host.size() || !is_lower_hex(host[i + 1]) || !is_lower_hex(host[i + 2])) {
        return Fault{i, "\"~\" is not followed by two hexadecimal digits"};
      }
      i += 2;
    } else if (host[i] != ',' && !unparsed::is_label_byte(host[i])) {
      return Fault{i, "this byte of a label is written as an escape"};
    }
  }
  return std::nullopt;
}

std::optional<Fault> port_fault(std::string_view port) {
  for (size_t i = 0; i < port.size(); ++i) {
    if (!is_ascii_digit(port[i]) || i > 4) return Fault{i, "the port is not a number up to 65535"};
  }
  return port.empty() ? std::optional(Fault{0, "the port is missing"}) : std::nullopt;
}

// The three parts of an unparsed URL, by where they stand.
struct Layout {
  size_t mark;   // of "!"
  size_t space;  // before the scheme letter
};

std::optional<Fault> find_layout(std::string_view text, Layout& layout) {
  layout.mark = text.find('!');
  if (layout.mark == std::string_view::npos) return Fault{text.size(), "no \"!\" ends the host"};
  if (const auto fault = host_fault(text.substr(0, layout.mark))) return fault;
  if (text.substr(layout.mark + 1, 1) != "/") return Fault{layout.mark + 1, "the path does not begin with \"/\""};
  layout.space = text.find(' ', layout.mark);
  if (layout.space == std::string_view::npos)
    return Fault{text.size(), "no space, scheme letter and port follow the path"};
  const std::string_view scheme = text.substr(layout.space + 1, 1);
  if (scheme != "s" && scheme != "h") return Fault{layout.space + 1, "the scheme letter is neither s nor h"};
  auto fault = port_fault(text.substr(layout.space + 2));
  if (fault) fault->offset += layout.space + 2;
  return fault;
}

}  // namespace

std::string unparse(const Url& canonical_url) {
  return unparsed::with_host(unparsed::host_of(canonical_url), canonical_url);
}

Result<Url> parse_unparsed(std::string_view text) {
  Layout layout{};
  if (const auto fault = find_layout(text, layout)) return grammar_fault(text, *fault);
  std::string href(text[layout.space + 1] == 's' ? "https://" : "http://");
  href += unparsed::plain_host(text.substr(0, layout.mark));
  href += ':';
  href += text.substr(layout.space + 2);
  href += text.substr(layout.mark + 1, layout.space - layout.mark - 1);
  auto url = Url::parse(href);
  if (!url) return grammar_fault(text, {0, "the host or the port is not valid"});
  // A text that has the form may still not be the form of any URL, such as "com!/a/../b s443" or "com,A~62!/ s443".
  const std::string again = unparse(*url);
  if (again == text) return url;
  const auto differ = std::mismatch(text.begin(), text.end(), again.begin(), again.end()).first;
  return grammar_fault(text, {static_cast<size_t>(differ - text.begin()), "no canonical URL is written so"});
}

std::string url_of_unparsed(std::string_view unparsed) {
  const Result<Url> url = parse_unparsed(unparsed);
  return std::string(url ? url->href() : unparsed);
}

std::string_view unparsed_host(std::string_view unparsed) {
  return unparsed.substr(0, unparsed.find('!'));
}

std::string origin_of(std::string_view unparsed) {
  std::string origin(unparsed_host(unparsed));
  const size_t space = unparsed.rfind(' ');
  if (space != std::string_view::npos) origin += unparsed.substr(space);
  return origin;
}

}  // namespace lycosa::inline url
