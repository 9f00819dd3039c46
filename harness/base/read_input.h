// A file that somebody names, read whole but never more than a limit of it: what is too large,
// never ends or would have to be waited for is refused instead.
//
// Thread-safe.
#pragma once

#include <cstddef>
#include <string>

namespace kproof {

// Regular files, and pipes that are open already ("/dev/stdin", a shell's process substitution).
// Throws Error(kUsage) for everything else: folders, devices, sockets, pipes that lie in a folder,
// files that can't be read or are larger than `limit_bytes`. Its text does not name the file.
std::string ReadInput(const std::string& path, std::size_t limit_bytes);

// The same for a file that an option of the command line names: the text of its errors begins with
// both, "--topic-config t.txt can't be read".
std::string ReadInputOf(const std::string& option, const std::string& path,
                        std::size_t limit_bytes);

}  // namespace kproof
