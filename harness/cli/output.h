// How results and progress look on this terminal: flags that several verbs share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "audit/judge/result.h"
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
  std::string junit;  // also write JUnit XML here
};

void AddOutputFlags(CLI::App& verb, OutputFlags& flags);

// Prints one result on stdout, as text or as one JSON object a line; `folder` is where the run can
// be found ("" : nowhere).
void PrintResult(const Result& result, const std::string& folder, const OutputFlags& flags,
                 bool one_of_several);

// Progress on stderr: a live line on a terminal, plain lines otherwise, nothing when quiet.
std::unique_ptr<ProgressSink> MakeProgress(const OutputFlags& flags);

// SIGINT, SIGTERM and SIGHUP from now on: the first is remembered, a second ends the program at
// once.
void RememberSignals();
int CaughtSignal();  // 0: none yet

}  // namespace kproof
