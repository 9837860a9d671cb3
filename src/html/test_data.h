#pragma once

#include <string>

#include "conformance/shared_data.h"

namespace lycosa::html {

// Cases of the published suites that fail, each with its reason (tests/conformance/suite.h).
inline const std::string kExpectedFailures = LYCOSA_SOURCE_DIR "/src/html/expected_failures.txt";

using conformance::read_file;
using conformance::shared_data;

}  // namespace lycosa::html
