// kproof completion bash|zsh|fish, and, for the build of packages, kproof man-page.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "harness/cli/output.h"
#include "harness/cli/verb_tree.h"
#include "harness/cli/verbs.h"
#include "harness/run/version.h"

namespace kproof {
namespace {

std::string Script(const std::string& shell, const VerbDoc& kproof) {
  if (shell == "bash") return BashCompletion(kproof);
  return shell == "zsh" ? ZshCompletion(kproof) : FishCompletion(kproof);
}

int Print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  return 0;
}

}  // namespace

void AddCompletionVerb(CLI::App& app, VerbAction& action) {
  const auto shell = std::make_shared<std::string>();
  auto* verb = app.add_subcommand(
      "completion", "print a shell script that completes kproof's verbs, options and arguments");
  verb->add_option("SHELL", *shell, "which shell it is for")
      ->type_name("bash|zsh|fish")
      ->required()
      ->check(OneOf({"bash", "zsh", "fish"}));
  verb->callback([shell, &app, &action] {
    action = [shell, &app] { return Print(Script(*shell, DescribeVerbs(app))); };
  });
  app.add_subcommand("man-page", "print a page for man(1)")->group("")->callback([&app, &action] {
    action = [&app] { return Print(ManPage(DescribeVerbs(app), KproofVersion())); };
  });
}

}  // namespace kproof
