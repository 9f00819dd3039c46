// Copies of this program that work side by side, each free to enter a sandbox of its own.
//
// Only while the program has a single thread. Not thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace kproof {

struct WorkersEnd {
  std::vector<int> codes;  // exit codes; 128 + signal where one was killed
  int signal = 0;          // that asked this process to end meanwhile; 0: none
};

// Runs `work` in `count` processes, with 0, 1, … as argument, and waits for all of
// them. Signals that ask this process to end go on to them; when it is killed, so are they.
// `meanwhile` is called here ten times a second, and once more when all have ended. Throws Error
// where a process can't be made.
WorkersEnd RunWorkers(
    std::size_t count, const std::function<int(std::size_t)>& work,
    const std::function<void()>& meanwhile = [] {});

}  // namespace kproof
