#include "harness/cli/output.h"

#include <fmt/format.h>
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

void RequireOneOnStdout(const OutputFlags& flags, const std::string& other) {
  std::vector<std::string> wanting;
  if (flags.json.asked()) wanting.emplace_back("--json");
  if (flags.junit == "-") wanting.emplace_back("--junit -");
  if (flags.events_to == "-") wanting.emplace_back("--events-to -");
  if (!other.empty()) wanting.push_back(other + " -");
  if (wanting.size() < 2) return;
  throw Error(ErrorKind::kUsage, Join(wanting, " and ") + " both want stdout",
              Hint("name a file with " + Split(wanting.back(), ' ').front()));
}

std::string ResultText(const Result& result, const std::string& folder, const OutputFlags& flags) {
  if (StdoutIsTaken(flags)) return "";
  if (!flags.json.asked()) return ToTerminal(result, folder, Colored(flags));
  return ToJson(result, flags.json.pretty ? JsonLayout::kIndented : JsonLayout::kOneLine);
}

void PrintResult(const Result& result, const std::string& folder, const OutputFlags& flags,
                 std::FILE* to) {
  std::fputs(ResultText(result, folder, flags).c_str(), to);
  std::fflush(to);
}

std::unique_ptr<OutputFile> JunitFile(const OutputFlags& flags,
                                      const std::vector<std::string>& inputs) {
  if (!flags.junit) return nullptr;
  RequireOneOnStdout(flags);
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
  if (StdoutIsTaken(flags)) return;
  const bool json = flags.json.asked();
  if (json && flags.quiet) return;
  const auto text = SummaryTable(summary, {.color = !json && Colored(flags),
                                           .short_rows = !json && isatty(STDOUT_FILENO) != 0});
  std::fputs(text.c_str(), json ? stderr : stdout);
}

void RememberSignals() {
  struct sigaction action {};
  action.sa_handler = OnSignal;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
}

int CaughtSignal() { return caught_signal; }

}  // namespace kproof
