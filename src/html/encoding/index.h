#pragma once

#include <cstddef>
#include <vector>

namespace lycosa::html {

// An index of the Encoding standard (section 5): from pointers to code points. Made on first use from ICU's converters,
// which agree with the standard but for the patches in encoding_tables.h. 0 where the index has nothing.
using EncodingIndex = std::vector<char32_t>;

const EncodingIndex& big5_index();
const EncodingIndex& euc_kr_index();
const EncodingIndex& gb18030_index();
const EncodingIndex& jis0208_index();
const EncodingIndex& jis0212_index();
// index jis0208 as Shift_JIS reads it, with the rows that only it reaches.
const EncodingIndex& shift_jis_index();
// «Index gb18030 ranges code point» for pointers up to 39,419.
const EncodingIndex& gb18030_ranges();

inline char32_t code_at(const EncodingIndex& index, size_t pointer) {
  return pointer < index.size() ? index[pointer] : 0;
}

}  // namespace lycosa::html
