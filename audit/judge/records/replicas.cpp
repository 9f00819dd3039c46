#include "audit/judge/records/replicas.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/judge/records/missing.h"
#include "audit/judge/run/timeline.h"
#include "harness/base/cluster_name.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

// "payments/0 on broker 3: no answer within 2s".
std::string Problem(const ReplicaFact& replica) {
  return fmt::format("{}/{} on broker {}: {}", InCluster(replica.cluster, replica.topic),
                     replica.partition, replica.node, replica.problem);
}

// "5 replicas (payments/0 on broker 3: …; …)"; the first few by name.
std::string Tell(const std::vector<std::string>& problems) {
  constexpr std::size_t kNamed = 3;
  const auto named = static_cast<std::ptrdiff_t>(std::min(kNamed, problems.size()));
  const auto names = Join({problems.begin(), problems.begin() + named}, "; ");
  return fmt::format("{} ({}{})", Counted(problems.size(), "replica"), names,
                     problems.size() > kNamed ? "; …" : "");
}

struct Unread {
  std::vector<std::string> in_isr, outside;
};

Unread UnreadOf(const std::vector<ReplicaRow>& replicas) {
  Unread unread;
  for (const auto& [topic, replica] : replicas) {
    if (replica.problem.empty() && replica.position >= replica.end) continue;
    (replica.in_isr ? unread.in_isr : unread.outside).push_back(Problem(replica));
  }
  return unread;
}

}  // namespace

std::vector<std::string> ReplicasNotCompared(const History& history) {
  const auto replicas = history.store().Replicas();
  if (replicas.empty()) return {};
  std::vector<std::string> sentences;
  const auto unread = UnreadOf(replicas);
  if (!unread.in_isr.empty()) sentences.push_back("diverged: " + Tell(unread.in_isr));
  if (!unread.outside.empty())
    sentences.push_back("diverged, outside the ISR: " + Tell(unread.outside));
  std::set<std::int64_t> read;  // topics
  for (const auto& replica : replicas) read.insert(replica.topic);
  for (const auto& topic : history.topics()) {
    if (!topic.partitions || read.contains(topic.id)) continue;
    sentences.push_back(
        fmt::format("diverged in {}: {}", InCluster(topic.cluster, topic.name),
                    history.retention(topic.id).compacted
                        ? "each replica of a compacted topic is compacted on its own"
                        : "its replicas were not read"));
  }
  return sentences;
}

std::vector<std::string> DoubtsAboutReplicas(const History& history) {
  std::vector<std::string> doubts;
  const auto replicas = history.store().Replicas();
  if (const auto unread = UnreadOf(replicas); !unread.in_isr.empty()) {
    doubts.push_back(Tell(unread.in_isr) +
                     " of the ISR could not be compared with the leader's log");
  }
  for (const auto& [topic, replica] : replicas) {
    for (const auto& difference : replica.differences) {
      if (!replica.in_isr || difference.kind != ReplicaFact::Difference::Kind::kExtra) continue;
      doubts.push_back(fmt::format(
          "broker {} holds {} offsets of {}/{} from {} on, where the leader's log has nothing",
          replica.node, WithThousands(static_cast<std::uint64_t>(difference.count)),
          InCluster(replica.cluster, replica.topic), replica.partition, difference.first_offset));
      break;  // one is telling enough
    }
  }
  return doubts;
}

std::set<std::int64_t> TopicsTooYoungToExpire(const History& history) {
  if (!OneClock(history)) return {};
  std::map<std::int64_t, RunMicros> oldest;  // creation of acked records, by topic
  history.store().EachSettled([&](const SettledRow& row) {
    if (row.outcome != Outcome::kAcked) return;
    const auto latency = Histogram::Unpack(row.packed_latency).Quantile(1.0);
    const auto topic = history.streams()[history.IndexOf(row.stream)].row.topic;
    const auto created = row.from - static_cast<RunMicros>(latency);
    const auto known = oldest.try_emplace(topic, created).first;
    known->second = std::min(known->second, created);
  });
  std::set<std::int64_t> young;
  for (const auto& [topic, created] : oldest) {
    if (!history.retention(topic).Explains(created, Duration(0), history.now()))
      young.insert(topic);
  }
  return young;
}

}  // namespace kproof
