#include "url/canonical_rules.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "url/ip.h"
#include "url/percent.h"

namespace lycosa::inline url::canonical_form {
namespace {

bool drop_credentials(PartsView& parts) {
  return std::exchange(parts.has_credentials, false);
}

bool drop_fragment(PartsView& parts) {
  return std::exchange(parts.has_fragment, false);
}

// "a.example." is the same host. What would no longer be a domain keeps its dots.
bool drop_trailing_dots(PartsView& parts) {
  const std::string_view host = parts.host.get();
  const size_t end = host.find_last_not_of('.') + 1;
  if (end == host.size() || end == 0 || ip::ends_in_number(host.substr(0, end))) return false;
  parts.host.view(host.substr(0, end));
  return true;
}

bool drop_www(PartsView& parts) {
  std::string_view host = parts.host.get();
  while (host.starts_with("www.") && host.find('.', 4) != std::string_view::npos) host.remove_prefix(4);
  if (host.size() == parts.host.get().size() || ip::ends_in_number(host)) return false;
  parts.host.view(host);
  return true;
}

constexpr bool is_unreserved(int byte) {
  const char c = static_cast<char>(byte);
  return byte < 0x80 && (is_ascii_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~');
}

// RFC 3986, sections 6.2.2.1 and 6.2.2.2: escapes of unreserved characters are decoded, others get upper case digits.
bool normalize_escapes(Text& text) {
  std::string out;
  const std::string_view in = text.get();
  for (size_t i = 0; i < in.size(); ++i) {
    const int byte = percent::escaped_byte(in, i);
    if (byte < 0) {
      out += in[i];
      continue;
    }
    if (is_unreserved(byte)) {
      out += static_cast<char>(byte);
    } else {
      percent::append_escape(out, static_cast<char>(byte));
    }
    i += 2;
  }
  if (out == in) return false;
  text.own(std::move(out));
  return true;
}

bool normalize_all_escapes(PartsView& parts) {
  const bool path = normalize_escapes(parts.path);
  return normalize_escapes(parts.query) || path;
}

std::string_view parameter_name(std::string_view parameter) {
  return parameter.substr(0, parameter.find('='));
}

// Removes the parameters whose name `matches`; without any left the query goes too.
template <class Matches>
bool drop_parameters(PartsView& parts, Matches matches) {
  if (!parts.has_query) return false;
  const std::string_view query = parts.query.get();
  // One look without allocation, since most queries hold nothing to remove.
  size_t start = 0;
  bool found = false;
  while (!found && start <= query.size()) {
    const size_t end = std::min(query.find('&', start), query.size());
    found = matches(parameter_name(query.substr(start, end - start)));
    start = end + 1;
  }
  if (!found) return false;
  std::string kept;
  bool any = false;
  for (const std::string_view parameter : split(query, '&')) {
    if (matches(parameter_name(parameter))) continue;
    if (std::exchange(any, true)) kept += '&';
    kept += parameter;
  }
  parts.has_query = any;
  parts.query.own(std::move(kept));
  return true;
}

// Names in lower case, compared without case. Most names that are asked for have a length or a first letter that none
// of them has.
template <size_t n>
class NameSet {
 public:
  template <class... Names>
  constexpr explicit NameSet(Names... names) : names_{names...} {
    for (const std::string_view name : names_) lengths_ |= uint64_t{1} << name.size();
  }

  bool contains(std::string_view name) const {
    if (name.empty() || name.size() >= 64 || (lengths_ >> name.size() & 1) == 0) return false;
    const char first = ascii_lower(name.front());
    return std::any_of(names_.begin(), names_.end(), [&](std::string_view known) {
      return known.size() == name.size() && known.front() == first && equals_ignoring_case(known, name);
    });
  }

 private:
  std::array<std::string_view, n> names_;
  uint64_t lengths_ = 0;
};
template <class... Names>
NameSet(Names...) -> NameSet<sizeof...(Names)>;

// Parameters that advertising and mail systems add to count clicks: no site shows another page for them.
bool is_tracking(std::string_view name) {
  static constexpr NameSet kNames(
      "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid", "fbclid", "msclkid",
      "yclid", "ysclid", "twclid", "ttclid", "igshid", "igsh", "li_fat_id", "epik", "rdt_cid", "scclid", "sccid",
      "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking", "vero_id",
      "vero_conv", "oly_anon_id", "oly_enc_id", "s_kwcid", "_openstat", "_ga", "_gl");
  return (name.size() > 4 && name[3] == '_' && starts_with_ignoring_case(name, "utm_")) || kNames.contains(name);
}

bool drop_tracking(PartsView& parts) {
  return drop_parameters(parts, is_tracking);
}

bool is_session_parameter(std::string_view name) {
  static constexpr NameSet kNames("jsessionid", "phpsessid", "cfid", "cftoken", "sessionid");
  return (name.size() >= 12 && starts_with_ignoring_case(name, "aspsessionid")) || kNames.contains(name);
}

bool is_dots(std::string_view segment) {
  std::string plain = percent::decode(segment);
  return plain == "." || plain == "..";
}

// "page.jsp;jsessionid=1A2B" is "page.jsp".
std::string_view without_session(std::string_view segment, std::string& buffer) {
  static constexpr std::string_view kKey = ";jsessionid=";
  buffer.clear();
  size_t done = 0;
  for (size_t i = segment.find(';'); i != std::string_view::npos; i = segment.find(';', i + 1)) {
    if (!starts_with_ignoring_case(segment.substr(i), kKey)) continue;
    buffer.append(segment, done, i - done);
    done = std::min(segment.find(';', i + 1), segment.size());
    if (done == segment.size()) break;
    i = done - 1;
  }
  buffer.append(segment, done);
  // "..;jsessionid=1" is a name, ".." would be another path.
  return is_dots(buffer) ? segment : std::string_view(buffer);
}

// The cookieless sessions of ASP.NET: a segment "(S(lit3py55t21z5v55vlm25s55))".
bool is_session_segment(std::string_view segment) {
  if (segment.size() < 7 || !starts_with_ignoring_case(segment, "(s(") || !segment.ends_with("))")) return false;
  segment = segment.substr(3, segment.size() - 5);
  return std::all_of(segment.begin(), segment.end(), is_ascii_alphanumeric);
}

bool drop_path_sessions(Text& path) {
  const std::string_view in = path.get();
  if (in.find(';') == std::string_view::npos && in.find('(') == std::string_view::npos) return false;
  std::string out, buffer;
  const auto segments = split(in.substr(1), '/');
  for (size_t i = 0; i < segments.size(); ++i) {
    const std::string_view kept = without_session(segments[i], buffer);
    if (i + 1 < segments.size() && is_session_segment(kept)) continue;
    out += '/';
    out += kept;
  }
  if (out == in) return false;
  path.own(std::move(out));
  return true;
}

bool drop_sessions(PartsView& parts) {
  const bool path = drop_path_sessions(parts.path);
  return drop_parameters(parts, is_session_parameter) || path;
}

bool merge_slashes(PartsView& parts) {
  if (parts.path.get().find("//") == std::string_view::npos) return false;
  std::string out;
  for (const char c : parts.path.get()) {
    if (c != '/' || out.empty() || out.back() != '/') out += c;
  }
  parts.path.own(std::move(out));
  return true;
}

bool is_index_page(std::string_view segment) {
  static constexpr NameSet kNames("index.html", "index.htm", "index.php", "index.jsp", "index.asp", "index.aspx",
                                  "default.asp", "default.aspx", "default.htm");
  return kNames.contains(segment);
}

// Takes a chain of them at once, with their slashes, so that no second round finds more.
bool drop_index_page(PartsView& parts) {
  std::string_view path = parts.path.get();
  for (;;) {
    std::string_view name = path;
    while (name.ends_with('/')) name.remove_suffix(1);
    const size_t slash = name.rfind('/');
    if (slash == std::string_view::npos || !is_index_page(name.substr(slash + 1))) break;
    path = path.substr(0, slash + 1);
  }
  if (path.size() == parts.path.get().size()) return false;
  parts.path.view(path);
  return true;
}

bool drop_trailing_slash(PartsView& parts) {
  std::string_view path = parts.path.get();
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path.size() == parts.path.get().size()) return false;
  parts.path.view(path);
  return true;
}

bool sort_parameters(PartsView& parts) {
  if (!parts.has_query) return false;
  auto sorted = split(parts.query.get(), '&');
  const auto by_name = [](std::string_view a, std::string_view b) { return parameter_name(a) < parameter_name(b); };
  if (std::is_sorted(sorted.begin(), sorted.end(), by_name)) return false;
  // Parameters of one name keep their order: it may matter.
  std::stable_sort(sorted.begin(), sorted.end(), by_name);
  std::string out(sorted.front());
  for (size_t i = 1; i < sorted.size(); ++i) {
    out += '&';
    out += sorted[i];
  }
  parts.query.own(std::move(out));
  return true;
}

bool drop_empty_query(PartsView& parts) {
  return parts.has_query && parts.query.get().empty() && std::exchange(parts.has_query, false);
}

bool has_no_credentials(const Url& url) {
  return url.username().empty() && url.password().empty();
}

bool has_no_trailing_dot(const Url& url) {
  return !url.hostname().ends_with('.');
}

bool has_no_www(const Url& url) {
  return !url.hostname().starts_with("www.");
}

bool has_no_query(const Url& url) {
  return url.target().size() == url.pathname().size();
}

// Rules that drop parameters leave no empty query behind.
bool has_no_empty_query(const Url& url) {
  return url.target().size() != url.pathname().size() + 1;
}

constexpr std::array kRules = {
    Rule{{"credentials", "Drops the user name and the password.", true, true}, drop_credentials, has_no_credentials},
    Rule{{"fragment", "Drops the part after \"#\", which is never sent to a server.", true, true}, drop_fragment},
    Rule{{"trailing-dot", "Drops the dots at the end of the host.", true, false},
         drop_trailing_dots,
         has_no_trailing_dot},
    Rule{{"www", "Drops \"www.\" at the start of the host.", false, false}, drop_www, has_no_www},
    Rule{{"percent-encoding",
          "Decodes escapes of letters, digits, \"-\", \".\", \"_\" and \"~\"; writes others in upper case.", false,
          false},
         normalize_all_escapes},
    Rule{{"session-ids", "Drops session ids of known names from path and query.", false, false}, drop_sessions},
    Rule{{"tracking-parameters", "Drops parameters of known names that only count clicks, such as utm_source.", false,
          false},
         drop_tracking,
         has_no_query},
    Rule{{"repeated-slashes", "Makes one slash of several in the path.", false, false}, merge_slashes},
    Rule{{"index-page", "Drops index.html and its like at the end of the path.", false, false}, drop_index_page},
    Rule{{"trailing-slash", "Drops the slashes at the end of the path.", false, false}, drop_trailing_slash},
    Rule{{"sort-parameters", "Sorts the query's parameters by name.", false, false}, sort_parameters, has_no_query},
    Rule{{"empty-query", "Drops a \"?\" that nothing follows.", true, false}, drop_empty_query, has_no_empty_query},
};

}  // namespace

std::span<const Rule> rules() {
  return kRules;
}

}  // namespace lycosa::inline url::canonical_form
