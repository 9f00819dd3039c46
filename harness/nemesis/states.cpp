// The table of states.
#include "harness/nemesis/states.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

using Args = std::vector<std::string>;
using Answer = std::optional<bool>;

bool Compare(std::int64_t value, const std::string& op, std::int64_t bound) {
  if (op == "<") return value < bound;
  if (op == "<=") return value <= bound;
  if (op == ">=") return value >= bound;
  if (op == ">") return value > bound;
  return value == bound;
}

std::int64_t NumberIn(const std::string& arg) { return ParseInt(arg).value_or(0); }

State AckedMore(const Situation& before, const Args& args) {
  const std::uint64_t goal = before.acked + std::stoull(args.at(0));
  return [goal](const Situation& now) { return Answer(now.acked >= goal); };
}

State NoAcksFor(const Situation& before, const Args& args) {
  const std::int64_t silence = ParseDuration(args.at(0)).value_or(Duration::zero()).count();
  return [silence, acked = before.acked, since = before.at](const Situation& now) mutable {
    if (now.acked != acked) since = now.at;
    acked = now.acked;
    return Answer(now.at - since >= silence);
  };
}

State ActiveControllerChanged(const Situation& before, const Args&) {
  const std::int32_t old = before.view.quorum ? before.view.quorum->leader : -1;
  if (old < 0) throw Error("no controller answered which one is active, so a change can't be seen");
  return [old](const Situation& now) -> Answer {
    if (!now.view.quorum) return std::nullopt;
    return now.view.quorum->leader >= 0 && now.view.quorum->leader != old;
  };
}

// An epoch can advance without a change: the old active controller is elected again.
State ControllerEpochAdvanced(const Situation& before, const Args&) {
  if (!before.view.quorum) throw Error("no controller answered its epoch, so it can't be compared");
  return [old = before.view.quorum->epoch](const Situation& now) -> Answer {
    if (!now.view.quorum) return std::nullopt;
    return now.view.quorum->epoch > old;
  };
}

State BrokerIsFenced(const Situation&, const Args& args) {
  return [id = static_cast<int>(NumberIn(args.at(0)))](const Situation& now) -> Answer {
    const auto unfenced = Unfenced(now.view, id);
    return unfenced ? Answer(!*unfenced) : std::nullopt;
  };
}

State BrokerIsUnfenced(const Situation&, const Args& args) {
  return [id = static_cast<int>(NumberIn(args.at(0)))](const Situation& now) {
    return Unfenced(now.view, id);
  };
}

State ConsumerLag(const Situation&, const Args& args) {
  return [args](const Situation& now) -> Answer {
    const auto lag = now.ask.lag ? now.ask.lag(args.at(0)) : std::nullopt;
    if (!lag) return std::nullopt;
    return Compare(*lag, args.at(1), NumberIn(args.at(2)));
  };
}

template <typename Holds>
State OfPartition(const std::string& name, Holds holds) {
  return [name, holds](const Situation& now) -> Answer {
    const PartitionInfo* partition = now.view.Find(name);
    if (partition == nullptr) return std::nullopt;
    return holds(*partition);
  };
}

State LeaderChanged(const Situation& before, const Args& args) {
  const PartitionInfo* old = before.view.Find(args.at(0));
  if (old == nullptr)
    throw Error("no broker answered a query about " + args.at(0) + ", so a change can't be seen");
  return OfPartition(args.at(0), [leader = old->leader](const PartitionInfo& partition) {
    return partition.leader >= 0 && partition.leader != leader;
  });
}

State LeaderIs(const Situation&, const Args& args) {
  return OfPartition(args.at(0), [id = NumberIn(args.at(1))](const PartitionInfo& partition) {
    return partition.leader == id;
  });
}

State HasNoLeader(const Situation&, const Args& args) {
  return OfPartition(args.at(0),
                     [](const PartitionInfo& partition) { return partition.leader < 0; });
}

State IsrSize(const Situation&, const Args& args) {
  return OfPartition(args.at(0), [args](const PartitionInfo& partition) {
    return Compare(static_cast<std::int64_t>(partition.isr.size()), args.at(1),
                   NumberIn(args.at(2)));
  });
}

State IsrFull(const Situation&, const Args& args) {
  return OfPartition(args.at(0), [](const PartitionInfo& partition) {
    return partition.isr.size() == partition.replicas.size();
  });
}

