#include "harness/cluster/node.h"

#include "harness/base/error.h"

namespace kproof {

bool Node::Has(Need ability) const {
  switch (ability) {
    case Need::kData:
      return abilities_.data != nullptr;
    case Need::kDisk:
      return abilities_.disk != nullptr;
    case Need::kLog:
      return abilities_.log != nullptr;
    case Need::kProcess:
      return abilities_.process != nullptr;
    case Need::kSoftware:
      return abilities_.software != nullptr;
    case Need::kDynamicQuorum:
    case Need::kProxy:
    case Need::kSandbox:
    case Need::kShim:
      break;
  }
  return false;
}

TargetProcess& Node::process() const {
  if (abilities_.process == nullptr) Lacks(Need::kProcess);
  return *abilities_.process;
}

const NodeLog& Node::log() const {
  if (abilities_.log == nullptr) Lacks(Need::kLog);
  return *abilities_.log;
}

NodeData& Node::data() const {
  if (abilities_.data == nullptr) Lacks(Need::kData);
  return *abilities_.data;
}

OwnDisk& Node::disk() const {
  if (abilities_.disk == nullptr) Lacks(Need::kDisk);
  return *abilities_.disk;
}

NodeSoftware& Node::software() const {
  if (abilities_.software == nullptr) Lacks(Need::kSoftware);
  return *abilities_.software;
}

RunState Node::State() const {
  return abilities_.process == nullptr ? RunState::kRuns : abilities_.process->State();
}

std::optional<ExitStatus> Node::Exit() const {
  return abilities_.process == nullptr ? std::nullopt : abilities_.process->Exit();
}

void Node::Lacks(Need ability) const {
  throw Error(
      ErrorKind::kNotRun,
      name() + ": its driver does not support '" + NameOf(ability) + "': " + MeaningOf(ability),
      Hint("'kproof list drivers' shows what each driver supports"));
}

}  // namespace kproof
