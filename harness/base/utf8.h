// Strict UTF-8: overlong forms, surrogates and code points past U+10FFFF are none (RFC 3629).
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kproof {

struct Utf8Character {
  std::uint32_t code_point = 0;
  std::size_t length = 0;  // in bytes; 0: no UTF-8 here
};

// The first character of `text`, which is not empty.
Utf8Character FirstCharacter(std::string_view text);

bool IsUtf8(std::string_view text);

}  // namespace kproof
