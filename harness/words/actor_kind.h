// Kinds of agents: the processes, and foreign clients, that write facts; the kind says which facts
// they may write. docs/spool.md has the table.
//
// The numbers stand in spools and stores. Thread-safe: constants.
#pragma once

#include <cstdint>
#include <span>

#include "harness/words/table.h"

namespace kproof {

enum class ActorKind : std::uint8_t {
  kProducer = 0,
  kMonitor = 1,
  kFinalReader = 2,
  kConsumer = 3
};

struct ActorKindRow {
  ActorKind word;
  const char* name;     // as in events.jsonl, and in `kproof agent KIND`
  const char* meaning;  // what it does
};

inline constexpr ActorKindRow kActorKindTable[] = {
    {ActorKind::kProducer, "producer", "sends stamped records, and notes what became of each"},
    {ActorKind::kMonitor, "monitor", "reads everything, live"},
    {ActorKind::kFinalReader, "final", "reads each partition from start to end, after the faults"},
    {ActorKind::kConsumer, "consumer",
     "a member of a consumer group: reads, does its work for each record, commits"},
};
static_assert(StandsByValue(kActorKindTable));

inline std::span<const ActorKindRow> ActorKindTable() { return kActorKindTable; }
inline const char* NameOf(ActorKind kind) { return RowAt(ActorKindTable(), kind).name; }
// The last in the table: no spool and no store has a larger number.
inline ActorKind LastActorKind() { return ActorKindTable().back().word; }

}  // namespace kproof
