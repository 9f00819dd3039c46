#include "harness/run/clusters.h"

#include <fmt/format.h>

#include "harness/base/cluster_name.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/cluster/own_disk.h"
#include "harness/cluster/topics.h"
#include "harness/observe/inquiry.h"
#include "harness/observe/log_watch.h"
#include "harness/run/settings.h"
#include "harness/run/verify_settings.h"

namespace kproof {
namespace {

constexpr Duration kViewLimit = std::chrono::seconds(2);

}  // namespace

Clusters::Clusters(const Plan& plan, const Stage& stage, ClusterSink& store, RunClock clock,
                   const Say& say, const Failed& failed)
    : stage_(stage), store_(store), clock_(clock), say_(say), failed_(failed) {
  for (const auto& [key, spec] : plan.scenario.clusters) {
    const std::string& name = key;
    Member& member = members_[name];
    member.cluster = stage.clusters().at(name).get();
    std::vector<std::string> topics;
    for (const auto& topic : plan.scenario.topics) {
      if (topic.cluster != name) continue;
      topics.push_back(topic.name);
      CreateTopic(*member.cluster, {topic.name, topic.partitions, topic.replication, topic.config},
                  Deadline(kTopicLimit));
      store.AddTopic({name, topic.name, topic.partitions, topic.replication});
    }
    const auto settings = ReadSettings(*member.cluster, topics);
    for (const auto& fact : settings) store.Add(fact);
    std::vector<TopicSpec> own;
    for (const auto& topic : plan.scenario.topics)
      if (topic.cluster == name) own.push_back(topic);
    VerifySettings(spec, member.cluster->kafka_version(), own, settings);
    Watch(name, member, topics, name == plan.scenario.clusters.begin()->first);
  }
}

void Clusters::Watch(const std::string& name, Member& member,
                     const std::vector<std::string>& topics, bool first) {
  const auto told = [this, name](int node, const PartitionInfo& info) {
    store_.Add(PartitionState{clock_.Now(), node, info.topic, info.partition, info.leader,
                              info.leader_epoch, info.replicas, info.isr, info.elr, name});
  };
  const auto quorum = [this, name](int node, const QuorumAnswer& answer) {
    store_.Add(QuorumState{clock_.Now(), node, answer.leader, answer.epoch, name});
  };
  const auto disturbance = [this, name, first](const Observer::Disturbance& seen) {
    const bool machine = seen.subject == Observer::kMachine;  // of all clusters: one of them tells
    if (machine && !first) return;
    const std::string& cluster = machine ? kMainCluster : name;
    store_.Add(EventFact{clock_.Now(), "disturbance", seen.subject, seen.what, cluster, seen.node});
    say_("disturbance: " + InCluster(cluster, seen.subject) + ": " + seen.what);
  };
  member.observer = std::make_unique<Observer>(*member.cluster, topics,
                                               Observer::Sink{told, quorum, disturbance, failed_});
}

std::map<std::string, std::string> Clusters::Bootstraps() const {
  std::map<std::string, std::string> bootstraps;
  for (const auto& [name, member] : members_)
    bootstraps[name] = member.cluster->bootstrap_servers();
  return bootstraps;
}

bool Clusters::WholeNow(std::string* missing) const {
  for (const auto& [name, member] : members_) {
    const auto view = member.observer->FreshView(Deadline(kViewLimit));
    if (!view) {
      *missing = name + ": no node answers";
      return false;
    }
    if (!Whole(*member.cluster, *view, missing)) {
      *missing = InCluster(name, *missing);
      return false;
    }
    const auto moving = Reassigning(*member.cluster, *view, kViewLimit);
    if (!moving || !moving->empty()) {
      *missing =
          moving ? InCluster(name, "the reassignment of " + JoinFew(*moving) + " is under way")
                 : name + ": the active controller did not say which reassignments are under way";
      return false;
    }
  }
  return true;
}

void Clusters::ExpectAllUp() {
  for (const auto& [name, member] : members_) {
    std::set<int> all;
    for (const Node* node : member.cluster->nodes()) all.insert(node->id());
    member.observer->ExpectDown(all, false);
  }
}

std::vector<std::string> Clusters::DiskTroubles() const {
  std::vector<std::string> troubles;
  for (const auto& [name, member] : members_) {
    for (Node* const node : member.cluster->nodes()) {
      if (node->Has(Need::kDisk) && node->disk().Full())
        troubles.push_back(fmt::format("{}: its own disk of {} MB is full: send less",
                                       InCluster(name, node->name()), OwnDisk::kBytes >> 20));
    }
  }
  return troubles;
}

void Clusters::RecordLogLines(std::int64_t wall_minus_run_micros) {
  for (const auto& [name, member] : members_) {
    for (const Node* node : member.cluster->nodes()) {
      if (!node->Has(Need::kLog)) continue;
      RunMicros last = 0;
      for (const auto& line : NotableLines(node->log().file, stage_.LogFrom(name, node->id()))) {
        // A node whose clock was set wrong stamps its lines with it: then the line before it tells
        // more.
        const RunMicros at = line.wall_micros - wall_minus_run_micros;
        if (at >= 0 && at <= clock_.Now()) last = at;
        store_.Add(LogLine{last, node->name(), line.text, name});
      }
    }
  }
}

}  // namespace kproof
