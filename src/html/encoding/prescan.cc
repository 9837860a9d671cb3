#include "html/encoding/prescan.h"

#include <optional>
#include <string>

#include "base/text.h"
#include "html/encoding.h"

namespace lycosa::html {
namespace {

constexpr size_t kPrescanBytes = 1024;

bool is_space(char c) {
  return is_ascii_whitespace(c);
}

struct PrescanAttribute {
  std::string name;
  std::string value;
};

// The bytes and a position in them; every step of the algorithm stops for good at the end of the bytes.
class Prescan {
 public:
  explicit Prescan(std::string_view bytes) : bytes_(bytes) {}

  std::string_view run() {
    // Step 3: UTF-16 that declares XML.
    if (starts_with(std::string_view("<\0?\0x\0", 6))) return "UTF-16LE";
    if (starts_with(std::string_view("\0<\0?\0x", 6))) return "UTF-16BE";
    const std::string_view fallback = xml_encoding();
    for (; at_ < bytes_.size(); ++at_) {
      at_ = bytes_.find('<', at_);
      if (at_ == std::string_view::npos) break;
      if (starts_with("<!--")) {
        if (!skip_comment()) break;
      } else if (is_meta()) {
        const std::string_view found = read_meta();
        if (!found.empty()) return found;
      } else if (is_tag()) {
        skip_tag();
      } else if (starts_with("<!") || starts_with("</") || starts_with("<?")) {
        at_ = bytes_.find('>', at_ + 2);
        if (at_ == std::string_view::npos) break;
      }
    }
    return fallback;
  }

 private:
  char at(size_t i) const { return i < bytes_.size() ? bytes_[i] : '\0'; }
  bool starts_with(std::string_view prefix) const { return bytes_.substr(at_).starts_with(prefix); }

  // The dashes of «-->» may be those of «<!--».
  bool skip_comment() {
    const size_t end = bytes_.find("-->", at_ + 2);
    if (end == std::string_view::npos) return false;
    at_ = end + 2;
    return true;
  }

  bool is_meta() const {
    return starts_with_ignoring_case(bytes_.substr(at_), "<meta") && (is_space(at(at_ + 5)) || at(at_ + 5) == '/');
  }

  bool is_tag() const {
    const size_t name = at_ + (at(at_ + 1) == '/' ? 2 : 1);
    return is_ascii_alpha(at(name));
  }

  // Leaves the position at the tag's last byte.
  void skip_tag() {
    while (at_ < bytes_.size() && !is_space(bytes_[at_]) && bytes_[at_] != '>') ++at_;
    while (get_attribute()) {
    }
  }

  // The encoding that a meta tag names, or empty.
  std::string_view read_meta() {
    at_ += 5;
    bool seen_http_equiv = false, seen_content = false, seen_charset = false;
    bool got_pragma = false;
    std::optional<bool> need_pragma;
    std::string_view charset;
    while (const std::optional<PrescanAttribute> attribute = get_attribute()) {
      if (attribute->name == "http-equiv" && !seen_http_equiv) {
        seen_http_equiv = true;
        if (attribute->value == "content-type") got_pragma = true;
      } else if (attribute->name == "content" && !seen_content) {
        seen_content = true;
        const std::string_view found = encoding_in_content(attribute->value);
        if (charset.empty() && !seen_charset && !found.empty()) {
          charset = found;
          need_pragma = true;
        }
      } else if (attribute->name == "charset" && !seen_charset) {
        seen_charset = true;
        charset = encoding_for_label(attribute->value);
        need_pragma = false;
      }
    }
    // The bytes ended within the tag: it says nothing.
    if (at_ >= bytes_.size()) return {};
    if (!need_pragma || (*need_pragma && !got_pragma) || charset.empty()) return {};
    return for_meta(charset);
  }

  static std::string_view for_meta(std::string_view encoding) {
    if (encoding == "UTF-16BE" || encoding == "UTF-16LE") return "UTF-8";
    if (encoding == "x-user-defined") return "windows-1252";
    return encoding;
  }

