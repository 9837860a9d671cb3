// TLS and HTTP/2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include "fetch/test_certificate.h"
#include "fetch/test_fetch.h"
#include "fetch/test_server.h"

namespace lycosa::inline fetch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

class Tls : public testing::Test {
 protected:
  void SetUp() override {
    // The servers write through OpenSSL, which knows no MSG_NOSIGNAL.
    std::signal(SIGPIPE, SIG_IGN);
    authority_ = make_certificate({.host = "Test Authority", .is_authority = true});
    path_ = (std::filesystem::temp_directory_path() / ("lycosa-ca-" + std::to_string(getpid()) + ".pem")).string();
    write_pem(authority_, path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  Config config() const {
    Config config = test_config();
    config.ca_file = path_;
    return config;
  }
  Exchange fetch_from(const TestServer& server, Config config, const std::string& path = "/") const {
    config.resolve = {"*:" + std::to_string(server.port()) + ":127.0.0.1"};
    return fetch(config, server.url(path, "a.example"));
  }
  TestKeyPair certificate(TestCertificateOptions options = {}) const { return make_certificate(options, &authority_); }

  TestKeyPair authority_;
  std::string path_;
};

TEST_F(Tls, FetchesFromAServerThatIsTrusted) {
  TestServer server(answering(kHello), server_context(certificate()));
  Exchange exchange = fetch_from(server, config());
  EXPECT_EQ(exchange.status, 200) << exchange.failure_detail;
  EXPECT_EQ(exchange.protocol, "http/1.1");
  EXPECT_EQ(exchange.body, "hello");
}

TEST_F(Tls, NamesWhatIsWrongWithACertificate) {
  struct Case {
    TestKeyPair pair;
    Reason reason;
  };
  TestKeyPair stranger = make_certificate({.host = "Another Authority", .is_authority = true});
  for (const Case& c : {Case{certificate({.valid_from = -7200, .valid_until = -3600}), Reason::network_tls_expired},
                        Case{certificate({.valid_from = 3600, .valid_until = 7200}), Reason::network_tls_expired},
                        Case{make_certificate({}), Reason::network_tls_self_signed},
                        Case{make_certificate({}, &stranger), Reason::network_tls_chain},
                        Case{certificate({.host = "b.example"}), Reason::network_tls_name_mismatch}}) {
    TestServer server(answering(kHello), server_context(c.pair));
    expect_failure(fetch_from(server, config()), c.reason);
  }
}

TEST_F(Tls, TrustsTheSystemsAuthoritiesWhenNoFileIsGiven) {
  TestServer server(answering(kHello), server_context(certificate()));
  expect_failure(fetch_from(server, test_config()), Reason::network_tls_chain);
}

TEST_F(Tls, RefusesOldVersionsAndWhatIsNoTls) {
  SSL_CTX* old = server_context(certificate());
  SSL_CTX_set_security_level(old, 0);
  SSL_CTX_set_min_proto_version(old, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(old, TLS1_1_VERSION);
  TestServer outdated(answering(kHello), old);
  expect_failure(fetch_from(outdated, config()), Reason::network_tls_protocol);

  TestServer plain([](TestConnection& connection) {
    connection.read();
    connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    connection.hang();
  });
  Config open = config();
  expect_failure(fetch(open, "https://127.0.0.1:" + std::to_string(plain.port()) + "/"), Reason::network_tls_protocol);
}

std::string frame(char type, char flags, char stream, std::string_view payload) {
  std::string out = {0, 0, static_cast<char>(payload.size()), type, flags, 0, 0, 0, stream};
  return out += payload;
}

// Reads until the client has sent its HEADERS frame (RFC 9113, section 4.1: nine bytes, the fourth is the type).
void read_h2_request(TestConnection& connection) {
  constexpr size_t kPreface = 24;
  std::string bytes;
  size_t at = kPreface;
  for (;;) {
    std::string more = connection.read();
    if (more.empty()) return;
    bytes += more;
    while (bytes.size() >= at + 9) {
      if (bytes[at + 3] == 1) return;
      at += 9 + (static_cast<unsigned char>(bytes[at + 1]) * 256u + static_cast<unsigned char>(bytes[at + 2]));
    }
  }
}

constexpr char kData = 0, kHeaders = 1, kSettings = 4;

TEST_F(Tls, SpeaksHttp2AndWritesItsHeadsAsHttp1) {
  TestServer server(
      [](TestConnection& connection) {
        connection.send(frame(kSettings, 0, 0, ""));
        read_h2_request(connection);
        // HPACK: ":status: 200" is entry 8 of the static table, "content-type" the name of entry 31.
        std::string head = std::string("\x88\x0f\x10\x09", 4) + "text/html";
        connection.send(frame(kSettings, 1, 0, "") + frame(kHeaders, 4, 1, head) + frame(kData, 1, 1, "hello"));
        connection.hang();
      },
      server_context(certificate(), "\x02h2"));
  Exchange exchange = fetch_from(server, config(), "/HTTP/2?x");
  EXPECT_EQ(exchange.status, 200) << exchange.failure_detail;
  EXPECT_EQ(exchange.protocol, "h2");
  EXPECT_THAT(exchange.request_head, StartsWith("GET /HTTP/2?x HTTP/1.1\r\nHost: a.example:"));
  EXPECT_EQ(exchange.response_head, "HTTP/1.1 200 \r\ncontent-type: text/html\r\n\r\n");
  EXPECT_THAT(exchange.headers, ElementsAre(Header{"content-type", "text/html"}));
  EXPECT_EQ(exchange.body, "hello");
}

TEST_F(Tls, NamesAnHttp2Error) {
  TestServer garbled(
      [](TestConnection& connection) {
        connection.read();
        connection.send(frame(kSettings, 0, 0, "") + frame(kData, 0, 5, "data on a stream that was never opened"));
        connection.hang();
      },
      server_context(certificate(), "\x02h2"));
  expect_failure(fetch_from(garbled, config()), Reason::network_h2_error);

  TestServer resetting(
      [](TestConnection& connection) {
        connection.send(frame(kSettings, 0, 0, ""));
        read_h2_request(connection);
        constexpr char kReset = 3;
        connection.send(frame(kReset, 0, 1, std::string("\0\0\0\2", 4)));
        connection.hang();
      },
      server_context(certificate(), "\x02h2"));
  expect_failure(fetch_from(resetting, config()), Reason::network_h2_error);
}

}  // namespace
}  // namespace lycosa::inline fetch
