// Everything below the charts, as rows of tables.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/cluster_name.h"
#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/run_page/view.h"
#include "reports/run_page/words.h"
#include "reports/short_settings.h"

namespace kproof::view {
namespace {

constexpr std::size_t kLongestScenario = 60'000;
constexpr double kNearSeconds = 2;  // log lines so near to an ack are named beside its anomaly

std::string Latency(const Histogram& latency, double quantile) {
  return latency.empty() ? "–" : MillisText(static_cast<double>(latency.Quantile(quantile)) / 1e3);
}

std::string AckedWhen(const Example& example) {
  if (!example.acked_between_s) return "–";
  const auto [from, to] = *example.acked_between_s;
  const auto first = fmt::format("{:.1f} s", from), last = fmt::format("{:.1f} s", to);
  return first == last ? first : "between " + first + " and " + last;
}

Data RangeRow(const Finding& finding, const Example& example, std::size_t number) {
  Data row;
  row.set("number", std::to_string(number));
  row.set("check", finding.check);
  row.set("origin", OneLine(example.origin, kLongestName));
  row.set("records", RangeName(example));
  row.set("count", WithThousands(example.count));
  row.set("partition", OneLine(fmt::format("{}/{}", InCluster(example.cluster, example.topic),
                                           example.partition),
                               kLongestName));
  row.set("offset", example.offset ? std::to_string(*example.offset) : "–");
  row.set("when", AckedWhen(example));
  row.set("during", example.during.empty() ? "–" : OneLine(example.during, kLongestName));
  row.set("evidence", RangeEvidence(example));
  Data lines = PageList();
  for (const auto& line : example.log_lines) lines.push_back(Data(OneLine(line, 2 * kLongestName)));
  row.set("log_lines", lines);
  row.set("has_log_lines", !example.log_lines.empty());
  return row;
}

Data Texts(const std::set<std::string>& texts) {
  Data list = PageList();
  for (const auto& text : texts) list.push_back(Data(text));
  return list;
}

Data Texts(const std::vector<std::string>& texts) {
  Data list = PageList();
  for (const auto& text : texts) list.push_back(Data(OneLine(text)));
  return list;
}

Data SettingRows(const Result& result) {
  Data rows = PageList();
  const auto short_settings = ShortSettings(result);
  std::vector<std::string> scopes;
  for (const auto& [scope, subjects] : short_settings) scopes.push_back(scope);
  // Those of brokers are the most, and seldom what a reader looks for first.
  std::stable_partition(scopes.begin(), scopes.end(),
                        [](const std::string& scope) { return scope != "broker"; });
  for (const auto& scope : scopes) {
    for (const auto& [subject, settings] : short_settings.at(scope)) {
      for (const auto& [key, setting] : settings) {
        Data row;
        row.set("of",
                OneLine(scope + " " + (subject == kAllSubjects ? "(all)" : subject), kLongestName));
        row.set("key", OneLine(key, kLongestName));
        row.set("value", OneLine(setting.value, kLongestName));
        row.set("origin", OneLine(setting.origin, kLongestName));
        rows.push_back(row);
      }
    }
  }
  return rows;
}

Data ChecklistRows(const RunPage& page) {
  Data rows = PageList();
  for (const auto& line : page.checklist) {
    Data row;
    row.set("severity", line.severity);
    row.set("rule", line.rule);
    row.set("of", OneLine(line.of, kLongestName));
    row.set("setting", OneLine(line.setting, kLongestName));
    row.set("value", line.value.empty() ? "not set" : OneLine(line.value, kLongestName));
    row.set("why", line.why);
    row.set("advice", line.advice);
    rows.push_back(row);
  }
  return rows;
}

Data LimitRows(const Result& result) {
  Data rows = PageList();
  for (const auto& limit : result.limits) {
    Data row;
    row.set("limit", limit.name);
    row.set("bound", limit.bound);
    row.set("measured", limit.measured);
    row.set("kept", limit.kept ? "kept" : "NOT KEPT");
    rows.push_back(row);
  }
  return rows;
}

Data VersionRows(const Result& result) {
  Data rows = PageList();
  const auto add = [&](const std::string& what, const std::string& version) {
    if (version.empty()) return;
    Data row;
    row.set("what", what);
    row.set("version", OneLine(version, kLongestName));
    rows.push_back(row);
  };
  for (const auto& [what, version] : result.versions) add(what, version);
  add("driver", result.driver);
  add("sandbox", result.sandbox);
  add("cluster id", result.cluster_id);
  for (const auto& [file, sum] : result.evidence)
    if (file == "audit.db") add("SHA-256 of audit.db", sum);
  return rows;
}

// The lines of the log within kNearSeconds of a range's acks, by their numbers; "" where there are
// none.
void SetNearLines(const RunPage& page, const Example& example, Data& row) {
  std::size_t first = 0, last = 0;
  if (example.acked_between_s) {
    const auto [from, to] = *example.acked_between_s;
    for (std::size_t i = 0; i < page.log.size(); ++i) {
      if (page.log[i].at_s < from - kNearSeconds || page.log[i].at_s > to + kNearSeconds) continue;
      if (first == 0) first = i + 1;
      last = i + 1;
    }
  }
  row.set("near", first > 0);
  row.set("near_first", std::to_string(first));
  row.set("near_last", OrNothing(last > first ? std::to_string(last) : ""));
}

}  // namespace

Data Guarantees(const Result& result) {
  Data rows = PageList();
  for (const auto& line : GuaranteeLines(result)) {
    Data row;
    row.set("guarantee", line.name);
    row.set("meaning", line.meaning);
    row.set("promised", line.promised);
    row.set("required", line.required);
    row.set("seen", line.seen);
    row.set("seen_look", line.seen_broken ? "bad" : "plain");
    row.set("why", line.why);
    rows.push_back(row);
  }
  return rows;
}

Data Errors(const RunPage& page) {
  Data rows = PageList();
  std::uint64_t unknown = 0;
  for (const auto& kind : page.errors) {
    unknown += kind.unknown;
    Data row;
    row.set("error", SendErrorName(kind));
    row.set("code", std::to_string(kind.code));
    row.set("failed", WithThousands(kind.failed));
    row.set("unknown", WithThousands(kind.unknown));
    row.set("first", fmt::format("{:.1f} s", kind.first_s));
    row.set("last", fmt::format("{:.1f} s", kind.last_s));
    rows.push_back(row);
  }
  const auto all = CountNamed(page.result.counts, "unknown");
  Data data;
  Data again = PageList();
  for (const auto& one : page.resent) {
    Data row;
    row.set("producer", one.producer);
    row.set("records", WithThousands(one.records));
    again.push_back(row);
  }
  data.set("any_resent", !page.resent.empty());
  data.set("resent", again);
  data.set("any_errors", !page.errors.empty());
  data.set("kinds", rows);
  data.set("never_settled",
           OrNothing(all > unknown ? Counted(all - unknown, "record has", "records have") : ""));
  return data;
}

Data Anomalies(const RunPage& page) {
  const Result& result = page.result;
  Data rows = PageList();
  std::set<std::string> checks, origins, partitions, faults;
  std::size_t number = 0;
  std::uint64_t ranges = 0, records = 0;
  for (const auto& finding : result.findings) {
    ranges += finding.ranges;
    records += finding.count;
    for (const auto& example : finding.examples) {
      auto row = RangeRow(finding, example, ++number);
      SetNearLines(page, example, row);
      rows.push_back(row);
      checks.insert(finding.check);
      partitions.insert(OneLine(
          fmt::format("{}/{}", InCluster(example.cluster, example.topic), example.partition),
          kLongestName));
      faults.insert(example.during.empty() ? "–" : OneLine(example.during, kLongestName));
      origins.insert(OneLine(example.origin, kLongestName));
    }
  }
  Data data;
  data.set("rows", rows);
  data.set("any_rows", number > 0);
  data.set("long", number > kLongTable);
  data.set("counted", number == ranges
                          ? fmt::format("All {} are listed.", Counted(ranges, "range"))
                          : fmt::format("The first {} of {} ranges are listed; each is counted.",
                                        WithThousands(number), WithThousands(ranges)));
  data.set("records_counted", Counted(records, "record"));
  data.set("checks", Texts(checks));
  data.set("origins", Texts(origins));
  data.set("places", Texts(partitions));
  data.set("times", Texts(faults));
  return data;
}

Data Faults(const RunPage& page) {
  Data rows = PageList();
  const auto& faults = page.result.faults;
  for (std::size_t i = 0; i < faults.size() && i < kListedFaults; ++i) {
    Data row;
    row.set("number", std::to_string(i + 1));
    row.set("name", FaultName(faults[i]));
    row.set("time", FaultTime(faults[i]));
    row.set("effect", FaultEffect(faults[i]));
    row.set("healing", FaultHealing(faults[i]));
    const auto states = i < page.states.size() ? page.states[i] : FaultStates();
    row.set("before", OneLine(states.before));
    row.set("during", OneLine(states.during));
    row.set("peers", OrNothing(OneLine(states.peers)));
    row.set("after", OneLine(states.after));
    row.set("has_states", !(states.before + states.during + states.after + states.peers).empty());
    rows.push_back(row);
  }
  Data data;
  data.set("rows", rows);
  data.set("any_rows", !faults.empty());
  data.set("left_out", OrNothing(faults.size() > kListedFaults
                                     ? Counted(faults.size() - kListedFaults, "more fault")
                                     : ""));
  return data;
}

Data Partitions(const RunPage& page) {
  Data rows = PageList();
  for (const auto& partition : page.partitions) {
    Data row;
    row.set("name", OneLine(partition.name, kLongestName));
    row.set("sent", WithThousands(partition.sent));
    row.set("acked", WithThousands(partition.acked));
    row.set("failed", WithThousands(partition.failed));
    row.set("unknown", WithThousands(partition.unknown));
    row.set("read", WithThousands(partition.read));
    row.set("final_read", WithThousands(partition.final_read));
    row.set("p50", Latency(partition.latency, 0.5));
    row.set("p99", Latency(partition.latency, 0.99));
    const auto gap = page.result.availability.ack_gap_by_partition_s.find(partition.name);
    row.set("read_p50", Latency(partition.read_after, 0.5));
    row.set("read_p99", Latency(partition.read_after, 0.99));
    row.set("read_max", Latency(partition.read_after, 1));
    row.set("gap", gap == page.result.availability.ack_gap_by_partition_s.end()
                       ? "–"
                       : SecondsText(gap->second));
    std::vector<std::string> listed;
    for (const auto& [check, count] : partition.listed)
      listed.push_back(check + " " + WithThousands(count));
    row.set("listed", listed.empty() ? "none" : Join(listed, ", "));
    rows.push_back(row);
  }
  Data data;
  data.set("rows", rows);
  data.set("any_rows", !page.partitions.empty());
  data.set("long", page.partitions.size() > kLongTable);
  data.set("left_out", OrNothing(page.partitions_left_out == 0
                                     ? ""
                                     : Counted(page.partitions_left_out, "more partition")));
  return data;
}

Data Circumstances(const RunPage& page) {
  const Result& result = page.result;
  Data data;
  const auto settings = SettingRows(result);
  data.set("settings", settings);
  data.set("long", settings.list_value().size() > kLongTable);
  data.set("checklist", ChecklistRows(page));
  data.set("any_checklist", !page.checklist.empty());
  data.set("guarantees", Guarantees(result));
  data.set("limits", LimitRows(result));
  data.set("any_limits", !result.limits.empty());
  data.set("doubts", Texts(result.doubts));
  data.set("any_doubts", !result.doubts.empty());
  data.set("disturbances", Texts(result.disturbances));
  data.set("any_disturbances", !result.disturbances.empty());
  data.set("not_seen", Texts(NotSeen(page)));
  data.set("versions", VersionRows(result));
  data.set("scenario_yaml",
           Shortened(Printable(page.scenario_yaml, Spaces::kKept), kLongestScenario));
  return data;
}

}  // namespace kproof::view
