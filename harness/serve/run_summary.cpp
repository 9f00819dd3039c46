#include "harness/serve/run_summary.h"

#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_fields.h"
#include "harness/base/json_text.h"

namespace kproof {
namespace {

constexpr char kResultFile[] = "result.json";
constexpr std::size_t kLargestResult = std::size_t{64} << 20;
constexpr std::size_t kMostKnown = 20'000;

RunSummary SummaryOf(const std::string& text) {
  RunSummary summary;
  try {
    const auto json = ParseJsonIfAny(text);
    const JsonPlace result(json, kResultFile);
    result.RequireSchema();
    summary.scenario = result["scenario"].Text();
    summary.role = result["role"].Text();
    summary.started = result["started"].Text();
    summary.reason = result["reason"].Text();
    summary.seed = result["seed"].Count();
    summary.seconds = result["seconds"].Number();
    summary.verdict = result["verdict"].Verdict();
    for (const auto& [name, count] : result["counts"].Members())
      summary.counts[name] = count.Count();
  } catch (const Error& error) {
    summary.verdict = Verdict::kInconclusive;
    summary.reason = error.Full();
  }
  return summary;
}

}  // namespace

std::optional<RunSummary> RunSummaries::Of(const OpenFolder& run) {
  const auto entry = run.Find(kResultFile);
  if (!entry || entry->is_folder) return std::nullopt;
  {
    const std::lock_guard lock(mutex_);
    const auto known = known_.find(run.path());
    if (known != known_.end() && known->second.bytes == entry->bytes &&
        known->second.modified_us == entry->modified_us)
      return known->second.summary;
  }
  const auto text = run.Read(kResultFile, kLargestResult);
  if (!text) return std::nullopt;
  auto summary = SummaryOf(*text);
  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMostKnown) known_.clear();  // folders that have gone, most of them
  known_[run.path()] = {entry->bytes, entry->modified_us, summary};
  return summary;
}

}  // namespace kproof
