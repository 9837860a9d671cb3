#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include <memory>

#include "base/text.h"
#include "html/encoding.h"
#include "html/encoding/sniff.h"

namespace lycosa::html {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

struct ConverterName {
  std::string_view encoding;
  const char* icu;
};

// ICU's converter for a name of the standard, where ICU's own name is not the same.
constexpr ConverterName kConverterNames[] = {
    {"Shift_JIS", "ibm-943_P15A-2003"}, {"EUC-KR", "windows-949-2000"}, {"GBK", "gb18030"},
    {"Big5", "Big5-HKSCS"},             {"ISO-8859-8-I", "ISO-8859-8"}, {"windows-874", "windows-874-2000"},
};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(std::string_view encoding) {
  std::string name(encoding);
  for (const ConverterName& row : kConverterNames) {
    if (row.encoding == encoding) name = row.icu;
  }
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &status));
  return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

// ICU does not have it: 0x80 to 0xFF are U+F780 to U+F7FF (Encoding standard, section 14.5).
std::string decode_x_user_defined(std::string_view bytes) {
  std::string out;
  for (unsigned char c : bytes) append_utf8(out, c < 0x80 ? c : 0xF780u + c - 0x80);
  return out;
}

std::string decode_with_icu(UConverter* from, std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const Converter to(ucnv_open("UTF-8", &status));
  std::string out;
  if (U_FAILURE(status)) return out;
  UChar pivot[1024];
  UChar* pivot_source = pivot;
  UChar* pivot_target = pivot;
  char chunk[4096];
  const char* source = bytes.data();
  const char* end = source + bytes.size();
  bool reset = true;
  do {
    status = U_ZERO_ERROR;
    char* target = chunk;
    ucnv_convertEx(to.get(), from, &target, chunk + sizeof chunk, &source, end, pivot, &pivot_source, &pivot_target,
                   pivot + 1024, reset, true, &status);
    reset = false;
    out.append(chunk, static_cast<size_t>(target - chunk));
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  return out;
}

std::string decode_as(std::string_view encoding, std::string_view bytes) {
  if (encoding == "replacement") return bytes.empty() ? std::string() : std::string(kReplacement);
  if (encoding == "x-user-defined") return decode_x_user_defined(bytes);
  if (const Converter converter = open_converter(encoding)) return decode_with_icu(converter.get(), bytes);
  return to_valid_utf8(bytes);
}

}  // namespace

DecodedText decode(std::string bytes, std::string_view transport_label) {
  SniffedEncoding sniffed = sniff(bytes, transport_label);
  bytes.erase(0, sniffed.bom_length);
  const bool valid_utf8 = (sniffed.name.empty() || sniffed.name == "UTF-8") && is_valid_utf8(bytes);
  if (sniffed.name.empty() && !valid_utf8) sniffed = sniff_late(bytes);
  DecodedText text;
  text.source = sniffed.source;
  text.encoding = !sniffed.name.empty() ? sniffed.name : valid_utf8 ? "UTF-8" : "windows-1252";
  if (text.encoding != "UTF-8") {
    text.utf8 = to_valid_utf8(decode_as(text.encoding, bytes));
    text.had_errors = text.utf8.find(kReplacement) != std::string::npos;
  } else if (valid_utf8) {
    text.utf8 = std::move(bytes);
  } else {
    text.utf8 = to_valid_utf8(bytes);
    text.had_errors = true;
  }
  return text;
}

}  // namespace lycosa::html
