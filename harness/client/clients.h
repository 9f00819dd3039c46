// The clients of a run: fetched before it, and started by it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "harness/client/kind.h"

namespace kproof {

// Fetches those that are not here. `clients` are as in scenarios: "librdkafka", "java@4.3.1". A
// version that can't be had becomes the error of CommandOf; the librdkafka by default
// becomes a sentence for people, and is not tried again for an hour. Nothing here starts a thread.
std::vector<std::string> FetchClientsFirst(const std::set<std::string>& clients);

// Why agents of a scenario can't be this client now; nothing where they can. Thread-safe.
std::optional<Refusal> ClientLacking(const std::string& client);

// The command of an agent whose scenario says `client`; "": librdkafka. `client_library` other than
// "" is a folder with a librdkafka.so.1 that is taken instead. Throws Error(kNotRun) for a client
// that is not here or damaged. Thread-safe.
ClientCommand CommandOf(const std::string& client, const std::string& client_library,
                        const std::string& kproof);

}  // namespace kproof
