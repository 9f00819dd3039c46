// What a live cluster reports about the topics of an audit: partitions, replicas and settings,
// which the promise depends on.
//
// Throws nothing for a broker that does not answer: what can't be read is missing, and the promise
// says so.
#pragma once

#include <string>

#include "audit/store/sinks.h"

namespace kproof {

// Asks the first of `bootstrap_servers` that answers, without encryption or authentication.
// `store_path` is the file that `store` writes.
void DescribeTopics(SettingSink& store, const std::string& store_path,
                    const std::string& bootstrap_servers);

}  // namespace kproof
