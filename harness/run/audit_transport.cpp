#include "harness/run/audit_transport.h"

#include <algorithm>

#include "audit/facts/audit_topics.h"
#include "harness/base/contains.h"
#include "harness/cluster/topics.h"

namespace kproof {
namespace {

constexpr std::int32_t kPartitions = 3;

}  // namespace

AuditTransport::AuditTransport(const Cluster& cluster, SpoolSink& store,
                               const std::string& run_id) {
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
  target_ = {.bootstrap_servers = cluster.bootstrap_servers(),
             .topic = "",
             .partitions = kPartitions,
             .properties = {}};
  source_ =
      std::make_unique<TopicSource>(store,
                                    TopicSourceSetup{.bootstrap_servers = target_.bootstrap_servers,
                                                     .properties = {},
                                                     .run_id = run_id,
                                                     .on_frame = {},
                                                     .on_hole = {},
                                                     .before_commit = {}},
                                    Deadline(kTopicLimit));
}

std::string AuditTransport::Finish(const std::vector<std::string>& started,
                                   const std::vector<std::string>& killed, Deadline deadline,
                                   const std::function<bool()>& give_up) {
  const bool all = source_->ReadToEnds(deadline, give_up);
  const auto silent = source_->Finish(started);
  std::string missing = all ? "" : "not everything that was published could be read";
  for (const auto& actor : silent)
    if (!Contains(killed, actor))
      missing += (missing.empty() ? "" : "; ") + actor + " did not publish everything";
  return missing;
}

}  // namespace kproof
