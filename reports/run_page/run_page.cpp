#include "reports/run_page/run_page.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "audit/store/run_keys.h"
#include "harness/base/cluster_name.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "reports/run_page/readable.h"

namespace kproof {
namespace {

std::string NameOfPartition(const std::string& cluster, const std::string& topic,
                            std::int32_t partition) {
  return InCluster(cluster, topic) + "/" + std::to_string(partition);
}

class PartitionTable {
 public:
  explicit PartitionTable(const FactReader& store) {
    for (const auto& topic : store.Topics()) topics_[topic.id] = topic;
    for (const auto& stream : store.Streams()) {
      streams_[stream.id] = stream;
      Of(stream.topic, stream.key.partition).sent += stream.sent;
    }
  }

  void Take(const SettledRow& row) {
    const auto stream = streams_.find(row.stream);
    if (stream == streams_.end()) return;
    auto& partition = Of(row.topic.value_or(stream->second.topic), stream->second.key.partition);
    if (row.outcome == Outcome::kAcked) partition.acked += row.count;
    if (row.outcome == Outcome::kFailed) partition.failed += row.count;
    if (row.outcome == Outcome::kAcked && !row.continues)
      partition.latency.AddPacked(row.packed_latency);
  }

  void Take(const ReadRow& row) {
    const auto stream = streams_.find(row.stream);
    if (stream == streams_.end()) return;
    const auto topic = row.topic.value_or(stream->second.topic);
    auto& partition = Of(topic, row.partition);
    if (row.pass == Pass::kLive) {
      partition.read += row.count;
      return;
    }
    auto& passed = passes_[{topic, row.partition, row.actor}];
    passed += row.count;
    partition.final_read = std::max(partition.final_read, passed);
  }

  void Take(const ReadableTimes::Took& took) {
    const auto stream = streams_.find(took.stream);
    if (stream != streams_.end())
      Of(stream->second.topic, stream->second.key.partition)
          .read_after.Add(took.micros, took.times);
  }

  // In the order of their names; the rest is left out, and counted in `left_out`.
  std::vector<PartitionSummary> Finish(const Result& result, std::size_t& left_out) {
    for (const auto& finding : result.findings) {
      for (const auto& example : finding.examples) {
        const auto found =
            partitions_.find({InCluster(example.cluster, example.topic), example.partition});
        if (found != partitions_.end()) found->second.listed[finding.check] += example.count;
      }
    }
    std::vector<PartitionSummary> summaries;
    for (auto& [key, summary] : partitions_) {
      const auto settled = summary.acked + summary.failed;
      summary.unknown = summary.sent - std::min(summary.sent, settled);
      if (summaries.size() < kListedPartitions)
        summaries.push_back(std::move(summary));
      else
        ++left_out;
    }
    return summaries;
  }

 private:
  PartitionSummary& Of(std::int64_t topic, std::int32_t partition) {
    const auto& row = topics_[topic];
    auto& summary = partitions_[{InCluster(row.cluster, row.name), partition}];
    if (summary.name.empty()) summary.name = NameOfPartition(row.cluster, row.name, partition);
    return summary;
  }

