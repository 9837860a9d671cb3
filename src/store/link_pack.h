#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

// Many links as one value. Links that stand in the order of their keys have most of each key in common with the one
// before, and of the rest zstd takes half: 250 bytes of a row become some 20.
//
// The value is one zstd frame (text_codec.h). Its content is one link behind the other, each made of varints (LEB128,
// signed ones in zigzag) and bytes:
//   flags                    one byte, Packing below
//   own root hash            8 bytes, little-endian, unless kSameOwnRoot
//   own unparsed URL         how many bytes it has in common with the one before, how many follow, these
//   other root hash          8 bytes, unless kOtherRootIsOwn or kSameOtherRoot
//   other unparsed URL       as the own one
//   anchor, rel, how         length and bytes each, unless the same as before
//   count                    unless kCountIsOne
//   line                     less that of the link before
//   ver                      less that of the link before, unless kSameVer
namespace lycosa::inline store {

// A link, of whichever side. The views live as long as what they come from.
struct PackedLink {
  uint64_t own_root_hash = 0;
  std::string_view own;
  uint64_t other_root_hash = 0;
  std::string_view other;
  std::string_view anchor, rel, how;
  int64_t count = 1, line = 0, ver = 0;
};

// What a link has in common with the one before, or is taken for granted.
enum Packing : uint8_t {
  kSameOwnRoot = 1,
  kOtherRootIsOwn = 2,
  kSameOtherRoot = 4,
  kSameAnchor = 8,
  kSameRel = 16,
  kSameHow = 32,
  kCountIsOne = 64,
  kSameVer = 128,
};

class LinkPacker {
 public:
  void add(const PackedLink& link);
  bool empty() const { return plain_.empty(); }
  size_t plain_bytes() const { return plain_.size(); }
  // The frame of what was added since the last one.
  std::string take();

 private:
  void put_key(std::string& before, std::string_view key);
  void put_text(std::string& before, std::string_view text, bool same);

  std::string plain_;
  uint64_t own_root_hash_ = 0, other_root_hash_ = 0;
  std::string own_, other_, anchor_, rel_, how_;
  int64_t line_ = 0, ver_ = 0;
};

// Gives the links of one value back, in their order.
class LinkUnpacker {
 public:
  // Fails (corrupt) when the frame is damaged.
  static Result<LinkUnpacker> open(std::string_view frame);
  // Whether there was one more; fails (corrupt) on what no LinkPacker writes.
  Result<bool> next();
  // The one that next() has found; its views live until the next call.
  PackedLink link() const;

 private:
  explicit LinkUnpacker(std::string plain) : plain_(std::move(plain)) {}
  bool take_row();
  bool take_number(uint64_t& number);
  bool take_signed(int64_t& number);
  bool take_hash(uint64_t& hash);
  bool take_bytes(std::string& out, size_t keep);
  bool take_key(std::string& key);

  std::string plain_;
  size_t at_ = 0;
  uint64_t own_root_hash_ = 0, other_root_hash_ = 0;
  std::string own_, other_, anchor_, rel_, how_;
  int64_t count_ = 1, line_ = 0, ver_ = 0;
};

}  // namespace lycosa::inline store
