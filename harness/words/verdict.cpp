#include "harness/words/verdict.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr VerdictRow kVerdictTable[] = {
    {Verdict::kPass, "pass", "what was required or promised held", 0},
    {Verdict::kViolation, "violation", "what is required or promised was broken", 1},
    {Verdict::kInconclusive, "inconclusive", "the evidence does not decide it", 2},
    {Verdict::kNotRun, "not-run", "this machine or cluster can't run it", 4},
    {Verdict::kLimit, "limit", "it was unavailable for longer than allowed", 5},
    {Verdict::kUnprotected, "unprotected",
     "records were lost, doubled or reordered, and the settings allow it", 6},
    {Verdict::kUsage, "error", "usage, or a scenario that does not validate", 64},
    {Verdict::kError, "error", "a defect of kproof", 70},
    {Verdict::kInterrupted, "error",
     "interrupted by SIGHUP, SIGINT or SIGTERM, after undoing the faults", 130},
};
static_assert(StandsByValue(kVerdictTable));

}  // namespace

std::span<const VerdictRow> VerdictTable() { return kVerdictTable; }

std::string Name(Verdict verdict) { return RowAt(VerdictTable(), verdict).name; }

std::optional<Verdict> FindVerdict(std::string_view name) {
  if (name == Name(Verdict::kError)) return Verdict::kError;
  const VerdictRow* row = FindByName(VerdictTable(), name);
  return row == nullptr ? std::nullopt : std::optional(row->word);
}

int ExitCode(Verdict verdict) { return RowAt(VerdictTable(), verdict).exit_code; }

int ExitCode(Verdict verdict, int signal) {
  return verdict == Verdict::kInterrupted && signal != 0 ? 128 + signal : ExitCode(verdict);
}

}  // namespace kproof
