// A certificate for people, on a terminal: the verdict first, then the lint, the worst first, then
// guarantee by guarantee, then what was not tested.
//
// Thread-safe: pure functions. The same certificate gives the same bytes.
#pragma once

#include <string>

#include "audit/lint/certificate.h"

namespace kproof {

// "producer acks=all: with that nothing is refused; …"
std::string AdviceText(const Certificate& certificate);

std::string CertificateText(const Certificate& certificate);

}  // namespace kproof
