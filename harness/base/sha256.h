// SHA-256, by which evidence is known again (FIPS 180-4, by OpenSSL's libcrypto).
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace kproof {

// Of a file's bytes, as 64 hexadecimal digits. Throws Error(kNotRun) when it can't be read.
std::string Sha256OfFile(const std::string& path);
// Of these bytes, likewise.
std::string Sha256OfText(std::string_view text);

}  // namespace kproof
