#include <ares.h>
#include <brotli/decode.h>
#include <curl/curl.h>
#include <libdeflate.h>
#include <libpsl.h>
#include <libxml/xmlversion.h>
#include <openssl/crypto.h>
#include <sodium.h>
#include <sqlite3.h>
#include <unicode/uversion.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <iostream>
#include <string>

#include "base/json_line.h"
#include "base/text.h"
#include "cli/verb.h"

namespace lycosa::cli {
namespace {

std::string dotted(unsigned major, unsigned minor, unsigned patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::string brotli_version() {
  const uint32_t v = BrotliDecoderVersion();
  return dotted(v >> 24, v >> 12 & 0xfff, v & 0xfff);
}

std::string icu_version() {
  UVersionInfo v;
  u_getVersion(v);
  return dotted(v[0], v[1], v[2]);
}

// What the program runs with: asked of each library where it can tell, else what it was built with.
struct Part {
  const char* name;
  std::string (*version)();
};
constexpr std::array kParts = {
    Part{"curl", [] { return std::string(curl_version_info(CURLVERSION_NOW)->version); }},
    Part{"c-ares", [] { return std::string(ares_version(nullptr)); }},
    Part{"OpenSSL", [] { return std::string(OpenSSL_version(OPENSSL_VERSION_STRING)); }},
    Part{"libsodium", [] { return std::string(sodium_version_string()); }},
    Part{"SQLite", [] { return std::string(sqlite3_libversion()); }},
    Part{"zlib", [] { return std::string(zlibVersion()); }},
    Part{"libdeflate", [] { return std::string(LIBDEFLATE_VERSION_STRING); }},
    Part{"brotli", brotli_version},
    Part{"zstd", [] { return std::string(ZSTD_versionString()); }},
    Part{"ICU", icu_version},
    Part{"libpsl", [] { return std::string(psl_get_version()); }},
    Part{"public suffix list", [] { return std::string(psl_dist_filename()); }},
    Part{"libxml2", [] { return std::string(LIBXML_DOTTED_VERSION); }},
    Part{"nlohmann-json",
         [] { return dotted(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH); }},
    Part{"CLI11", [] { return std::string(CLI11_VERSION); }},
    Part{"compiler", [] { return std::string(__VERSION__); }},
};

class VersionVerb : public Verb {
 public:
  void declare(CLI::App& app) override { app.add_flag("--json", json_, "One JSON object"); }

  int run() override {
    if (json_) {
      nlohmann::ordered_json parts = nlohmann::ordered_json::object();
      for (const Part& part : kParts) parts[part.name] = to_valid_utf8(part.version());
      const nlohmann::ordered_json out = {{"version", LYCOSA_VERSION}, {"parts", std::move(parts)}};
      std::cout << json_line(out) << "\n";
    } else {
      std::cout << "lycosa " << LYCOSA_VERSION << "\n";
      for (const Part& part : kParts) {
        const std::string name(part.name);
        std::cout << "  " << name << std::string(20 - name.size(), ' ') << visible(part.version()) << "\n";
      }
    }
    std::cout.flush();
    return kYes;
  }

 private:
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_version_verb() {
  return std::make_unique<VersionVerb>();
}

}  // namespace lycosa::cli
