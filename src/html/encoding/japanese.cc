// Legacy multi-byte Japanese encodings: Encoding standard, section 12.

#include "html/encoding/decoder.h"
#include "html/encoding/index.h"

namespace lycosa::html {
namespace {

bool in(unsigned char byte, unsigned first, unsigned last) {
  return byte >= first && byte <= last;
}

// ISO-2022-JP changes what bytes mean by escape sequences, so it is read byte by byte.
class Iso2022Jp {
 public:
  Iso2022Jp(std::string_view bytes, DecoderOutput& out) : bytes_(bytes), out_(out) {}

  void run() {
    while (at_ < bytes_.size()) {
      const unsigned char byte = byte_at(bytes_, at_);
      if (byte == 0x1B) {
        read_escape();
      } else {
        read_byte(byte);
      }
    }
  }

 private:
  enum class State { ascii, roman, katakana, lead };

  // Escape start and escape states, at 0x1B.
  void read_escape() {
    const std::string_view sequence = bytes_.substr(at_ + 1, 2);
    State next = State::ascii;
    if (sequence == "(J") {
      next = State::roman;
    } else if (sequence == "(I") {
      next = State::katakana;
    } else if (sequence == "$@" || sequence == "$B") {
      next = State::lead;
    } else if (sequence != "(B") {
      just_switched_ = false;
      ++at_;
      return out_.error();
    }
    // Two escapes with nothing between them are an error.
    if (just_switched_) out_.error();
    just_switched_ = true;
    state_ = next;
    at_ += 3;
  }

  void read_byte(unsigned char byte) {
    just_switched_ = false;
    ++at_;
    switch (state_) {
      case State::ascii:
      case State::roman:
        if (byte >= 0x80 || byte == 0x0E || byte == 0x0F) return out_.error();
        if (state_ == State::roman && byte == 0x5C) return out_.put(0xA5);
        return out_.put(state_ == State::roman && byte == 0x7E ? 0x203E : byte);
      case State::katakana:
        return out_.put_or_error(in(byte, 0x21, 0x5F) ? 0xFF61u - 0x21 + byte : 0);
      case State::lead:
        return in(byte, 0x21, 0x7E) ? read_trail(byte) : out_.error();
    }
  }

  // Trail byte state. An escape or the end takes the place of a trail.
  void read_trail(unsigned char lead) {
    if (at_ == bytes_.size() || byte_at(bytes_, at_) == 0x1B) return out_.error();
    const unsigned char trail = byte_at(bytes_, at_++);
    out_.put_or_error(in(trail, 0x21, 0x7E) ? code_at(jis0208_index(), (lead - 0x21u) * 94 + trail - 0x21u) : 0);
  }

  std::string_view bytes_;
  DecoderOutput& out_;
  size_t at_ = 0;
  State state_ = State::ascii;
  bool just_switched_ = false;
};

}  // namespace

void decode_iso_2022_jp(std::string_view bytes, DecoderOutput& out) {
  Iso2022Jp(bytes, out).run();
}

void decode_euc_jp(std::string_view bytes, DecoderOutput& out) {
  decode_runs(bytes, out, [&](size_t i) -> size_t {
    const unsigned char lead = byte_at(bytes, i);
    if ((lead != 0x8E && lead != 0x8F && !in(lead, 0xA1, 0xFE)) || i + 1 == bytes.size()) {
      out.error();
      return 1;
    }
    const unsigned char second = byte_at(bytes, i + 1);
    if (lead == 0x8E) {
      const bool katakana = in(second, 0xA1, 0xDF);
      out.put_or_error(katakana ? 0xFF61u - 0xA1 + second : 0);
      return katakana || second >= 0x80 ? 2 : 1;
    }
    const bool three = lead == 0x8F && in(second, 0xA1, 0xFE);
    if (three && i + 2 == bytes.size()) {
      out.error();
      return 2;
    }
    const unsigned char row = three ? second : lead;
    const unsigned char trail = three ? byte_at(bytes, i + 2) : second;
    char32_t code = 0;
    if (in(row, 0xA1, 0xFE) && in(trail, 0xA1, 0xFE)) {
      code = code_at(three ? jis0212_index() : jis0208_index(), (row - 0xA1u) * 94 + trail - 0xA1u);
    }
    out.put_or_error(code);
    return (three ? 3u : 2u) - (code == 0 && trail < 0x80 ? 1u : 0u);
  });
}

void decode_shift_jis(std::string_view bytes, DecoderOutput& out) {
  decode_runs(bytes, out, [&](size_t i) -> size_t {
    const unsigned char lead = byte_at(bytes, i);
    if (lead == 0x80 || in(lead, 0xA1, 0xDF)) {
      out.put(lead == 0x80 ? 0x80 : 0xFF61u - 0xA1 + lead);
      return 1;
    }
    if (!(in(lead, 0x81, 0x9F) || in(lead, 0xE0, 0xFC)) || i + 1 == bytes.size()) {
      out.error();
      return 1;
    }
    const unsigned char trail = byte_at(bytes, i + 1);
    char32_t code = 0;
    if (in(trail, 0x40, 0x7E) || in(trail, 0x80, 0xFC)) {
      const uint32_t pointer = (lead - (lead < 0xA0 ? 0x81u : 0xC1u)) * 188 + trail - (trail < 0x7F ? 0x40u : 0x41u);
      code = pointer >= 8836 && pointer <= 10715 ? 0xE000 - 8836 + pointer : code_at(shift_jis_index(), pointer);
    }
    out.put_or_error(code);
    return code == 0 && trail < 0x80 ? 1 : 2;
  });
}

}  // namespace lycosa::html