  std::map<std::int64_t, TopicRow> topics_;
  std::map<std::int64_t, StreamRow> streams_;
  std::map<std::tuple<std::int64_t, std::int32_t, std::int64_t>, std::uint64_t> passes_;
  std::map<std::pair<std::string, std::int32_t>, PartitionSummary> partitions_;
};

// The words after `lead`; nothing where the text begins otherwise.
std::optional<std::string> After(const std::string& text, const std::string& lead) {
  if (text.rfind(lead, 0) != 0) return std::nullopt;
  return Trim(text.substr(lead.size()));
}

// A step that is repeated asks before each time, and each time is a fault.
std::vector<FaultStates> StatesOf(const FactReader& store) {
  std::map<std::string, std::vector<FaultStates>> by_step;  // "step 1" → time by time
  std::map<std::string, std::string> peers;                 // the last that the step told
  for (const auto& event : store.Events()) {
    if (event.kind != "state") continue;
    const auto step = event.subject.substr(0, event.subject.find(':'));
    if (step.rfind("step ", 0) != 0) continue;
    auto& times = by_step[step];
    if (const auto words = After(event.detail, "peers:")) peers[step] = *words;  // comes first
    if (const auto words = After(event.detail, "before:"))
      times.push_back({*words, "", "", peers[step]});
    if (times.empty()) continue;
    if (const auto words = After(event.detail, "during:")) times.back().during = *words;
    if (const auto words = After(event.detail, "after:")) times.back().after = *words;
  }
  std::vector<FaultStates> states;
  std::map<std::string, std::size_t> taken;
  for (const auto& fault : store.Faults()) {
    const auto step = "step " + std::to_string(fault.step + 1);
    const auto& times = by_step[step];
    const auto index = taken[step]++;
    states.push_back(index < times.size() ? times[index] : FaultStates());
  }
  return states;
}

std::vector<PhaseMark> PhasesOf(const FactReader& store) {
  std::vector<PhaseMark> phases;
  std::set<std::string> seen;
  for (const auto& event : store.Events()) {
    if (event.kind == "phase" && seen.insert(event.subject).second)
      phases.push_back({event.subject, InSeconds(event.at)});
  }
  return phases;
}

// That a node is up tells something once faults have begun: it was down.
bool IsFirstStart(const LogLine& line, std::optional<RunMicros> first_fault) {
  const bool start = line.line.find("Kafka Server started") != std::string::npos;
  return start && (!first_fault || line.at < *first_fault);
}

std::optional<RunMicros> FirstFaultOf(const FactReader& store) {
  std::optional<RunMicros> first;
  for (const auto& fault : store.Faults())
    if (fault.from) first = std::min(first.value_or(*fault.from), *fault.from);
  return first;
}

std::vector<LoggedLine> LogOf(const FactReader& store, std::size_t& left_out) {
  const auto first_fault = FirstFaultOf(store);
  std::vector<LoggedLine> lines;
  for (const auto& line : store.LogLines()) {
    if (IsFirstStart(line, first_fault)) continue;
    if (lines.size() < kListedLogLines)
      lines.push_back({InSeconds(line.at), InCluster(line.cluster, line.node), line.line});
    else
      ++left_out;
  }
  return lines;
}

// Keeps kDrawnPartitions: first those with listed anomalies, then those with the most changes.
void CutLeaders(RunPage& page) {
  std::set<std::string> harmed;
  for (const auto& finding : page.result.findings) {
    for (const auto& example : finding.examples)
      harmed.insert(NameOfPartition(example.cluster, example.topic, example.partition));
  }
  auto& leaders = page.leaders;
  const auto rank = [&](const Leadership& one) {
    return std::pair(harmed.contains(one.name), one.stances.kept.size());
  };
  std::stable_sort(leaders.begin(), leaders.end(),
                   [&](const Leadership& a, const Leadership& b) { return rank(a) > rank(b); });
  page.leaders_left_out = leaders.size() - std::min(leaders.size(), kDrawnPartitions);
  leaders.resize(leaders.size() - page.leaders_left_out);
  std::stable_sort(leaders.begin(), leaders.end(),
                   [](const Leadership& a, const Leadership& b) { return a.name < b.name; });
}

// The first kListedRanges of all findings together.
void CutLists(Result& result) {
  std::size_t left = kListedRanges;
  for (auto& finding : result.findings) {
    finding.examples.resize(std::min(finding.examples.size(), left));
    left -= finding.examples.size();
  }
}

// The last of each producer counts: they are sums from its start. What is no number came from
// elsewhere and says nothing.
std::vector<Resent> ResentOf(const FactReader& store) {
  std::map<std::string, std::uint64_t> records;
  for (const auto& event : store.Events()) {
    const auto number = event.kind == "resent" ? ParseInt(event.detail) : std::nullopt;
    if (number && *number >= 0)
      records[InCluster(event.cluster, event.subject)] = static_cast<std::uint64_t>(*number);
  }
  std::vector<Resent> resent;
  for (const auto& [producer, count] : records) resent.push_back({producer, count});
  return resent;
}

}  // namespace

RunPage MakeRunPage(const FactReader& store, Result result) {
  RunPage page;
  const auto run = store.Run();
  if (const auto yaml = run.find(run_key::kScenarioYaml); yaml != run.end())
    page.scenario_yaml = yaml->second;
  page.states = StatesOf(store);
  page.phases = PhasesOf(store);
  SeriesBuilder series;
  PartitionTable partitions(store);
  ReadableTimes readable(store.Actors(), store.Streams());
  GroupLags lags(store);
  store.EachSettled([&](const SettledRow& row) {
    series.Take(row);
    partitions.Take(row);
    readable.Take(row);
    lags.Take(row);
  });
  store.EachRead([&](const ReadRow& row) {
    series.Take(row);
    partitions.Take(row);
    readable.Take(row);
  });
  readable.Each([&](const ReadableTimes::Took& took) {
    series.TakeReadAfter(took.acked, took.micros, took.times);
    partitions.Take(took);
  });
  CutLists(result);
  page.series = series.Finish(result.seconds, kSeriesPoints, kDrawnErrors);
  page.errors = series.Errors();
  page.resent = ResentOf(store);
  page.lags = lags.Finish(page.series);
  page.lags_left_out = page.lags.size() - std::min(page.lags.size(), kDrawnGroups);
  page.lags.resize(page.lags.size() - page.lags_left_out);
  page.partitions = partitions.Finish(result, page.partitions_left_out);
  page.result = std::move(result);
  page.leaders = LeadershipOf(store.PartitionStates());
  AddSilences(DownTimes(store), page.leaders);
  page.nodes = NodesOf(store, page.result.faults, page.leaders);
  page.moments = MomentsOf(store, page.result.faults, page.leaders);
  page.moments_left_out = CutMoments(page.moments);
  CutLeaders(page);
  page.log = LogOf(store, page.log_left_out);
  page.checklist = ChecklistOf(store);
  page.states.resize(page.result.faults.size());
  return page;
}

}  // namespace kproof
