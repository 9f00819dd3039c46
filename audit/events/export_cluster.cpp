// What happened to the cluster.
#include <fmt/format.h>

#include "audit/events/event.h"
#include "audit/events/exporter.h"

namespace kproof {
namespace {

std::string ListOf(const std::vector<std::int32_t>& numbers) {
  return fmt::format("[{}]", fmt::join(numbers, ","));
}

std::string NamesOf(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ",") + Quoted(name);
  return "[" + list + "]";
}

}  // namespace

void Exporter::AddFaults() {
  for (const auto& fault : store_->Faults()) {
    EventLine line("fault");
    line.Text("fault", fault.fault)
        .Raw("nodes", ListOf(fault.nodes))
        .Seconds("from", fault.from)
        .Seconds("to", fault.to)
        .Flag("bit", fault.bit)
        .Flag("healed", fault.healed)
        .TextUnless("", "class", fault.failure_class)
        .TextUnless("", "target", fault.target)
        .RawUnless("[]", "topics", NamesOf(fault.topics))
        .TextUnless("", "proof", fault.proof)
        .TextUnless("", "problem", fault.problem)
        .TextUnless("main", "cluster", fault.cluster);
    PutLast(line);
  }
}

void Exporter::AddNotes() {
  for (const auto& event : store_->Events()) {
    EventLine line("note");
    line.Text("kind", event.kind)
        .TextUnless("", "subject", event.subject)
        .TextUnless("", "detail", event.detail)
        .TextUnless("main", "cluster", event.cluster.empty() ? "main" : event.cluster);
    Put(event.at, nullptr, std::move(line));
  }
}

void Exporter::AddStates() {
  for (const auto& state : store_->PartitionStates()) {
    EventLine line("state");
    line.Text("topic", state.topic)
        .Int("partition", state.partition)
        .Int("broker", state.node)
        .IntUnless(-1, "leader", state.leader)
        .IntUnless(-1, "leader_epoch", state.leader_epoch)
        .Raw("replicas", ListOf(state.replicas))
        .Raw("isr", ListOf(state.isr))
        .TextUnless("", "topic_id", state.topic_id)
        .TextUnless("main", "cluster", state.cluster);
    if (!state.elr.empty()) line.Raw("elr", ListOf(state.elr));
    Put(state.at, nullptr, std::move(line));
  }
}

void Exporter::AddLog() {
  for (const auto& log : store_->LogLines())
    Put(log.at, nullptr,
        EventLine("log")
            .Text("node", log.node)
            .Text("line", log.line)
            .TextUnless("main", "cluster", log.cluster.empty() ? "main" : log.cluster));
}

void Exporter::AddReplicas() {
  for (const auto& [topic, replica] : store_->Replicas()) {
    std::vector<std::string> differences;
    for (const auto& [kind, first, count, detail] : replica.differences) {
      const auto more = detail.empty() ? "" : "," + Quoted(detail);
      differences.push_back(fmt::format("[{},{},{}{}]",
                                        Quoted(DifferenceKinds()[static_cast<std::size_t>(kind)]),
                                        first, count, more));
    }
    EventLine line("replica");
    line.Text("topic", replica.topic)
        .Int("partition", replica.partition)
        .Int("broker", replica.node)
        .Flag("in_isr", replica.in_isr)
        .Int("start", replica.start)
        .Int("end", replica.end)
        .IntUnless(-1, "leader", replica.leader)
        .IntUnless(-1, "leader_epoch", replica.leader_epoch)
        .IntUnless(replica.end, "position", replica.position)
        .TextUnless("", "problem", replica.problem)
        .TextUnless("", "topic_id", replica.topic_id)
        .TextUnless("main", "cluster", replica.cluster);
    if (!differences.empty())
      line.Raw("differences", fmt::format("[{}]", fmt::join(differences, ",")));
    Put(replica.at, nullptr, std::move(line));
  }
}

}  // namespace kproof
