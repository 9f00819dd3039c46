// Writes files that are ours alone: configurations, notes, what a program of somebody else's is to
// read, journals that grow. Results that a user asked for are written elsewhere, with more care.
//
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace kproof {

// Makes or replaces the file. Throws Error(kNotRun) with the path and the reason unless every byte
// was taken.
void WriteFile(const std::string& path, std::string_view text);

// Adds to the end of the file, which is made where it is missing; on disk when it returns. Throws
// like WriteFile.
void AppendFile(const std::string& path, std::string_view text);

}  // namespace kproof
