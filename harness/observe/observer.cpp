// Each node has a thread that asks it alone; what they learn meets under one mutex. Sinks are
// called without that mutex, from the thread of the node, so a slow sink delays nobody else's
// answers.
#include "harness/observe/observer.h"

#include <fmt/format.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "harness/base/caught.h"
#include "harness/base/undo.h"
#include "harness/base/units.h"
#include "harness/cluster/connect.h"
#include "harness/kafka/cluster_messages.h"
#include "harness/kafka/messages.h"
#include "harness/observe/cpu_steal.h"
#include "harness/observe/view.h"

namespace kproof {
namespace {

constexpr Duration kAskTimeout = std::chrono::milliseconds(500);
constexpr Duration kStallTick = std::chrono::milliseconds(100);
constexpr Duration kStall = std::chrono::seconds(1);
constexpr Duration kStealSpan = std::chrono::seconds(2);
constexpr double kMuchStolen = 0.5;

}  // namespace

struct Observer::Impl {
  Impl(std::vector<std::string> topics_, Sink sink_, Duration interval_)
      : topics(std::move(topics_)), sink(std::move(sink_)), interval(interval_) {}

  void End() {
    const std::lock_guard lock(mutex);
    stopping = true;
    stop_wake.notify_all();
  }

  // Sleeps for `time`; false when the observer ends.
  bool Pause(Duration time) {
    std::unique_lock lock(mutex);
    return !stop_wake.wait_for(lock, time, [this] { return stopping; });
  }

  void Disturb(const Disturbance& disturbance) const {
    if (sink.disturbance) sink.disturbance(disturbance);
  }

  void Watch(Node& node) {
    NodeClient broker = Connect(node);
    NodeClient controller = ConnectToController(node);
    bool ran = !node.Exit().has_value();
    do {
      Guarded([&] { Look(node, broker, controller, ran); });
    } while (Pause(interval));
  }

  // A thread has nobody above it.
  void Guarded(const std::function<void()>& work) const {
    try {
      work();
    } catch (...) {
      const Error error = CaughtError();
      DoQuietly([&] {
        if (sink.failed) sink.failed(error);
      });
    }
  }

  void Look(Node& node, NodeClient& broker, NodeClient& controller, bool& ran) {
    bool answers = true;
    if (node.broker()) answers &= AskBroker(node, broker);
    if (node.controller()) answers &= AskController(node, controller);
    {
      const std::lock_guard lock(mutex);
      nodes[node.id()].answers = answers;
      news.notify_all();
    }
    const auto exit = node.Exit();
    const bool unasked = exit && ran && !Excused(node.id());
    ran = !exit;
    if (unasked) Disturb({node.name(), "ended unexpectedly: " + exit->ToString(), node.id()});
  }

  bool AskBroker(const Node& node, NodeClient& client) {
    const auto asked_at = MonotonicMicros();
    const auto answer = client.Metadata(topics, kAskTimeout);
    if (!answer) return false;
    std::vector<PartitionInfo> changed;
    std::vector<IsrWatch::Lost> lost;
    {
      const std::lock_guard lock(mutex);
      auto& last = nodes[node.id()];
      last.brokers_asked_at = asked_at;
      std::map<std::string, PartitionInfo> now;
      for (const auto& info : answer->partitions) {
        const std::string key = PartitionKey(info);
        const auto before = last.partitions.find(key);
        if (before == last.partitions.end() || before->second != info) changed.push_back(info);
        known[key] = info;
        now[key] = info;
      }
      last.partitions = std::move(now);
      last.listed = answer->brokers;
      last.answers = true;
      lost = isr_watch.Take(node.id(), answer->partitions, excused);
    }
    if (sink.partition) {
      for (const auto& info : changed) sink.partition(node.id(), info);
    }
    for (const auto& [partition, what] : lost) Disturb({partition, what});
    return true;
  }

  bool AskController(const Node& node, NodeClient& client) {
    const auto asked_at = MonotonicMicros();
    const auto answer = client.Quorum(kAskTimeout);
    if (!answer) return false;
    std::map<int, Duration> behind;
    if (answer->leader == node.id()) behind = AskBehind(client);
    bool changed = false;
    {
      const std::lock_guard lock(mutex);
      auto& last = nodes[node.id()];
      // The high watermark moves all the time and is no change.
      changed = !last.quorum || last.quorum->leader != answer->leader ||
                last.quorum->epoch != answer->epoch;
      last.quorum_asked_at = asked_at;
      last.quorum = answer;
      last.behind = std::move(behind);
    }
    if (changed && sink.quorum) sink.quorum(node.id(), *answer);
    return true;
  }

