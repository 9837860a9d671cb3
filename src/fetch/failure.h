#pragma once

#include <curl/curl.h>

#include <string>

#include "reason/reason.h"

namespace lycosa::inline fetch {

struct Failure {
  Reason reason;
  std::string detail;
};

// What is known when libcurl gives a transfer up.
struct CurlOutcome {
  CURLcode code = CURLE_OK;
  long verify_result = 0;   // OpenSSL's X509_V_..., of the server's certificate
  long os_error = 0;        // errno of the last connect
  bool sent = false;        // the connection stood and the request was on its way
  bool h2 = false;          // over HTTP/2
  bool head_began = false;  // a line of the response's head came
  std::string message;      // libcurl's own words
};

Failure failure_of(const CurlOutcome& outcome);

}  // namespace lycosa::inline fetch
