#include "exchange/coding.h"

#include <brotli/decode.h>
#include <libdeflate.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace lycosa::inline exchange {
namespace {

using End = Decoded::End;

// Where a decoder that works in pieces puts them: a string that doubles, up to `limit` bytes.
class Room {
 public:
  Room(std::string& out, size_t limit) : out_(out), limit_(limit) {}
  ~Room() { out_.resize(used_); }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  // Runs `step(at, size)`, which gives how many bytes it wrote. False when it would write beyond the limit: a body that
  // fills the limit exactly is whole.
  template <class Step>
  bool run(Step step) {
    if (used_ == limit_) {
      uint8_t beyond = 0;
      made_ = step(&beyond, size_t{1});
      return made_ == 0;
    }
    if (used_ == out_.size()) out_.resize(std::min(limit_, std::max<size_t>(used_ * 2, 16384)));
    made_ = step(reinterpret_cast<uint8_t*>(out_.data()) + used_, out_.size() - used_);
    used_ += made_;
    return true;
  }
  // What the last step wrote.
  size_t made() const { return made_; }

 private:
  std::string& out_;
  size_t limit_;
  size_t used_ = 0;
  size_t made_ = 0;
};

void set_end(Decoded& result, End end, std::string detail) {
  result.end = end;
  result.detail = std::move(detail);
}

bool looks_like_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b");
}

class Inflater {
 public:
  // `window_bits` as zlib counts them: 15 + 16 for gzip, 15 for zlib, -15 for bare deflate.
  explicit Inflater(int window_bits) { ready_ = inflateInit2(&stream_, window_bits) == Z_OK; }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  Decoded run(std::string_view wire, size_t limit, bool many_members) {
    Decoded result;
    if (!ready_) {
      set_end(result, End::broken, "no memory to inflate");
      return result;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(wire.data()));
    stream_.avail_in = static_cast<uInt>(wire.size());
    if (!inflate_all(result.bytes, limit, many_members)) {
      set_end(result, End::limit, "");
    } else if (code_ == Z_OK || code_ == Z_BUF_ERROR) {
      set_end(result, End::broken, "the data breaks off");
    } else if (code_ != Z_STREAM_END) {
      set_end(result, End::broken, stream_.msg != nullptr ? stream_.msg : "the data is damaged");
    }
    return result;
  }

 private:
  // False when the limit stopped it.
  bool inflate_all(std::string& out, size_t limit, bool many_members) {
    Room room(out, limit);
    for (;;) {
      bool within = room.run([this](uint8_t* at, size_t size) {
        stream_.next_out = at;
        stream_.avail_out = static_cast<uInt>(size);
        code_ = inflate(&stream_, Z_NO_FLUSH);
        return size - stream_.avail_out;
      });
      if (!within) return false;
      if (code_ == Z_STREAM_END && many_members && next_member()) continue;
      if (code_ != Z_OK || (stream_.avail_in == 0 && stream_.avail_out != 0)) return true;
    }
  }

  // Behind a member another one may follow; anything else there is padding.
  bool next_member() {
    std::string_view rest(reinterpret_cast<const char*>(stream_.next_in), stream_.avail_in);
    return looks_like_gzip(rest) && inflateReset(&stream_) == Z_OK;
  }

  z_stream stream_{};
  bool ready_ = false;
  int code_ = Z_OK;
};

// The whole body at once, when it is one sound member: about three times as fast as streaming. The size to expect
// stands in the last four bytes; whoever lies there gets the slow way.
bool gunzip_at_once(std::string_view wire, size_t limit, std::string& out) {
  if (wire.size() < 18) return false;
  size_t size = 0;
  for (char byte : wire.substr(wire.size() - 4)) size = size >> 8 | size_t{static_cast<uint8_t>(byte)} << 24;
  if (size > limit) return false;
  std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> decompressor(
      libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
  if (!decompressor) return false;
  out.resize(size);
  size_t read = 0;
  libdeflate_result result = libdeflate_gzip_decompress_ex(decompressor.get(), wire.data(), wire.size(), out.data(),
                                                           out.size(), &read, nullptr);
  if (result == LIBDEFLATE_SUCCESS && read == wire.size()) return true;
  out.clear();
  return false;
}

}  // namespace

Decoded gunzip(std::string_view wire, size_t limit) {
  Decoded result;
  if (gunzip_at_once(wire, limit, result.bytes)) return result;
  return Inflater(15 + 16).run(wire, limit, true);
}

Decoded inflate_deflate(std::string_view wire, size_t limit) {
  Decoded wrapped = Inflater(15).run(wire, limit, false);
  if (wrapped.end != End::broken || !wrapped.bytes.empty()) return wrapped;
  Decoded bare = Inflater(-15).run(wire, limit, false);
  return bare.end == End::broken && bare.bytes.empty() ? wrapped : bare;
}

Decoded unbrotli(std::string_view wire, size_t limit) {
  Decoded result;
  std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
  if (!state) {
    set_end(result, End::broken, "no memory for brotli");
    return result;
  }
  size_t in_left = wire.size();
  const uint8_t* in = reinterpret_cast<const uint8_t*>(wire.data());
  BrotliDecoderResult code = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
  bool within = true;
  {
    Room room(result.bytes, limit);
    while (within && code == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
      within = room.run([&](uint8_t* at, size_t size) {
        size_t left = size;
        code = BrotliDecoderDecompressStream(state.get(), &in_left, &in, &left, &at, nullptr);
        return size - left;
      });
    }
  }
  if (!within) {
    set_end(result, End::limit, "");
  } else if (code == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) {
    set_end(result, End::broken, "the data breaks off");
  } else if (code != BROTLI_DECODER_RESULT_SUCCESS) {
    set_end(result, End::broken, "the data is damaged");
  }
  return result;
}

Decoded unzstd(std::string_view wire, size_t limit) {
  // RFC 8878, section 3.1.1.1.2: decoders should support 8 MiB; more is a way to spend our memory.
  constexpr int kWindowLog = 23;
  Decoded result;
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
  if (!context || ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kWindowLog)) != 0) {
    set_end(result, End::broken, "no memory for zstd");
    return result;
  }
  ZSTD_inBuffer in{wire.data(), wire.size(), 0};
  size_t code = 1;  // 0 at the end of a frame, else an error or a hint of what is missing
  bool within = true;
  {
    Room room(result.bytes, limit);
    for (bool moving = true; moving;) {
      size_t before = in.pos;
      within = room.run([&](uint8_t* at, size_t size) {
        ZSTD_outBuffer out{at, size, 0};
        code = ZSTD_decompressStream(context.get(), &out, &in);
        return out.pos;
      });
      bool at_end = code == 0 && in.pos == in.size;
      moving = within && ZSTD_isError(code) == 0 && !at_end && (in.pos != before || room.made() != 0);
    }
  }
  if (!within) {
    set_end(result, End::limit, "");
  } else if (ZSTD_isError(code) != 0) {
    set_end(result, End::broken, ZSTD_getErrorName(code));
  } else if (code != 0) {
    set_end(result, End::broken, "the data breaks off");
  }
  return result;
}

}  // namespace lycosa::inline exchange
