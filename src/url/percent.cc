#include "url/percent.h"

namespace lycosa::inline url::percent {

void append_escape(std::string& out, char byte) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(byte);
  const char escape[] = {'%', kDigits[value >> 4], kDigits[value & 15]};
  out.append(escape, 3);
}

void append_encoded(std::string& out, std::string_view text, Set set) {
  size_t done = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!contains(set, text[i])) continue;
    out.append(text, done, i - done);
    append_escape(out, text[i]);
    done = i + 1;
  }
  out.append(text, done);
}

std::string decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const int byte = escaped_byte(text, i);
    out += byte < 0 ? text[i] : static_cast<char>(byte);
    if (byte >= 0) i += 2;
  }
  return out;
}

}  // namespace lycosa::inline url::percent
