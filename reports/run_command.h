// The command that runs a run again, for people and CI servers.
//
// Thread-safe: a pure function.
#pragma once

#include <cstdint>
#include <string>

namespace kproof {

// "kproof run scenario.yaml --seed 7", ready for a shell; `file`: the scenario.
std::string RunCommand(const std::string& file, std::uint64_t seed);

}  // namespace kproof
