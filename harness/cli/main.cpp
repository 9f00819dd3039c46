// kproof: one verb, its exit code, and errors that say what, on which object, and what to do.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "harness/base/error.h"
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

int Main(int argc, char** argv) {
  CLI::App app("kproof: reliability verification and chaos testing for Apache Kafka", "kproof");
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);
  VerbAction action;
  AddAgentVerb(app, action);
  AddCheckVerb(app, action);
  AddClusterVerb(app, action);
  AddListVerb(app, action);
  AddQueryVerb(app, action);
  AddRunVerb(app, action);
  AddValidateVerb(app, action);
  AddVersionVerb(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : kExitUsage;
  }
  return action();
}

}  // namespace
}  // namespace kproof

int main(int argc, char** argv) {
  try {
    return kproof::Main(argc, argv);
  } catch (const kproof::Error& error) {
    std::fprintf(stderr, "kproof: %s\n", error.what());
    if (!error.hint().empty()) std::fprintf(stderr, "  %s\n", error.hint().c_str());
    return kproof::CodeOf(error.kind());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "kproof: a defect of the harness: %s\n", error.what());
    return kproof::kExitDefect;
  }
}
