#include "archive/record.h"

#include <sys/random.h>

#include <array>
#include <random>

#include "base/text.h"

namespace lycosa::inline archive {

std::string_view WarcRecord::field(std::string_view name) const {
  for (const Header& header : fields) {
    if (equals_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

WarcRecord::Role WarcRecord::role() const {
  const std::string_view type = field("WARC-Type");
  if (equals_ignoring_case(type, "response") || is_page_resource()) return Role::response;
  // Others' may leave out a body that they have seen before, and are none then; ours are whole answers.
  if (equals_ignoring_case(type, "revisit") && !field(kMetadataField).empty()) return Role::response;
  if (equals_ignoring_case(type, "request")) return Role::request;
  if (equals_ignoring_case(type, "metadata")) return Role::metadata;
  return Role::other;
}

bool WarcRecord::is_page_resource() const {
  if (!equals_ignoring_case(field("WARC-Type"), "resource") || !is_http_url(url())) return false;
  const std::string_view content = field("Content-Type");
  const std::string_view type = trim(content.substr(0, content.find(';')));
  return equals_ignoring_case(type, "text/html") || equals_ignoring_case(type, "application/xhtml+xml");
}

std::string_view WarcRecord::url() const {
  std::string_view url = field("WARC-Target-URI");
  if (url.starts_with('<') && url.ends_with('>')) url = url.substr(1, url.size() - 2);  // as wget wrote it for long
  return url;
}

bool is_http_url(std::string_view url) {
  return starts_with_ignoring_case(url, "http://") || starts_with_ignoring_case(url, "https://");
}

std::string new_record_id() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    std::random_device random;
    for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(random());
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id = "<urn:uuid:";
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    id += kDigits[bytes[i] >> 4];
    id += kDigits[bytes[i] & 15];
  }
  return id + '>';
}

std::string as_target_uri(std::string_view url) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri;
  uri.reserve(url.size());
  for (char c : url) {
    auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte != 0x7f && c != '<' && c != '>') {
      uri += c;
      continue;
    }
    uri += '%';
    uri += kDigits[byte >> 4];
    uri += kDigits[byte & 15];
  }
  return uri;
}

}  // namespace lycosa::inline archive
