#include "harness/cli/output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/terminal.h"

namespace kproof {
namespace {

volatile std::sig_atomic_t caught_signal = 0;

void OnSignal(int signal) {
  if (caught_signal != 0) _exit(128 + signal);
  caught_signal = signal;
}

class PlainProgress : public ProgressSink {
 public:
  void Line(double at_s, const std::string& text) override {
    const std::lock_guard lock(mutex_);
    EraseLive();
    fmt::print(stderr, "{:7.1f} s  {}\n", at_s, text);
    std::fflush(stderr);
  }
  void Live(double, const std::string&) override {}

 protected:
  virtual void EraseLive() {}
  std::mutex mutex_;
};

// One line that is written over, ten times a second at most.
class TerminalProgress final : public PlainProgress {
 public:
  ~TerminalProgress() override { EraseLive(); }
  void Live(double at_s, const std::string& text) override {
    const std::lock_guard lock(mutex_);
    if (MonotonicMicros() - shown_at_ < 100'000) return;
    shown_at_ = MonotonicMicros();
    fmt::print(stderr, "\r\x1b[K{:7.1f} s  {}", at_s, text);
    std::fflush(stderr);
    shown_ = true;
  }

 private:
  void EraseLive() override {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
    shown_ = false;
  }
  std::int64_t shown_at_ = 0;
  bool shown_ = false;
};

class NoProgress final : public ProgressSink {
  void Line(double, const std::string&) override {}
  void Live(double, const std::string&) override {}
};

ColorMode ModeOf(const std::string& color) {
  if (color == "always") return ColorMode::kAlways;
  return color == "never" ? ColorMode::kNever : ColorMode::kAuto;
}

}  // namespace

void AddOutputFlags(CLI::App& verb, OutputFlags& flags) {
  verb.add_flag("--json", flags.json,
                "print JSON alone on stdout: result.json's object, one a line for several runs");
  verb.add_option("--junit", flags.junit, "write JUnit XML of all runs to this file; - is stdout");
  verb.add_flag("--force", flags.force,
                "replace a file that is there and that kproof did not write; never an input");
  verb.add_flag("--quiet", flags.quiet, "no progress on stderr");
  verb.add_flag("-v,--verbose", flags.verbose, "more progress on stderr");
  verb.add_option("--color", flags.color, "colour the screen")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
}

void PrintResult(const Result& result, const std::string& folder, const OutputFlags& flags,
                 bool one_of_several) {
  if (JunitIsStdout(flags)) return;
  if (flags.json) {
    std::fputs(
        ToJson(result, one_of_several ? JsonLayout::kOneLine : JsonLayout::kIndented).c_str(),
        stdout);
  } else {
    const bool color =
        UseColor(ModeOf(flags.color), isatty(STDOUT_FILENO) != 0, std::getenv("NO_COLOR"));
    std::fputs(ToTerminal(result, folder, color).c_str(), stdout);
  }
  std::fflush(stdout);
}

std::unique_ptr<OutputFile> JunitFile(const OutputFlags& flags,
                                      const std::vector<std::string>& inputs) {
  if (!flags.junit) return nullptr;
  if (JunitIsStdout(flags) && flags.json)
    throw Error(ErrorKind::kUsage, "--json and --junit - both want stdout",
                Hint("name a file with --junit"));
  return std::make_unique<OutputFile>(
      *flags.junit,
      OutputRules{.option = "--junit", .inputs = inputs, .force = flags.force, .ours = IsJunit});
}

bool WriteJunit(OutputFile* file, const std::vector<Result>& results) {
  if (file == nullptr) return true;
  try {
    file->Write(ToJunit(results));
    file->Publish();
    return true;
  } catch (const Error& error) {
    std::fprintf(stderr, "kproof: %s\n", error.Full().c_str());
    return false;
  }
}

std::unique_ptr<ProgressSink> MakeProgress(const OutputFlags& flags) {
  if (flags.quiet) return std::make_unique<NoProgress>();
  const bool live = isatty(STDERR_FILENO) != 0 && std::getenv("CI") == nullptr;
  if (live) return std::make_unique<TerminalProgress>();
  return std::make_unique<PlainProgress>();
}

void RememberSignals() {
  struct sigaction action {};
  action.sa_handler = OnSignal;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int CaughtSignal() { return caught_signal; }

}  // namespace kproof
