#pragma once

// Certificates made on the spot for tests.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace lycosa::inline fetch {

struct TestKeyPair {
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;
};

struct TestCertificateOptions {
  std::string host = "a.example";
  long valid_from = -3600;  // seconds from now
  long valid_until = 3600;
  bool is_authority = false;
};

// Signed by `issuer`, or by itself when that is null.
inline TestKeyPair make_certificate(const TestCertificateOptions& options, const TestKeyPair* issuer = nullptr) {
  TestKeyPair pair{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
  X509* x509 = pair.certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  static long serial = 1;
  ASN1_INTEGER_set(X509_get_serialNumber(x509), serial++);
  X509_gmtime_adj(X509_getm_notBefore(x509), options.valid_from);
  X509_gmtime_adj(X509_getm_notAfter(x509), options.valid_until);
  X509_set_pubkey(x509, pair.key.get());
  X509_NAME* name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(options.host.c_str()), -1,
                             -1, 0);
  X509_set_issuer_name(x509, issuer != nullptr ? X509_get_subject_name(issuer->certificate.get()) : name);
  auto extend = [x509](int what, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
  };
  extend(NID_basic_constraints, options.is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (!options.is_authority) extend(NID_subject_alt_name, "DNS:" + options.host);
  X509_sign(x509, issuer != nullptr ? issuer->key.get() : pair.key.get(), EVP_sha256());
  return pair;
}

inline void write_pem(const TestKeyPair& pair, const std::string& path) {
  BIO* file = BIO_new_file(path.c_str(), "w");
  PEM_write_bio_X509(file, pair.certificate.get());
  BIO_free(file);
}

// What a server needs; `protocols` in the wire form of ALPN, such as "\x02h2", chosen whatever the client offers.
inline SSL_CTX* server_context(const TestKeyPair& pair, const char* protocols = nullptr) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate(context, pair.certificate.get());
  SSL_CTX_use_PrivateKey(context, pair.key.get());
  if (protocols != nullptr) {
    SSL_CTX_set_alpn_select_cb(
        context,
        [](SSL*, const unsigned char** out, unsigned char* size, const unsigned char*, unsigned int, void* chosen) {
          const auto* text = static_cast<const unsigned char*>(chosen);
          *out = text + 1;
          *size = text[0];
          return SSL_TLSEXT_ERR_OK;
        },
        const_cast<char*>(protocols));
  }
  return context;
}

}  // namespace lycosa::inline fetch
