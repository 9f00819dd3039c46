#include "reports/run_page/moments.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "harness/base/cluster_name.h"
#include "harness/base/wording.h"
#include "reports/run_page/words.h"

namespace kproof {
namespace {

// Changes that say the same within this time are one moment of several partitions.
constexpr double kTogetherSeconds = 0.5;
constexpr std::size_t kNamedPartitions = 3;

struct Change {
  double at_s = 0;
  std::string what, partition;
};

// What is different from the stance before; `before` is null for the first.
std::string ChangeText(const Stance* before, const Stance& now) {
  std::string text;
  if (before == nullptr || before->leader != now.leader) {
    text = LeaderText(now);
    if (before != nullptr && before->leader >= 0)
      text += " instead of broker " + std::to_string(before->leader);
  } else if (before->epoch != now.epoch) {
    text = fmt::format("{} again, from epoch {} on", LeaderText(now), now.epoch);
  }
  if (before == nullptr || before->isr != now.isr)
    text += (text.empty() ? "in sync: " : "; in sync: ") + IsrText(now);
  return text;
}

std::vector<Change> ChangesOf(const std::vector<Leadership>& partitions) {
  std::vector<Change> changes;
  for (const auto& partition : partitions) {
    const Stance* before = nullptr;
    for (const auto& stance : partition.stances.kept) {
      changes.push_back({stance.from_s, ChangeText(before, stance), partition.name});
      before = &stance;
    }
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.at_s < b.at_s; });
  return changes;
}

void AddLeaders(const std::vector<Leadership>& partitions, std::vector<Happening>& moments) {
  struct Group {
    double at_s = 0;
    std::string what;
    std::vector<std::string> partitions;
  };
  std::vector<Group> groups;
  std::map<std::string, std::size_t> last;  // what → the last group that says it
  for (const auto& change : ChangesOf(partitions)) {
    const auto [known, first] = last.try_emplace(change.what, groups.size());
    if (first || change.at_s - groups[known->second].at_s > kTogetherSeconds) {
      known->second = groups.size();
      groups.push_back({change.at_s, change.what, {}});
    }
    groups[known->second].partitions.push_back(change.partition);
  }
  for (const auto& group : groups)
    moments.push_back({group.at_s, "leader",
                       JoinFew(group.partitions, ", ", kNamedPartitions) + ": " + group.what});
}

// By the answers with the highest epoch: a controller that is cut off may go on naming itself.
void AddControllers(const FactReader& store, std::vector<Happening>& moments) {
  std::map<std::string, QuorumState> counts;  // by cluster
  for (const auto& state : store.QuorumStates()) {
    const auto [known, first] = counts.try_emplace(state.cluster, state);
    const auto before = known->second;
    if (!first && (state.epoch < before.epoch ||
                   (state.epoch == before.epoch && (state.active < 0 || before.active >= 0))))
      continue;
    known->second = state;
    if (!first && before.active == state.active) continue;
    const auto who = state.active < 0 ? std::string("no controller is active")
                                      : fmt::format("controller {} is active", state.active);
    moments.push_back({InSeconds(state.at), "controller",
                       InCluster(state.cluster, fmt::format("{} (epoch {})", who, state.epoch))});
  }
}

void AddFaultTimes(const std::vector<FaultReport>& faults, std::vector<Happening>& moments) {
  for (std::size_t i = 0; i < faults.size() && i < kListedFaults; ++i) {
    const auto name = fmt::format("fault {}, {}", i + 1, FaultName(faults[i]));
    if (faults[i].from_s) moments.push_back({*faults[i].from_s, "fault", name + ", begins"});
    if (faults[i].to_s) moments.push_back({*faults[i].to_s, "fault", name + ", ends"});
  }
}

void AddTroubles(const FactReader& store, std::vector<Happening>& moments) {
  for (const auto& event : store.Events()) {
    if (event.kind == "phase") moments.push_back({InSeconds(event.at), "phase", event.subject});
    if (event.kind == "node" || event.kind == "disturbance" || event.kind == "client")
      moments.push_back({InSeconds(event.at), event.kind == "node" ? "node" : "trouble",
                         InCluster(event.cluster, event.subject) + ": " + event.detail});
  }
}

void AddAssignments(const FactReader& store, std::vector<Happening>& moments) {
  std::map<std::int64_t, std::string> names;
  for (const auto& actor : store.Actors()) names[actor.id] = actor.name;
  for (const auto& row : store.Assignments()) {
    const auto& assignment = row.assignment;
    if (assignment.group.empty()) continue;
    std::vector<std::string> places;
    for (const auto& [place, position, topic_id] : assignment.places)
      places.push_back(place.topic + "/" + std::to_string(place.partition));
    auto what = fmt::format("{} of group {}: ", names[row.actor],
                            InCluster(assignment.cluster, assignment.group)) +
                (places.empty() ? "no partition" : JoinFew(places));
    if (assignment.generation) what += fmt::format(" (generation {})", *assignment.generation);
    moments.push_back({InSeconds(assignment.at), "group", what});
  }
}

// What is left out first, has the highest.
int RankOf(const Happening& moment) {
  if (moment.kind == "phase" || moment.kind == "fault") return 0;
  return moment.kind == "leader" || moment.kind == "group" ? 2 : 1;
}

}  // namespace

