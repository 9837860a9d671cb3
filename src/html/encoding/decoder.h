#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "html/encoding/utf8.h"

namespace lycosa::html {

// Where a decoder of the Encoding standard puts what it makes: valid UTF-8, errors as U+FFFD.
class DecoderOutput {
 public:
  explicit DecoderOutput(size_t input_size) { text_.reserve(input_size + input_size / 2); }

  void put(char32_t code) { append_utf8(text_, code); }
  void put_ascii(std::string_view run) { text_.append(run); }
  void error() {
    text_.append("\xef\xbf\xbd");
    had_errors_ = true;
  }
  // Puts the code point, or an error when it is 0.
  void put_or_error(char32_t code) { code != 0 ? put(code) : error(); }

  bool had_errors() const { return had_errors_; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool had_errors_ = false;
};

inline unsigned char byte_at(std::string_view bytes, size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

// The decoders, by their sections: 9 single-byte, 10 simplified and 11 traditional Chinese, 12 Japanese, 13 Korean,
// 14 miscellaneous. decode_single_byte() is false when the name is not a single-byte encoding's.
bool decode_single_byte(std::string_view name, std::string_view bytes, DecoderOutput& out);
void decode_gb18030(std::string_view bytes, DecoderOutput& out);
void decode_big5(std::string_view bytes, DecoderOutput& out);
void decode_euc_jp(std::string_view bytes, DecoderOutput& out);
void decode_iso_2022_jp(std::string_view bytes, DecoderOutput& out);
void decode_shift_jis(std::string_view bytes, DecoderOutput& out);
void decode_euc_kr(std::string_view bytes, DecoderOutput& out);
void decode_utf16(std::string_view bytes, bool big_endian, DecoderOutput& out);
void decode_x_user_defined(std::string_view bytes, DecoderOutput& out);

// «Decode without BOM» (section 6) for the encoding of one of the standard's names: a mark is text like any other.
std::string decode_without_bom(std::string_view encoding, std::string bytes, bool& had_errors);

// Reads text of one- and two-byte sequences: runs of ASCII go straight to the output, `read` gets the position of every
// other byte and returns how many it took.
template <class Read>
void decode_runs(std::string_view bytes, DecoderOutput& out, Read read) {
  for (size_t i = 0; i < bytes.size();) {
    const size_t run = ascii_run(bytes.substr(i));
    out.put_ascii(bytes.substr(i, run));
    i += run;
    if (i < bytes.size()) i += read(i);
  }
}

}  // namespace lycosa::html
