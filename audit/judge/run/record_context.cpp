#include "audit/judge/run/record_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "audit/judge/result.h"
#include "harness/base/contains.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

// Whether `line` names "payments-3", and not "payments-31" or "big-payments-3".
bool Names(const std::string& line, const std::string& partition) {
  const auto part_of_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
  };
  for (auto at = line.find(partition); at != std::string::npos; at = line.find(partition, at + 1)) {
    const auto end = at + partition.size();
    const bool digit =
        end < line.size() && std::isdigit(static_cast<unsigned char>(line[end])) != 0;
    if ((at == 0 || !part_of_name(line[at - 1])) && !digit) return true;
  }
  return false;
}

}  // namespace

RecordContext::RecordContext(const FactReader& store) : lines_(store.LogLines()) {
  std::map<std::string, std::vector<std::int32_t>> brokers;  // by cluster
  for (const auto& state : store.PartitionStates()) {
    auto& known = brokers[state.cluster];
    known.insert(known.end(), state.replicas.begin(), state.replicas.end());
    leads_[{state.cluster, state.topic, state.partition}].emplace_back(
        state.at, Lead{state.leader, state.leader_epoch});
  }
  for (const auto& fault : store.Faults()) {
    if (!fault.from) continue;
    const auto& known = brokers[fault.cluster];
    std::string name = fault.fault;
    for (std::size_t i = 0; i < fault.nodes.size(); ++i) {
      const bool broker = Contains(known, fault.nodes[i]);
      name += i == 0 ? " " : ", ";
      name += InCluster(fault.cluster,
                        fmt::format("{} {}", broker ? "broker" : "node", fault.nodes[i]));
    }
    windows_.push_back({fault.cluster, *fault.from, fault.to, name});
  }
  std::stable_sort(windows_.begin(), windows_.end(),
                   [](const Window& a, const Window& b) { return a.from < b.from; });
}

std::string RecordContext::During(const std::string& cluster, RunMicros from,
                                  RunMicros until) const {
  std::vector<std::string> names;
  for (const auto& window : windows_) {
    if (window.cluster != cluster || until < window.from || (window.to && from > *window.to))
      continue;
    if (!Contains(names, window.name)) names.push_back(window.name);
  }
  return Join(names, " and ");
}

std::optional<RecordContext::Lead> RecordContext::LeaderOf(const std::string& cluster,
                                                           const std::string& topic,
                                                           std::int32_t partition,
                                                           RunMicros at) const {
  const auto found = leads_.find({cluster, topic, partition});
  if (found == leads_.end()) return std::nullopt;
  std::optional<Lead> lead;
  for (const auto& [when, answer] : found->second) {
    if (when > at) break;
    if (!lead || answer.epoch >= lead->epoch) lead = answer;
  }
  return lead;
}

const std::vector<const LogLine*>& RecordContext::LinesOf(const PartitionName& partition) const {
  const auto [known, first] = lines_of_.try_emplace(partition);
  if (!first) return known->second;
  const auto& [cluster, topic, number] = partition;
  const auto name = fmt::format("{}-{}", topic, number);
  for (const auto& line : lines_) {
    const bool here = line.cluster.empty() || line.cluster == cluster;
    if (here && Names(line.line, name)) known->second.push_back(&line);
  }
  return known->second;
}

std::vector<std::string> RecordContext::LinesAbout(const std::string& cluster,
                                                   const std::string& topic, std::int32_t partition,
                                                   RunMicros at) const {
  auto telling = LinesOf({cluster, topic, partition});
  const auto distance = [&](const LogLine* line) { return std::abs(line->at - at); };
  std::stable_sort(telling.begin(), telling.end(),
                   [&](const LogLine* a, const LogLine* b) { return distance(a) < distance(b); });
  telling.resize(std::min(telling.size(), kMaxLines));
  std::stable_sort(telling.begin(), telling.end(),
                   [](const LogLine* a, const LogLine* b) { return a->at < b->at; });
  std::vector<std::string> lines;
  for (const auto* line : telling)
    lines.push_back(fmt::format("{:.1f} s {}: {}", static_cast<double>(line->at) / 1e6,
                                InCluster(line->cluster, line->node), line->line));
  return lines;
}

}  // namespace kproof