std::vector<Happening> MomentsOf(const FactReader& store, const std::vector<FaultReport>& faults,
                                 const std::vector<Leadership>& partitions) {
  std::vector<Happening> moments;
  AddTroubles(store, moments);
  AddFaultTimes(faults, moments);
  AddControllers(store, moments);
  AddAssignments(store, moments);
  AddLeaders(partitions, moments);
  std::stable_sort(moments.begin(), moments.end(),
                   [](const Happening& a, const Happening& b) { return a.at_s < b.at_s; });
  return moments;
}

std::size_t CutMoments(std::vector<Happening>& moments, std::size_t most) {
  if (moments.size() <= most) return 0;
  const auto left_out = moments.size() - most;
  std::stable_sort(moments.begin(), moments.end(),
                   [](const Happening& a, const Happening& b) { return RankOf(a) < RankOf(b); });
  moments.resize(most);
  std::stable_sort(moments.begin(), moments.end(),
                   [](const Happening& a, const Happening& b) { return a.at_s < b.at_s; });
  return left_out;
}

std::vector<NodeTimes> NodesOf(const FactReader& store, const std::vector<FaultReport>& faults,
                               const std::vector<Leadership>& partitions) {
  struct Roles {
    bool broker = false, controller = false;
    std::vector<NodeTimes::Under> faults;
  };
  std::map<std::pair<std::string, std::int32_t>, Roles> nodes;
  for (const auto& partition : partitions) {
    for (const auto& [node, told] : partition.told) nodes[{partition.cluster, node}].broker = true;
    for (const auto node : partition.replicas) nodes[{partition.cluster, node}].broker = true;
  }
  for (const auto& state : store.QuorumStates())
    nodes[{state.cluster, state.node}].controller = true;
  for (std::size_t i = 0; i < faults.size() && i < kListedFaults; ++i) {
    if (!faults[i].from_s) continue;
    for (const auto node : faults[i].nodes)
      nodes[{faults[i].cluster, node}].faults.push_back({i, *faults[i].from_s, faults[i].to_s});
  }
  std::vector<NodeTimes> all;
  for (const auto& [key, roles] : nodes) {
    const auto* const role = roles.broker == roles.controller ? "node"
                             : roles.broker                   ? "broker"
                                                              : "controller";
    const auto name = fmt::format("{} {}", role, key.second);
    all.push_back({key.first, InCluster(key.first, name), key.second, roles.broker, roles.faults});
  }
  return all;
}

}  // namespace kproof
