#include "store/link_pack.h"

#include <algorithm>

#include "store/text_codec.h"

namespace lycosa::inline store {
namespace {

void put_number(std::string& out, uint64_t number) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

void put_signed(std::string& out, int64_t number) {
  put_number(out, static_cast<uint64_t>(number) << 1 ^ static_cast<uint64_t>(number >> 63));
}

void put_hash(std::string& out, uint64_t hash) {
  for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(hash >> shift);
}

size_t in_common(std::string_view a, std::string_view b) {
  return static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

// A difference that does not overflow; added again it gives the number back.
int64_t less(int64_t number, int64_t before) {
  return static_cast<int64_t>(static_cast<uint64_t>(number) - static_cast<uint64_t>(before));
}
int64_t plus(int64_t number, int64_t before) {
  return static_cast<int64_t>(static_cast<uint64_t>(number) + static_cast<uint64_t>(before));
}

}  // namespace

void LinkPacker::put_key(std::string& before, std::string_view key) {
  const size_t common = in_common(before, key);
  put_number(plain_, common);
  put_number(plain_, key.size() - common);
  plain_ += key.substr(common);
  before.replace(common, std::string::npos, key.substr(common));
}

void LinkPacker::put_text(std::string& before, std::string_view text, bool same) {
  if (same) return;
  put_number(plain_, text.size());
  plain_ += text;
  before = text;
}

void LinkPacker::add(const PackedLink& link) {
  const bool same_anchor = link.anchor == anchor_, same_rel = link.rel == rel_, same_how = link.how == how_;
  const bool same_own_root = link.own_root_hash == own_root_hash_;
  const bool other_is_own = link.other_root_hash == link.own_root_hash;
  const bool same_other_root = link.other_root_hash == other_root_hash_;
  plain_ += static_cast<char>((same_own_root ? kSameOwnRoot : 0) | (other_is_own ? kOtherRootIsOwn : 0) |
                              (same_other_root ? kSameOtherRoot : 0) | (same_anchor ? kSameAnchor : 0) |
                              (same_rel ? kSameRel : 0) | (same_how ? kSameHow : 0) |
                              (link.count == 1 ? kCountIsOne : 0) | (link.ver == ver_ ? kSameVer : 0));
  if (!same_own_root) put_hash(plain_, link.own_root_hash);
  put_key(own_, link.own);
  if (!other_is_own && !same_other_root) put_hash(plain_, link.other_root_hash);
  put_key(other_, link.other);
  put_text(anchor_, link.anchor, same_anchor);
  put_text(rel_, link.rel, same_rel);
  put_text(how_, link.how, same_how);
  if (link.count != 1) put_signed(plain_, link.count);
  put_signed(plain_, less(link.line, line_));
  if (link.ver != ver_) put_signed(plain_, less(link.ver, ver_));
  own_root_hash_ = link.own_root_hash;
  other_root_hash_ = link.other_root_hash;
  line_ = link.line;
  ver_ = link.ver;
}

std::string LinkPacker::take() {
  std::string frame = compress_text(plain_);
  *this = LinkPacker();
  return frame;
}

Result<LinkUnpacker> LinkUnpacker::open(std::string_view frame) {
  auto plain = decompress_text(frame);
  if (!plain) return plain.unexpected();
  return LinkUnpacker(std::move(*plain));
}

bool LinkUnpacker::take_number(uint64_t& number) {
  number = 0;
  for (int shift = 0; shift < 64 && at_ < plain_.size(); shift += 7) {
    const auto byte = static_cast<uint8_t>(plain_[at_++]);
    number |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool LinkUnpacker::take_signed(int64_t& number) {
  uint64_t zigzag = 0;
  if (!take_number(zigzag)) return false;
  number = static_cast<int64_t>(zigzag >> 1 ^ (0 - (zigzag & 1)));
  return true;
}

bool LinkUnpacker::take_hash(uint64_t& hash) {
  if (plain_.size() - at_ < 8) return false;
  hash = 0;
  for (int shift = 0; shift < 64; shift += 8)
    hash |= static_cast<uint64_t>(static_cast<uint8_t>(plain_[at_++])) << shift;
  return true;
}

// Behind the first `keep` bytes of what is there.
bool LinkUnpacker::take_bytes(std::string& out, size_t keep) {
  uint64_t size = 0;
  if (!take_number(size) || keep > out.size() || size > plain_.size() - at_) return false;
  out.replace(keep, std::string::npos, plain_, at_, static_cast<size_t>(size));
  at_ += static_cast<size_t>(size);
  return true;
}

bool LinkUnpacker::take_key(std::string& key) {
  uint64_t common = 0;
  return take_number(common) && common <= key.size() && take_bytes(key, static_cast<size_t>(common));
}

bool LinkUnpacker::take_row() {
  const auto flags = static_cast<uint8_t>(plain_[at_++]);
  if ((flags & kSameOwnRoot) == 0 && !take_hash(own_root_hash_)) return false;
  if (!take_key(own_)) return false;
  if ((flags & kOtherRootIsOwn) != 0) other_root_hash_ = own_root_hash_;
  if ((flags & (kOtherRootIsOwn | kSameOtherRoot)) == 0 && !take_hash(other_root_hash_)) return false;
  if (!take_key(other_)) return false;
  if ((flags & kSameAnchor) == 0 && !take_bytes(anchor_, 0)) return false;
  if ((flags & kSameRel) == 0 && !take_bytes(rel_, 0)) return false;
  if ((flags & kSameHow) == 0 && !take_bytes(how_, 0)) return false;
  count_ = 1;
  if ((flags & kCountIsOne) == 0 && !take_signed(count_)) return false;
  int64_t more = 0;
  if (!take_signed(more)) return false;
  line_ = plus(more, line_);
  if ((flags & kSameVer) != 0) return true;
  if (!take_signed(more)) return false;
  ver_ = plus(more, ver_);
  return true;
}

Result<bool> LinkUnpacker::next() {
  if (at_ == plain_.size()) return false;
  if (take_row()) return true;
  return fail(ErrorKind::corrupt, "packed links are damaged");
}

PackedLink LinkUnpacker::link() const {
  return {own_root_hash_, own_, other_root_hash_, other_, anchor_, rel_, how_, count_, line_, ver_};
}

}  // namespace lycosa::inline store
