#include "harness/words/need.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr NeedRow kNeedTable[] = {
    {Need::kData, "data", "the log folders of each node, to read and to change"},
    {Need::kDisk, "disk", "a file system of its own for each node"},
    {Need::kDynamicQuorum, "dynamic-quorum",
     "a cluster whose voters can change; the scenario asks for it with `quorum: dynamic`"},
    {Need::kLog, "log", "what each node logs, as it logs it"},
    {Need::kProcess, "process", "the process of each node, to signal and to start"},
    {Need::kProxy, "proxy", "a proxy before each broker's listener for clients"},
    {Need::kSandbox, "sandbox", "the private sandbox, with a network of its own"},
    {Need::kShim, "shim", "a library in each node, between it and its disks and clocks"},
    {Need::kSoftware, "software",
     "the Kafka that each node runs, to put another version in its place"},
};
static_assert(StandsByValue(kNeedTable));

}  // namespace

std::span<const NeedRow> NeedTable() { return kNeedTable; }

const char* NameOf(Need need) { return RowAt(NeedTable(), need).name; }

bool IsOfNodes(Need need) {
  return need == Need::kData || need == Need::kLog || need == Need::kProcess ||
         need == Need::kSoftware;
}

const char* MeaningOf(Need need) { return RowAt(NeedTable(), need).meaning; }

}  // namespace kproof
