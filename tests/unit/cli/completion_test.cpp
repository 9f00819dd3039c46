// Completion offers the words of the tables where an option takes them, in each shell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "harness/base/text.h"
#include "harness/cli/verb_tree.h"
#include "harness/words/finding.h"

namespace kproof {
namespace {

TEST(CompletionOfWords, OffersEachFinding) {
  CLI::App app("kproof", "kproof");
  std::vector<std::string> fail_on;
  app.add_subcommand("run", "run")->add_option("--fail-on", fail_on, "")->type_name(kFindingType);
  const VerbDoc kproof = DescribeVerbs(app);
  const auto names = Join(FindingNames(), " ");
  for (const auto& script : {BashCompletion(kproof), ZshCompletion(kproof), FishCompletion(kproof)})
    EXPECT_THAT(script, testing::HasSubstr(names));
}

}  // namespace
}  // namespace kproof
