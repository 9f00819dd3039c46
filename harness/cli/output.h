// How results and progress look on this terminal: flags that several verbs share.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "harness/base/output_file.h"
#include "reports/summary.h"

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace kproof {

// stdout then has JSON only: one object per line, or indented objects for people.
struct JsonFlags {
  bool json = false;
  bool pretty = false;  // implies the other one
  bool asked() const { return json || pretty; }
};

struct OutputFlags {
  JsonFlags json;
  bool quiet = false;    // no progress
  bool verbose = false;  // more lines on stderr
  std::string color = "auto";
  std::optional<std::string> junit;  // also write JUnit XML here
  std::string events_to;             // stream what happens here; "": nowhere
  bool force = false;                // replace files that are there and not kproof's
};

// "--junit -" or "--events-to -": stdout then has that and nothing else.
inline bool StdoutIsTaken(const OutputFlags& flags) {
  return flags.junit == "-" || flags.events_to == "-";
}
// Throws Error(kUsage) where two flags want stdout; `other` is that of one more, such as "--sarif".
void RequireOneOnStdout(const OutputFlags& flags, const std::string& other = "");

void AddJsonFlags(CLI::App& verb, JsonFlags& flags);
void AddOutputFlags(CLI::App& verb, OutputFlags& flags);

// Accepts one of these words, and refuses others with a suggestion. --help shows them as "a|b|c".
CLI::Validator OneOf(const std::vector<std::string>& words);

void PrintJson(const nlohmann::ordered_json& object, const JsonFlags& flags);

// One result as text or as JSON; `folder` is where the run can be found ("" : nowhere). "" where
// stdout is taken.
std::string ResultText(const Result& result, const std::string& folder, const OutputFlags& flags);
// Prints it, usually on stdout.
void PrintResult(const Result& result, const std::string& folder, const OutputFlags& flags,
                 std::FILE* to = stdout);

// The summary of several runs; with --json it goes to stderr, unless --quiet is given.
void PrintSummary(const Summary& summary, const OutputFlags& flags);

// Where --junit goes; nothing without it. Decided now (see output_target.h); `inputs` are read.
std::unique_ptr<OutputFile> JunitFile(const OutputFlags& flags,
                                      const std::vector<std::string>& inputs);
// Writes the file, if there is one. False, after an error on stderr, when it could not be written.
bool WriteJunit(OutputFile* file, const std::vector<Result>& results);

// SIGINT, SIGTERM and SIGHUP from now on: the first is remembered, a second ends the program at
// once.
void RememberSignals();
int CaughtSignal();  // 0: none yet

}  // namespace kproof
