// The rule of observer.h: the highest leader epoch wins; among equals the leader's own answer, then
// the newest.
#include "harness/observe/view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "harness/base/contains.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

// Whether any node with this role answers.
bool AnyAnswers(const std::map<int, NodeAnswers>& nodes, bool NodeAnswers::*role) {
  return std::any_of(nodes.begin(), nodes.end(), [role](const auto& entry) {
    return entry.second.*role && entry.second.answers;
  });
}

void CountQuestion(ClusterView& view, std::int64_t asked_at) {
  if (view.asked_at == 0 || asked_at < view.asked_at) view.asked_at = asked_at;
}

std::string NoneMissing(const PartitionInfo& info) {
  if (info.leader < 0) return " has no leader";
  if (info.isr.size() < info.replicas.size()) {
    return fmt::format(" has {} of {} replicas in sync", info.isr.size(), info.replicas.size());
  }
  return "";
}

}  // namespace

std::string PartitionKey(const PartitionInfo& info) {
  return info.topic + "/" + std::to_string(info.partition);
}

const PartitionInfo* ClusterView::Find(const std::string& topic_partition) const {
  const auto found = partitions.find(topic_partition);
  return found == partitions.end() ? nullptr : &found->second;
}

ClusterView Merge(const std::map<int, NodeAnswers>& nodes,
                  const std::map<std::string, PartitionInfo>& known) {
  ClusterView view;
  const bool broker_answers = AnyAnswers(nodes, &NodeAnswers::broker);
  const bool controller_answers = AnyAnswers(nodes, &NodeAnswers::controller);
  using Rank = std::tuple<std::int32_t, bool, std::int64_t>;  // epoch, leader's own, asked at
  std::map<std::string, Rank> ranks;
  std::tuple<std::int32_t, bool> best_quorum{-1, false};  // epoch, leader known
  for (const auto& [id, node] : nodes) {
    view.answers[id] = node.answers;
    if (node.broker && node.brokers_asked_at > 0 && node.answers == broker_answers) {
      CountQuestion(view, node.brokers_asked_at);
      if (node.answers) view.listed[id] = node.listed;
      for (const auto& [key, info] : node.partitions) {
        const Rank rank{info.leader_epoch, info.leader == id, node.brokers_asked_at};
        const auto [place, first] = ranks.try_emplace(key, rank);
        if (!first && rank <= place->second) continue;
        place->second = rank;
        view.partitions[key] = info;
      }
    }
    if (node.controller && node.quorum && node.answers == controller_answers) {
      CountQuestion(view, node.quorum_asked_at);
      const std::tuple<std::int32_t, bool> rank{node.quorum->epoch, node.quorum->leader >= 0};
      if (view.quorum &&
          (rank < best_quorum || (rank == best_quorum && node.quorum->leader != id))) {
        continue;
      }
      best_quorum = rank;
      view.quorum = node.quorum;
      view.behind =
          node.answers && node.quorum->leader == id ? node.behind : std::map<int, Duration>{};
    }
  }
  for (const auto& [key, info] : known) {
    if (view.partitions.contains(key)) continue;
    PartitionInfo unseen = info;
    unseen.leader = -1;
    unseen.isr.clear();
    unseen.elr.clear();
    view.partitions[key] = std::move(unseen);
  }
  return view;
}

std::optional<bool> Unfenced(const ClusterView& view, int broker) {
  std::optional<bool> unfenced;
  for (const auto& [id, listed] : view.listed) {
    const auto behind = view.behind.find(id);
    const bool only_one = view.listed.size() == 1 && id == broker;
    if ((id == broker && !only_one) || behind == view.behind.end() || behind->second > kFollows)
      continue;
    const bool lists = Contains(listed, broker);
    unfenced = unfenced.value_or(true) && lists;
  }
  return unfenced;
}

bool Whole(const Cluster& cluster, const ClusterView& view, std::string* missing) {
  std::vector<std::string> lacks;
  for (Node* const node : cluster.nodes()) {
    const auto answers = view.answers.find(node->id());
    const auto behind = view.behind.find(node->id());
    if (answers == view.answers.end() || !answers->second) {
      lacks.push_back(node->name() + " does not answer");
    } else if (!view.behind.empty() && (behind == view.behind.end() || behind->second > kFollows)) {
      lacks.push_back(node->name() + " does not follow the metadata log");
    } else if (node->broker() && Unfenced(view, node->id()) == false) {
      lacks.push_back(node->name() + " is fenced");
    }
  }
  for (const auto& [key, info] : view.partitions) {
    if (const auto what = NoneMissing(info); !what.empty()) lacks.push_back(key + what);
  }
  if (!cluster.controllers().empty()) {
    if (!view.quorum || view.quorum->leader < 0)
      lacks.push_back("no controller is active");
    else if (view.behind.empty())
      lacks.push_back("the active controller does not report which nodes follow it");
  }
  if (missing != nullptr) *missing = JoinFew(lacks);
  return lacks.empty();
}

std::vector<IsrWatch::Lost> IsrWatch::Take(int node, const std::vector<PartitionInfo>& answer,
                                           const std::set<int>& excused) {
  std::vector<Lost> all_lost;
  for (const auto& info : answer) {
    if (info.leader != node) continue;
    const std::string key = PartitionKey(info);
    const auto [last, first] = last_.try_emplace(key, info);
    if (first || info.leader_epoch < last->second.leader_epoch) continue;
    const PartitionInfo before = std::exchange(last->second, info);
    if (excused.contains(info.leader) || excused.contains(before.leader)) continue;
    for (const std::int32_t member : before.isr) {
      const bool stays = Contains(info.isr, member);
      if (stays || excused.contains(member)) continue;
      all_lost.push_back(
          {key, fmt::format("ISR lost broker {}, now {} (leader {}, epoch {})", member,
                            fmt::join(info.isr, " "), info.leader, info.leader_epoch)});
    }
  }
  return all_lost;
}

}  // namespace kproof