  // How far the active controller sees each node behind its metadata log. Times are its own
  // clock's, its own entry stands for now.
  static std::map<int, Duration> AskBehind(NodeClient& active) {
    std::map<int, Duration> behind;
    const auto answer =
        AskFor(active, messages::AskFollowers(), messages::ReadFollowers, kAskTimeout);
    if (!answer) return behind;
    std::int64_t now_ms = -1;
    for (const auto& voter : answer->voters)
      if (voter.id == answer->leader) now_ms = voter.caught_up_ms;
    if (now_ms < 0) return behind;
    for (const auto* followers : {&answer->voters, &answer->observers})
      for (const auto& one : *followers) {
        const Duration late = std::chrono::milliseconds(now_ms - one.caught_up_ms);
        // A node that came back with another disk is listed with the old one too, for a while.
        const auto [known, first] = behind.emplace(one.id, late);
        if (!first) known->second = std::min(known->second, late);
      }
    return behind;
  }

  void WatchForStalls() {
    auto slept_at = MonotonicMicros();
    while (Pause(kStallTick)) {
      const auto woke_at = MonotonicMicros();
      const Duration late = Duration(woke_at - slept_at) - kStallTick;
      if (late > kStall)
        Guarded([&] { Disturb({kMachine, "machine stalled for " + HumanDuration(late)}); });
      slept_at = MonotonicMicros();
      Guarded([&] { WatchForSteal(slept_at); });
    }
  }

  // A machine that has less than half of its processors stands still as well, only more slowly.
  void WatchForSteal(std::int64_t now) {
    if (now - steal_from < kStealSpan.count()) return;
    const auto times = ReadCpuTimes();
    const double share = times && steal_before ? StolenShare(*steal_before, *times) : 0;
    if (share >= kMuchStolen)
      Disturb({kMachine, fmt::format("the host took {:.0f} % of the processors for {}", share * 100,
                                     HumanDuration(Duration(now - steal_from)))});
    steal_before = times;
    steal_from = now;
  }

  bool Excused(int node) {
    const std::lock_guard lock(mutex);
    return excused.contains(node);
  }

  // With the mutex held: whether one node of each kind answered a question that was put after
  // `moment`.
  bool FresherThan(std::int64_t moment) const {
    bool broker = false;
    bool controller = false;
    bool controllers = false;
    for (const auto& [id, node] : nodes) {
      controllers |= node.controller;
      broker |= node.broker && node.brokers_asked_at > moment;
      controller |= node.controller && node.quorum_asked_at > moment;
    }
    return broker && (controller || !controllers);
  }

  const std::vector<std::string> topics;
  const Sink sink;
  const Duration interval;

  mutable std::mutex mutex;
  mutable std::condition_variable news;
  std::condition_variable stop_wake;
  bool stopping = false;
  // Of the thread that watches for stalls alone.
  std::int64_t steal_from = MonotonicMicros();
  std::optional<CpuTimes> steal_before = ReadCpuTimes();
  std::map<int, NodeAnswers> nodes;
  std::map<std::string, PartitionInfo> known;  // every partition ever listed, as last seen
  IsrWatch isr_watch;
  std::set<int> excused;
  std::vector<std::jthread> threads;  // last: they end before what they use
};

Observer::Observer(Cluster& cluster, std::vector<std::string> topics, Sink sink, Duration interval)
    : impl_(std::make_unique<Impl>(std::move(topics), std::move(sink), interval)) {
  for (Node* const node : cluster.nodes()) {
    auto& answers = impl_->nodes[node->id()];
    answers.broker = node->broker();
    answers.controller = node->controller();
  }
  Undo end("end those that were started", [this] { impl_->End(); });
  for (Node* const node : cluster.nodes()) {
    impl_->threads.emplace_back([impl = impl_.get(), node] { impl->Watch(*node); });
  }
  impl_->threads.emplace_back([impl = impl_.get()] { impl->WatchForStalls(); });
  end.Dismiss();
}

Observer::~Observer() {
  impl_->End();
  impl_->threads.clear();
}

ClusterView Observer::View() const {
  const std::lock_guard lock(impl_->mutex);
  return Merge(impl_->nodes, impl_->known);
}

std::optional<ClusterView> Observer::FreshView(Deadline deadline) const {
  const auto called_at = MonotonicMicros();
  std::unique_lock lock(impl_->mutex);
  if (!impl_->news.wait_for(lock, deadline.Left(), [&] { return impl_->FresherThan(called_at); })) {
    return std::nullopt;
  }
  return Merge(impl_->nodes, impl_->known);
}

void Observer::ExpectDown(const std::set<int>& nodes, bool excused) {
  const std::lock_guard lock(impl_->mutex);
  for (const int node : nodes) {
    if (excused) {
      impl_->excused.insert(node);
    } else {
      impl_->excused.erase(node);
    }
  }
}

}  // namespace kproof
