// One wheel by pip, which honours the index, mirrors and proxies in the user's settings.
//
// Safe to call from several processes at once into different folders.
#pragma once

#include <optional>
#include <string>

#include "harness/base/refusal.h"
#include "harness/client/wheels.h"
#include "harness/cluster/kafka_home.h"

namespace kproof {

// The name that the dynamic linker looks for.
inline constexpr char kLibraryFile[] = "librdkafka.so.1";

// What this machine lacks for that. Asks Python, if there is one.
std::optional<Refusal> LackingForWheels();

// Makes `folder` with librdkafka.so.1 in it and nothing else. Throws Error(kNotRun): no Python with
// pip, no network, another processor than the wheel's, another file than the one that was pinned.
void FetchWheel(const Wheel& wheel, const std::string& folder, const Progress& progress);

}  // namespace kproof
