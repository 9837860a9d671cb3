#include "pipeline/sitemap.h"

#include <utility>

#include "base/text.h"
#include "exchange/exchange.h"
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
    const bool cut = end == std::string_view::npos && !sitemap.cut.empty();
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    if (cut || line.empty()) continue;
    if (!looks_like_url(line)) {
      ++sitemap.skipped;
      continue;
    }
    if (sitemap.entries.size() >= limits.max_urls) {
      sitemap.cut = too_many_urls(limits);
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

std::string too_large(const SitemapLimits& limits) {
  return "it is larger than sitemap-bytes, " + std::to_string(limits.max_bytes);
}

// What a body lacks that decoding gave; it says why, unless the fetch was cut at its limit.
std::string cut_of(const DecodedBody& body, const SitemapLimits& limits) {
  if (!body.truncated) return {};
  return body.detail.empty() || body.bytes.size() >= limits.max_bytes ? too_large(limits) : body.detail;
}

// `cut`: why the body is only the beginning of a longer one; empty when it is whole.
Sitemap read(std::string body, std::string cut, const SitemapLimits& limits) {
  Sitemap sitemap;
  sitemap.cut = std::move(cut);
  if (body.size() > limits.max_bytes) {
    body.resize(limits.max_bytes);
    sitemap.cut = too_large(limits);
  }
  // A character that was cut says nothing of the encoding.
  const bool is_cut = !sitemap.cut.empty();
  for (int i = 0; i < 3 && is_cut && !body.empty() && static_cast<unsigned char>(body.back()) >= 0x80; ++i) {
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
  return read(std::string(body), "", limits);
}

Sitemap read_sitemap_body(DecodedBody body, const DecodeLimits& decode, const SitemapLimits& limits) {
  std::string cut = cut_of(body, limits);
  if (std::string_view(body.bytes).starts_with("\x1f\x8b")) {
    Exchange file;
    file.status = 200;
    file.headers = {{"Content-Encoding", "gzip"}};
    file.body = std::move(body.bytes);
    DecodeLimits bounded = decode;
    bounded.max_bytes = limits.max_bytes;
    body = decode_body(file, bounded);
    if (const std::string of_file = cut_of(body, limits); !of_file.empty()) cut = of_file;
  }
  if (body.failed) {
    Sitemap unread;
    unread.error = body.detail;
    return unread;
  }
  return read(std::move(body.bytes), std::move(cut), limits);
}

}  // namespace lycosa::inline pipeline
