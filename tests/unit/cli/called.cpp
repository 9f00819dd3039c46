#include "tests/unit/cli/called.h"

#include <gtest/gtest.h>

#include <fstream>

#include "harness/cli/program.h"

namespace kproof {

const char* const kNeedsASandbox =
    "name: a\nabout: a cut\ncluster: {brokers: 3, controllers: 3}\n"
    "topics: {payments: {partitions: 1, replication: 3}}\n"
    "producers: {checkout: {rate: 10/s}}\nduration: 5s\n"
    "steps:\n  - {at: 1s, fault: cut, target: broker 1, for: 1s}\n";

Called Call(std::vector<std::string> args) {
  args.insert(args.begin(), "kproof");
  std::vector<const char*> argv;
  for (const auto& arg : args) argv.push_back(arg.c_str());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Called called;
  called.code = RunProgram(static_cast<int>(argv.size()), argv.data());
  called.out = testing::internal::GetCapturedStdout();
  called.err = testing::internal::GetCapturedStderr();
  return called;
}

std::string WriteText(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
  return path;
}

std::string HistoryFile(const std::string& name) {
  return std::string(KPROOF_SOURCE_DIR "/docs/examples/histories/") + name + ".jsonl";
}

}  // namespace kproof
