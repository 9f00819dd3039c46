// What is wrong with a text that should be JSON, in words that name the text and not the library
// that reads it.
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kproof {

// `what`: the message of an exception of nlohmann's. "is not JSON: unexpected end of input",
// "is not UTF-8", "holds the number 1e999, which is out of range"; of anything else its message
// without the library's mark.
std::string JsonProblem(std::string_view what);
// The same with the byte at which it was found, from 1: "… (byte 17)".
std::string JsonProblem(std::string_view what, std::size_t byte);

}  // namespace kproof
