// SQL on an audit store for people and scripts, which can change nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace kproof {

// Runs one statement on the store at `path`; `take` gets the names of the columns first, then each
// row as text (NULL as "", bytes as hexadecimal digits). Throws Error(kCorrupt) for a file that is
// no store, Error(kUsage) for what SQLite refuses.
void QueryStore(const std::string& path, const std::string& sql,
                const std::function<void(const std::vector<std::string>&)>& take);

}  // namespace kproof
