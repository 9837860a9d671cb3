#include "fetch/failure.h"

#include <openssl/x509_vfy.h>

#include <cerrno>

namespace lycosa::inline fetch {
namespace {

Reason certificate_reason(long verify_result) {
  switch (verify_result) {
    // The chain is good or was not judged yet: it was the name, which libcurl itself compares first.
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return Reason::network_tls_name_mismatch;
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return Reason::network_tls_expired;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return Reason::network_tls_self_signed;
    default:
      return Reason::network_tls_chain;
  }
}

Reason reason_of(const CurlOutcome& outcome) {
  const bool timed_out = outcome.os_error == ETIMEDOUT;
  switch (outcome.code) {
    case CURLE_URL_MALFORMAT:
      return Reason::input_bad_url;
    case CURLE_COULDNT_RESOLVE_HOST:
      return Reason::network_dns_servfail;
    case CURLE_COULDNT_CONNECT:
      return timed_out ? Reason::network_connect_timeout : Reason::network_connect_refused;
    case CURLE_OPERATION_TIMEDOUT:
      return outcome.sent ? Reason::network_read_timeout : Reason::network_connect_timeout;
    case CURLE_PEER_FAILED_VERIFICATION:
      return certificate_reason(outcome.verify_result);
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CACERT_BADFILE:
      return Reason::network_tls_chain;
    case CURLE_SSL_CONNECT_ERROR:
      return outcome.os_error == ECONNRESET ? Reason::network_reset : Reason::network_tls_protocol;
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_USE_SSL_FAILED:
      return Reason::network_tls_protocol;
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return Reason::network_h2_error;
    case CURLE_UNSUPPORTED_PROTOCOL:  // an answer without a status line, which is HTTP/0.9
      return Reason::http_invalid_status;
    case CURLE_WEIRD_SERVER_REPLY:
      return outcome.head_began ? Reason::http_invalid_header : Reason::http_invalid_status;
    case CURLE_GOT_NOTHING:  // over HTTP/2: the stream was reset, or closed without an answer
      return outcome.h2 ? Reason::network_h2_error : Reason::network_reset;
    case CURLE_OUT_OF_MEMORY:  // also what a line of over 100 KB gives
      return outcome.sent ? Reason::http_invalid_header : Reason::network_reset;
    default:
      return Reason::network_reset;
  }
}

}  // namespace

Failure failure_of(const CurlOutcome& outcome) {
  return {reason_of(outcome), outcome.message.empty() ? curl_easy_strerror(outcome.code) : outcome.message};
}

}  // namespace lycosa::inline fetch
