// The private sandbox: namespaces of its own (network, mount, process; user too unless we are root)
// in which a conductor runs with everything it starts.
//
//   launcher  this program; forwards signals, waits, gives the conductor's exit code
//   └ init    process 1 of the sandbox; reaps, and ends when the conductor does
//     └ conductor  a copy of the program that goes on as root of the sandbox
//
// When the launcher or the conductor ends, however it ends, init ends, and with it the kernel ends
// every process in there and removes every link, packet filter and mount. Nothing of the host is
// touched: there is nothing to clean up.
//
// Only while the program has a single thread. Not thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "harness/base/refusal.h"

namespace kproof {

// Runs `conductor` in a new sandbox and gives its exit code (128 + signal when it was killed).
// Throws Error(kNotRun) with what the kernel refused and what would allow it, Error in a program
// with several threads.
int RunInSandbox(const std::function<int()>& conductor);

// The same for a question: returns the text that `question` returned in there, at most 64 KiB.
// Throws what RunInSandbox does, and Error when the question itself threw.
std::string AskInSandbox(const std::function<std::string()>& question);

// Whether this program has no thread but this one.
bool HasSingleThread();

// Whether this process is in a sandbox of ours.
bool InsideSandbox();

// The command that enters this sandbox from outside, for a person; "" outside of one.
std::string EnterCommand();

// Why there can be no private sandbox on this machine, with what to do about it; nothing where
// there can. Tries all that is needed: namespaces, bridge, veth, packet filter of bridges.
std::optional<Refusal> ProbeSandbox();

}  // namespace kproof
