// The command line of Docker: what it answers, and what this machine lacks of it.
//
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/cluster/sandbox.h"

namespace kproof {

// What is missing to start compose files here: the program, a way to its engine, or compose;
// nothing where all of it is there.
std::optional<Refusal> DockerLacking();

// `docker ARGS…`: what it printed on standard output. Throws Error with what it said where it did
// not end with 0, or not within `limit`.
std::string Docker(const std::vector<std::string>& args, Duration limit);

// The first words of a compose command: `docker compose` (v2) where there is one, else
// `docker-compose` (1.29). Throws Error(kNotRun) where there is neither.
std::vector<std::string> ComposeProgram();

// As Docker, for a complete command with its program in front, found on PATH.
std::string RunDockerTool(const std::vector<std::string>& command, Duration limit);

}  // namespace kproof
