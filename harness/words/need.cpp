#include "harness/words/need.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr NeedRow kNeedTable[] = {
    {Need::kDisk, "disk", "a file system of its own for each node"},
    {Need::kDynamicQuorum, "dynamic-quorum",
     "a cluster whose voters can change; the scenario asks for it with `quorum: dynamic`"},
    {Need::kProxy, "proxy", "a proxy before each broker's listener for clients"},
    {Need::kSandbox, "sandbox", "the private sandbox, with a network of its own"},
    {Need::kShim, "shim", "a library in each node, between it and its disks and clocks"},
};
static_assert(StandsByValue(kNeedTable));

}  // namespace

std::span<const NeedRow> NeedTable() { return kNeedTable; }

const char* NameOf(Need need) { return RowAt(NeedTable(), need).name; }

}  // namespace kproof
