// A certificate as JSON: certificate.json, whose keys docs/lint.md lists.
//
// Thread-safe: pure functions but for IsCertificateFile, which reads a file. The same certificate
// gives the same bytes.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "audit/lint/certificate.h"

namespace kproof {

nlohmann::ordered_json CertificateJson(const Certificate& certificate);
// As a file: indented, with a line end.
std::string CertificateFile(const Certificate& certificate);
// Whether the content of this file is a certificate as JSON, indented or on one line, by its first
// bytes.
bool IsCertificateFile(const std::string& file);

}  // namespace kproof
