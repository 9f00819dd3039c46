// A temporary file without a name: no other program can find it, and it is gone when its holder
// ends, even by a kill.
#pragma once

#include <string>
#include <string_view>

namespace kproof {

// Opens one in `folder` for reading and writing; the caller closes it. Throws Error(kNotRun) when
// the folder can't be written.
int OpenUnnamedFile(const std::string& folder);
// Writes at the end of such a file. Throws Error(kNotRun), as on a full disk.
void WriteAll(int file, std::string_view bytes);

}  // namespace kproof
