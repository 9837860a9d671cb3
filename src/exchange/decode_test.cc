#include "exchange/decode.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <random>

namespace lycosa::inline exchange {
namespace {

constexpr std::string_view kText = "The wolf spider hunts on foot.";

// Brotli of kText, and of 4 MiB of zeros, by the reference encoder at quality 11.
const std::string kTextInBrotli(
    "\x8b\x0e\x80\x54\x68\x65\x20\x77\x6f\x6c\x66\x20\x73\x70\x69\x64\x65\x72\x20\x68\x75\x6e"
    "\x74\x73\x20\x6f\x6e\x20\x66\x6f\x6f\x74\x2e\x03",
    34);
const std::string kZerosInBrotli("\x9b\xff\xff\x3f\xf8\x27\x00\xe2\xb1\x40\x20\xf7\xfe\x07", 14);

// `window_bits`: 31 for gzip, 15 for zlib, -15 for bare deflate.
std::string deflated(std::string_view text, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}
std::string gzip(std::string_view text) {
  return deflated(text, 31);
}

std::string zstd(std::string_view text, int window_log = 0) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  if (window_log != 0) ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

std::string noise(size_t size) {
  std::mt19937 random(7);
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random() % 64);
  return out;
}

Exchange answer(std::string body, std::vector<Header> headers = {}) {
  Exchange exchange;
  exchange.protocol = "http/1.1";
  exchange.status = 200;
  exchange.headers = std::move(headers);
  exchange.body = std::move(body);
  return exchange;
}

DecodedBody decoded(std::string body, std::string encoding, DecodeLimits limits = {}) {
  return decode_body(answer(std::move(body), {{"Content-Encoding", std::move(encoding)}}), limits);
}

TEST(DecodeBody, TakesOffEveryEncoding) {
  struct Case {
    const char* name;
    std::string body;
  };
  for (const Case& c : {Case{"gzip", gzip(kText)}, Case{"X-GZIP", gzip(kText)}, Case{"deflate", deflated(kText, 15)},
                        Case{"deflate", deflated(kText, -15)}, Case{"br", kTextInBrotli}, Case{"zstd", zstd(kText)},
                        Case{"identity", std::string(kText)}, Case{"utf-8", std::string(kText)},
                        Case{"gzip, br", std::string()}, Case{"", std::string(kText)}}) {
    DecodedBody body = decoded(c.body, c.name);
    EXPECT_EQ(body.bytes, c.body.empty() ? "" : kText) << c.name;
    EXPECT_FALSE(body.truncated || body.failed) << c.name << body.detail;
  }
}

TEST(DecodeBody, TakesTheLastAppliedOffFirst) {
  EXPECT_EQ(decoded(deflated(gzip(kText), 15), "gzip, deflate").bytes, kText);
  Exchange exchange = answer(zstd(gzip(kText)), {{"content-encoding", "gzip"}, {"Content-Encoding", "zstd"}});
  EXPECT_EQ(decode_body(exchange, {}).bytes, kText);
}

TEST(DecodeBody, RefusesUnknownAndTooManyEncodings) {
  DecodedBody unknown = decoded(std::string(kText), "compress");
  EXPECT_TRUE(unknown.failed);
  EXPECT_EQ(unknown.detail, "unknown encoding compress");
  DecodedBody many = decoded(gzip(gzip(gzip(kText))), "gzip,gzip,gzip");
  EXPECT_TRUE(many.failed);
  EXPECT_EQ(many.detail, "more than 2 encodings");
  EXPECT_TRUE(many.bytes.empty());
}

TEST(DecodeBody, FailsWhenNothingCanBeDecoded) {
  for (const char* encoding : {"gzip", "deflate", "br", "zstd"}) {
    DecodedBody body = decoded("\xff\xff\xff\xff\xff plain text, not what the field says", encoding);
    EXPECT_TRUE(body.failed) << encoding;
    EXPECT_FALSE(body.truncated) << encoding;
    EXPECT_NE(body.detail, "") << encoding;
  }
}

TEST(DecodeBody, KeepsTheGoodPrefixOfABrokenBody) {
  std::string text = noise(600'000);
  struct Case {
    const char* name;
    std::string body;
  };
  for (const Case& c : {Case{"gzip", gzip(text)}, Case{"deflate", deflated(text, 15)},
                        Case{"deflate", deflated(text, -15)}, Case{"zstd", zstd(text)}}) {
    DecodedBody body = decoded(c.body.substr(0, c.body.size() / 2), c.name);
    EXPECT_TRUE(body.truncated) << c.name;
    EXPECT_FALSE(body.failed) << c.name;
    EXPECT_GT(body.bytes.size(), 1000u) << c.name;
    EXPECT_TRUE(std::string_view(text).starts_with(body.bytes)) << c.name;
  }
  std::string wrong_sum = gzip(text);
  wrong_sum[wrong_sum.size() - 6] ^= 1;
  DecodedBody body = decoded(wrong_sum, "gzip");
  EXPECT_TRUE(body.truncated);
  EXPECT_EQ(body.bytes, text);
}

TEST(DecodeBody, ReadsAllMembersAndIgnoresPadding) {
  EXPECT_EQ(decoded(gzip("ab") + gzip("") + gzip("cd"), "gzip").bytes, "abcd");
  DecodedBody padded = decoded(gzip(kText) + std::string(600, '\0'), "gzip");
  EXPECT_EQ(padded.bytes, kText);
  EXPECT_FALSE(padded.truncated);
  EXPECT_EQ(decoded(zstd("ab") + zstd("cd"), "zstd").bytes, "abcd");
}

TEST(DecodeBody, StopsAtTheSizeLimit) {
  DecodeLimits limits{.max_bytes = 1000, .max_ratio = 1000000, .max_encodings = 2};
  std::string text = noise(5000);
  struct Case {
    const char* name;
    std::string body;
  };
  for (const Case& c : {Case{"gzip", gzip(text)}, Case{"deflate", deflated(text, 15)}, Case{"zstd", zstd(text)},
                        Case{"", text}, Case{"gzip, gzip", gzip(gzip(text))}}) {
    DecodedBody body = decoded(c.body, c.name, limits);
    EXPECT_EQ(body.bytes.size() > 0, true) << c.name;
    EXPECT_TRUE(body.truncated) << c.name;
    EXPECT_LE(body.bytes.size(), 1000u) << c.name;
    EXPECT_TRUE(std::string_view(text).starts_with(body.bytes)) << c.name;
  }
  EXPECT_EQ(decoded(text, "", limits).detail, "larger than 1000 bytes");
}

TEST(DecodeBody, ABodyThatFillsTheLimitIsWhole) {
  std::string text = noise(1000);
  DecodeLimits limits{.max_bytes = 1000, .max_ratio = 100, .max_encodings = 2};
  for (const std::string& body : {gzip(text), gzip(text.substr(0, 600)) + gzip(text.substr(600))}) {
    DecodedBody result = decoded(body, "gzip", limits);
    EXPECT_EQ(result.bytes, text);
    EXPECT_FALSE(result.truncated);
  }
  EXPECT_FALSE(decoded(zstd(text), "zstd", limits).truncated);
  EXPECT_FALSE(decoded(text, "", limits).truncated);
  EXPECT_TRUE(decoded(gzip(text) + gzip("x"), "gzip", limits).truncated);
}

TEST(DecodeBody, StopsBombsAtTheRatio) {
  std::string zeros(8 << 20, '\0');
  struct Case {
    const char* name;
    std::string body;
  };
  for (const Case& c : {Case{"gzip", gzip(zeros)}, Case{"zstd", zstd(zeros)}, Case{"br", kZerosInBrotli},
                        Case{"gzip, gzip", gzip(gzip(zeros))}}) {
    DecodedBody body = decoded(c.body, c.name);
    EXPECT_TRUE(body.truncated) << c.name;
    EXPECT_LE(body.bytes.size(), std::max<size_t>(1 << 20, c.body.size() * 100)) << c.name;
    EXPECT_EQ(body.detail, "decodes to more than 100 times its size") << c.name;
  }
}

TEST(DecodeBody, RefusesAZstdWindowAbove8MiB) {
  std::string text = noise(9 << 20);
  EXPECT_TRUE(decoded(zstd(text, 24), "zstd").failed);
  EXPECT_EQ(decoded(zstd(text, 23), "zstd").bytes, text);
}

TEST(DecodeBody, TakesOffChunkedFraming) {
  struct Case {
    const char* wire;
    const char* bytes;
    bool truncated;
  };
  const Case cases[] = {
      {"5\r\nhello\r\n0\r\n\r\n", "hello", false},
      {"3\r\nhel\r\n2;ext=\"1\"\r\nlo\r\n0\r\nTrailer: x\r\n\r\n", "hello", false},
      {"5\nhello\n0\n\n", "hello", false},
      {"0005  \r\nhello\r\n00\r\n\r\n", "hello", false},
      {"A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n", "01234567890123456789", false},
      {"0\r\n\r\n", "", false},
      {"5\r\nhello\r\n", "hello", true},
      {"5\r\nhel", "hel", true},
      {"5\r\nhelloworld\r\n0\r\n\r\n", "hello", true},
      {"5\r\nhello\r\nzz\r\nworld", "hello", true},
      {"5\r\nhello\r\nffffffffffffffff\r\nworld", "helloworld", true},
      {"5\r\nhello\r\n1ffffffffffffffff\r\nworld", "hello", true},
      {"", "", true},
      {"<p>never chunked", "<p>never chunked", false},
      {"5 apples", "5 apples", false},
  };
  for (const Case& c : cases) {
    DecodedBody body = decode_body(answer(c.wire, {{"Transfer-Encoding", "Chunked"}}), {});
    EXPECT_EQ(body.bytes, c.bytes) << c.wire;
    EXPECT_EQ(body.truncated, c.truncated) << c.wire;
    EXPECT_FALSE(body.failed) << c.wire;
  }
}

TEST(DecodeBody, LooksForFramingOverHttp1Alone) {
  Exchange exchange = answer("5\r\nhello\r\n0\r\n\r\n", {{"Transfer-Encoding", "chunked"}});
  exchange.protocol = "h2";
  EXPECT_EQ(decode_body(exchange, {}).bytes, exchange.body);
}

TEST(DecodeBody, UnframesBeforeItDecodes) {
  std::string wire = gzip(kText);
  std::string chunks = "a\r\n" + wire.substr(0, 10) + "\r\n" + "100000\r\n" + wire.substr(10);
  Exchange exchange = answer(chunks, {{"Content-Encoding", "gzip"}, {"Transfer-Encoding", "chunked"}});
  DecodedBody body = decode_body(exchange, {});
  EXPECT_EQ(body.bytes, kText);
  EXPECT_TRUE(body.truncated);
  EXPECT_EQ(body.detail, "the chunked framing breaks off");
  exchange.headers = {{"Transfer-Encoding", "gzip, chunked"}};
  EXPECT_EQ(decode_body(exchange, {}).bytes, kText);
}

TEST(DecodeBody, CutsAChunkedBodyAtTheLimit) {
  Exchange exchange = answer("5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n", {{"Transfer-Encoding", "chunked"}});
  DecodedBody body = decode_body(exchange, {.max_bytes = 7, .max_ratio = 100, .max_encodings = 2});
  EXPECT_EQ(body.bytes, "hellowo");
  EXPECT_TRUE(body.truncated);
  EXPECT_EQ(body.detail, "larger than 7 bytes");
}

TEST(DecodeBody, SaysThatTheWireWasCut) {
  Exchange exchange = answer("abc");
  exchange.truncated = true;
  EXPECT_TRUE(decode_body(exchange, {}).truncated);
}

TEST(DecodeBody, SurvivesEveryFlippedByte) {
  for (const auto& [name, wire] : std::vector<std::pair<const char*, std::string>>{
           {"gzip", gzip(kText)}, {"deflate", deflated(kText, 15)}, {"br", kTextInBrotli}, {"zstd", zstd(kText)}}) {
    for (size_t i = 0; i < wire.size(); ++i) {
      for (int bit : {1, 0x80, 0xff}) {
        std::string damaged = wire;
        damaged[i] = static_cast<char>(damaged[i] ^ bit);
        EXPECT_LE(decoded(damaged, name).bytes.size(), 1u << 20);
      }
    }
  }
}

}  // namespace
}  // namespace lycosa::inline exchange
