// kproof cleanup: undo whatever an earlier run that was killed could not undo itself.
//
// In a private sandbox there is nothing: the kernel has ended it all. On loopback each process of a
// run ends with its conductor (PR_SET_PDEATHSIG), so what may be left of a killed run is its node
// folders, some hundred MB that no verdict needs, and its facts, which stay unless --partial is
// given. Any kproof that was killed may leave copies in the folder for temporary files.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "harness/base/printable.h"
#include "harness/cli/verbs.h"
#include "harness/run/left_over.h"

namespace kproof {

namespace {

int Cleanup(const std::string& out, bool partial) {
  std::printf(
      "sandboxes: nothing to do; processes, links, packet filters and mounts of a run end with "
      "it\n");
  const auto left = RemoveLeftOver(out, partial);
  for (const auto& path : left.removed) std::printf("removed %s\n", Printable(path).c_str());
  for (const auto& path : left.kept)
    std::printf(
        "kept %s: facts of a killed run; 'kproof check' reads them, 'kproof cleanup --partial' "
        "removes them\n",
        Printable(path).c_str());
  for (const auto& path : left.not_ours)
    std::printf("skipped %s: kproof did not make it\n", Printable(path).c_str());
  for (const auto& path : RemoveOldTemporaries(std::filesystem::temp_directory_path().string()))
    std::printf("removed %s\n", Printable(path).c_str());
  if (left.removed.empty()) std::printf("node folders: none in %s\n", Printable(out).c_str());
  return 0;
}

}  // namespace

void AddCleanupVerb(CLI::App& app, VerbAction& action) {
  struct CleanupFlags {
    std::string out = "results";
    bool partial = false;
  };
  const auto flags = std::make_shared<CleanupFlags>();
  auto* verb = app.add_subcommand("cleanup", "remove what killed runs left behind");
  verb->add_option("--out", flags->out, "where the run folders are")
      ->type_name("FOLDER")
      ->capture_default_str();
  verb->add_flag("--partial", flags->partial,
                 "also remove the run folders of killed runs (.partial-…) and the facts in them");
  verb->callback(
      [flags, &action] { action = [flags] { return Cleanup(flags->out, flags->partial); }; });
}

}  // namespace kproof
