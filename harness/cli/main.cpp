// kproof: one verb, its exit code, and errors that say what, on which object, and what to do.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/json_problem.h"
#include "harness/base/text.h"
#include "harness/cli/stdout.h"
#include "harness/cli/verbs.h"

namespace kproof {
namespace {

int CodeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return kExitUsage;
    case ErrorKind::kNotRun:
      return kExitNotRun;
    case ErrorKind::kCorrupt:
      return kExitUsage;
    case ErrorKind::kInternal:
      break;
  }
  return kExitDefect;
}

// CLI11 tells of a word that is no verb only that a verb is missing.
void RequireVerb(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || *argv[1] == '-') return;
  std::vector<std::string> verbs;
  for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (verb->get_name() == argv[1]) return;
    if (!verb->get_group().empty()) verbs.push_back(verb->get_name());
  }
  throw Error(ErrorKind::kUsage,
              std::string("there is no verb '") + argv[1] + "'" + DidYouMean(argv[1], verbs),
              Hint("kproof --help names the verbs"));
}

// As all other errors look.
std::string UsageText(const CLI::App* app, const CLI::Error& error) {
  const auto verbs = app->get_subcommands();
  const std::string verb = verbs.empty() ? "" : " " + verbs.front()->get_name();
  return "kproof" + verb + ": " + error.what() + "\n  kproof" + verb + " --help says more\n";
}

int Main(int argc, char** argv) {
  CLI::App app("kproof: reliability verification and chaos testing for Apache Kafka", "kproof");
  app.require_subcommand(1);
  app.failure_message(UsageText);
  VerbAction action;
  AddAgentVerb(app, action);
  AddAuditVerb(app, action);
  AddCheckVerb(app, action);
  AddCleanupVerb(app, action);
  AddClusterVerb(app, action);
  AddCompletionVerb(app, action);
  AddDoctorVerb(app, action);
  AddExportVerb(app, action);
  AddListVerb(app, action);
  AddQueryVerb(app, action);
  AddRunVerb(app, action);
  AddValidateVerb(app, action);
  AddVersionVerb(app, action);
  RequireVerb(app, argc, argv);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : kExitUsage;
  }
  return action();
}

int MainWithErrors(int argc, char** argv) {
  try {
    return Main(argc, argv);
  } catch (const Error& error) {
    std::fprintf(stderr, "kproof: %s\n", error.what());
    if (!error.hint().empty()) std::fprintf(stderr, "  %s\n", error.hint().c_str());
    return CodeOf(error.kind());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "kproof: a defect of the harness: %s\n",
                 JsonProblem(error.what()).c_str());
    return kExitDefect;
  }
}

}  // namespace
}  // namespace kproof

int main(int argc, char** argv) {
  kproof::RequireStreams();
  return kproof::FinishStdout(kproof::MainWithErrors(argc, argv));
}
