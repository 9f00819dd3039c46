// Metadata lists a killed broker until its session ends, so what others say of it is no proof that
// it is back; its own word comes first (StartAgain).
#include "harness/fault/restarts.h"

#include <algorithm>
#include <csignal>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/cluster/connect.h"
#include "harness/fault/operation.h"

namespace kproof {
namespace {

constexpr Duration kHealthLimit = std::chrono::milliseconds(500);

// What is missing, as this broker sees it; "" when nothing is.
std::string MissingAt(const Node& node, std::size_t brokers) {
  NodeClient client = Connect(node);
  const auto answer = client.Metadata({}, kHealthLimit);
  if (!answer) return node.name() + ": " + client.last_error();
  if (answer->brokers.size() < brokers)
    return node.name() + " knows " + Counted(answer->brokers.size(), "broker");
  for (const auto& info : answer->partitions)
    if (info.isr.size() < info.replicas.size())
      return ToString({info.topic, info.partition}) + " has the ISR " + ListOf(info.isr) + " of " +
             ListOf(info.replicas);
  return "";
}

std::string MissingAtController(const Node& node) {
  NodeClient client = ConnectToController(node);
  const auto answer = client.Quorum(kHealthLimit);
  if (!answer) return node.name() + ": " + client.last_error();
  return answer->leader >= 0 ? "" : node.name() + " knows no active controller";
}

}  // namespace

void AwaitInSync(const Cluster& cluster, Duration within) {
  std::string missing;
  const auto in_sync = [&] {
    for (const Node* node : cluster.nodes()) {
      missing =
          node->broker() ? MissingAt(*node, cluster.brokers().size()) : MissingAtController(*node);
      if (!missing.empty()) return false;
    }
    return true;
  };
  if (!WaitUntil(in_sync, Deadline(within)))
    throw Error("not in sync within " + HumanDuration(within) + ": " + missing);
}

std::string Restart(Node& node, int signal, Duration within, const std::function<void()>& between) {
  const auto begin = MonotonicMicros();
  node.process().Signal(signal);
  if (!node.process().WaitExit(Deadline(within)))
    throw Error(node.name() + " did not end within " + HumanDuration(within),
                Hint("its last log lines: " + node.process().LastLogLines(3)));
  const auto exit = node.Exit();
  between();
  StartAgain({node.name(), {&node}}, within);
  return node.name() + ": ended by " + (exit ? exit->ToString() : "nothing") +
         ", serves again after " + HumanDuration(Duration(MonotonicMicros() - begin));
}

void ForceRestart(Node& node, Duration within) {
  const Deadline deadline(within);
  node.process().Signal(SIGTERM);
  if (!node.process().WaitExit(Deadline(within / 2))) node.process().Signal(SIGKILL);
  if (!node.process().WaitExit(deadline)) throw Error(node.name() + " does not end");
  StartAgain({.name = node.name(), .nodes = {&node}}, std::max(deadline.Left(), within / 4));
}

}  // namespace kproof
