#include <array>

#include "base/text.h"
#include "url/host.h"
#include "url/parser.h"

namespace lycosa::inline url {
namespace {

constexpr uint32_t kLastPort = 65535;

bool is_drive_letter(std::string_view text) {
  return text.size() == 2 && is_ascii_alpha(text[0]) && (text[1] == ':' || text[1] == '|');
}

// What a byte means to the search for an authority's parts.
enum class AuthorityByte : uint8_t {
  plain,
  end,   // a slash, or what begins query or fragment
  at,    // what stands before may be credentials
  port,  // a colon
};

constexpr std::array<AuthorityByte, 256> kAuthorityBytes = [] {
  std::array<AuthorityByte, 256> table{};
  for (const char c : std::string_view("/\\?#")) table[static_cast<size_t>(c)] = AuthorityByte::end;
  table['@'] = AuthorityByte::at;
  table[':'] = AuthorityByte::port;
  return table;
}();

// Where the port's colon stands: the first one outside brackets.
size_t port_colon(std::string_view host_and_port) {
  bool inside = false;
  for (size_t i = 0; i < host_and_port.size(); ++i) {
    const char c = host_and_port[i];
    if (c == ':' && !inside) return i;
    if (c == '[') inside = true;
    if (c == ']') inside = false;
  }
  return std::string_view::npos;
}

}  // namespace

void UrlParser::begin_authority() {
  url_.href_ += "//";
  url_.username_end_ = url_.host_start_ = url_.host_end_ = here_in_href();
}

void UrlParser::end_authority() {
  url_.path_start_ = here_in_href();
}

// A null host: the path follows the scheme.
void UrlParser::no_authority() {
  url_.username_end_ = url_.host_start_ = url_.host_end_ = url_.path_start_ = here_in_href();
}

// The authority, host and port states.
UrlParser::State UrlParser::authority() {
  size_t end = pos_;
  size_t at = std::string_view::npos;
  bool may_have_port = false;
  for (; end < in_.size(); ++end) {
    const AuthorityByte kind = kAuthorityBytes[static_cast<unsigned char>(in_[end])];
    if (kind == AuthorityByte::plain) continue;
    if (kind == AuthorityByte::end && (in_[end] != '\\' || special())) break;
    if (kind == AuthorityByte::at) at = end;
    may_have_port |= kind == AuthorityByte::port;
  }
  begin_authority();
  if (at != std::string_view::npos) {
    if (at + 1 == end) return fail_with("it has credentials and no host");
    write_credentials(in_.substr(pos_, at - pos_));
    pos_ = at + 1;
  }
  const std::string_view host_and_port = in_.substr(pos_, end - pos_);
  pos_ = end;
  return write_host_and_port(host_and_port, may_have_port);
}

void UrlParser::write_credentials(std::string_view credentials) {
  const size_t colon = credentials.find(':');
  percent::append_encoded(url_.href_, credentials.substr(0, colon), percent::userinfo);
  url_.username_end_ = here_in_href();
  const std::string_view password =
      colon == std::string_view::npos ? std::string_view() : credentials.substr(colon + 1);
  if (!password.empty()) {
    url_.href_ += ':';
    percent::append_encoded(url_.href_, password, percent::userinfo);
  }
  // «Includes credentials»: empty ones leave no trace.
  if (here_in_href() > url_.host_start_) url_.href_ += '@';
  url_.host_start_ = here_in_href();
}

UrlParser::State UrlParser::write_host_and_port(std::string_view host_and_port, bool may_have_port) {
  const size_t colon = may_have_port ? port_colon(host_and_port) : std::string_view::npos;
  const std::string_view host = host_and_port.substr(0, colon);
  if (host.empty() && (special() || colon != std::string_view::npos)) return fail_with("it has no host");
  if (const char* fault = append_host(url_.href_, host, special())) return fail_with(fault);
  url_.host_end_ = here_in_href();
  if (colon == std::string_view::npos) {
    end_authority();
    return State::path_start;
  }
  return write_port(host_and_port.substr(colon + 1));
}

UrlParser::State UrlParser::write_port(std::string_view digits) {
  uint32_t port = 0;
  for (const char c : digits) {
    if (!is_ascii_digit(c)) return fail_with("its port is not a number");
    port = port * 10 + static_cast<uint32_t>(c - '0');
    if (port > kLastPort) return fail_with("its port is over 65535");
  }
  if (!digits.empty() && (port != default_port(scheme_) || default_port(scheme_) == 0)) {
    url_.port_ = port;
    url_.href_ += ':';
    url_.href_ += std::to_string(port);
  }
  end_authority();
  return State::path_start;
}

bool UrlParser::drive_letter_ahead() const {
  const std::string_view rest = in_.substr(pos_);
  if (!is_drive_letter(rest.substr(0, 2))) return false;
  return rest.size() == 2 || rest[2] == '/' || rest[2] == '\\' || rest[2] == '?' || rest[2] == '#';
}

UrlParser::State UrlParser::file() {
  if (url_.href_.empty()) {
    url_.href_ = "file:";
    url_.scheme_end_ = 4;
  }
  if (slash_here()) return State::file_slash;
  if (base_ == nullptr || scheme_of(base_->scheme()) != Scheme::file) {
    begin_authority();
    end_authority();
    return State::path;
  }
  copy_base_origin();
  return after_relative_path();
}

UrlParser::State UrlParser::file_slash() {
  ++pos_;
  if (slash_here()) {
    ++pos_;
    return State::file_host;
  }
  if (base_ == nullptr || scheme_of(base_->scheme()) != Scheme::file) {
    begin_authority();
    end_authority();
    return State::path;
  }
  copy_base_origin();
  // A drive letter of the base stays: "/x" against "file:///C:/a" is "file:///C:/x".
  const std::string_view drive = base_->pathname().substr(0, 3);
  const bool base_has_drive = drive.size() == 3 && is_ascii_alpha(drive[1]) && drive[2] == ':' &&
                              (base_->pathname().size() == 3 || base_->pathname()[3] == '/');
  if (base_has_drive && !drive_letter_ahead()) url_.href_ += drive;
  return State::path;
}

UrlParser::State UrlParser::file_host() {
  size_t end = pos_;
  while (end < in_.size() && !is_slash(in_[end]) && in_[end] != '?' && in_[end] != '#') ++end;
  const std::string_view host = in_.substr(pos_, end - pos_);
  begin_authority();
  if (is_drive_letter(host)) {
    end_authority();
    return State::path;  // what looked like a host is the path's first segment
  }
  if (!host.empty()) {
    if (const char* fault = append_host(url_.href_, host, true)) return fail_with(fault);
    if (std::string_view(url_.href_).substr(url_.host_start_) == "localhost") url_.href_.resize(url_.host_start_);
  }
  url_.host_end_ = here_in_href();
  end_authority();
  pos_ = end;
  return State::path_start;
}

}  // namespace lycosa::inline url
