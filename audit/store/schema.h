// The schema of an audit store. docs/audit-store.md describes each table and column, and a test
// compares the two.
#pragma once

#include <cstdint>

namespace kproof {

inline constexpr std::int64_t kStoreApplicationId = 0x6b70726f;  // "kpro"
inline constexpr std::int64_t kStoreVersion = 7;
// Stores of version 1 have no runs, transactions and groups; those of version 2 do not say which
// cluster events and log lines belong to; those of version 3 know no ids of topics, keys, sizes,
// assignments and resets; those of version 4 name nodes of events in words only; those of version 5
// have a row for each span of reads; windows of those of version 6 say nothing of what was
// processed and committed. They can be read, and written no more.
inline constexpr std::int64_t kOldestStoreVersion = 1;

// Tables and views, as SQL.
extern const char kSchema[];
extern const char kFlowSchema[];     // of runs, transactions and groups
extern const char kKeySchema[];      // of keys, and of what records were made from
extern const char kReplicaSchema[];  // of replicas that were read

}  // namespace kproof
