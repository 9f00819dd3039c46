// The format of a log folder never changes with a version: that is what feature levels are for.
#include "harness/cluster/upgrade.h"

#include "harness/base/error.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/local_node.h"

namespace kproof {

void UpgradeNode(Node& node, const std::string& kafka_version) {
  auto* const local = dynamic_cast<LocalNode*>(&node);
  if (local == nullptr)
    throw Error(ErrorKind::kNotRun, node.name() + " can't be given another Kafka",
                Hint("only the local driver can do that"));
  local->Upgrade(FindKafka(kafka_version, "", {}));
}

}  // namespace kproof
