// What a user has: a folder, a scenario in it, and the program, whose streams and exit code are all
// that these tests look at, besides the run folder and the processes of the machine.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/cluster/process.h"

namespace kproof {

constexpr int kExitInconclusive = 2;
constexpr int kExitNotRun = 4;
constexpr int kExitUsage = 64;

// A folder below the build tree that goes with the test, unless it failed.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string File(const std::string& name) const { return (path_ / name).string(); }
  std::string Out() const { return File("out"); }                             // for --out
  std::string Write(const std::string& name, const std::string& text) const;  // gives its path

  // Process ids and ends of command lines of processes in which this folder is named.
  std::vector<std::string> Processes() const;

 private:
  std::filesystem::path path_;
};

std::string ReadFile(const std::string& path);

// One broker that is its controller too, one partition, a small load: some seconds a run. `steps`
// is YAML, or "".
std::string SmallScenario(const std::string& name, const std::string& steps = "",
                          const std::string& duration = "2s");
// One step that would go on for a minute.
std::string LongFault(const std::string& fault);

// The program, started with its two streams in files, and with `input` as its stdin.
class Kproof {
 public:
  using Environment = std::map<std::string, std::string>;
  Kproof(const Scratch& scratch, const std::vector<std::string>& args,
         const Environment& environment = {}, const std::string& input = "",
         const std::string& working_folder = "");

  std::string Out() const { return ReadFile(out_); }
  std::string Err() const { return ReadFile(err_); }
  std::string Both() const { return Err() + Out(); }
  // Of --json: stdout is one object a line and nothing else; a failure where it is not.
  std::vector<nlohmann::json> JsonLines() const;

  // Waits until stderr says `text`; a failure of the test when it ends before, or never says so.
  void Await(const std::string& text) const;
  void Signal(int signal) const { process_->Signal(signal); }
  // Waits for its end; the exit code as a shell gives it. A failure when it does not end in time.
  int Code(Duration limit = std::chrono::seconds(120)) const;
  pid_t pid() const { return process_->pid(); }

 private:
  std::string out_, err_;
  std::shared_ptr<Process> process_;
};

// A scenario with this fault, run on loopback, is not-run and says why.
void ExpectNeedsTheSandbox(const std::string& scenario, const std::string& fault);

// Whether `kproof doctor` says that something works; a failure where it does not say.
bool DoctorSays(const Scratch& scratch, const std::string& group, const std::string& name);

// The run folder that ended last below --out, and what it says.
std::string LatestRun(const Scratch& scratch);
nlohmann::json ResultOf(const std::string& run_folder);
// The folder of a run that was killed; a failure when there is not exactly one.
std::string PartialRun(const Scratch& scratch);

}  // namespace kproof
