// A certificate as Markdown, for a wiki or a pull request, of at most 60 lines: the verdict first,
// then guarantee by guarantee, what the lint advises, and what was not tested.
//
// Thread-safe: pure functions. The same certificate gives the same bytes.
#pragma once

#include <cstddef>
#include <string>

#include "audit/lint/certificate.h"

namespace kproof {

inline constexpr std::size_t kMostCertificateLines = 60;

std::string CertificateMarkdown(const Certificate& certificate);

}  // namespace kproof
