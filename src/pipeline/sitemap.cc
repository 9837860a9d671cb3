#include "pipeline/sitemap.h"

#include <utility>

#include "base/text.h"
#include "html/encoding.h"
#include "pipeline/sitemap_xml.h"

namespace lycosa::inline pipeline {
namespace {

// One URL a line. Lines that are no URL are left out, and a file without any is not a sitemap.
void read_lines(std::string_view body, Sitemap& sitemap, const SitemapLimits& limits) {
  while (!body.empty()) {
    const size_t end = body.find_first_of("\r\n");
    const std::string_view line = trim_spaces(body.substr(0, end));
    // The last line of a file that was cut may be the beginning of a URL.
    const bool cut = end == std::string_view::npos && sitemap.truncated;
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    if (cut || !looks_like_url(line)) continue;
    if (sitemap.entries.size() >= limits.max_urls) {
      sitemap.truncated = true;
      return;
    }
    sitemap.entries.push_back({to_valid_utf8(line), {}, {}, Role::page});
  }
  if (sitemap.entries.empty()) sitemap.error = "it is neither XML nor a list of URLs";
}

// What an XML declaration says of the encoding; empty when it says nothing.
std::string_view declared_encoding(std::string_view body) {
  const std::string_view head = body.substr(0, 256);
  if (!trim(head).starts_with("<?xml")) return {};
  const std::string_view declaration = head.substr(0, head.find("?>"));
  size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos) return {};
  const std::string_view value = declaration.substr(at + 1);
  return value.substr(0, value.find(declaration[at]));
}

// UTF-16 without a byte order mark: the «<» that a file begins with has two bytes.
std::string_view utf16_label(std::string_view body) {
  if (body.starts_with(std::string_view("<\0", 2))) return "utf-16le";
  if (body.starts_with(std::string_view("\0<", 2))) return "utf-16be";
  return {};
}

bool has_text_beyond_ascii(std::string_view utf8) {
  for (size_t i = 0; i < utf8.size(); ++i) {
    if (static_cast<unsigned char>(utf8[i]) < 0x80) continue;
    if (utf8.substr(i, 3) != "\xef\xbf\xbd") return true;
    i += 2;
  }
  return false;
}

// Whoever writes sitemaps by templates declares encodings that they are not in. The bytes are believed before the
// declaration: what has no NUL is not UTF-16, and what has no UTF-8 beyond ASCII, but bytes beyond it, is windows-1252.
std::string to_utf8(std::string bytes) {
  std::string_view label = utf16_label(bytes);
  if (label.empty()) label = html::encoding_for_label(declared_encoding(bytes));
  const bool is_wide = label.starts_with("UTF-16") && utf16_label(bytes).empty();
  if (label.empty() || is_wide) label = "UTF-8";
  if (label != "UTF-8") return html::decode(std::move(bytes), label).utf8;
  if (is_valid_utf8(bytes)) return bytes;
  std::string utf8 = html::decode(bytes, label).utf8;
  return has_text_beyond_ascii(utf8) ? utf8 : html::decode(std::move(bytes), "windows-1252").utf8;
}

// `truncated`: the body is the beginning of a longer one.
Sitemap read(std::string body, bool truncated, const SitemapLimits& limits) {
  Sitemap sitemap;
  sitemap.truncated = truncated || body.size() > limits.max_bytes;
  if (body.size() > limits.max_bytes) body.resize(limits.max_bytes);
  // A character that was cut says nothing of the encoding.
  for (int i = 0; i < 3 && sitemap.truncated && !body.empty() && static_cast<unsigned char>(body.back()) >= 0x80; ++i) {
    body.pop_back();
  }
  const std::string utf8 = to_utf8(std::move(body));
  const std::string_view text = trim_spaces(utf8);
  if (text.empty()) {
    sitemap.error = "it is empty";
  } else if (text.starts_with('<') || has_xml_behind_noise(text)) {
    // Lines are counted from the beginning of the file.
    read_sitemap_xml(std::string_view(utf8.data(), text.data() + text.size()), limits, sitemap);
  } else {
    read_lines(text, sitemap, limits);
  }
  return sitemap;
}

}  // namespace

Sitemap read_sitemap(std::string_view body, const SitemapLimits& limits) {
  return read(std::string(body), false, limits);
}

Sitemap process_sitemap(const Exchange& exchange, const DecodeLimits& decode, const SitemapLimits& limits) {
  DecodeLimits bounded = decode;
  bounded.max_bytes = limits.max_bytes;
  DecodedBody body = decode_body(exchange, bounded);
  if (!body.failed && std::string_view(body.bytes).starts_with("\x1f\x8b")) {
    Exchange file;
    file.status = 200;
    file.headers = {{"Content-Encoding", "gzip"}};
    file.body = std::move(body.bytes);
    const bool truncated = body.truncated;
    body = decode_body(file, bounded);
    body.truncated |= truncated;
  }
  if (body.failed) {
    Sitemap unread;
    unread.error = body.detail;
    return unread;
  }
  return read(std::move(body.bytes), body.truncated, limits);
}

}  // namespace lycosa::inline pipeline
