#pragma once

#include <string>
#include <string_view>

#include "url/percent.h"
#include "url/scheme.h"
#include "url/url.h"

namespace lycosa::inline url {

// The basic URL parser of the URL standard, section 4.4, without state overrides.
//
// One function per state of the standard. Where the standard walks code point by code point, a function here takes the
// whole run that its state would take, and writes the result at once into the serialisation: the parts of a URL come in
// the order in which they are written. Used once. Linear in the input (a base adds its own length).
class UrlParser {
 public:
  UrlParser(std::string_view input, const Url* base, const QueryEncoding* encoding);
  Result<Url> run();

 private:
  enum class State {
    scheme_start,
    no_scheme,
    special_relative_or_authority,
    path_or_authority,
    relative,
    relative_slash,
    special_authority_slashes,
    special_authority_ignore_slashes,
    authority,
    file,
    file_slash,
    file_host,
    path_start,
    path,
    opaque_path,
    query,
    fragment,
    done,
    failed,
  };

  State step(State state);
  // parser.cc
  State scheme_start();
  State no_scheme();
  State special_relative_or_authority();
  State path_or_authority();
  State relative();
  State relative_slash();
  State special_authority_slashes();
  State special_authority_ignore_slashes();
  // parser_authority.cc
  State authority();
  State file();
  State file_slash();
  State file_host();
  // parser_path.cc
  State path_start();
  State path();
  State opaque_path();
  State query();
  void write_encoded_query(std::string_view query);
  State fragment();

  State fail_with(const char* fault);

  bool at_end() const { return pos_ == in_.size(); }
  char here() const { return in_[pos_]; }
  bool ahead(size_t offset, char c) const { return pos_ + offset < in_.size() && in_[pos_ + offset] == c; }
  bool special() const { return is_special(scheme_); }
  bool is_slash(char c) const { return c == '/' || (c == '\\' && special()); }
  bool slash_here() const { return !at_end() && is_slash(here()); }
  // Is what follows a Windows drive letter, alone or before a delimiter?
  bool drive_letter_ahead() const;

  // parser_authority.cc
  void begin_authority();
  void write_credentials(std::string_view credentials);
  State write_host_and_port(std::string_view host_and_port, bool may_have_port);
  State write_port(std::string_view digits);
  void end_authority();
  void no_authority();

  // parser_path.cc
  State after_relative_path();
  void copy_base_origin();
  bool take_plain_path();
  void write_segment(std::string_view segment, bool slash_follows);
  void shorten_path();
  std::string_view written_path() const { return std::string_view(url_.href_).substr(url_.path_start_); }
  State path_end();
  void keep_path_from_looking_like_a_host();
  uint32_t here_in_href() const { return static_cast<uint32_t>(url_.href_.size()); }

  std::string cleaned_;  // the input, when it cannot be read in place
  std::string_view in_;
  size_t pos_ = 0;
  const Url* base_;
  const QueryEncoding* encoding_;
  Scheme scheme_ = Scheme::other;
  Url url_;
  const char* fault_ = nullptr;
};

}  // namespace lycosa::inline url
