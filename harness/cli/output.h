// How results and progress look on this terminal: flags that several verbs share.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "harness/base/output_file.h"
#include "harness/run/progress.h"

namespace CLI {
class App;
}

namespace kproof {

struct OutputFlags {
  bool json = false;     // stdout is then JSON alone
  bool quiet = false;    // no progress
  bool verbose = false;  // more lines on stderr
  std::string color = "auto";
  std::optional<std::string> junit;  // also write JUnit XML here
  bool force = false;                // replace files that are there and not kproof's
};

// "--junit -": stdout is then JUnit alone.
inline bool JunitIsStdout(const OutputFlags& flags) { return flags.junit == "-"; }

void AddOutputFlags(CLI::App& verb, OutputFlags& flags);

// Prints one result on stdout, as text or as one JSON object a line; `folder` is where the run can
// be found ("" : nowhere).
void PrintResult(const Result& result, const std::string& folder, const OutputFlags& flags,
                 bool one_of_several);

// Where --junit goes; nothing without it. Decided now (see output_target.h); `inputs` are read.
std::unique_ptr<OutputFile> JunitFile(const OutputFlags& flags,
                                      const std::vector<std::string>& inputs);
// Writes it, where there is one. False when it could not be written, which is said on stderr.
bool WriteJunit(OutputFile* file, const std::vector<Result>& results);

// Progress on stderr: a live line on a terminal, plain lines otherwise, nothing when quiet.
std::unique_ptr<ProgressSink> MakeProgress(const OutputFlags& flags);

// SIGINT, SIGTERM and SIGHUP from now on: the first is remembered, a second ends the program at
// once.
void RememberSignals();
int CaughtSignal();  // 0: none yet

}  // namespace kproof
