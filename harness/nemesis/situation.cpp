#include "harness/nemesis/situation.h"

#include "harness/base/text.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

std::string List(const std::vector<std::int32_t>& ids) {
  std::vector<std::string> texts;
  for (const auto id : ids) texts.push_back(std::to_string(id));
  return "[" + Join(texts, ", ") + "]";
}

std::string Describe(const std::string& name, const PartitionInfo* partition) {
  if (partition == nullptr) return name + ": no answer";
  return name + ": leader " + std::to_string(partition->leader) + " (epoch " +
         std::to_string(partition->leader_epoch) + "), isr " + List(partition->isr) +
         (partition->elr.empty() ? "" : ", elr " + List(partition->elr));
}

}  // namespace

std::string Describe(const Situation& situation, const std::vector<std::string>& partitions) {
  std::vector<std::string> parts;
  for (const auto& name : partitions) parts.push_back(Describe(name, situation.view.Find(name)));
  const auto& quorum = situation.view.quorum;
  parts.push_back(quorum ? "active controller " + std::to_string(quorum->leader) + " (epoch " +
                               std::to_string(quorum->epoch) + ")"
                         : "active controller: no answer");
  return JoinFew(parts, "; ");
}

}  // namespace kproof
