// A partition has no leader that serves while the answers of the highest leader epoch name none, or
// one that was down. That is proven while all of them say so, and possible while one does. Brokers
// of one epoch may differ: a leader whose broker is fenced is no longer told, before its epoch ends
// (KRaftMetadataCache). An answer holds until the same broker gives another one; who is down gives
// none any more. An ack tells that somebody served, and so does a read, though it may have waited
// in its client.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "audit/judge/run/down.h"
#include "audit/judge/run/limits.h"

namespace kproof {
namespace {

using LedKey = std::tuple<std::string, std::string, std::int32_t>;  // cluster, topic, partition

struct Served {
  Pulses acks, acks_and_reads;
};

struct LedWindow {
  RunMicros from = 0, to = 0;
  RunMicros proven_to = 0;  // somebody still asked brokers
};

class LedPartition {
 public:
  LedPartition(const LedKey& key, const std::vector<PartitionState>& states, const DownTimes& down)
      : cluster_(std::get<0>(key)), states_(states), down_(down) {}

  // Bringing a topic up is no outage: from the first answer that names a leader.
  RunMicros Begin() const {
    const auto led = std::find_if(states_.begin(), states_.end(),
                                  [](const PartitionState& state) { return state.leader >= 0; });
    return led == states_.end() ? states_.front().at : led->at;
  }

  // Stretches within the window in which it had no leader: for certain, or maybe.
  std::vector<Gap> Without(const LedWindow& window, bool certain) const {
    std::vector<RunMicros> moments = down_.Changes(cluster_);
    for (const auto& state : states_) moments.push_back(state.at);
    moments.push_back(window.from);
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    const auto end = certain ? window.proven_to : window.to;
    std::vector<Gap> stretches;
    std::map<std::int32_t, const PartitionState*> latest;
    auto state = states_.begin();
    for (std::size_t i = 0; i < moments.size(); ++i) {
      const auto at = moments[i];
      for (; state != states_.end() && state->at <= at; ++state) Take(*state, latest);
      const auto until = std::min(end, i + 1 < moments.size() ? moments[i + 1] : end);
      if (at < window.from || until <= at || !Lacks(latest, at, certain)) continue;
      if (!stretches.empty() && stretches.back().to == at) {
        stretches.back().to = until;
      } else {
        stretches.push_back({at, until, true});
      }
    }
    return stretches;
  }

 private:
  // A broker that was started again may know less than it did.
  static void Take(const PartitionState& state,
                   std::map<std::int32_t, const PartitionState*>& latest) {
    const auto known = latest.try_emplace(state.node, &state).first;
    const bool older = state.leader_epoch >= 0 && state.leader_epoch < known->second->leader_epoch;
    if (!older) known->second = &state;
  }

  bool Lacks(const std::map<std::int32_t, const PartitionState*>& latest, RunMicros at,
             bool certain) const {
    std::int32_t epoch = -1;
    for (const auto& [node, state] : latest) epoch = std::max(epoch, state->leader_epoch);
    bool lacks = false, led = false, of_dead_lacks = false, of_no_epoch_lacks = false;
    for (const auto& [node, state] : latest) {
      const bool none = state->leader < 0 || (certain ? down_.Certainly(cluster_, state->leader, at)
                                                      : down_.Maybe(cluster_, state->leader, at));
      if (state->leader_epoch < epoch) {
        of_no_epoch_lacks = of_no_epoch_lacks || (none && state->leader_epoch < 0);
      } else if (down_.Certainly(cluster_, node, at)) {
        of_dead_lacks = of_dead_lacks || none;
      } else {
        (none ? lacks : led) = true;
      }
    }
    if (!lacks && !led) return of_dead_lacks;  // nobody else knows of this epoch
    return certain ? lacks && !led : lacks || of_no_epoch_lacks;
  }

  const std::string cluster_;
  const std::vector<PartitionState>& states_;
  const DownTimes& down_;
};

std::map<LedKey, Served> ServedOf(const History& history) {
  std::map<LedKey, Served> served;
  const auto of = [&](std::int64_t topic, std::int32_t partition) -> Served& {
    const auto& row = history.topic(topic);
    return served[{row.cluster, row.name, partition}];
  };
  history.store().EachSettled([&](const SettledRow& row) {
    const auto& stream = history.streams()[history.IndexOf(row.stream)];
    if (!row.first_offset || row.outcome != Outcome::kAcked || stream.actor == nullptr ||
        !stream.actor->timed)
      return;
    auto& of_it = of(stream.row.topic, stream.row.key.partition);
    of_it.acks.Add(row.from, row.pulse);
    of_it.acks_and_reads.Add(row.from, row.pulse);
  });
  history.store().EachRead([&](const ReadRow& row) {
    if (!history.HasClock(row.actor)) return;
    const auto [topic, partition] = history.PlaceOf(row);
    of(topic, partition).acks_and_reads.Add(row.from, row.pulse);
  });
  return served;
}

}  // namespace

std::optional<Measured> MeasureLeaderless(const History& history, const Timeline& timeline) {
  std::map<LedKey, std::vector<PartitionState>> partitions;
  std::map<std::string, RunMicros> last_told;  // by cluster
  RunMicros last = timeline.load_end();
  for (auto& state : history.store().PartitionStates()) {
    last_told[state.cluster] = state.at;
    if (!timeline.has_phases()) last = std::max(last, state.at);
    partitions[{state.cluster, state.topic, state.partition}].push_back(std::move(state));
  }
  if (partitions.empty()) return std::nullopt;
  std::set<std::pair<std::string, std::string>> remade;
  for (const auto& topic : history.topics()) {
    if (topic.incarnation.several) remade.insert({topic.cluster, topic.name});
  }
  const DownTimes down(history.store());
  auto served = ServedOf(history);
  Measured measured{Duration(0), Duration(0), "", ""};
  for (const auto& [key, states] : partitions) {
    const auto& [cluster, topic, number] = key;
    const auto name = fmt::format("{}/{}", InCluster(cluster, topic), number);
    const LedPartition partition(key, states, down);
    if (remade.contains({cluster, topic})) {
      measured.AllowAny(name + " was deleted and created again");
      continue;
    }
    const auto begin = timeline.load_begin() > 0 ? timeline.load_begin() : partition.Begin();
    // Where no phases are told, nobody knows how long brokers were asked.
    const LedWindow window{begin, last, timeline.has_phases() ? last : last_told[cluster]};
    for (const bool certain : {true, false}) {
      const auto& proof = certain ? served[key].acks_and_reads : served[key].acks;
      for (const auto& stretch : partition.Without(window, certain)) {
        const auto gap = LongestGap(proof, stretch.from, stretch.to);
        const auto from = fmt::format("{} from {:.1f} s on", name, InSeconds(gap.from));
        if (certain) measured.Prove(gap.length(), "on " + from);
        if (!certain) measured.Allow(gap.length(), "the facts contradict each other on " + from);
      }
    }
  }
  return measured;
}

}  // namespace kproof
