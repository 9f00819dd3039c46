// Where the files are that come with the program: scenarios, documentation, completion.
//
// Thread-safe: reads the environment and the file system, changes nothing.
#pragma once

#include <optional>
#include <string>

namespace kproof {

// The folder that has scenarios/ in it: $KPROOF_DATA where that is set, else share/kproof beside
// the program's bin folder (as installed), else the source tree that the program was built in.
// Nothing where there is none. Throws Error(kUsage) where KPROOF_DATA names no such folder.
std::optional<std::string> DataFolder();

// The same for any program and any value of KPROOF_DATA ("": not set).
std::optional<std::string> DataFolderOf(const std::string& program, const std::string& kproof_data);

}  // namespace kproof
