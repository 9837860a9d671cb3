#pragma once

#include "exchange/exchange.h"

namespace lycosa::inline archive {

// Some crawlers archived bodies decoded and heads as they came. Where the body is such that no Content-Encoding is left
// on it, the fields that name one are taken from `headers`.
void forget_stale_encoding(Exchange& exchange);

}  // namespace lycosa::inline archive