State ElrSize(const Situation&, const Args& args) {
  return OfPartition(args.at(0), [args](const PartitionInfo& partition) {
    return Compare(static_cast<std::int64_t>(partition.elr.size()), args.at(1),
                   NumberIn(args.at(2)));
  });
}

State ElrContains(const Situation&, const Args& args) {
  return OfPartition(args.at(0), [id = NumberIn(args.at(1))](const PartitionInfo& partition) {
    return Contains(partition.elr, id);
  });
}

State UnderReplicated(const Situation&, const Args& args) {
  return [args](const Situation& now) -> Answer {
    if (now.view.partitions.empty()) return std::nullopt;
    const auto count = std::count_if(
        now.view.partitions.begin(), now.view.partitions.end(),
        [](const auto& entry) { return entry.second.isr.size() < entry.second.replicas.size(); });
    return Compare(count, args.at(0), NumberIn(args.at(1)));
  };
}

State StepBegan(const Situation&, const Args& args) {
  return [name = args.at(0)](const Situation& now) -> Answer {
    const StepMoments step = now.steps.at(name);
    if (step.over && !step.began) throw Error("step " + name + " never began");
    return step.began;
  };
}

State StepEnded(const Situation&, const Args& args) {
  return [name = args.at(0)](const Situation& now) { return Answer(now.steps.at(name).over); };
}

}  // namespace

const std::vector<StateType>& States() {
  static const std::vector<StateType> kStates = {
      {{"acked {n} more", "producers had n more records acked than when the wait began"},
       StateOf::kLoad,
       AckedMore},
      {{"active controller changed", "a different controller is active than before"},
       StateOf::kCluster,
       ActiveControllerChanged},
      {{"broker {n} is fenced", "every broker that can know reports it fenced"},
       StateOf::kCluster,
       BrokerIsFenced},
      {{"broker {n} is unfenced", "every broker that can know reports it unfenced"},
       StateOf::kCluster,
       BrokerIsUnfenced},
      {{"consumer lag of group {name} {op} {n}",
        "records that the group has not committed, summed over all partitions with a commit of the "
        "group"},
       StateOf::kCluster,
       ConsumerLag},
      {{"controller epoch advanced", "the quorum has held another election"},
       StateOf::kCluster,
       ControllerEpochAdvanced},
      {{"elr of {partition} contains {n}",
        "broker n is an eligible leader replica of topic/number"},
       StateOf::kCluster,
       ElrContains},
      {{"elr of {partition} {op} {n}", "number of eligible leader replicas of topic/number"},
       StateOf::kCluster,
       ElrSize},
      {{"isr of {partition} is full", "every replica of topic/number is in sync"},
       StateOf::kCluster,
       IsrFull},
      {{"isr of {partition} {op} {n}", "number of in-sync replicas of topic/number"},
       StateOf::kCluster,
       IsrSize},
      {{"leader of {partition} changed",
        "topic/number has a leader, and it is not the one from before"},
       StateOf::kCluster,
       LeaderChanged},
      {{"leader of {partition} is {n}", "broker n leads topic/number"},
       StateOf::kCluster,
       LeaderIs},
      {{"no acks for {time}", "no producer had a record acked for that long"},
       StateOf::kLoad,
       NoAcksFor},
      {{"step {step} began", "the fault of the step with this name has been injected"},
       StateOf::kSteps,
       StepBegan},
      {{"step {step} ended", "the step with this name is over and its fault undone"},
       StateOf::kSteps,
       StepEnded},
      {{"under-replicated {op} {n}", "number of partitions whose ISR is not full"},
       StateOf::kCluster,
       UnderReplicated},
      {{"{partition} has no leader", "topic/number has no leader"}, StateOf::kCluster, HasNoLeader},
  };
  return kStates;
}

const StateType& FindState(const Phrase& phrase) {
  for (const auto& type : States())
    if (type.form.pattern == phrase.pattern) return type;
  throw Error(ErrorKind::kUsage, "there is no state '" + phrase.text + "'",
              Hint("'kproof list states' lists them"));
}

State MakeState(const Phrase& phrase, const Situation& before) {
  return FindState(phrase).make(before, phrase.args);
}

}  // namespace kproof
