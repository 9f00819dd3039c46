// The scenarios that come with the program are right, by the words that it really knows.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/run/vocabulary.h"
#include "harness/scenario/plan.h"

namespace kproof {
namespace {

TEST(ShippedScenarios, ParseAndAreNamedLikeTheirFiles) {
  const Vocabulary vocabulary = TheVocabulary();
  int files = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(KPROOF_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    ++files;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const auto parsed = ParseScenario(entry.path(), text.str(), vocabulary);
    for (const auto& diagnostic : parsed.diagnostics) ADD_FAILURE() << diagnostic.ToString();
    if (!parsed.scenario) continue;
    EXPECT_EQ(parsed.scenario->name, entry.path().stem());
    EXPECT_NE(parsed.scenario->about, "") << entry.path();
    const Plan plan = MakePlan(*parsed.scenario, 7);
    const auto again = ParseScenario("resolved", ToYaml(plan), vocabulary);
    EXPECT_TRUE(again.scenario == plan.scenario) << ToYaml(plan);
  }
  EXPECT_GE(files, 5);
}

}  // namespace
}  // namespace kproof
