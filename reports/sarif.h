// What the lint says as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines of
// the files that settings stand in.
//
// Thread-safe: pure functions. The same certificate gives the same bytes.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "audit/lint/certificate.h"

namespace kproof {

nlohmann::ordered_json SarifOf(const Certificate& certificate);

}  // namespace kproof
