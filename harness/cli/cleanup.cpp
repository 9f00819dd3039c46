// kproof cleanup: undo whatever an earlier run that was killed could not undo itself.
//
// In a private sandbox there is nothing: the kernel has ended it all. On loopback each process of a
// run ends with its conductor (PR_SET_PDEATHSIG), so what may be left of a killed run is its node
// folders, some hundred MB that no verdict needs, and its facts, which stay.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "harness/cli/verbs.h"
#include "harness/run/left_over.h"

namespace kproof {

void AddCleanupVerb(CLI::App& app, VerbAction& action) {
  const auto out = std::make_shared<std::string>("results");
  auto* verb = app.add_subcommand(
      "cleanup", "undo whatever an earlier run that was killed could not undo itself");
  verb->add_option("--out", *out, "where its run folder is")->capture_default_str();
  verb->callback([out, &action] {
    action = [out] {
      std::printf(
          "sandboxes: nothing to do; processes, links, packet filters and mounts of a run end with "
          "it\n");
      const auto removed = RemoveLeftOver(*out);
      for (const auto& what : removed) std::printf("removed %s\n", what.c_str());
      if (removed.empty()) std::printf("node folders: none in %s\n", out->c_str());
      return 0;
    };
  });
}

}  // namespace kproof
