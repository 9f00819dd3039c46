// Artefacts of the cache: each is made once, completely or not at all, even if several runs want it
// at once and some are killed.
//
// Safe between threads and processes.
#pragma once

#include <functional>
#include <string>

namespace kproof {

// Unless `path` is there, takes the lock beside it, has `make` make it under a temporary name (a
// path that does not exist yet), and moves it into place. What `make` throws passes through and
// leaves nothing behind.
void MakeOnce(const std::string& path,
              const std::function<void(const std::string& temporary)>& make);

}  // namespace kproof
