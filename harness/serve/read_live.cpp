#include "harness/serve/read_live.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/base/json_fields.h"
#include "harness/base/json_text.h"
#include "harness/run/live_journal.h"

namespace kproof {
namespace {

constexpr std::size_t kMostBytes = std::size_t{32} << 20;
constexpr std::size_t kMostBytesAtOnce = std::size_t{1} << 20;
// A run writes a sample each second at first, and ever more rarely once it has written a lot.
constexpr double kPatienceSeconds = 60, kPatienceWithLongRuns = 1'800;
constexpr std::uint64_t kLongRun = std::uint64_t{1} << 20;
constexpr std::size_t kMostFaults = 200;

std::int64_t WholeNumber(const JsonPlace& place) {
  const double number = place.Number();
  if (std::abs(number) > 1e9 || number != std::floor(number)) place.Refuse("is no whole number");
  return static_cast<std::int64_t>(number);
}

std::optional<double> NumberIfAny(const JsonPlace& line, const std::string& key) {
  const auto place = line.Find(key);
  return place ? std::optional(place->Number()) : std::nullopt;
}

LivePartition PartitionOf(const JsonPlace& place) {
  LivePartition partition;
  partition.name = place["name"].Text();
  if (const auto leader = place.Find("leader")) partition.leader = WholeNumber(*leader);
  partition.isr = place["isr"].Count();
  partition.replicas = place["replicas"].Count();
  return partition;
}

LiveSample SampleOf(const JsonPlace& line) {
  LiveSample sample;
  sample.at_s = line["at_s"].Number();
  sample.sent_per_s = line["sent_per_s"].Number();
  sample.acked_per_s = line["acked_per_s"].Number();
  sample.failed_per_s = line["failed_per_s"].Number();
  sample.read_per_s = line["read_per_s"].Number();
  sample.sent = line["sent"].Count();
  sample.acked = line["acked"].Count();
  sample.failed = line["failed"].Count();
  sample.unknown = line["unknown"].Count();
  sample.read = line["read"].Count();
  sample.last_ack_age_s = NumberIfAny(line, "last_ack_age_s");
  sample.last_read_age_s = NumberIfAny(line, "last_read_age_s");
  sample.partitions_total = line["partitions_total"].Count();
  sample.under_replicated = line["under_replicated"].Count();
  sample.leaderless = line["leaderless"].Count();
  for (const auto& partition : line["partitions"].Elements())
    sample.partitions.push_back(PartitionOf(partition));
  return sample;
}

void BeganFault(const JsonPlace& line, LiveRun& run) {
  if (run.faults.size() >= kMostFaults) run.faults.erase(run.faults.begin());
  LiveFault fault;
  fault.step = std::to_string(line["step"].Count());
  fault.fault = line["fault"].Text();
  fault.target = line["target"].Text();
  fault.since_s = line["since_s"].Number();
  run.faults.push_back(std::move(fault));
}

void EndedFault(const JsonPlace& line, LiveRun& run) {
  const auto step = std::to_string(line["step"].Count());
  const double at = line["at_s"].Number();
  const auto fault = std::find_if(run.faults.begin(), run.faults.end(), [&](const auto& one) {
    return one.step == step && !one.until_s;
  });
  if (fault == run.faults.end()) line.Refuse("ends a fault that did not begin");
  fault->until_s = at;
  if (const auto bit = line.Find("bit")) fault->bit = bit->Truth();
  if (const auto healed = line.Find("healed")) fault->healed = healed->Truth();
  if (const auto problem = line.Find("problem")) fault->problem = problem->Text();
}

LiveVerdict VerdictOf(const JsonPlace& line) {
  LiveVerdict verdict;
  verdict.verdict = line["verdict"].Verdict();
  verdict.reason = line["reason"].Text();
  for (const auto& [name, count] : line["counts"].Members()) verdict.counts[name] = count.Count();
  verdict.exit_code = WholeNumber(line["exit_code"]);
  return verdict;
}

void Started(const JsonPlace& line, LiveRun& run) {
  run.scenario = line["scenario"].Text();
  run.seed = line["seed"].Count();
  run.role = line["role"].Text();
  run.expected_s = NumberIfAny(line, "expected_s");
}

void Take(const JsonPlace& line, LiveRun& run) {
  const auto event = line["event"].Text();
  if (event == "stream") {
    line.RequireSchema();
  } else if (event == "started") {
    Started(line, run);
  } else if (event == "phase") {
    run.phase = line["phase"].Text();
  } else if (event == "sample") {
    run.sample = SampleOf(line);
    run.expected_s = NumberIfAny(line, "expected_s");
  } else if (event == "fault_began") {
    BeganFault(line, run);
  } else if (event == "fault_ended") {
    EndedFault(line, run);
  } else if (event == "line") {
    if (run.lines.size() == kShownLines) run.lines.erase(run.lines.begin());
    run.lines.emplace_back(line["at_s"].Number(), line["text"].Text());
  } else if (event == "verdict") {
    run.verdict = VerdictOf(line);
  }
  if (const auto at = NumberIfAny(line, "at_s")) run.at_s = std::max(run.at_s, *at);
}

std::optional<double> SilentFor(const FolderEntry& live_file) {
  const double silent = InSeconds(WallMicros() - live_file.modified_us);
  const double patience = live_file.bytes < kLongRun ? kPatienceSeconds : kPatienceWithLongRuns;
  return silent > patience ? std::optional(silent) : std::nullopt;
}

}  // namespace

LiveRun ReadLive(std::string_view lines) {
  LiveRun run;
  while (true) {
    const auto end = lines.find('\n');
    if (end == std::string_view::npos) return run;
    const auto json = ParseJsonIfAny(lines.substr(0, end));
    lines.remove_prefix(end + 1);
    try {
      Take(JsonPlace(json, kLiveFile), run);
    } catch (const Error&) {
      ++run.unreadable;
    }
  }
}

std::optional<LiveFile> ReadLiveOf(const OpenFolder& run) {
  const auto entry = run.Find(kLiveFile);
  const auto text = run.Read(kLiveFile, kMostBytes);
  if (!entry || !text) return std::nullopt;
  return LiveFile{ReadLive(*text), SilentFor(*entry)};
}

std::optional<std::string> LinesAfter(const OpenFolder& run, std::uint64_t after) {
  auto text = run.Read(kLiveFile, kMostBytesAtOnce, after);
  if (!text) return std::nullopt;
  const auto end = text->rfind('\n');
  text->resize(end == std::string::npos ? 0 : end + 1);
  return text;
}

}  // namespace kproof
