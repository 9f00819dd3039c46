// Which folders Kafka, its JVM and we can work in: checked before anything is written, because
// Kafka would create other folders than the given ones.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

namespace kproof {

// For the data and logs of nodes; `what` ("--out") is its name in errors. Throws Error(kUsage) that
// names the folder and the character: a comma (log.dirs is a list), a control character, or bytes
// that are not UTF-8.
void RequireFitForNodes(const std::string& what, const std::string& folder);

// For jars: a colon or "!/" (class paths and the URLs of what is in them), a control character, or
// bytes that are not UTF-8.
void RequireFitForJars(const std::string& what, const std::string& folder);

}  // namespace kproof
