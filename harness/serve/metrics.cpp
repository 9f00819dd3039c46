// Names and units by Prometheus' conventions: https://prometheus.io/docs/practices/naming/. The
// format: https://prometheus.io/docs/instrumenting/exposition_formats/.
#include "harness/serve/metrics.h"

#include <fmt/format.h>

#include <cassert>
#include <utility>

#include "harness/base/printable.h"
#include "harness/run/version.h"
#include "harness/words/finding.h"
#include "reports/labels.h"

namespace kproof {
namespace {

constexpr std::size_t kLongestLabel = 200;
constexpr char kGauge[] = "gauge", kCounter[] = "counter";
constexpr char kOfRun[] = "campaign, run, scenario";
constexpr char kOfPartition[] = "campaign, run, scenario, partition";

std::string Escaped(const std::string& value) {
  std::string escaped;
  for (const char c : Shortened(Printable(value), kLongestLabel)) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// Series by metric, because those of one metric must stand together; what is said of one series
// twice counts as it was said last.
class Exposition {
 public:
  void Add(const char* name, const Labels& labels, double value) {
    series_[name][LabelsText(labels, Escaped)] = value;
  }
  void Add(const char* name, const Labels& labels, const std::optional<double>& value) {
    if (value) Add(name, labels, *value);
  }
  void Add(const char* name, const Labels& labels, std::uint64_t value) {
    Add(name, labels, static_cast<double>(value));
  }

  std::string Text() {
    std::string text;
    for (const auto& kind : MetricTable()) {
      const auto series = series_.extract(kind.name);
      if (series.empty()) continue;
      text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", kind.name, kind.help, kind.type);
      for (const auto& [labels, value] : series.mapped())
        text += fmt::format("{}{} {}\n", kind.name, labels, value);
    }
    assert(series_.empty());  // each name that is used stands in the table
    return text;
  }

 private:
  std::map<std::string, std::map<std::string, double>> series_;  // name → labels → value
};

void AddSample(const MeasuredRun& run, const LiveSample& sample, const Labels& labels,
               Exposition& all) {
  all.Add("kproof_records_sent_total", labels, sample.sent);
  all.Add("kproof_records_acked_total", labels, sample.acked);
  all.Add("kproof_records_failed_total", labels, sample.failed);
  all.Add("kproof_records_read_total", labels, sample.read);
  all.Add("kproof_records_unknown", labels, sample.unknown);
  if (!run.going_on) return;  // how things stood then is no news
  all.Add("kproof_ack_age_seconds", labels, sample.last_ack_age_s);
  all.Add("kproof_read_age_seconds", labels, sample.last_read_age_s);
  all.Add("kproof_partitions", labels, sample.partitions_total);
  all.Add("kproof_partitions_under_replicated", labels, sample.under_replicated);
  all.Add("kproof_partitions_without_leader", labels, sample.leaderless);
  for (const auto& partition : sample.partitions) {
    const auto of = With(labels, "partition", partition.name);
    all.Add("kproof_partition_leader_id", of, static_cast<double>(partition.leader.value_or(-1)));
    all.Add("kproof_partition_in_sync_replicas", of, partition.isr);
    all.Add("kproof_partition_replicas", of, partition.replicas);
  }
}

// A fault that has ended is exported as 0, so that a chart shows when.
void AddFaults(const MeasuredRun& run, const Labels& labels, Exposition& all) {
  for (const auto& fault : run.live.faults) {
    auto of = With(labels, "step", fault.step);
    of = With(With(std::move(of), "fault", fault.fault), "target", fault.target);
    all.Add("kproof_fault_active", of, run.going_on && !fault.until_s ? 1.0 : 0.0);
  }
}

void AddVerdict(const MeasuredRun& run, const Labels& labels, Exposition& all) {
  if (!run.verdict) return;
  all.Add("kproof_run_verdict", With(labels, "verdict", Name(*run.verdict)), 1.0);
  for (const auto& [name, count] : run.counts) {
    const auto* kind = FindFindingKind(name);
    if (kind != nullptr && kind->anomaly())
      all.Add("kproof_run_anomalies", With(labels, "finding", name), count);
  }
}

void AddRun(const MeasuredRun& run, Exposition& all) {
  const Labels labels = {{"campaign", run.campaign}, {"run", run.run}, {"scenario", run.scenario}};
  all.Add("kproof_run_info", With(With(labels, "seed", std::to_string(run.seed)), "role", run.role),
          1.0);
  all.Add("kproof_run_going_on", labels, run.going_on ? 1.0 : 0.0);
  if (run.going_on) {
    all.Add("kproof_run_elapsed_seconds", labels, run.live.at_s);
    all.Add("kproof_run_expected_seconds", labels, run.live.expected_s);
    if (!run.live.phase.empty())
      all.Add("kproof_run_phase", With(labels, "phase", run.live.phase), 1.0);
  }
  if (run.live.sample) AddSample(run, *run.live.sample, labels, all);
  AddFaults(run, labels, all);
  AddVerdict(run, labels, all);
}

}  // namespace

const std::vector<MetricKind>& MetricTable() {
  static const std::vector<MetricKind> kTable = {
      {"kproof_build_info", kGauge, "version", "1, with the version of kproof."},
      {"kproof_runs", kGauge, "verdict",
       "Run folders by verdict; those without one are going-on or no-verdict."},
      {"kproof_run_info", kGauge, "campaign, run, scenario, seed, role",
       "1, with seed and role (claim or control) of the run."},
      {"kproof_run_going_on", kGauge, kOfRun, "1 while the run goes on, 0 once it has ended."},
      {"kproof_run_elapsed_seconds", kGauge, kOfRun, "Seconds since the run began."},
      {"kproof_run_expected_seconds", kGauge, kOfRun, "How long the run is expected to take."},
      {"kproof_run_phase", kGauge, "campaign, run, scenario, phase",
       "1 for the phase that the run reached last."},
      {"kproof_records_sent_total", kCounter, kOfRun, "Records handed to the client."},
      {"kproof_records_acked_total", kCounter, kOfRun, "Records that were acknowledged."},
      {"kproof_records_failed_total", kCounter, kOfRun, "Records whose send failed for certain."},
      {"kproof_records_read_total", kCounter, kOfRun, "Records that live readers read."},
      {"kproof_records_unknown", kGauge, kOfRun, "Records whose send has no known outcome."},
      {"kproof_ack_age_seconds", kGauge, kOfRun, "Seconds since the last acknowledgement."},
      {"kproof_read_age_seconds", kGauge, kOfRun,
       "Seconds since a live reader last read a record."},
      {"kproof_partitions", kGauge, kOfRun, "Partitions of the topics under test."},
      {"kproof_partitions_under_replicated", kGauge, kOfRun,
       "Partitions with a follower out of sync."},
      {"kproof_partitions_without_leader", kGauge, kOfRun, "Partitions that nobody leads."},
      {"kproof_partition_leader_id", kGauge, kOfPartition,
       "Node that leads the partition, or -1; of the dozen that are worst off, as the next two."},
      {"kproof_partition_in_sync_replicas", kGauge, kOfPartition,
       "Replicas of the partition that are in sync."},
      {"kproof_partition_replicas", kGauge, kOfPartition, "Replicas of the partition."},
      {"kproof_fault_active", kGauge, "campaign, run, scenario, step, fault, target",
       "1 while the fault is active, 0 once it has been taken back."},
      {"kproof_run_verdict", kGauge, "campaign, run, scenario, verdict",
       "1 for the verdict of the run."},
      {"kproof_run_anomalies", kGauge, "campaign, run, scenario, finding",
       "Records with this anomaly, allowed or not, by the verdict of the run."},
  };
  return kTable;
}

std::string MetricsText(const MeasuredRuns& measured) {
  Exposition all;
  all.Add("kproof_build_info", {{"version", KproofVersion()}}, 1.0);
  for (const auto& [verdict, count] : measured.runs)
    all.Add("kproof_runs", {{"verdict", verdict}}, count);
  for (const auto& run : measured.now) AddRun(run, all);
  return all.Text();
}

}  // namespace kproof