  // «Get an attribute»; nothing at the end of the tag or of the bytes. Names and values come in lower case.
  std::optional<PrescanAttribute> get_attribute() {
    while (is_space(at(at_)) || at(at_) == '/') ++at_;
    if (at_ >= bytes_.size() || bytes_[at_] == '>') return std::nullopt;
    PrescanAttribute attribute;
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (c == '=' && !attribute.name.empty()) return with_value(std::move(attribute));
      if (is_space(c)) {
        while (is_space(at(at_))) ++at_;
        if (at(at_) != '=') return attribute;
        return with_value(std::move(attribute));
      }
      if (c == '/' || c == '>') return attribute;
      attribute.name += ascii_lower(c);
      ++at_;
    }
    return std::nullopt;
  }

  // From the equals sign on.
  std::optional<PrescanAttribute> with_value(PrescanAttribute attribute) {
    ++at_;
    while (is_space(at(at_))) ++at_;
    const char quote = at(at_);
    if (quote == '"' || quote == '\'') {
      for (++at_; at_ < bytes_.size(); ++at_) {
        if (bytes_[at_] == quote) {
          ++at_;
          return attribute;
        }
        attribute.value += ascii_lower(bytes_[at_]);
      }
      return std::nullopt;
    }
    for (; at_ < bytes_.size(); ++at_) {
      if (is_space(bytes_[at_]) || bytes_[at_] == '>') return attribute;
      attribute.value += ascii_lower(bytes_[at_]);
    }
    return std::nullopt;
  }

  // «Get an XML encoding»: what <?xml ... encoding="..."?> at the very beginning says.
  std::string_view xml_encoding() const {
    if (!bytes_.starts_with("<?xml")) return {};
    const std::string_view declaration = bytes_.substr(0, bytes_.find('>'));
    if (declaration.size() == bytes_.size()) return {};
    size_t i = declaration.find("encoding");
    if (i == std::string_view::npos) return {};
    i += 8;
    const auto skip_controls = [&] {
      while (i < declaration.size() && static_cast<unsigned char>(declaration[i]) <= 0x20) ++i;
    };
    skip_controls();
    if (i >= declaration.size() || declaration[i] != '=') return {};
    ++i;
    skip_controls();
    if (i >= declaration.size() || (declaration[i] != '"' && declaration[i] != '\'')) return {};
    const size_t end = declaration.find(declaration[i], i + 1);
    if (end == std::string_view::npos) return {};
    const std::string_view label = declaration.substr(i + 1, end - i - 1);
    for (char c : label) {
      if (static_cast<unsigned char>(c) <= 0x20) return {};
    }
    const std::string_view encoding = encoding_for_label(label);
    return encoding == "UTF-16BE" || encoding == "UTF-16LE" ? "UTF-8" : encoding;
  }

  std::string_view bytes_;
  size_t at_ = 0;
};

}  // namespace

std::string_view encoding_in_content(std::string_view content) {
  const std::string lower = ascii_lower(content);
  const std::string_view text = lower;
  for (size_t i = text.find("charset"); i != std::string_view::npos; i = text.find("charset", i)) {
    i += 7;
    while (i < text.size() && is_space(text[i])) ++i;
    if (i >= text.size()) return {};
    if (text[i] != '=') continue;
    ++i;
    while (i < text.size() && is_space(text[i])) ++i;
    if (i >= text.size()) return {};
    if (text[i] == '"' || text[i] == '\'') {
      const size_t end = text.find(text[i], i + 1);
      return end == std::string_view::npos ? std::string_view{} : encoding_for_label(text.substr(i + 1, end - i - 1));
    }
    size_t end = i;
    while (end < text.size() && !is_space(text[end]) && text[end] != ';') ++end;
    return encoding_for_label(text.substr(i, end - i));
  }
  return {};
}

std::string_view prescan(std::string_view bytes) {
  return Prescan(bytes.substr(0, kPrescanBytes)).run();
}

std::string_view late_meta(std::string_view bytes) {
  return bytes.size() > kPrescanBytes ? Prescan(bytes).run() : std::string_view{};
}

}  // namespace lycosa::html
