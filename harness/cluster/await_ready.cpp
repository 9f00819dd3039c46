#include "harness/cluster/await_ready.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "harness/base/cluster_name.h"
#include "harness/base/error.h"
#include "harness/base/wording.h"
#include "harness/cluster/connect.h"
#include "harness/kafka/admin_answer.h"
#include "harness/kafka/cluster_messages.h"

namespace kproof {
namespace {

constexpr Duration kAnswerLimit = std::chrono::milliseconds(500);

// A producer that asks a broker too early waits half a second before it asks again.
std::string LacksProducerIds(NodeClient& client) {
  const auto body = client.Ask(messages::AskProducerId(), kAnswerLimit);
  if (!body) return client.last_error();
  return messages::ReadProducerId(*body).error == kafka_error::kCoordinatorLoadInProgress
             ? "it has no producer ids yet"
             : "";
}

// What it still lacks; "" when it is in.
std::string Lacks(const Node& node, NodeClient& client, std::size_t brokers) {
  if (node.broker()) {
    const auto answer = client.Metadata({"__consumer_offsets"}, kAnswerLimit);
    if (!answer) return client.last_error();
    return answer->brokers.size() == brokers
               ? LacksProducerIds(client)
               : "it knows " + Counted(answer->brokers.size(), "broker");
  }
  const auto answer = client.Quorum(kAnswerLimit);
  if (!answer) return client.last_error();
  return answer->leader >= 0 ? "" : "it reports no active controller";
}

}  // namespace

void AwaitReady(const Cluster& cluster, Deadline deadline, Duration within) {
  std::map<const Node*, NodeClient> waiting;
  for (const Node* const node : cluster.nodes()) waiting.emplace(node, Connect(*node));
  const auto brokers = cluster.brokers().size();
  std::string last;
  const auto all_in = [&] {
    for (const Node* const node : cluster.nodes())
      if (const auto exit = node->Exit())
        FailToStart(cluster, *node, "ended with " + exit->ToString());
    for (auto next = waiting.begin(); next != waiting.end();) {
      const auto lacks = Lacks(*next->first, next->second, brokers);
      if (!lacks.empty()) last = lacks;
      next = lacks.empty() ? waiting.erase(next) : std::next(next);
    }
    return waiting.empty();
  };
  if (WaitUntil(all_in, deadline, std::chrono::milliseconds(30))) return;
  FailToStart(cluster, *waiting.begin()->first,
              fmt::format("did not come up within {} s ({})", within.count() / 1'000'000, last));
}

void FailToStart(const Cluster& cluster, const Node& node, const std::string& what) {
  // Where the log's folder stands may change when the run is published.
  const std::filesystem::path log = node.log().file;
  throw Error(
      ErrorKind::kNotRun,
      fmt::format("{} {}; the last lines of {}/{}:\n{}", InCluster(cluster.name(), node.name()),
                  what, log.parent_path().filename().string(), log.filename().string(),
                  node.process().LastLogLines(10)));
}

}  // namespace kproof
