#include "harness/words/actor_kind.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr ActorKindRow kActorKindTable[] = {
    {ActorKind::kProducer, "producer", "sends stamped records, and notes what became of each"},
    {ActorKind::kMonitor, "monitor", "reads everything, live"},
    {ActorKind::kFinalReader, "final", "reads each partition from start to end, after the faults"},
    {ActorKind::kConsumer, "consumer",
     "a member of a consumer group: reads, does its work for each record, commits"},
};
static_assert(StandsByValue(kActorKindTable));

}  // namespace

std::span<const ActorKindRow> ActorKindTable() { return kActorKindTable; }

const char* NameOf(ActorKind kind) { return RowAt(ActorKindTable(), kind).name; }

ActorKind LastActorKind() { return ActorKindTable().back().word; }

}  // namespace kproof
