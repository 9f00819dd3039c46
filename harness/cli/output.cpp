#include "harness/cli/output.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/cli/progress.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/terminal.h"

namespace kproof {
namespace {

std::atomic<int> caught_signal{0};  // written by a handler, read by other threads
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler writes it");

void OnSignal(int signal) {
  if (caught_signal.exchange(signal) != 0) _exit(128 + signal);
}

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// 0 where it is no terminal, or one that does not tell.
std::size_t ColumnsOf(int file) {
  winsize size{};
  return isatty(file) != 0 && ioctl(file, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool Colored(const OutputFlags& flags) {
  const auto mode = flags.color == "always"  ? ColorMode::kAlways
                    : flags.color == "never" ? ColorMode::kNever
                                             : ColorMode::kAuto;
  return UseColor(mode, {.is_terminal = isatty(STDOUT_FILENO) != 0,
                         .no_color = Variable("NO_COLOR"),
                         .term = Variable("TERM")});
}

}  // namespace

CLI::Validator OneOf(const std::vector<std::string>& words) {
  return CLI::Validator(
      [words](const std::string& word) {
        if (Contains(words, word)) return std::string();
        return "'" + word + "' is not known; " + Instead(word, words);
      },
      "", "one of");
}

void AddJsonFlags(CLI::App& verb, JsonFlags& flags) {
  verb.add_flag("--json", flags.json, "print only JSON on stdout, one object per line");
  verb.add_flag("--pretty", flags.pretty, "print indented JSON, for people");
}

void AddOutputFlags(CLI::App& verb, OutputFlags& flags) {
  AddJsonFlags(verb, flags.json);
  verb.add_option("--junit", flags.junit, "write JUnit XML of all runs to this file; - is stdout")
      ->type_name("FILE");
  verb.add_flag("--force", flags.force,
                "replace an existing file, even if kproof did not write it; never an input");
  verb.add_flag("--quiet", flags.quiet, "print no progress on stderr");
  verb.add_flag("-v,--verbose", flags.verbose, "print more progress on stderr");
  verb.add_option("--color", flags.color,
                  "colour the output; NO_COLOR and TERM=dumb turn colours off")
      ->type_name("auto|always|never")
      ->check(OneOf({"auto", "always", "never"}))
      ->capture_default_str();
}

void PrintJson(const nlohmann::ordered_json& object, const JsonFlags& flags) {
  const auto text = LenientJsonText(object, flags.pretty ? 2 : -1);
  std::fputs((text + "\n").c_str(), stdout);
}

void PrintResult(const Result& result, const std::string& folder, const OutputFlags& flags,
                 std::FILE* to) {
  if (JunitIsStdout(flags)) return;
  if (flags.json.asked()) {
    const auto layout = flags.json.pretty ? JsonLayout::kIndented : JsonLayout::kOneLine;
    std::fputs(ToJson(result, layout).c_str(), to);
  } else {
    std::fputs(ToTerminal(result, folder, Colored(flags)).c_str(), to);
  }
  std::fflush(to);
}

std::unique_ptr<OutputFile> JunitFile(const OutputFlags& flags,
                                      const std::vector<std::string>& inputs) {
  if (!flags.junit) return nullptr;
  if (JunitIsStdout(flags) && flags.json.asked())
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

void PrintSummary(const Summary& summary, const OutputFlags& flags) {
  if (JunitIsStdout(flags)) return;
  const bool json = flags.json.asked();
  if (json && flags.quiet) return;
  const auto text = SummaryTable(summary, {.color = !json && Colored(flags),
                                           .short_rows = !json && isatty(STDOUT_FILENO) != 0});
  std::fputs(text.c_str(), json ? stderr : stdout);
}

std::unique_ptr<ProgressSink> MakeProgress(const OutputFlags& flags) {
  class Nothing final : public ProgressSink {
    void Line(double, const std::string&) override {}
    void Live(double, const std::string&) override {}
  };
  if (flags.quiet) return std::make_unique<Nothing>();
  const bool live =
      isatty(STDERR_FILENO) != 0 && Variable("TERM") != "dumb" && std::getenv("CI") == nullptr;
  if (!live) return PlainProgress(stderr);
  const std::size_t columns = ColumnsOf(STDERR_FILENO);
  return LiveProgress(stderr, columns == 0 ? 80 : columns);
}

void RememberSignals() {
  struct sigaction action {};
  action.sa_handler = OnSignal;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
}

int CaughtSignal() { return caught_signal; }

}  // namespace kproof
