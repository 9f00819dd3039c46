// Kafka fetched by a child process, so that this one keeps its single thread and can still enter a
// sandbox, which has no network to fetch with.
#pragma once

#include <set>
#include <string>

namespace kproof {

// Gets into the cache those of the versions that are not there. What went wrong FindKafka throws
// when that version is wanted, without a second try. Only for programs with a single thread so far.
void FetchFirst(const std::set<std::string>& versions);

}  // namespace kproof
