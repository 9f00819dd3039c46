// A certificate as JSON: certificate.json, whose keys docs/lint.md lists.
//
// Thread-safe: pure functions. The same certificate gives the same bytes.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "audit/lint/certificate.h"

namespace kproof {

nlohmann::ordered_json CertificateJson(const Certificate& certificate);

}  // namespace kproof
