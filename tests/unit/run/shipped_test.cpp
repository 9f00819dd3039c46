// The scenarios that come with the program are right, by the words that it really knows.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "harness/base/text.h"
#include "harness/run/place.h"
#include "harness/run/vocabulary.h"
#include "harness/scenario/matrix.h"
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
    if (IsMatrix(text.str())) continue;  // its own test reads it
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

// docs/scenarios.md: | `durability/leader-kill` | claim | yes | …
TEST(ShippedScenarios, TheTableSaysWhichRunOnLoopback) {
  std::map<std::string, std::string> told;
  std::ifstream page(KPROOF_SOURCE_DIR "/docs/scenarios.md");
  for (std::string line; std::getline(page, line);) {
    const auto cells = Split(line, '|');
    if (cells.size() < 7 || !Trim(cells[1]).starts_with("`")) continue;
    if (const auto role = Trim(cells[2]); role != "claim" && role != "control") continue;
    const std::string name = Trim(cells[1]);
    told[name.substr(1, name.size() - 2)] = Trim(cells[3]);
  }
  const std::filesystem::path book = KPROOF_SOURCE_DIR "/scenarios";
  const Vocabulary vocabulary = TheVocabulary();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(book)) {
    if (entry.path().extension() != ".yaml") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const auto parsed = ParseScenario(entry.path(), text.str(), vocabulary);
    if (!parsed.scenario) continue;
    const auto name = entry.path().lexically_relative(book).replace_extension().string();
    if (name.starts_with("matrix/")) continue;  // they run in a matrix alone
    EXPECT_EQ(told[name], RunsOnLoopback(*parsed.scenario) ? "yes" : "no") << name;
  }
}

}  // namespace
}  // namespace kproof
