#include "harness/cli/program.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <string_view>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/cli/ci.h"
#include "harness/cli/complain.h"
#include "harness/cli/help.h"
#include "harness/cli/verbs.h"

namespace kproof {
namespace {

int RunVerb(int argc, const char* const* argv) {
  if (argc < 2) {
    std::fputs(FirstWords().c_str(), stderr);
    return kExitUsage;
  }
  CLI::App app("kproof: reliability verification and chaos testing for Apache Kafka", "kproof");
  app.require_subcommand(1);
  app.set_version_flag("--version", VersionText, "print the versions of kproof and its client");
  app.failure_message(
      [](const CLI::App* of, const CLI::Error& error) { return UsageText(*of, error); });
  VerbAction action;
  AddAgentVerb(app, action);
  AddAuditVerb(app, action);
  AddCertifyVerb(app, action);
  AddCheckVerb(app, action);
  AddCleanupVerb(app, action);
  AddClientVerb(app, action);
  AddClusterVerb(app, action);
  AddCompareVerb(app, action);
  AddCompletionVerb(app, action);
  AddDoctorVerb(app, action);
  AddExportVerb(app, action);
  AddHelpVerb(app, action);
  AddListVerb(app, action);
  AddMatrixVerb(app, action);
  AddMergeVerb(app, action);
  AddPromiseVerb(app, action);
  AddQueryVerb(app, action);
  AddReportVerb(app, action);
  AddRunVerb(app, action);
  AddSchemaVerb(app, action);
  AddServeVerb(app, action);
  AddValidateVerb(app, action);
  AddVersionVerb(app, action);
  SetUpHelp(app);
  if (*argv[1] != '-') RequireVerb(app, argv[1]);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : kExitUsage;
  }
  return action();
}

}  // namespace

int RunProgram(int argc, const char* const* argv) {
  // An agent's conductor has done it.
  const bool agent = argc > 1 && std::string_view(argv[1]) == "agent";
  const GithubCommandsStopped stopped(agent ? CiServer() : CiServerHere());
  try {
    return RunVerb(argc, argv);
  } catch (const Error& error) {
    return Complain(error);
  } catch (...) {
    const Error error = CaughtError();
    return Complain(error, error.kind() == ErrorKind::kInternal ? "a defect of the harness: " : "");
  }
}

}  // namespace kproof
