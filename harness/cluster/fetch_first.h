// Kafka fetched by a child process, so that this one keeps its single thread and can still enter a
// sandbox, which has no network to fetch with.
#pragma once

#include <set>
#include <string>

namespace kproof {

// Fetches those of the versions that are not in the cache. If that fails, FindKafka throws the
// error when that version is needed, without a second try. Only while the program has a single
// thread.
void FetchFirst(const std::set<std::string>& versions);

}  // namespace kproof
