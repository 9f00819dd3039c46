// Completion offers the words of the tables where an option takes them, in each shell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <map>

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

std::string NamesBelow(const VerbDoc& verb) {
  std::vector<std::string> names;
  for (const auto& below : verb.verbs) names.push_back(below.name);
  return Join(names, " ");
}

TEST(VerbTree, HasTheVerbsThatAreShownByName) {
  CLI::App app("kproof", "kproof");
  app.add_subcommand("run", "");
  app.add_subcommand("agent", "")->group("");
  app.add_subcommand("check", "");
  EXPECT_EQ(NamesBelow(DescribeVerbs(app)), "check run");
}

TEST(VerbTree, KnowsWhatAnOptionTakes) {
  CLI::App app("kproof", "kproof");
  std::string color, file;
  bool quiet = false;
  app.add_option("--color", color, "")->type_name("auto|never");
  app.add_option("--file", file, "")->type_name("FILE")->required();
  app.add_flag("--quiet", quiet, "");
  std::map<std::string, ArgumentDoc> flags;
  for (const auto& flag : DescribeVerbs(app).flags) flags[flag.names.front()] = flag;
  EXPECT_THAT(flags.at("--color").choices, testing::ElementsAre("auto", "never"));
  EXPECT_THAT(flags.at("--file").choices, testing::IsEmpty());
  EXPECT_EQ(flags.at("--file").value, "FILE");
  EXPECT_TRUE(flags.at("--file").required);
  EXPECT_EQ(flags.at("--quiet").value, "");
}

}  // namespace
}  // namespace kproof
