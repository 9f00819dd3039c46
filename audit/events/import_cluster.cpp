#include "audit/events/import_cluster.h"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "harness/words/failure_class.h"

namespace kproof {
namespace {

// Classes that docs/promises.md knows, by the names of faults that make them. Any other fault is a
// class of its own, of which nothing is promised for certain.
std::string ClassOf(const std::string& fault) {
  return fault == "kill" ? NameOf(FailureClass::kCrash) : fault;
}

std::string TextOf(const Event& event, Field field) {
  return event.Has(field) ? event.Text(field) : std::string();
}

std::int32_t IntOf(const Event& event, Field field, std::int32_t otherwise) {
  return static_cast<std::int32_t>(event.IntOr(field, otherwise));
}

std::optional<bool> FlagOf(const Event& event, Field field) {
  return event.Has(field) ? std::optional(event.Int(field) != 0) : std::nullopt;
}

std::vector<std::int32_t> NumbersOf(const Event& event, Field field) {
  return event.Has(field) ? event.numbers.at(field) : std::vector<std::int32_t>();
}

// "topic orders" as a target is the short form of one topic.
std::vector<std::string> TopicsOf(const Event& event, const std::string& target) {
  constexpr std::string_view kTopic = "topic ";
  if (event.Has(Field::kTopics)) return event.names;
  if (target.starts_with(kTopic) && target.size() > kTopic.size())
    return {target.substr(kTopic.size())};
  return {};
}

}  // namespace

void ClusterImporter::Fault(const Event& event, Complaints& complaints) {
  FaultFact fault;
  fault.step = static_cast<std::int32_t>(faults_.size());
  fault.cluster = event.Cluster();
  fault.fault = event.Text(Field::kFault);
  fault.failure_class = event.Has(Field::kClass) ? event.Text(Field::kClass) : ClassOf(fault.fault);
  fault.target = TextOf(event, Field::kTarget);
  fault.nodes = NumbersOf(event, Field::kNodes);
  fault.topics = TopicsOf(event, fault.target);
  if (event.Has(Field::kFrom)) fault.from = event.Int(Field::kFrom);
  if (event.Has(Field::kTo)) fault.to = event.Int(Field::kTo);
  fault.bit = FlagOf(event, Field::kBit);
  fault.healed = FlagOf(event, Field::kHealed);
  fault.proof = TextOf(event, Field::kProof);
  fault.problem = TextOf(event, Field::kProblem);
  if (fault.to && fault.from && *fault.to < *fault.from)
    complaints.Add(event.line, "the fault ended before it began");
  faults_.push_back(std::move(fault));
}

void ClusterImporter::WriteLate() {
  for (auto& fault : faults_) {
    if (fault.from) fault.from = actors_.Rebase(*fault.from);
    if (fault.to) fault.to = actors_.Rebase(*fault.to);
    fault_store_.Put(fault);
  }
}

// Notes on nodes name them as ours are named: "broker-2".
void ClusterImporter::Note(const Event& event) {
  EventFact note{At(event), event.Text(Field::kKind), TextOf(event, Field::kSubject),
                 TextOf(event, Field::kDetail), std::string(event.Cluster())};
  note.node = NodeOf(note.kind, note.subject);
  store_.Add(note);
}

void ClusterImporter::State(const Event& event) {
  PartitionState state;
  state.at = At(event);
  state.cluster = event.Cluster();
  state.node = IntOf(event, Field::kBroker, 0);
  state.topic = event.Text(Field::kTopic);
  state.partition = IntOf(event, Field::kPartition, 0);
  state.leader = IntOf(event, Field::kLeader, -1);
  state.leader_epoch = IntOf(event, Field::kLeaderEpoch, -1);
  state.replicas = NumbersOf(event, Field::kReplicas);
  state.isr = NumbersOf(event, Field::kIsr);
  state.elr = NumbersOf(event, Field::kElr);
  state.topic_id = TextOf(event, Field::kTopicId);
  store_.Add(state);
}

void ClusterImporter::Replica(const Event& event, Complaints& complaints) {
  ReplicaFact replica;
  replica.at = At(event);
  replica.cluster = event.Cluster();
  replica.topic = event.Text(Field::kTopic);
  replica.partition = IntOf(event, Field::kPartition, 0);
  replica.node = IntOf(event, Field::kBroker, 0);
  replica.leader = IntOf(event, Field::kLeader, -1);
  replica.leader_epoch = IntOf(event, Field::kLeaderEpoch, -1);
  replica.in_isr = event.Int(Field::kInIsr) != 0;
  replica.start = event.Int(Field::kStart);
  replica.end = event.Int(Field::kEnd);
  replica.position = event.IntOr(Field::kPosition, replica.end);
  replica.problem = TextOf(event, Field::kProblem);
  replica.topic_id = TextOf(event, Field::kTopicId);
  for (const auto& [name, value] :
       {std::pair("end", replica.end), std::pair("position", replica.position)}) {
    if (value >= replica.start) continue;
    complaints.Add(event.line,
                   fmt::format("'{}' {} is below 'start' {}", name, value, replica.start));
  }
  if (event.Has(Field::kDifferences)) {
    for (const auto& item : event.differences) {
      replica.differences.push_back({static_cast<ReplicaFact::Difference::Kind>(item.kind),
                                     item.offset, item.count, item.detail});
    }
  }
  places_.NumberOf(replica.cluster, replica.topic, replica.partition);
  store_.Add(replica);
}

void ClusterImporter::Log(const Event& event) {
  store_.Add(LogLine{At(event), event.Text(Field::kNode), event.Text(Field::kLine),
                     std::string(event.Cluster())});
}

}  // namespace kproof
