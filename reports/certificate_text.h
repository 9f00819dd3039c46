// A certificate for people, on a terminal: the verdict first, then the lint, the worst first, then
// guarantee by guarantee, then what was not tested.
//
// Thread-safe: a pure function. The same certificate gives the same bytes.
#pragma once

#include <string>

#include "audit/lint/certificate.h"

namespace kproof {

std::string CertificateText(const Certificate& certificate);

}  // namespace kproof
