// Kinds of agents: the processes, and foreign clients, that write facts; the kind says which facts
// they may write. docs/spool.md has the table.
//
// The numbers stand in spools and stores. Thread-safe: constants.
#pragma once

#include <cstdint>
#include <span>

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

std::span<const ActorKindRow> ActorKindTable();
const char* NameOf(ActorKind kind);
// The last in the table: no spool and no store has a larger number.
ActorKind LastActorKind();

}  // namespace kproof
