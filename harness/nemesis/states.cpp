// The table of states.
#include "harness/nemesis/states.h"

#include <algorithm>

#include "harness/base/error.h"

namespace kproof {
namespace {

using Args = std::vector<std::string>;

State AckedMore(const Situation& before, const Args& args) {
  const std::uint64_t goal = before.acked + std::stoull(args.at(0));
  return [goal](const Situation& now) { return std::optional(now.acked >= goal); };
}

State ActiveControllerChanged(const Situation& before, const Args&) {
  const std::int32_t old = before.view.quorum ? before.view.quorum->leader : -1;
  if (old < 0) throw Error("no controller answered who is active, so a change can't be seen");
  return [old](const Situation& now) -> std::optional<bool> {
    if (!now.view.quorum) return std::nullopt;
    return now.view.quorum->leader >= 0 && now.view.quorum->leader != old;
  };
}

State LeaderChanged(const Situation& before, const Args& args) {
  const PartitionInfo* old = before.view.Find(args.at(0));
  if (old == nullptr)
    throw Error("no broker answered about " + args.at(0) + ", so a change can't be seen");
  return [name = args.at(0), leader = old->leader](const Situation& now) -> std::optional<bool> {
    const PartitionInfo* partition = now.view.Find(name);
    if (partition == nullptr) return std::nullopt;
    return partition->leader >= 0 && partition->leader != leader;
  };
}

template <typename Holds>
State OfIsr(const std::string& name, Holds holds) {
  return [name, holds](const Situation& now) -> std::optional<bool> {
    const PartitionInfo* partition = now.view.Find(name);
    if (partition == nullptr) return std::nullopt;
    return holds(*partition);
  };
}

State IsrBelow(const Situation&, const Args& args) {
  const auto size = static_cast<std::size_t>(std::stoul(args.at(1)));
  return OfIsr(args.at(0),
               [size](const PartitionInfo& partition) { return partition.isr.size() < size; });
}

State IsrIs(const Situation&, const Args& args) {
  const auto size = static_cast<std::size_t>(std::stoul(args.at(1)));
  return OfIsr(args.at(0),
               [size](const PartitionInfo& partition) { return partition.isr.size() == size; });
}

State IsrFull(const Situation&, const Args& args) {
  return OfIsr(args.at(0), [](const PartitionInfo& partition) {
    return partition.isr.size() == partition.replicas.size();
  });
}

State NoneUnderReplicated(const Situation&, const Args&) {
  return [](const Situation& now) -> std::optional<bool> {
    if (now.view.partitions.empty()) return std::nullopt;
    return std::all_of(
        now.view.partitions.begin(), now.view.partitions.end(),
        [](const auto& entry) { return entry.second.isr.size() == entry.second.replicas.size(); });
  };
}

}  // namespace

const std::vector<StateType>& States() {
  static const std::vector<StateType> kStates = {
      {{"acked {n} more", "producers had n more records acked than when the wait began"},
       AckedMore},
      {{"active controller changed", "another controller leads the quorum than before"},
       ActiveControllerChanged},
      {{"isr of {partition} < {n}", "topic/number has fewer than n in-sync replicas"}, IsrBelow},
      {{"isr of {partition} = {n}", "topic/number has n in-sync replicas"}, IsrIs},
      {{"isr of {partition} is full", "every replica of topic/number is in sync"}, IsrFull},
      {{"leader of {partition} changed", "topic/number has a leader, and another than before"},
       LeaderChanged},
      {{"under-replicated = 0", "every partition has a full ISR"}, NoneUnderReplicated},
  };
  return kStates;
}

State MakeState(const Phrase& phrase, const Situation& before) {
  for (const auto& type : States())
    if (type.form.pattern == phrase.pattern) return type.make(before, phrase.args);
  throw Error(ErrorKind::kUsage, "there is no state '" + phrase.text + "'",
              Hint("kproof list states names them"));
}

}  // namespace kproof
