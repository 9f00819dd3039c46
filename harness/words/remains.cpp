#include "harness/words/remains.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr RemainsRow kRemainsTable[] = {
    {Remains::kNothing, "nothing",
     "the cluster is as good as new, once the scenario's topics are deleted"},
    {Remains::kMetadata, "metadata", "other members, voters or settings than before"},
    {Remains::kDisk, "disk",
     "files of nodes may be lost, changed, offline or dated by a wrong clock"},
    {Remains::kVersion, "version", "nodes run another Kafka, or another metadata.version"},
};
static_assert(StandsByValue(kRemainsTable));

}  // namespace

std::span<const RemainsRow> RemainsTable() { return kRemainsTable; }

const char* NameOf(Remains remains) { return RowAt(RemainsTable(), remains).name; }

}  // namespace kproof
