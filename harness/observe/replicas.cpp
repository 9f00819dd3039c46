// A few partitions at once, each by a thread with its own connections; the leader's log is read
// once and all followers are compared with it as it comes. Questions carry the leader epoch, so
// that an answer is never one of another leadership; a partition whose leader changes is begun
// again.
#include "harness/observe/replicas.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/cluster/connect.h"
#include "harness/observe/replica_log.h"
#include "harness/observe/view.h"

namespace kproof {
namespace {

constexpr std::size_t kThreads = 4;
constexpr int kAttempts = 3;
constexpr Duration kAnswer = std::chrono::seconds(5);
constexpr Duration kViewLimit = std::chrono::seconds(2);
constexpr Duration kFirstViewLimit = std::chrono::seconds(10);

// Connections of one thread.
class Clients {
 public:
  explicit Clients(const Cluster& cluster) : cluster_(cluster) {}
  NodeClient& Of(std::int32_t id) {
    const auto found = clients_.find(id);
    if (found != clients_.end()) return found->second;
    return clients_.emplace(id, Connect(cluster_.node(id))).first->second;
  }

 private:
  const Cluster& cluster_;
  std::map<std::int32_t, NodeClient> clients_;
};

enum class Policy { kDelete, kCompact, kUnknown };

Policy PolicyOf(const Cluster& cluster, Clients& clients, const std::string& topic) {
  for (const Node* const broker : cluster.brokers()) {
    const auto config = clients.Of(broker->id()).TopicConfig(topic, kAnswer);
    if (!config) continue;
    for (const auto& entry : *config) {
      if (entry.key != "cleanup.policy" || !entry.value) continue;
      return entry.value->find("compact") == std::string::npos ? Policy::kDelete : Policy::kCompact;
    }
  }
  return Policy::kUnknown;
}

std::vector<ReplicaRead> RowsOf(const PartitionInfo& info, const std::string& problem) {
  std::vector<ReplicaRead> rows;
  for (const auto node : info.replicas) {
    rows.push_back({.topic = info.topic,
                    .partition = info.partition,
                    .node = node,
                    .leader = info.leader,
                    .leader_epoch = info.leader_epoch,
                    .in_isr = Contains(info.isr, node),
                    .problem = problem,
                    .differences = {}});
  }
  return rows;
}

struct Follower {
  ReplicaRead* row;
  std::unique_ptr<ReplicaLog> log;
  std::unique_ptr<LogComparison> comparison;
};

std::string WhyNotLed(const ReplicaLog& leader, std::int64_t position) {
  return fmt::format("the leader's log could not be read at {}: {}", position, leader.why());
}

// Gives the leader's batches to all followers; why the leader could not be read to the end, or "".
std::string CompareAll(ReplicaLog& leader, std::vector<Follower>& followers, std::int64_t start) {
  std::int64_t position = start;
  BatchSource::At at;
  while ((at = leader.Look()) == BatchSource::At::kBatch) {
    for (auto& follower : followers) follower.comparison->Take(leader.batch(), leader.start());
    position = leader.batch().last_offset + 1;
    leader.Next();
  }
  if (at != BatchSource::At::kEnd || !leader.why().empty()) return WhyNotLed(leader, position);
  for (auto& follower : followers) follower.comparison->Finish(leader.start());
  return "";
}

std::vector<ReplicaRead> ReadPartition(const PartitionInfo& info, Clients& clients,
                                       const std::function<bool()>& give_up) {
  if (info.leader < 0) return RowsOf(info, "the partition has no leader");
  auto rows = RowsOf(info, "");
  NodeClient& leading = clients.Of(info.leader);
  // A new leader gives none until its high watermark has passed the start of its epoch (KIP-207:
  // OFFSET_NOT_AVAILABLE), for which its followers have to fetch.
  std::optional<OffsetRange> range;
  const auto told = [&] {
    range = leading.Offsets(info.topic, info.partition, kAnswer);
    return range || give_up();
  };
  WaitUntil(told, Deadline(kAnswer), std::chrono::milliseconds(50));
  if (!range) return RowsOf(info, "the leader gave no offsets: " + leading.last_error());
  const LogPlace from{info.topic, info.partition, info.leader_epoch, range->start};
  ReplicaLog leader(leading, from, range->end, {}, give_up);
  std::vector<Follower> followers;
  for (auto& row : rows) {
    row.start = row.position = range->start;
    row.end = range->end;
    if (row.node == info.leader) continue;
    if (!row.in_isr) {
      row.problem = "it is not in the ISR";
      continue;
    }
    auto log = std::make_unique<ReplicaLog>(clients.Of(row.node), from, range->end,
                                            ReplicaLog::Limits{}, give_up);
    auto comparison = std::make_unique<LogComparison>(*log, range->end);
    followers.push_back({&row, std::move(log), std::move(comparison)});
  }
  const auto unled = CompareAll(leader, followers, range->start);
  for (auto& row : rows) {
    if (row.node != info.leader) continue;
    row.problem = unled;
    if (unled.empty()) row.position = row.end;
  }
  for (auto& follower : followers) {
    const auto& stopped = follower.comparison->stopped();
    follower.row->problem = stopped.empty() ? unled : stopped;
    follower.row->position = std::max(follower.row->start, follower.comparison->position());
    follower.row->differences = follower.comparison->differences();
  }
  return rows;
}

// Reads a partition until its leader stayed the same from before to after.
std::vector<ReplicaRead> ReadSteadily(PartitionInfo info, const ReplicaQuestion& question,
                                      Clients& clients, const std::function<bool()>& give_up) {
  for (int attempt = 1;; ++attempt) {
    auto rows = ReadPartition(info, clients, give_up);
    const auto view = question.observer->FreshView(Deadline(kViewLimit));
    const auto* const now = view ? view->Find(PartitionKey(info)) : nullptr;
    if (now == nullptr)
      return RowsOf(info, "no broker answered which replica leads it after it was read");
    const bool led = now->leader == info.leader && now->leader_epoch == info.leader_epoch;
    if (!led && attempt < kAttempts && !give_up()) {
      info = *now;
      continue;
    }
    if (!led) return RowsOf(*now, "its leader changed while it was read");
    for (auto& row : rows) {
      if (!row.in_isr || Contains(now->isr, row.node)) continue;
      row.in_isr = false;
      row.problem = "it left the ISR while it was read";
      row.differences.clear();
    }
    return rows;
  }
}

}  // namespace

std::optional<std::vector<ReplicaRead>> ReadReplicas(const ReplicaQuestion& question) {
  const auto give_up = [&] { return question.deadline.Passed() || question.give_up(); };
  const auto view = question.observer->FreshView(Deadline(kFirstViewLimit));
  if (!view) return std::nullopt;
  Clients first(*question.cluster);
  std::vector<PartitionInfo> partitions;
  std::vector<ReplicaRead> all;
  for (const auto& topic : question.topics) {
    const Policy policy = PolicyOf(*question.cluster, first, topic);
    if (policy == Policy::kCompact) continue;
    for (const auto& [key, info] : view->partitions) {
      if (info.topic != topic) continue;
      if (policy == Policy::kDelete) partitions.push_back(info);
      if (policy == Policy::kDelete) continue;
      const auto rows = RowsOf(info, "no broker answered whether the topic is compacted");
      all.insert(all.end(), rows.begin(), rows.end());
    }
  }

  std::mutex mutex;
  std::exception_ptr failure;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    try {
      Clients clients(*question.cluster);
      for (std::size_t i = next++; i < partitions.size(); i = next++) {
        auto rows = ReadSteadily(partitions[i], question, clients, give_up);
        const std::lock_guard lock(mutex);
        std::move(rows.begin(), rows.end(), std::back_inserter(all));
      }
    } catch (...) {  // thrown again by the thread that waits for this one
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
      next = partitions.size();
    }
  };
  {
    std::vector<std::jthread> threads;  // joined, also where no more can be had
    for (std::size_t i = 0; i < std::min(kThreads, partitions.size()); ++i)
      threads.emplace_back(work);
  }
  if (failure) std::rethrow_exception(failure);
  return all;
}

}  // namespace kproof
