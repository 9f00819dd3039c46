// Verdicts: what the judge says of a run, and the exit code that says the same to a shell.
// docs/result.md has the table.
//
// Thread-safe: constants.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kproof {

enum class Verdict {
  kPass,
  kViolation,
  kInconclusive,
  kNotRun,
  kLimit,
  kUnprotected,
  kUsage,
  kError,
  kInterrupted
};

struct VerdictRow {
  Verdict word;
  const char* name;     // as in result.json; kUsage, kError and kInterrupted have one name
  const char* meaning;  // when it is given
  int exit_code;  // of an interruption that of SIGINT: the command line knows which signal it was
};

std::span<const VerdictRow> VerdictTable();
// "pass", "violation", … as in result.json.
std::string Name(Verdict verdict);
// The other way round; "error", a name of three, is kError. Nothing for any other word.
std::optional<Verdict> FindVerdict(std::string_view name);
// 0, 1, 2, 4, 5, 6, 64, 70; an interrupted run's code is its signal's (130 or 143) and known to the
// command line alone.
int ExitCode(Verdict verdict);
// The same, with the signal that came, 0 for none: where it ended the run, 128 and its number.
int ExitCode(Verdict verdict, int signal);

}  // namespace kproof
