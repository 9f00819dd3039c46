// Text from outside (names, log lines, error messages) made fit to be printed: whatever wrote it,
// it can neither move a cursor nor break a document.
//
// Thread-safe: a pure function.
#pragma once

#include <string>
#include <string_view>

namespace kproof {

// Valid UTF-8 without control characters: bytes that are no UTF-8 become U+FFFD, tabs and line ends
// become one space, other control characters (C0, DEL, C1) and the non-characters that XML forbids
// are left out.
std::string Clean(std::string_view text);

}  // namespace kproof
