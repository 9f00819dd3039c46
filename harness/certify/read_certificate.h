// What a certificate.json says it is about.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

namespace kproof {

struct WrittenCertificate {
  std::string fingerprint, verdict, kproof;
};

// Throws Error(kUsage) for a file that can't be read or is no certificate of this schema.
WrittenCertificate ReadCertificate(const std::string& file);

}  // namespace kproof
