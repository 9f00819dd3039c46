// Which folders Kafka, its JVM and we can work in: checked before anything is written, because
// Kafka would make other folders than those it was told.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

namespace kproof {

// For the data and logs of nodes, on whose behalf `what` ("--out") names it. Throws Error(kUsage)
// that names the folder and the character: a comma (log.dirs is a list), a control character, or
// bytes that are no UTF-8.
void RequireFitForNodes(const std::string& what, const std::string& folder);

// For jars: a colon or "!/" (class paths and the URLs of what is in them), a control character, or
// bytes that are no UTF-8.
void RequireFitForJars(const std::string& what, const std::string& folder);

}  // namespace kproof
