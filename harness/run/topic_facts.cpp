// Facts through audit topics on the cluster under test: `kproof run --audit-transport topic`.
#include <algorithm>

#include "audit/facts/audit_topics.h"
#include "harness/base/contains.h"
#include "harness/cluster/topics.h"
#include "harness/collect/topic_source.h"
#include "harness/run/fact_source.h"

namespace kproof {
namespace {

constexpr std::int32_t kPartitions = 3;
constexpr Duration kLastRecordsLimit = std::chrono::seconds(60);
constexpr Duration kLastRecordsLimitHurried = std::chrono::seconds(5);

class AuditTopicSource final : public FactSource {
 public:
  AuditTopicSource(SpoolSink& store, const Cluster& cluster, const std::string& run_id)
      : target_{.bootstrap_servers = cluster.bootstrap_servers(),
                .topic = "",
                .partitions = kPartitions,
                .properties = {}},
        source_(store,
                TopicSourceSetup{.bootstrap_servers = target_.bootstrap_servers,
                                 .properties = {},
                                 .run_id = run_id,
                                 .on_frame = {},
                                 .on_hole = {},
                                 .before_commit = {}},
                Deadline(kTopicLimit)) {}

  std::string name() const override { return "audit topics"; }
  // The topic depends on what the agents are.
  std::optional<AuditTarget> target() const override { return target_; }
  void Poll() override { source_.Poll(Duration(0)); }

  std::string Finish(const EndedAgents& agents, const std::atomic<bool>& stop) override {
    const bool hurried = stop;
    const bool all =
        source_.ReadToEnds(Deadline(hurried ? kLastRecordsLimitHurried : kLastRecordsLimit),
                           [&] { return stop && !hurried; });
    const auto silent = source_.Finish(agents.started);
    std::string missing = all ? "" : "not all published audit records could be read";
    for (const auto& actor : silent)
      if (!Contains(agents.killed, actor))
        missing += (missing.empty() ? "" : "; ") + actor + " did not publish all its facts";
    complete_ = missing.empty();
    return missing;
  }

  // What was not published is in the spools, but so is what was.
  bool TakeLeftOver() override { return complete_; }

 private:
  const AuditTarget target_;
  TopicSource source_;
  bool complete_ = false;
};

void CreateAuditTopics(const Cluster& cluster) {
  const int replicas = std::min<int>(3, static_cast<int>(cluster.brokers().size()));
  for (const char* topic : {kProducedTopic, kConsumedTopic})
    CreateTopic(cluster,
                {.name = topic,
                 .partitions = kPartitions,
                 .replication = replicas,
                 .config = {{"min.insync.replicas", replicas == 3 ? "2" : "1"},
                            {"unclean.leader.election.enable", "false"},
                            {"cleanup.policy", "delete"},
                            {"retention.ms", "-1"},
                            {"retention.bytes", "-1"}}},
                Deadline(kTopicLimit));
}

}  // namespace

std::unique_ptr<FactSource> TopicFacts(SpoolSink& store, const Cluster& cluster,
                                       const std::string& run_id) {
  CreateAuditTopics(cluster);
  return std::make_unique<AuditTopicSource>(store, cluster, run_id);
}

}  // namespace kproof
