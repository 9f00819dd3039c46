// The fingerprint of settings: SHA-256 over their canonical form, by which a certificate is known
// to be about exactly these. docs/lint.md describes the form.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "audit/lint/subject.h"

namespace kproof {

// A line "scope.key=value" for each setting that matters (SettingsThatMatter) and has a value, in
// alphabetical order, below a line that says which form this is. Where a value comes from is not in
// it, and neither are secrets.
std::string CanonicalSettings(const LintSubject& subject);

// "sha256:" and 64 hexadecimal digits.
std::string FingerprintOf(const LintSubject& subject);

}  // namespace kproof
