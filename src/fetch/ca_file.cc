#include "fetch/ca_file.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <memory>

namespace lycosa::inline fetch {

Result<void> check_ca_file(const std::string& path) {
  if (path.empty()) return {};
  std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), &X509_STORE_free);
  if (store && X509_STORE_load_file(store.get(), path.c_str()) == 1) return {};
  ERR_clear_error();
  return fail(ErrorKind::invalid,
              "the CA file " + path + " has no certificate that can be read; name a file of certificates in PEM form");
}

}  // namespace lycosa::inline fetch
