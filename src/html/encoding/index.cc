#include "html/encoding/index.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>

#include "html/encoding/encoding_tables.h"

namespace lycosa::html {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// ICU's table for an encoding, one sequence of bytes at a time.
class IcuTable {
 public:
  IcuTable(const char* name, bool private_use) : private_use_(private_use) {
    UErrorCode status = U_ZERO_ERROR;
    converter_.reset(ucnv_open(name, &status));
    if (U_FAILURE(status)) converter_.reset();
  }

  // The code point of a sequence of bytes, written as one number; 0 when there is none, or not exactly one.
  char32_t code(uint32_t bytes, int length) const {
    if (!converter_) return 0;
    char raw[4];
    for (int i = 0; i < length; ++i) raw[i] = static_cast<char>(bytes >> (8 * (length - 1 - i)));
    UChar text[8];
    UErrorCode status = U_ZERO_ERROR;
    const int32_t count = ucnv_toUChars(converter_.get(), text, 8, raw, length, &status);
    if (U_FAILURE(status) || count < 1 || count > 2) return 0;
    if (count == 2) return U16_IS_LEAD(text[0]) ? static_cast<char32_t>(U16_GET_SUPPLEMENTARY(text[0], text[1])) : 0;
    const bool is_private = text[0] >= 0xE000 && text[0] <= 0xF8FF;
    return text[0] == 0xFFFD || text[0] == 0x1A || (is_private && !private_use_) ? 0 : text[0];
  }

 private:
  std::unique_ptr<UConverter, CloseConverter> converter_;
  bool private_use_;
};

// Fills an index of `size` pointers whose bytes `bytes_of` gives.
template <class BytesOf>
EncodingIndex make_index(const IcuTable& icu, size_t size, int length, std::span<const IndexPatch> patches,
                         BytesOf bytes_of) {
  EncodingIndex index(size);
  for (size_t pointer = 0; pointer < size; ++pointer) {
    const uint32_t bytes = bytes_of(static_cast<uint32_t>(pointer));
    const auto patch = std::lower_bound(patches.begin(), patches.end(), bytes,
                                        [](const IndexPatch& p, uint32_t b) { return p.bytes < b; });
    index[pointer] = patch != patches.end() && patch->bytes == bytes ? patch->code : icu.code(bytes, length);
  }
  return index;
}

}  // namespace

const EncodingIndex& big5_index() {
  static const EncodingIndex index =
      make_index(IcuTable("Big5-HKSCS", false), 126 * 157, 2, kBig5Patches, [](uint32_t p) {
        const uint32_t trail = p % 157;
        return (p / 157 + 0x81) << 8 | (trail + (trail < 0x3F ? 0x40 : 0x62));
      });
  return index;
}

const EncodingIndex& euc_kr_index() {
  static const EncodingIndex index = make_index(IcuTable("windows-949-2000", false), 126 * 190, 2, {},
                                                [](uint32_t p) { return (p / 190 + 0x81) << 8 | (p % 190 + 0x41); });
  return index;
}

const EncodingIndex& gb18030_index() {
  static const EncodingIndex index =
      make_index(IcuTable("gb18030", true), 126 * 190, 2, kGb18030Patches, [](uint32_t p) {
        const uint32_t trail = p % 190;
        return (p / 190 + 0x81) << 8 | (trail + (trail < 0x3F ? 0x40 : 0x41));
      });
  return index;
}

const EncodingIndex& jis0208_index() {
  static const EncodingIndex index = make_index(IcuTable("euc-jp-2007", false), 94 * 94, 2, {},
                                                [](uint32_t p) { return (p / 94 + 0xA1) << 8 | (p % 94 + 0xA1); });
  return index;
}

const EncodingIndex& jis0212_index() {
  static const EncodingIndex index =
      make_index(IcuTable("euc-jp-2007", false), 94 * 94, 3, kJis0212Patches,
                 [](uint32_t p) { return 0x8F0000 | (p / 94 + 0xA1) << 8 | (p % 94 + 0xA1); });
  return index;
}

const EncodingIndex& shift_jis_index() {
  static const EncodingIndex index = make_index(IcuTable("ibm-943_P15A-2003", true), 60 * 188, 2, {}, [](uint32_t p) {
    const uint32_t lead = p / 188;
    const uint32_t trail = p % 188;
    return (lead + (lead < 0x1F ? 0x81 : 0xC1)) << 8 | (trail + (trail < 0x3F ? 0x40 : 0x41));
  });
  return index;
}

const EncodingIndex& gb18030_ranges() {
  static const EncodingIndex index = make_index(IcuTable("gb18030", true), 39420, 4, {}, [](uint32_t p) {
    return (p / 12600 + 0x81) << 24 | (p / 1260 % 10 + 0x30) << 16 | (p / 10 % 126 + 0x81) << 8 | (p % 10 + 0x30);
  });
  return index;
}

}  // namespace lycosa::html
